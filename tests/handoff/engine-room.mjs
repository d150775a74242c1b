// What `engine.mjs` does with `handoff-room.js`. Keys and rooms stay here under names.
import { readFileSync } from "node:fs";

import { fromBase64url, toBase64url } from "./handoff.js";
import {
  conversation, drawInvitationKey, drawOwnKeys, drawPassword, drawRoomId, invitationId, invitationProof, keptKeys, proofOfReturn,
  publicKeys, typedPassword, unwrapKeys, wrapKeys,
} from "./handoff-room.js";

const list = readFileSync(new URL("words.txt", import.meta.url), "utf8").trim().split("\n");
const written = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toBase64url(value)]));
const read = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fromBase64url(value)]));
const own = {};
const rooms = {};

const tried = async (deed) => {
  try {
    return await deed();
  } catch (error) {
    return { refused: error.reason ?? `${error}` };
  }
};

export const roomDeeds = {
  async drawRoom() {
    return { room: drawRoomId(), invitation: toBase64url(drawInvitationKey()), password: drawPassword(list) };
  },
  async invitation({ invitation }) {
    const key = fromBase64url(invitation);
    return { id: await invitationId(key), proof: toBase64url(await invitationProof(key)) };
  },
  async typed({ typed }) {
    return { password: typedPassword(typed, list) };
  },
  async proofOfReturn({ password, salt }) {
    return { proof: toBase64url(await proofOfReturn(password, fromBase64url(salt))) };
  },
  async sitDown({ name, room, seat, invitation, password }) {
    const keys = await drawOwnKeys(fromBase64url(invitation));
    const wrapped = await wrapKeys(keys, password, room, seat);
    const shown = await publicKeys(keys, room, seat);
    own[name] = await keptKeys(keys);
    return { public: written(shown), wrapped: written(wrapped), proof: toBase64url(await proofOfReturn(password, wrapped.salt)) };
  },
  comeBack: ({ name, room, seat, password, wrapped, keys }) => tried(async () => {
    own[name] = await unwrapKeys(password, read(wrapped), room, seat, read(keys));
    return {};
  }),
  async shown({ name, room, seat }) {
    return written(await publicKeys(own[name], room, seat));
  },
  meet: ({ name, room, seat, other }) => tried(async () => {
    rooms[name] = await conversation(room, seat, own[name], other && read(other), list);
    return { words: rooms[name].words, epoch: rooms[name].epoch };
  }),
  async say({ name, place, said }) {
    return written(await rooms[name].seal(place, said));
  },
  hear: ({ name, place, sealed, signature }) => tried(async () => {
    return { said: await rooms[name].open(place, fromBase64url(sealed), fromBase64url(signature)) };
  }),
};
