// The encrypted handoff in a browser: keys are drawn, messages sealed and opened, with WebCrypto and nothing else.
// The same as `src/handoff` in Rust; the manual's chapter `handoff` is the specification of both.

const VERSION = 1;
const COMMITMENT = 32;
const IV = 12;
const TAG = 16;
// What is sealed is filled up to a multiple of this, so that its length tells little.
const BLOCK = 256;
const END = 0x80;
// Rounds of PBKDF2-HMAC-SHA-256 (OWASP Password Storage Cheat Sheet, 2023).
const ROUNDS = 600_000;

// Why something is not opened. `reason`: malformed, unknown-version, other-key, changed, unknown.
export class Unreadable extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export const utf8 = (text) => new TextEncoder().encode(text);

export const join = (...parts) => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// Base64 for addresses, without padding (RFC 4648 section 5).
export const toBase64url = (bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

// One text for one value: what would be written otherwise is refused.
export const fromBase64url = (text) => {
  let bytes = new Uint8Array();
  try {
    bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    throw new Unreadable("malformed");
  }
  if (toBase64url(bytes) !== text) throw new Unreadable("malformed");
  return bytes;
};

// Ids are base32 in lower case, without padding (RFC 4648 section 6).
export const toBase32 = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{1,5}/g).map((five) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(five.padEnd(5, "0"), 2)]).join("");
};

// HKDF-SHA-256 (RFC 5869) with an empty salt; `label` says what the bytes are for. `secret`: bytes, or a key that is kept.
export const derive = async (secret, label, length = 32) => {
  const isKept = secret instanceof CryptoKey;
  const material = isKept ? secret : await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, length * 8));
};

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

// PBKDF2-HMAC-SHA-256: makes something short worth a key.
export const stretch = async (password, salt) => {
  const material = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
};

const padded = (plain) => {
  const length = Math.ceil((plain.length + 1) / BLOCK) * BLOCK;
  return join(plain, [END], new Uint8Array(length - plain.length - 1));
};

const unpadded = (bytes) => {
  let end = bytes.length - 1;
  while (end >= 0 && bytes[end] === 0) end -= 1;
  if (end < 0 || bytes[end] !== END || bytes.length - end > BLOCK) throw new Unreadable("malformed");
  return bytes.subarray(0, end);
};

// A key, and the value that proves which key it is: AES-GCM alone can be made to open one text under two keys.
export const sealingKey = async (master, label) => {
  const key = await crypto.subtle.importKey("raw", await derive(master, `${label} key`), "AES-GCM", false, ["encrypt", "decrypt"]);
  const commitment = await derive(master, `${label} commitment`);
  return {
    // Version, commitment, IV and ciphertext with its tag. `context` is what must be the same when it is opened.
    async seal(context, plain) {
      const iv = random(IV);
      const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: context }, key, padded(plain));
      return join([VERSION], commitment, iv, new Uint8Array(body));
    },

    async open(context, sealed) {
      if (sealed.length === 0) throw new Unreadable("malformed");
      if (sealed[0] !== VERSION) throw new Unreadable("unknown-version");
      const body = sealed.subarray(1 + COMMITMENT + IV);
      if (body.length < BLOCK + TAG || (body.length - TAG) % BLOCK !== 0) throw new Unreadable("malformed");
      if (!commitment.every((byte, index) => sealed[1 + index] === byte)) throw new Unreadable("other-key");
      const iv = sealed.subarray(1 + COMMITMENT, 1 + COMMITMENT + IV);
      let plain;
      try {
        plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: context }, key, body);
      } catch {
        throw new Unreadable("changed");
      }
      return unpadded(new Uint8Array(plain));
    },
  };
};

// One-time links.

const LABEL = "gatepass handoff v1 link";

export const drawLinkKey = () => random(32);

export const CODE_DIGITS = 12;

// An extra code, told by another channel. Ten does not divide 256: bytes from the incomplete last run are thrown away.
export const drawLinkCode = () => {
  let digits = "";
  while (digits.length < CODE_DIGITS) {
    const [byte] = random(1);
    if (byte < 250) digits += byte % 10;
  }
  return digits;
};

// As people type it: what is no digit is left out.
export const codeDigits = (typed) => typed.replace(/[^0-9]/g, "");

export const codeGroups = (digits) => digits.match(/.{1,4}/g).join(" ");

// The id that a link with this key has.
export const linkId = async (key) => toBase32(await derive(key, `${LABEL} id`, 16));

// One end of a link: seals and opens. `code`: its 12 digits, or null.
export const sharedLink = async (key, code = null) => {
  const idBytes = await derive(key, `${LABEL} id`, 16);
  const master = code === null ? key : await stretch(utf8(code), key);
  const sealing = await sealingKey(master, LABEL);
  const context = join(utf8(LABEL), idBytes);
  return {
    id: toBase32(idBytes),
    // Shows the gateway that one has the link, and where there is a code, that one has it; says nothing about either.
    claim: await derive(key, `${LABEL} claim`),
    proof: code === null ? null : await derive(master, `${LABEL} proof`),

    seal: (message) => sealing.seal(context, utf8(JSON.stringify(message))),

    async open(sealed) {
      const plain = await sealing.open(context, sealed);
      try {
        return known(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain)));
      } catch {
        throw new Unreadable("unknown");
      }
    },
  };
};

// Exactly what this version writes: { kind: "text", text } or { kind: "credentials", lines: [{ label, value }] }.
const known = (message) => {
  if (!isMessage(message)) throw new Unreadable("unknown");
  return message;
};

export const has = (value, ...names) => Object.keys(value).sort().join() === names.sort().join();
export const isText = (value) => typeof value === "string";
const isLine = (line) => has(line, "label", "value") && isText(line.label) && isText(line.value);

export const isMessage = (message) =>
  (message.kind === "text" && has(message, "kind", "text") && isText(message.text)) ||
  (message.kind === "credentials" && has(message, "kind", "lines") && message.lines.every(isLine));
