// Makes the two forms under /.gatepass/ kinder. Everything works without it, nothing leaves the page by it.
"use strict";

for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;

// Show and hide a password. It is masked again before it is sent, so that browsers keep treating it as one.
const masks = [];
for (const button of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  const word = button.firstChild;
  const label = word.data;
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    word.data = shown ? button.dataset.hide : label;
  };
  masks.push(() => show(false));
  button.addEventListener("click", () => show(field.type === "password"));
  button.hidden = false;
}

// Send a form once. The lock opens again if the visitor comes back, or if no answer arrives.
const PATIENCE_MS = 10_000;
for (const form of document.querySelectorAll("form[data-once]")) {
  const button = form.querySelector("[type=submit]");
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
    code.form.requestSubmit();
  });
}
