# Rack's own server of files, below targets as Puma hands them on: bytes up to the query. Prints its port.
require "rack"
require "socket"

files = Rack::Files.new(ARGV.fetch(0))
server = TCPServer.new("127.0.0.1", 0)
puts server.addr[1]
STDOUT.flush
loop do
  client = server.accept
  target = client.gets.to_s.split(" ")[1].to_s
  loop { break if [nil, "\r\n"].include?(client.gets) }
  path, _, query = target.partition("?")
  environment = { "REQUEST_METHOD" => "GET", "PATH_INFO" => path, "QUERY_STRING" => query, "SCRIPT_NAME" => "" }
  status, _, body = begin
    files.call(environment)
  rescue StandardError
    [500, {}, []]
  end
  client.write("HTTP/1.0 #{status} x\r\n\r\n")
  body.each { |piece| client.write(piece) }
  client.close
end
