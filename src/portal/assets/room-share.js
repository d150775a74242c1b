// Puts the credentials on this page into a room in which their reader sits. They are sealed here, and never sent back.

import { credentialsOf } from "./handoff-send.js";
import { ask, inText, keptKeysOf } from "./room-device.js";
import { enter } from "./room-talk.js";

const form = document.querySelector("[data-into-room]");
const [choice, button, status] = [form.querySelector("select"), form.querySelector("[type=submit]"), form.querySelector(".said")];

// Rooms whose keys this device has; without any there is nothing to offer.
const offer = async () => {
  const rooms = (await ask("GET", "rooms")).body.items ?? [];
  for (const room of rooms) {
    if (await keptKeysOf(room.id)) choice.append(new Option(room.title, room.id));
  }
  form.hidden = choice.options.length === 0;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  status.textContent = "";
  try {
    const { state, talk, next, after } = await enter(choice.value);
    const place = next(true);
    const sealed = await talk.seal(place, { after, said: credentialsOf(form) });
    const { number, epoch, readOnce } = place;
    const sent = await ask("POST", `rooms/${state.id}/messages`, { number, epoch, readOnce, ...inText(sealed) });
    status.textContent = sent.ok ? form.dataset.done : sent.body.detail;
  } catch (error) {
    status.textContent = error.reason ? form.dataset.untrusted : form.dataset.offline;
  }
  button.disabled = false;
});

offer().catch(() => {});
