// Told by lines of JSON to do one thing with `handoff.js`; answers each with one line.
import { createInterface } from "node:readline";

import { roomDeeds } from "./engine-room.mjs";
import { codeDigits, drawLinkCode, drawLinkKey, fromBase64url, linkId, sharedLink, toBase64url } from "./handoff.js";

const opened = async (link, sealed) => {
  try {
    return { message: await link.open(fromBase64url(sealed)) };
  } catch (error) {
    return { refused: error.reason ?? `${error}` };
  }
};

const deeds = {
  ...roomDeeds,
  async link({ key, code }) {
    const link = await sharedLink(fromBase64url(key), code);
    return { id: link.id, linkId: await linkId(fromBase64url(key)), claim: toBase64url(link.claim), proof: link.proof && toBase64url(link.proof) };
  },
  async seal({ key, code, message }) {
    return { sealed: toBase64url(await (await sharedLink(fromBase64url(key), code)).seal(message)) };
  },
  async open({ key, code, sealed }) {
    return opened(await sharedLink(fromBase64url(key), code), sealed);
  },
  // How many of the texts that differ from `sealed` in one bit are opened, and how many there are.
  async flip({ key, sealed }) {
    const link = await sharedLink(fromBase64url(key));
    const bytes = fromBase64url(sealed);
    let taken = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      if ("message" in (await opened(link, toBase64url(flipped)))) taken += 1;
    }
    return { taken, flipped: bytes.length * 8 };
  },
  async draw() {
    return { key: toBase64url(drawLinkKey()), code: drawLinkCode() };
  },
  async code({ typed }) {
    return { code: codeDigits(typed) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  console.log(JSON.stringify(await deeds[told.do](told)));
}
