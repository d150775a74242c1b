// A room for two, in a browser: its invitation, the keys of whoever sits in it, and what both can check without trusting
// the gateway. The same as `src/handoff/room.rs`; the manual's chapter `handoff` is the specification of both.

import {
  Unreadable, derive, fromBase64url, has, isMessage, isText, join, random, sealingKey, stretch, toBase32, toBase64url, utf8,
} from "./handoff.js";

const LABEL = "gatepass handoff v1 room";
const PASSWORD_WORDS = 12;
const CHECK_WORDS = 6;
const WORD_BITS = 11;
const P256 = { namedCurve: "P-256" };
const AGREEMENT = { name: "ECDH", ...P256 };
const SIGNING = { name: "ECDSA", ...P256 };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

// Why a room is not to be trusted. `reason`: foreign-keys, wrong-password, malformed.
export class NotTheRoom extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const seatByte = (seat) => Uint8Array.of(seat === "host" ? 0 : 1);
const otherSeat = (seat) => (seat === "host" ? "guest" : "host");
const fourBytes = (number) => new Uint8Array(new Uint32Array([number]).buffer).reverse();
const label = (what) => `${LABEL} ${what}`;
const digestOf = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const alike = (one, other) => one.length === other.length && one.every((byte, index) => byte === other[index]);
const rawPublic = async (key) => new Uint8Array(await crypto.subtle.exportKey("raw", key));

// Ids are 128 bits as base32 in lower case.
const idBytes = (id) => {
  const bits = [...id].map((letter) => "abcdefghijklmnopqrstuvwxyz234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
};

export const drawRoomId = () => toBase32(random(16));

// Words.

// The first `count` × 11 bits, the most significant first. `list`: the 2048 words of `words.txt`.
const wordsOf = (bytes, count, list) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: count }, (_, word) => list[parseInt(bits.slice(word * WORD_BITS, (word + 1) * WORD_BITS), 2)]).join(" ");
};

export const drawPassword = (list) => wordsOf(random(17), PASSWORD_WORDS, list);

// As people type it: in any case, with any space between. null: some word is none of the list's, or there are not twelve.
export const typedPassword = (typed, list) => {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return words.length === PASSWORD_WORDS && words.every((word) => list.includes(word)) ? words.join(" ") : null;
};

// Invitations. `key`: 32 bytes, or a CryptoKey that gives nothing but what is derived from it.

export const drawInvitationKey = () => random(32);
export const keptInvitationKey = (key) => crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
export const invitationId = async (key) => toBase32(await derive(key, label("invitation id"), 16));
export const invitationProof = (key) => derive(key, label("invitation proof"));

const tagKey = async (key) =>
  crypto.subtle.importKey("raw", await derive(key, label("member")), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
const tagged = (room, seat, keys) => join(utf8(label("member")), idBytes(room), seatByte(seat), keys.agreement, keys.signing);

// Own keys.

export const drawOwnKeys = async (invitation) => {
  const agreement = await crypto.subtle.generateKey(AGREEMENT, true, ["deriveBits"]);
  const signing = await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);
  return {
    invitation,
    agreement: agreement.privateKey,
    signing: signing.privateKey,
    public: { agreement: await rawPublic(agreement.publicKey), signing: await rawPublic(signing.publicKey) },
  };
};

// What the other side gets to see: both points, and a tag that only whoever has the invitation's key can make.
export const publicKeys = async (own, room, seat) => {
  const tag = await crypto.subtle.sign("HMAC", await tagKey(own.invitation), tagged(room, seat, own.public));
  return { ...own.public, tag: new Uint8Array(tag) };
};

const wrappedContext = (room, seat) => join(utf8(label("keys")), idBytes(room), seatByte(seat));

export const wrapKeys = async (own, password, room, seat) => {
  const salt = random(16);
  const master = await stretch(utf8(password), salt);
  const pkcs8 = async (key) => toBase64url(new Uint8Array(await crypto.subtle.exportKey("pkcs8", key)));
  const bundle = {
    invitation: toBase64url(own.invitation),
    agreement: await pkcs8(own.agreement),
    signing: await pkcs8(own.signing),
  };
  const key = await sealingKey(master, label("keys"));
  return {
    salt,
    sealed: await key.seal(wrappedContext(room, seat), utf8(JSON.stringify(bundle))),
    returnProof: await derive(master, label("return")),
  };
};

// What a guest shows on another device to be let in.
export const proofOfReturn = async (password, salt) => derive(await stretch(utf8(password), salt), label("return"));

// The private keys come out as keys that can be used and not read. `keys`: the public ones of this seat.
export const unwrapKeys = async (password, wrapped, room, seat, keys) => {
  const master = await stretch(utf8(password), wrapped.salt);
  const key = await sealingKey(master, label("keys"));
  let plain;
  try {
    plain = await key.open(wrappedContext(room, seat), wrapped.sealed);
  } catch {
    throw new NotTheRoom("wrong-password");
  }
  try {
    const bundle = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
    const own = {
      invitation: fromBase64url(bundle.invitation),
      agreement: await crypto.subtle.importKey("pkcs8", fromBase64url(bundle.agreement), AGREEMENT, false, ["deriveBits"]),
      signing: await crypto.subtle.importKey("pkcs8", fromBase64url(bundle.signing), SIGNING, false, ["sign"]),
      public: { agreement: keys.agreement, signing: keys.signing },
    };
    await mustBelongTogether(own);
    return own;
  } catch {
    throw new NotTheRoom("malformed");
  }
};

