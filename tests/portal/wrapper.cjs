// What a program does that was written for Rocket.Chat, with the client for JavaScript as its authors publish it.
//
// Arguments: portal's URL, app's URL, password of the accounts `ann` and `bob`; user name and password of a grant with
// an authenticator app; user name, password and code of a grant with a fixed code. A line on standard output asks for
// what only the test can know, and its answer comes on standard input: "ann" and "agent" ask for the code that their
// authenticator app shows, "later" for the time to be when trust has ended.

const { equal, deepEqual, notEqual, ok } = require('node:assert/strict');
const { createHash } = require('node:crypto');
const dns = require('node:dns');
const { createInterface } = require('node:readline');
const { RestClient } = require('@rocket.chat/api-client');

const [portal, app, password, agent, agentPassword, other, otherPassword, otherCode] = process.argv.slice(2);

// The client is made for browsers, and Node 18 keeps this class elsewhere.
globalThis.File ??= require('node:buffer').File;

const lookup = dns.lookup;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.test') ? '127.0.0.1' : host, ...rest);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (what) => {
  console.log(what);
  return (await lines.next()).value;
};

// What the client hands over when it can do no more.
const refused = async (call) => {
  const answer = await call.then(() => { throw new Error('the call went through'); }, (response) => response);
  return { ...await answer.json(), http: answer.status };
};

const signedIn = async (baseUrl, user, password, code) => {
  const client = new RestClient({ baseUrl });
  const login = { user, password };
  if (code) {
    const asked = await refused(client.post('/v1/login', login));
    deepEqual([asked.http, asked.error], [401, 'totp-required']);
    login.code = await code();
  }
  const { data } = await client.post('/v1/login', login);
  return { 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken };
};

// A client that answers challenges: with what `codes` holds, then with what is always wrong.
const answering = (baseUrl, credentials, codes) => {
  const client = new RestClient({ baseUrl, credentials });
  client.asked = [];
  client.handleTwoFactorChallenge(async ({ method, invalidAttempt }) => {
    client.asked.push(invalidAttempt ? `${method} again` : method);
    return (await codes.shift()?.()) ?? '000000';
  });
  return client;
};

const wrong = async () => '000000';

const onThePortal = async () => {
  const ann = () => ask('ann');
  const credentials = await signedIn(portal, 'ann', password, ann);
  const client = answering(portal, credentials, [wrong, ann]);
  const made = await client.post('/v1/grants', { site: 'crm', duration: '1h' });
  deepEqual(client.asked, ['totp', 'totp again']);
  const renewed = await client.post(`/v1/grants/${made.id}/regenerate`);
  notEqual(renewed.password, made.password);
  equal(client.asked.length, 2, 'a trusted client is not asked');
  const locked = await refused(client.post('/v1/tokens', { name: 'helpdesk' }));
  deepEqual([locked.http, locked.errorType], [400, 'totp-max-attempts']);
  ok(client.asked.length < 10, 'the lock ends the loop');
};

// The password is sent as programs for Rocket.Chat send it.
const withoutAnotherMethod = async () => {
  const digest = async () => createHash('sha256').update(password).digest('hex');
  const client = answering(portal, await signedIn(portal, 'bob', password), [wrong, digest]);
  const begun = await client.post('/v1/me/factors/totp');
  deepEqual(client.asked, ['password', 'password again']);
  ok(begun.secret);
};

const onAnAppsPath = async () => {
  const code = () => ask('agent');
  const credentials = await signedIn(`${app}/.gatepass`, agent, agentPassword, code);
  const contacts = answering(`${app}/contacts`, credentials, [wrong, code]);
  const rename = (number) => contacts.send(`/${number}`, 'PUT', { body: 'name=Lee' });
  await rename(1);
  equal(contacts.asked.length, 0, 'trusted since the sign-in');
  await ask('later');
  equal(await (await rename(2)).text(), 'app: /contacts/api/2\nname=Lee');
  await rename(3);
  deepEqual(contacts.asked, ['totp', 'totp again']);
  const billing = answering(`${app}/billing`, credentials, []);
  const locked = await refused(billing.send('/7', 'PUT', { body: 'paid=yes' }));
  deepEqual([locked.http, locked.errorType], [400, 'totp-max-attempts']);
  ok(billing.asked.length < 10, 'the lock ends the loop');
};

// The client knows three methods and leaves any other to its caller.
const withAFixedCode = async () => {
  const credentials = await signedIn(`${app}/.gatepass`, other, otherPassword, async () => otherCode);
  const client = answering(`${app}/billing`, credentials, []);
  const asked = await refused(client.send('/7', 'PUT', { body: 'paid=yes' }));
  deepEqual([asked.errorType, asked.details.method, client.asked], ['totp-required', 'code', []]);
  const headers = { 'x-2fa-code': otherCode, 'x-2fa-method': asked.details.method };
  equal((await client.send('/7', 'PUT', { body: 'paid=yes', headers })).status, 200);
};

(async () => {
  await onThePortal();
  await withoutAnotherMethod();
  await onAnAppsPath();
  await withAFixedCode();
  console.log('done');
  process.exit(0);
})();
