// The pages of rooms: opening one, joining one, and the room itself.

import {
  drawInvitationKey, drawRoomId, invitationId, invitationProof, keptKeys, proofOfReturn, typedPassword, unwrapKeys,
} from "./handoff-room.js";
import { fromBase64url, toBase64url, utf8 } from "./handoff.js";
import { Offline, ask, forgetKeys, inBytes, inText, invitationHere, keepKeys, keptKeysOf, words } from "./room-device.js";
import { isWhole, memberAt, nextPlace, otherIn, ownKeysFor, placeOf, seenOfOther, talkIn, writtenByUs } from "./room-talk.js";
import { invitationBody, takeSeat } from "./room-take-seat.js";

const page = document.querySelector("[data-page]");
const said = page.dataset;
const find = (selector) => page.querySelector(selector);
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// One step at a time; the reader's place moves with it.
const show = (step) => {
  problem(null);
  for (const section of page.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== step;
  find(`[data-step="${step}"] [tabindex="-1"]`)?.focus();
};
const problem = (text) => {
  const note = find("[data-problem]");
  note.hidden = text === null;
  note.querySelector("span").textContent = text ?? "";
};
// What goes wrong is said, and nothing that was typed is lost.
const carefully = (deed) => async (...given) => {
  problem(null);
  try {
    return await deed(...given);
  } catch (error) {
    problem(error instanceof Offline ? said.offline : error.message);
    return undefined;
  }
};
const must = (answer) => {
  if (!answer.ok) throw new Error(answer.body.detail ?? answer.body.error ?? String(answer.status));
  return answer.body;
};
const busy = (form, deed) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    const label = button.textContent;
    button.disabled = true;
    button.textContent = button.dataset.busy ?? label;
    await carefully(deed)();
    button.disabled = false;
    button.textContent = label;
  });
};
// As the portal writes times; within a room, which lasts days at most, without the year.
const language = document.documentElement.lang;
const short = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = new Intl.DateTimeFormat(language, short);
const day = new Intl.DateTimeFormat(language, { ...short, weekday: "short", year: "numeric", timeZoneName: "short" });
const moment = (at) => clock.format(new Date(at));
const DAY = 24 * 3600;