// A gateway could show the right private keys beside foreign public ones: each pair is tried on itself.
const mustBelongTogether = async (own) => {
  const probe = random(32);
  const signature = await crypto.subtle.sign(SIGNATURE, own.signing, probe);
  const verifier = await crypto.subtle.importKey("raw", own.public.signing, SIGNING, false, ["verify"]);
  const partner = await crypto.subtle.generateKey(AGREEMENT, false, ["deriveBits"]);
  const point = await crypto.subtle.importKey("raw", own.public.agreement, AGREEMENT, false, []);
  const secret = async (mine, theirs) => new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256));
  const together = alike(await secret(own.agreement, partner.publicKey), await secret(partner.privateKey, point));
  if (!together || !(await crypto.subtle.verify(SIGNATURE, verifier, signature, probe))) throw new NotTheRoom("malformed");
};

// The same keys, as they may stay in the browser's storage: usable, and not to be read out.
export const keptKeys = async (own) => {
  const kept = async (key, kind, uses) => {
    if (!key.extractable) return key;
    return crypto.subtle.importKey("pkcs8", await crypto.subtle.exportKey("pkcs8", key), kind, false, uses);
  };
  return {
    invitation: own.invitation instanceof CryptoKey ? own.invitation : await keptInvitationKey(own.invitation),
    agreement: await kept(own.agreement, AGREEMENT, ["deriveBits"]),
    signing: await kept(own.signing, SIGNING, ["sign"]),
    public: own.public,
  };
};

// A room as one of the two sees it. `other`: the public keys of the other side, or null. `list`: the words.
export const conversation = async (room, seat, own, other, list) => {
  const masters = [await derive(own.invitation, label("epoch 0"))];
  const verifiers = {
    [seat]: await crypto.subtle.importKey("raw", own.public.signing, SIGNING, false, ["verify"]),
  };
  let words = null;
  if (other !== null) {
    const genuine = await crypto.subtle.verify("HMAC", await tagKey(own.invitation), other.tag, tagged(room, otherSeat(seat), other));
    if (!genuine) throw new NotTheRoom("foreign-keys");
    let shared;
    try {
      const point = await crypto.subtle.importKey("raw", other.agreement, AGREEMENT, false, []);
      shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: point }, own.agreement, 256));
      verifiers[otherSeat(seat)] = await crypto.subtle.importKey("raw", other.signing, SIGNING, false, ["verify"]);
    } catch {
      throw new NotTheRoom("foreign-keys");
    }
    const [host, guest] = seat === "host" ? [own.public, other] : [other, own.public];
    const transcript = await digestOf(
      join(utf8(label("members")), idBytes(room), host.agreement, host.signing, guest.agreement, guest.signing),
    );
    masters.push(await derive(join(shared, masters[0], transcript), label("epoch 1")));
    words = wordsOf(await derive(transcript, label("words"), 9), CHECK_WORDS, list);
  }

  const context = (place) =>
    join(utf8(label("message")), idBytes(room), seatByte(place.seat), fourBytes(place.epoch), fourBytes(place.number), [place.readOnce ? 1 : 0]);
  const key = (place) => {
    if (masters[place.epoch] === undefined) throw new Unreadable("no-key");
    return sealingKey(masters[place.epoch], label(place.seat));
  };
  const isSigned = async (place, digest, signature) =>
    verifiers[place.seat] !== undefined &&
    crypto.subtle.verify(SIGNATURE, verifiers[place.seat], signature, join(context(place), digest));

  return {
    // Six words that are the same on both sides, unless somebody sits in between. null: nobody joined yet.
    words,
    // With which key the next message is sealed.
    epoch: masters.length - 1,

    // `place`: { seat, epoch, number, readOnce }. `said`: { after, said: { kind, … } }.
    async seal(place, said) {
      const sealed = await (await key(place)).seal(context(place), utf8(JSON.stringify(said)));
      const signature = await crypto.subtle.sign(SIGNATURE, own.signing, join(context(place), await digestOf(sealed)));
      return { sealed, signature: new Uint8Array(signature) };
    },

    // The signature alone: also of a message that is gone.
    isSigned,

    async open(place, sealed, signature) {
      if (!(await isSigned(place, await digestOf(sealed), signature))) throw new Unreadable("unsigned");
      const plain = await (await key(place)).open(context(place), sealed);
      try {
        return known(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain)));
      } catch {
        throw new Unreadable("unknown");
      }
    },
  };
};

// Exactly what this version writes: { after, said }, where said is a message of a link, or a file.
const known = (written) => {
  const { after, said } = written;
  const counts = Number.isInteger(after) && after >= 0 && after < 2 ** 32;
  const isFile = said.kind === "file" && has(said, "kind", "name", "bytes") && isText(said.name) && isText(said.bytes);
  if (!has(written, "after", "said") || !counts || !(isFile || isMessage(said))) throw new Unreadable("unknown");
  return written;
};
