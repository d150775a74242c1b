// Makes forms kinder, on the portal and on an app's own pages of ours. Everything works without it, nothing leaves the page
// by it.
"use strict";

for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;

// Show and hide passwords. They are masked again before they are sent, so that browsers keep treating them as passwords.
const masks = [];
for (const button of document.querySelectorAll("[data-shows]")) {
  const fields = button.dataset.shows.split(" ").map((id) => document.getElementById(id));
  const word = button.firstChild;
  const words = { false: word.data, true: button.dataset.hide };
  const show = (shown) => {
    for (const field of fields) field.type = shown ? "text" : "password";
    word.data = words[shown];
  };
  masks.push(() => show(false));
  button.addEventListener("click", () => show(fields[0].type === "password"));
  button.hidden = false;
}

// Send a form once. The lock opens again if the reader comes back, or if no answer arrives.
const PATIENCE_MS = 10_000;
for (const form of document.querySelectorAll("form[data-once]")) {
  const button = form.querySelector("[type=submit][data-busy]");
  if (!button) continue;
  const label = button.textContent;
  let sent = false;
  const lock = (locked) => {
    sent = locked;
    button.textContent = locked ? button.dataset.busy : label;
    button.setAttribute("aria-disabled", String(locked));
  };
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    for (const mask of masks) mask();
    lock(true);
    setTimeout(lock, PATIENCE_MS, false);
  });
  addEventListener("pageshow", (event) => event.persisted && lock(false));
}

// Send a code when its last digit is there: once per page, so that correcting a digit is never cut short twice.
const code = document.querySelector("input[data-digits]");
if (code) {
  let offered = false;
  code.addEventListener("input", () => {
    const digits = code.value.replace(/\D/g, "");
    if (offered || digits.length !== Number(code.dataset.digits)) return;
    if (/[^\d\s\p{Pd}]/u.test(code.value)) code.value = digits; // pasted with words around it
    offered = true;
    code.form.requestSubmit(code.form.querySelector("[type=submit]:not([name])"));
  });
}

// A button that may be pressed only after a while.
for (const button of document.querySelectorAll("[data-wait]")) {
  const end = Date.now() + Number(button.dataset.wait) * 1000;
  const said = document.querySelector("[data-waiting]");
  const inWords = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second", unitDisplay: "long" });
  button.disabled = true;
  const wait = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 0) {
      button.disabled = false;
      if (said) said.hidden = true;
      return;
    }
    if (said && seconds <= 90) said.textContent = said.dataset.waiting.replace("(wait)", inWords.format(seconds));
    setTimeout(wait, 1000);
  };
  wait();
}
