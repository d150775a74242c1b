// What the gateway says of a room, checked with the keys that this device has, before anything is read or written.

import { NotTheRoom, conversation } from "./handoff-room.js";
import { fromBase64url, toBase64url } from "./handoff.js";
import { ask, inBytes, keptKeysOf, noteSeen, words } from "./room-device.js";

export const placeOf = (message) => ({
  seat: message.seat, epoch: message.epoch, number: message.number, readOnce: message.readOnce,
});
export const memberAt = (state, seat) => state.members.find((member) => member.seat === seat);
export const otherIn = (state) => state.members.find((member) => member.seat !== state.seat);

// This device's own keys for the seat. `kept`: what it had before it asked: what another tab has seen since, the answer
// need not have. undefined: it has none, or those of another time.
export const ownKeysFor = (state, kept) => {
  const isOurs = kept && toBase64url(kept.public.agreement) === memberAt(state, state.seat).agreement && kept.seat === state.seat;
  return isOurs ? kept : undefined;
};

const pairOf = (member) => member && `${member.agreement} ${member.signing}`;

// Throws NotTheRoom when the other side's keys were not made with the invitation, when somebody else sits there than
// before, or a third.
export const talkIn = async (state, kept) => {
  const theirs = otherIn(state);
  const isSame = kept.met === undefined || kept.met === pairOf(theirs);
  if (!isSame || state.members.length !== (theirs ? 2 : 1)) throw new NotTheRoom("foreign-keys");
  return conversation(state.id, state.seat, kept, theirs ? inBytes(theirs) : null, await words());
};

// The messages of a seat are 1, 2, 3, …, each signed in its place, and never fewer than this device has seen.
export const isWhole = async (state, talk, kept) => {
  const count = { host: 0, guest: 0 };
  for (const message of [...state.messages].sort((one, two) => one.number - two.number)) {
    count[message.seat] += 1;
    if (message.number !== count[message.seat]) return false;
    if (!(await talk.isSigned(placeOf(message), fromBase64url(message.digest), fromBase64url(message.signature)))) return false;
  }
  if (count.host < (kept.seen.host ?? 0) || count.guest < (kept.seen.guest ?? 0)) return false;
  await noteSeen(state.id, count, pairOf(otherIn(state)));
  return true;
};

// Where the next message of one's own stands, and how many of the other side one has seen.
export const nextPlace = (state, talk) => (readOnce) => {
  return { seat: state.seat, epoch: talk.epoch, number: writtenByUs(state) + 1, readOnce };
};
export const writtenByUs = (state) => state.messages.filter((message) => message.seat === state.seat).length;
export const seenOfOther = (state) => state.messages.filter((message) => message.seat !== state.seat).length;

// All of it at once, for a page that only writes.
export const enter = async (room) => {
  const before = await keptKeysOf(room);
  const answer = await ask("GET", `rooms/${room}`);
  if (!answer.ok) throw new NotTheRoom("closed");
  const state = answer.body;
  const kept = ownKeysFor(state, before);
  if (kept === undefined) throw new NotTheRoom("no-keys");
  const talk = await talkIn(state, kept);
  if (!(await isWhole(state, talk, kept))) throw new NotTheRoom("tampered");
  return { state, talk, next: nextPlace(state, talk), after: seenOfOther(state) };
};
