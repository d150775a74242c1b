# Tells, line by line, what Rack finds, and with it Rails and Sinatra: [[in the body?, [name, ...], value], ...], in base64.
require "json"
require "rack"
require "stringio"

def encoded(text) = [text.to_s].pack("m0")

def found(in_body, value, path = [])
  case value
  when Hash then value.key?(:tempfile) ? [] : value.flat_map { |name, inner| found(in_body, inner, path + [encoded(name)]) }
  when Array then value.each_with_index.flat_map { |inner, index| found(in_body, inner, path + [encoded(index)]) }
  # What has no value (nil) has none that a rule could name.
  when String then path.empty? ? [] : [[in_body, path, encoded(value)]]
  else []
  end
end

def attempt
  yield
rescue StandardError
  []
end

STDIN.each_line do |line|
  told = JSON.parse(line)
  body = told["body"].unpack1("m0")
  request = Rack::Request.new(
    "REQUEST_METHOD" => "POST",
    "QUERY_STRING" => told["query"],
    "CONTENT_TYPE" => told["type"].empty? ? nil : told["type"],
    "CONTENT_LENGTH" => body.bytesize.to_s,
    "rack.input" => StringIO.new(body)
  )
  answer = attempt { found(false, request.GET) } + attempt { found(true, request.POST) }
  puts JSON.generate("Rack" => answer)
  STDOUT.flush
end
