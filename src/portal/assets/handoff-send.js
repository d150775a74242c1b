// Seals a text, or the credentials on this page, in the browser. What leaves it is what was sealed, and digests: the text,
// the code and the key stay here, and the key goes into the link.
import { codeGroups, drawLinkCode, drawLinkKey, sha256, sharedLink, toBase64url } from "./handoff.js";

const handed = document.querySelector("[data-handed]");
const refused = document.querySelector("[data-not-handed]");

const refuse = (words) => {
  refused.querySelector("span").textContent = words;
  refused.hidden = false;
};

const show = (link, code) => {
  handed.querySelector("[data-link]").textContent = link;
  if (code !== null) {
    const box = handed.querySelector("[data-code]");
    box.querySelector("dd").textContent = codeGroups(code);
    box.hidden = false;
  }
  handed.hidden = false;
  handed.querySelector("h2").focus();
};

// Only what is listed here is sent.
const keep = async (form, message) => {
  const given = new FormData(form);
  const key = drawLinkKey();
  const code = given.has("has-code") ? drawLinkCode() : null;
  const link = await sharedLink(key, code);
  const sealed = await link.seal(message);
  if (sealed.length > Number(form.dataset.largest ?? Infinity)) return refuse(form.dataset.tooLarge);
  const fields = {
    csrf: given.get("csrf"),
    id: link.id,
    "claim-digest": toBase64url(await sha256(link.claim)),
    "proof-digest": link.proof ? toBase64url(await sha256(link.proof)) : "",
    sealed: toBase64url(sealed),
    duration: given.get("duration") ?? "",
  };
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  } catch {
    return refuse(form.dataset.offline);
  }
  // Whoever is no longer signed in is sent to the door, and a form that is too old gets a page.
  if (!answer.headers.get("content-type")?.startsWith("application/json")) return refuse(form.dataset.old);
  const told = await answer.json();
  if (!answer.ok) return refuse(told.error);
  form.hidden = true;
  form.reset();
  show(`${location.origin}/handoff/${link.id}#${toBase64url(key)}`, code);
};

const textOf = (form) => ({ kind: "text", text: form.querySelector("textarea").value });

export const credentialsOf = (form) => {
  const values = document.getElementById(form.dataset.share).querySelectorAll("[data-value]");
  const lines = [...values].map((value) => ({
    label: value.closest("div").querySelector("dt").textContent.trim(),
    value: value.textContent.trim(),
  }));
  return { kind: "credentials", lines };
};

for (const [selector, messageOf] of [["[data-seal]", textOf], ["[data-share]", credentialsOf]]) {
  const form = document.querySelector(selector);
  if (!form) continue;
  const button = form.querySelector("[type=submit]");
  form.hidden = false;
  if (!globalThis.crypto?.subtle) {
    button.disabled = true;
    refuse(form.dataset.noCrypto);
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.hidden = true;
    button.disabled = true;
    try {
      await keep(form, messageOf(form));
    } finally {
      button.disabled = false;
    }
  });
}

// Leaving before it was copied asks first; a page that comes out of the browser's memory shows nothing a second time.
addEventListener("beforeunload", (event) => {
  if (!handed.hidden && !handed.querySelector(".said").textContent) event.preventDefault();
});
addEventListener("pageshow", (event) => event.persisted && location.reload());
