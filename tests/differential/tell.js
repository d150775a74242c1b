// Tells, line by line, what Node's parsers find: {parser: [[in the body?, [name, ...], value], ...]}, in base64.
const querystring = require('node:querystring');
const readline = require('node:readline');
const { PassThrough } = require('node:stream');
const bodyParser = require('body-parser');
const busboy = require('busboy');
const qs = require('qs');

const encoded = (text) => Buffer.from(String(text)).toString('base64');

// Objects and arrays lead to names within names, as PHP's do.
function found(inBody, value, path = []) {
  if (value !== null && typeof value === 'object') {
    return Object.keys(value).flatMap((name) => found(inBody, value[name], [...path, encoded(name)]));
  }
  return path.length === 0 ? [] : [[inBody, path, encoded(value)]];
}

// A name that comes twice has a list of values, and each of them is a value of the name itself.
function flat(inBody, values) {
  return Object.keys(values).flatMap((name) =>
    [values[name]].flat().map((value) => [inBody, [encoded(name)], encoded(value)]));
}

const ofUrl = (query) =>
  [...new URL(`http://x/?${query.replaceAll('#', '%23')}`).searchParams].map(([name, value]) => [false, [encoded(name)], encoded(value)]);

// Express 4 and 5 with `extended`, by its own middleware.
function byBodyParser(type, body) {
  return new Promise((done) => {
    const request = new PassThrough();
    request.method = 'POST';
    request.headers = { 'content-type': type, 'content-length': String(body.length) };
    const parse = bodyParser.urlencoded({ extended: true });
    parse(request, {}, (error) => done(error || !request.body ? [] : found(true, request.body)));
    request.end(body);
  });
}

function byBusboy(type, body) {
  return new Promise((done) => {
    const told = [];
    try {
      const parser = busboy({ headers: { 'content-type': type } });
      parser.on('field', (name, value) => told.push([true, [encoded(name)], encoded(value)]));
      parser.on('file', (_, file) => file.on('error', () => {}).resume());
      // What came before the error may have been used already.
      parser.on('error', () => done(told));
      parser.on('close', () => done(told));
      parser.end(body);
    } catch {
      done([]);
    }
  });
}

const attempt = (read) => {
  try {
    return read();
  } catch {
    return [];
  }
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { query, type, body } = JSON.parse(line);
    const bytes = Buffer.from(body, 'base64');
    console.log(JSON.stringify({
      qs: attempt(() => found(false, qs.parse(query))).concat(await byBodyParser(type, bytes)),
      querystring: attempt(() => flat(false, querystring.parse(query))),
      URLSearchParams: attempt(() => ofUrl(query)),
      busboy: await byBusboy(type, bytes),
    }));
  }
})();