const pages = {
  // The list, with the form that opens a room.
  open() {
    busy(find("[data-open]"), async () => {
      const [room, invitation] = [drawRoomId(), drawInvitationKey()];
      const lasts = Number(find("[name=lasts]:checked").value);
      await takeSeat(page, show, {
        room, seat: "host", invitation,
        then: carefully(async (host, keep) => {
          const invited = { ...(await invitationBody(invitation)), lasts: Math.min(lasts, DAY) };
          const [title, supportCase] = [find("#title").value, find("#case").value];
          must(await ask("POST", "rooms", { id: room, title, supportCase, lasts, invitation: invited, host }));
          await keep();
          invitationHere.keep(room, invitation);
          location.assign(`/rooms/${room}`);
        }),
      });
    });
  },

  // Behind an invitation: its key is in the fragment, and survives a sign-in in this tab.
  async join() {
    const name = said.invitation;
    if (location.hash.length > 1) {
      try {
        invitationHere.keep(name, fromBase64url(location.hash.slice(1)));
      } catch {
        invitationHere.forget(name);
      }
      history.replaceState(null, "", location.pathname);
    }
    const invitation = invitationHere.of(name);
    // The rest of a link that is pasted into the same tab loads no page by itself.
    addEventListener("hashchange", () => location.reload());
    if (invitation === null || invitation.length !== 32 || (await invitationId(invitation)) !== name) {
      invitationHere.forget(name);
      return show("no-key");
    }
    const proof = toBase64url(await invitationProof(invitation));
    const looked = await ask("POST", `invitations/${name}/look`, { proof });
    if (looked.status === 410) return show("over");
    const { room, title, supportCase, host } = must(looked);
    find("[data-room-title]").textContent = title;
    for (const lead of page.querySelectorAll("[data-lead]")) {
      lead.textContent = lead.textContent.replace("(host)", () => host.name).replace("(title)", () => title);
    }
    const caseLine = find("[data-case]");
    caseLine.textContent = caseLine.textContent.replace("(case)", () => supportCase);
    caseLine.hidden = supportCase === "";
    busy(find("[data-join]"), () => takeSeat(page, show, {
      room, seat: "guest", invitation,
      then: carefully(async (guest, keep) => {
        const joined = await ask("POST", `invitations/${name}/join`, { proof, name: find("#name")?.value ?? "", guest });
        if (joined.status === 410) return show("over");
        if (joined.body.errorType === "own-room") {
          find("[data-to-room]").href = `/rooms/${room}`;
          return show("own");
        }
        must(joined);
        await keep();
        invitationHere.forget(name);
        return location.assign(`/rooms/${room}`);
      }),
    }));
    return show("ask");
  },

  async room() {
    const room = said.room;
    let state = null;
    let talk = null;
    let version;
    // What was shown of messages that are gone by now, and why some were not.
    const opened = new Map();

    // Somebody has meddled: nothing is read or written from here on.
    let isRefused = false;

    const other = () => otherIn(state);
    const refuse = (step) => {
      isRefused = true;
      show(step);
      return false;
    };

    const open = async (message) => {
      const { sealed } = must(await ask("GET", `rooms/${room}/messages/${message.seat}/${message.number}`));
      let told;
      try {
        told = await talk.open(placeOf(message), fromBase64url(sealed), fromBase64url(message.signature));
      } catch (error) {
        opened.set(`${message.seat} ${message.number}`, { kind: "refused", why: error.reason === "unknown" ? said.newer : said.unreadable });
        await draw();
        return;
      }
      // Who wrote this had seen more of us than there is.
      if (message.seat !== state.seat && told.after > writtenByUs(state)) {
        refuse("tampered");
        return;
      }
      opened.set(`${message.seat} ${message.number}`, told.said);
      if (message.seat !== state.seat) must(await ask("POST", `rooms/${room}/messages/${message.seat}/${message.number}/read`));
      await look();
    };

    const content = (told, readOnce) => {
      if (told.kind === "refused") return make("p", { className: "note alarm", role: "alert", textContent: told.why });
      const box = make("div", { className: "told" });
      if (told.kind === "text") box.append(make("pre", { textContent: told.text }));
      if (told.kind === "credentials") {
        box.append(make("dl", { className: "secrets" }, ...told.lines.map((line) =>
          make("div", {}, make("dt", { textContent: line.label }), make("dd", { textContent: line.value })))));
      }
      if (told.kind === "file") {
        const link = make("a", { textContent: `${said.file}: ${told.name}`, download: told.name.replace(/[/\\]/g, "_") });
        link.href = URL.createObjectURL(new Blob([fromBase64url(told.bytes)], { type: "application/octet-stream" }));
        box.append(make("p", {}, link));
      } else {
        const text = told.kind === "text" ? told.text : told.lines.map((line) => `${line.label}: ${line.value}`).join("\n");
        const status = make("span", { className: "said", role: "status" });
        const copy = make("button", { type: "button", className: "quiet small", textContent: said.copyLabel });
        copy.onclick = async () => {
          try {
            await navigator.clipboard.writeText(text);
            status.textContent = said.copied;
          } catch {
            getSelection().selectAllChildren(box.firstChild);
            status.textContent = said.denied;
          }
        };
        box.append(make("div", { className: "tools" }, copy, status));
      }
      if (readOnce) box.append(make("p", { className: "note warn", textContent: said.keepNow }));
      return box;
    };

    const line = (message) => {
      const mine = message.seat === state.seat;
      const who = mine ? said.you : other()?.name ?? "";
      const item = make("li", { className: mine ? "mine" : "theirs", tabIndex: -1 });
      const status = message.readAt ? `${message.there ? said.read : said.gone} ${moment(message.readAt)}` : said.notRead;
      item.append(make("p", { className: "aside", textContent: `${who} · ${moment(message.sentAt)} · ${status}` }));
      const told = opened.get(`${message.seat} ${message.number}`);
      if (told) {
        item.append(content(told, message.readOnce && !mine));
      } else if (message.there && !(mine && message.readOnce)) {
        const shown = make("div");
        const button = make("button", { type: "button", className: "quiet small", textContent: message.readOnce ? said.showOnce : said.show });
        button.onclick = carefully(async () => { button.disabled = true; await open(message); button.disabled = false; });
        shown.append(button);
        item.append(shown);
      }
      return item;
    };

    const fingerprint = async (member) => {
      const { agreement, signing } = inBytes(member);
      const bytes = new Uint8Array([...utf8("gatepass handoff v1 room fingerprint"), ...agreement, ...signing]);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 8);
      return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").match(/.{4}/g).join(" ");
    };

    const draw = async () => {
      for (const title of document.querySelectorAll("[data-room-title]")) title.textContent = state.title;
      document.title = state.title;
      const supportCase = state.supportCase === "" ? "" : `${said.case} ${state.supportCase}`;
      const facts = [supportCase, `${said.until} ${day.format(new Date(state.expiresAt))}`].filter((fact) => fact !== "");
      find("[data-facts]").textContent = facts.join(" · ");
      // The portal's own script counts down.
      find("[data-left]").dataset.left = state.expiresAt;
      const invitation = other() ? null : invitationHere.of(room);
      if (other()) invitationHere.forget(room);
      find("[data-invite]").hidden = other() !== undefined;
      find("[data-invite-here]").hidden = invitation === null;
      find("[data-invite-elsewhere]").hidden = invitation !== null;
      if (invitation) {
        find("[data-invite-link]").textContent = `${location.origin}/join/${await invitationId(invitation)}#${toBase64url(invitation)}`;
      }
      find("[data-check]").hidden = talk.words === null;
      find("[data-six]").textContent = talk.words ?? "";
      const members = await Promise.all(state.members.map(async (member) => make("div", {},
        make("dt", { textContent: `${member.name}${member.seat === state.seat ? ` (${said.you})` : member.guest ? ` (${said.guest})` : ""}` }),
        make("dd", {}, make("code", { textContent: `${said.key} ${await fingerprint(member)}` })))));
      find("[data-members]").replaceChildren(...members);
      find("[data-none]").hidden = state.messages.length > 0;
      // Whoever is at a message with the keyboard stays there.
      const list = find("[data-messages]");
      const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
      list.replaceChildren(...state.messages.map(line));
      const item = list.children[at];
      if (item) (item.querySelector("button, a") ?? item).focus();
    };

    // Asks what is new. `true`: there may be more later.
    const look = async () => {
      if (isRefused) return false;
      const before = await keptKeysOf(room);
      const answer = await ask("GET", version === undefined ? `rooms/${room}` : `rooms/${room}?seen=${version}`);
      if (answer.status === 204) return true;
      if (answer.status === 404 || answer.status === 401) {
        await leave(state === null);
        return false;
      }
      state = must(answer);
      version = state.version;
      const kept = ownKeysFor(state, before);
      if (kept === undefined) {
        talk = null;
        show("unlock");
        return false;
      }
      const isEntering = talk === null;
      try {
        talk = await talkIn(state, kept);
      } catch (error) {
        if (error instanceof Offline) throw error;
        return refuse("foreign");
      }
      if (!(await isWhole(state, talk, kept))) return refuse("tampered");
      // News does not take anybody away from a question.
      if (isEntering) show("room");
      await draw();
      return true;
    };

    const leave = async (isStranger) => {
      const door = isStranger ? await ask("GET", `rooms/${room}/door`) : null;
      if (!isStranger) await forgetKeys(room);
      if (!isStranger) show("closed");
      else if (door.ok) show("unlock");
      else show("door");
    };

    const follow = async () => {
      let goesOn = true;
      while (goesOn) {
        try {
          goesOn = await look();
          problem(null);
        } catch (error) {
          problem(error instanceof Offline ? said.offline : error.message);
        }
        if (goesOn) await new Promise((resolve) => setTimeout(resolve, document.hidden ? 10_000 : 2_000));
      }
    };

    busy(find("[data-write]"), async () => {
      const [text, file, once] = [find("#message"), find("#file"), find("#once")];
      const chosen = file.files[0];
      if (!chosen && text.value === "") return text.focus();
      if (chosen && chosen.size > Number(said.largest)) throw new Error(said.tooLarge);
      const contents = [];
      if (text.value !== "") contents.push({ kind: "text", text: text.value });
      if (chosen) contents.push({ kind: "file", name: chosen.name, bytes: toBase64url(new Uint8Array(await chosen.arrayBuffer())) });
      for (const content of contents) {
        // Somebody may have joined, or written from another tab; where something is wrong, nothing is written.
        if (!(await look())) return undefined;
        const here = nextPlace(state, talk)(once.checked);
        const sealed = await talk.seal(here, { after: seenOfOther(state), said: content });
        must(await ask("POST", `rooms/${room}/messages`, { number: here.number, epoch: here.epoch, readOnce: here.readOnce, ...inText(sealed) }));
        if (content.kind === "text") text.value = "";
        else file.value = "";
      }
      return look();
    });

    let tries = 0;
    busy(find("[data-unlock]"), async () => {
      const typed = find("#typed");
      const password = typedPassword(typed.value, await words());
      if (password === null) throw new Error(said.unlockUnknown);
      // Every wrong password makes the next one wait longer.
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(1000 * 2 ** (tries - 1), 30_000)));
      if (state === null) {
        const door = must(await ask("GET", `rooms/${room}/door`));
        const proof = toBase64url(await proofOfReturn(password, fromBase64url(door.salt)));
        const back = await ask("POST", `rooms/${room}/return`, { proof });
        if (back.status === 429) throw new Error(said.tooMany);
        if (back.status === 404) {
          tries += 1;
          throw new Error(said.unlockWrong);
        }
        must(back);
        state = must(await ask("GET", `rooms/${room}`));
      }
      let keys;
      try {
        const wrapped = { salt: fromBase64url(state.wrapped.salt), sealed: fromBase64url(state.wrapped.sealed) };
        keys = await unwrapKeys(password, wrapped, room, state.seat, inBytes(memberAt(state, state.seat)));
      } catch {
        tries += 1;
        throw new Error(said.unlockWrong);
      }
      typed.value = "";
      if (!other()) invitationHere.keep(room, keys.invitation);
      await keepKeys(room, { ...(await keptKeys(keys)), seat: state.seat, seen: {} });
      version = undefined;
      follow();
    });

    for (const button of page.querySelectorAll("[data-close]")) {
      button.addEventListener("click", carefully(async () => {
        await ask("POST", `rooms/${room}/close`);
        await forgetKeys(room);
        invitationHere.forget(room);
        show("closed");
      }));
    }
    find("[data-ask-close]").addEventListener("click", () => show("ask-close"));
    for (const button of page.querySelectorAll("[data-back]")) {
      button.addEventListener("click", () => show(talk === null ? "unlock" : "room"));
    }
    for (const button of page.querySelectorAll("[data-lost]")) {
      button.addEventListener("click", () => show(state?.seat === "host" ? "lost-host" : "lost-guest"));
    }
    // New keys and words first; then the gateway asks for a code, and only with it everything is deleted.
    let pending = null;
    busy(find("[data-start-again]"), async () => {
      if (pending === null) {
        const invitation = drawInvitationKey();
        const then = carefully(async (host, keep) => {
          pending = { invitation, host, keep };
          show("lost-host");
          await startAgain();
        });
        await takeSeat(page, show, { room, seat: "host", invitation, then });
      } else {
        await startAgain();
      }
    });
    const startAgain = async () => {
      const { invitation, host, keep } = pending;
      const code = find("#code");
      const headers = code.value.trim() === "" ? {} : { "x-2fa-code": code.value.trim() };
      const invited = { ...(await invitationBody(invitation)), lasts: DAY };
      const answer = await ask("POST", `rooms/${room}/start-again`, { invitation: invited, host }, headers);
      if (answer.body.errorType === "totp-required" || answer.body.errorType === "totp-invalid") {
        find("[data-code-field]").hidden = false;
        if (answer.body.errorType === "totp-invalid") problem(said.codeWrong);
        code.value = "";
        code.focus();
        return;
      }
      must(answer);
      await keep();
      invitationHere.keep(room, invitation);
      [pending, state, talk, version] = [null, null, null, undefined];
      opened.clear();
      follow();
    };
    await follow();
  },
};

if (window.isSecureContext && crypto.subtle && window.indexedDB) carefully(pages[said.page])();
else problem(said.noCrypto);
