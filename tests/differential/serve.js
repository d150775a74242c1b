// Node's server, which shows something hidden if any of the ways in which its apps read a path does. Prints its port.
const http = require('node:http');
const path = require('node:path');
const url = require('node:url');

const attempt = (read) => {
  try {
    return read();
  } catch {
    return '';
  }
};

const readings = [
  (target) => target.split('?')[0],
  (target) => url.parse(target).pathname,
  (target) => new URL(target, 'http://x').pathname,
  (target) => decodeURIComponent(url.parse(target).pathname),
  (target) => decodeURIComponent(new URL(target, 'http://x').pathname),
  // As servers of files do.
  (target) => path.posix.normalize(decodeURIComponent(target.split('?')[0])),
  (target) => path.posix.normalize(decodeURIComponent(url.parse(target).pathname)),
];

const isHidden = (name) =>
  name === '/messages' || name.startsWith('/messages/') || name === '/admin.php' || name === '/vault/index.php';

const server = http.createServer((request, response) => {
  const hidden = readings.some((read) => isHidden(attempt(() => read(request.url))));
  response.end(hidden ? 'hidden' : 'open');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
