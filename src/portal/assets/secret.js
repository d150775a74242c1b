// Pages that show a secret once: masked until asked for, and not left by accident.
"use strict";
{
  const page = document.querySelector("[data-secret]");
  const secrets = page.querySelectorAll("[data-mask]");
  const reveal = page.querySelector("[data-reveal]");
  const mask = (masked) => {
    for (const secret of secrets) {
      secret.classList.toggle("masked", masked);
      secret.inert = masked;
    }
  };
  if (reveal) {
    const label = reveal.querySelector("span");
    const words = { true: label.textContent, false: reveal.dataset.hide };
    const show = (shown) => {
      mask(!shown);
      label.textContent = words[!shown];
      reveal.setAttribute("aria-pressed", String(shown));
    };
    reveal.addEventListener("click", () => show(reveal.getAttribute("aria-pressed") !== "true"));
    show(false);
  }

  // The way on opens with the tick; leaving before that asks first.
  const form = page.querySelector("[data-saved]");
  const tick = form.querySelector("[type=checkbox]");
  const close = form.querySelector("[type=submit]");
  const weigh = () => { close.disabled = !tick.checked; };
  tick.addEventListener("change", weigh);
  weigh();
  addEventListener("beforeunload", (event) => {
    if (!tick.checked) event.preventDefault();
  });
  // The form has nothing to send: sent by the browser, it would leave a lone question mark in the address.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(form.action);
  });
  // A page that comes out of the browser's memory would show the secret again: its own address says "already shown".
  addEventListener("pageshow", (event) => event.persisted && location.replace(form.action));
}
