// Opens a one-time link. Looking at the page sends nothing that counts; pressing the button fetches what was sealed, once,
// and opens it here with the key from the part of the address that no browser sends.
import { CODE_DIGITS, Unreadable, codeDigits, fromBase64url, linkId, sharedLink, toBase64url } from "./handoff.js";

const page = document.querySelector("[data-receive]");
const form = page.querySelector("[data-open]");
const button = form.querySelector("[type=submit]");
const typed = form.querySelector("input");
const opened = page.querySelector("[data-opened]");

const hideProblems = () => {
  for (const problem of page.querySelectorAll("[data-problem]")) problem.hidden = true;
};
const tell = (reason) => {
  hideProblems();
  page.querySelector(`[data-problem="${reason}"]`).hidden = false;
};

// What no second try helps with.
const end = (reason) => {
  form.hidden = true;
  tell(reason);
};

const keyInAddress = async () => {
  const text = location.hash.slice(1);
  if (text === "") return end("no-key");
  if (!globalThis.crypto?.subtle) return end("no-crypto");
  try {
    const key = fromBase64url(text);
    if ((await linkId(key)) === form.dataset.open) return key;
  } catch {
    // No base64url: part of it was lost on the way.
  }
  return end("damaged");
};

// How the gateway's refusals are told; a link that is over has a page of its own.
const refuse = (status, told) => {
  if (told.errorType === "wrong-code") tell(`wrong-code-${told.details.left}`);
  else if (told.errorType?.startsWith("link-")) location.reload();
  else if (told.errorType === "unknown-link") end("unknown-link");
  else tell(status === 429 ? "too-many" : "trouble");
};

const show = (message) => {
  const label = page.querySelector("[data-label]").content.textContent;
  const lines = message.kind === "text" ? [{ label, value: message.text }] : message.lines;
  const rows = lines.map((line) => {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const value = document.createElement("dd");
    name.textContent = line.label;
    // Only the text itself is copied, not what we call it.
    if (message.kind === "text") name.className = "unseen";
    value.textContent = line.value;
    value.className = "whole";
    value.dataset.value = "";
    row.append(name, value);
    return row;
  });
  page.querySelector("#secret").replaceChildren(...rows);
  if (message.kind === "text") page.querySelector("[data-copy]").dataset.bare = "";
  form.hidden = true;
  // What waited does so no more.
  page.querySelector(".lead").hidden = true;
  // The key has done its work: neither the address nor the history keeps it.
  history.replaceState(null, "", location.pathname);
  opened.hidden = false;
  opened.querySelector("h2").focus();
};

const open = async (key) => {
  const code = typed && codeDigits(typed.value);
  if (typed && code.length !== CODE_DIGITS) return tell("code");
  const link = await sharedLink(key, code);
  const claim = { claim: toBase64url(link.claim), proof: link.proof && toBase64url(link.proof) };
  let answer;
  let told;
  try {
    answer = await fetch(`/api/v1/handoff/links/${link.id}/open`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(claim),
      credentials: "omit",
    });
    told = await answer.json();
  } catch {
    return tell("offline");
  }
  if (!answer.ok) return refuse(answer.status, told);
  try {
    show(await link.open(fromBase64url(told.sealed)));
  } catch (error) {
    const newer = error instanceof Unreadable && ["unknown-version", "unknown"].includes(error.reason);
    end(newer ? "newer" : "swapped");
  }
};

const key = await keyInAddress();
if (key) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hideProblems();
    button.disabled = true;
    try {
      await open(key);
    } finally {
      button.disabled = false;
    }
  });
}
// Another link in the same window: nothing of the last one stays.
addEventListener("hashchange", () => location.hash && location.reload());
// Leaving before it was copied asks first; a page that comes out of the browser's memory shows nothing a second time.
addEventListener("beforeunload", (event) => {
  if (!opened.hidden && !opened.querySelector(".said").textContent) event.preventDefault();
});
addEventListener("pageshow", (event) => event.persisted && location.reload());
