// Somebody sits down in a room: keys and encryption password are drawn, and the password is saved before anything goes on.

import { drawOwnKeys, drawPassword, invitationId, invitationProof, keptKeys, publicKeys, wrapKeys } from "./handoff-room.js";
import { toBase64url } from "./handoff.js";
import { inText, keepKeys, words } from "./room-device.js";

const digestOf = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

// What the gateway knows an invitation by.
export const invitationBody = async (key) => ({
  id: await invitationId(key),
  proof: await digestOf(await invitationProof(key)),
});

// Shows the words, and goes on when they are saved. `show`: makes the step visible. `then`: gets what the gateway is
// sent, and a function that keeps the keys on this device once the seat is taken.
export const takeSeat = async (page, show, { room, seat, invitation, then }) => {
  const password = drawPassword(await words());
  const own = await drawOwnKeys(invitation);
  const { salt, sealed, returnProof } = await wrapKeys(own, password, room, seat);
  const body = {
    ...inText(await publicKeys(own, room, seat)),
    wrapped: inText({ salt, sealed }),
    returnProof: await digestOf(returnProof),
  };

  const step = page.querySelector("[data-step=words]");
  const list = step.querySelector("#words");
  list.replaceChildren(...password.split(" ").map((word) => Object.assign(document.createElement("li"), { textContent: word, lang: "en" })));
  for (const item of list.children) item.dataset.value = "";
  const form = step.querySelector("form");
  const [tick, go] = [form.querySelector("input"), form.querySelector("button")];
  const weigh = () => { go.disabled = !tick.checked; };
  tick.checked = false;
  tick.onchange = weigh;
  weigh();
  const leaving = (event) => event.preventDefault();
  addEventListener("beforeunload", leaving);
  form.onsubmit = (event) => {
    event.preventDefault();
    go.disabled = true;
    removeEventListener("beforeunload", leaving);
    then(body, async () => keepKeys(room, { ...(await keptKeys(own)), seat, seen: {} })).finally(weigh);
  };
  for (const other of document.querySelectorAll("[data-aside]")) other.hidden = true;
  show("words");
};
