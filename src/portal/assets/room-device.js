// What a room needs of the device: the gateway's answers, and keys that stay here between two visits.

import { fromBase64url, toBase64url } from "./handoff.js";

// No answer came.
export class Offline extends Error {}

// Asks the gateway. `body`: an object, or undefined.
export const ask = async (method, path, body, headers = {}) => {
  let response;
  try {
    response = await fetch(`/api/v1/handoff/${path}`, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, ok: response.ok, body: text === "" ? {} : JSON.parse(text) };
  } catch {
    throw new Offline();
  }
};

// The 2048 words of encryption passwords, asked for once.
let list = null;
export const words = async () => {
  try {
    list ??= (await (await fetch("/assets/words.txt")).text()).trim().split("\n");
    return list;
  } catch {
    throw new Offline();
  }
};

export const inText = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toBase64url(value)]));
export const inBytes = ({ agreement, signing, tag }) => ({
  agreement: fromBase64url(agreement), signing: fromBase64url(signing), tag: fromBase64url(tag),
});

// Keys that can be used and not read out, by room.

const store = async (mode, deed) => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("gatepass-rooms", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const asked = deed(database.transaction("keys", mode).objectStore("keys"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
};

// A browser that keeps nothing (a private window may not) asks for the words at the next visit.
const orNothing = async (deed) => {
  try {
    return await deed;
  } catch {
    return undefined;
  }
};

export const keepKeys = (room, kept) => orNothing(store("readwrite", (keys) => keys.put(kept, room)));
export const keptKeysOf = (room) => orNothing(store("readonly", (keys) => keys.get(room)));
// What was seen of a room only grows, whichever tab sees it first; and whoever sat there, stays.
export const noteSeen = (room, count, met) => orNothing(store("readwrite", (keys) => {
  const asked = keys.get(room);
  asked.addEventListener("success", () => {
    const kept = asked.result;
    if (kept === undefined) return;
    const most = (seat) => Math.max(count[seat], kept.seen[seat] ?? 0);
    keys.put({ ...kept, seen: { host: most("host"), guest: most("guest") }, met: kept.met ?? met }, room);
  });
  return asked;
}));
export const forgetKeys = (room) => orNothing(store("readwrite", (keys) => keys.delete(room)));

// An invitation waits in this tab: its sender's until somebody joined, its receiver's until they joined.
export const invitationHere = {
  of: (name) => {
    const text = sessionStorage.getItem(`gatepass-invitation-${name}`);
    return text === null ? null : fromBase64url(text);
  },
  keep: (name, key) => sessionStorage.setItem(`gatepass-invitation-${name}`, toBase64url(key)),
  forget: (name) => sessionStorage.removeItem(`gatepass-invitation-${name}`),
};
