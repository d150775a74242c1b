// Pages that show a secret once: masked until asked for, copied, saved, printed, and not left by accident.
"use strict";
{
  const page = document.querySelector("[data-secret]");
  const said = page.querySelector(".said");

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

  // What is copied and saved is what is shown: a line for each value, with its label where it has one.
  const lines = (box, bare) =>
    [...box.querySelectorAll("[data-value]")].map((value) => {
      const label = bare ? null : value.closest("div, li")?.querySelector("dt");
      return label ? `${label.textContent.trim()}: ${value.textContent.trim()}` : value.textContent.trim();
    }).join("\n");

  for (const button of page.querySelectorAll("[data-copy]")) {
    const box = document.getElementById(button.dataset.copy);
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(lines(box, "bare" in button.dataset));
        said.textContent = button.dataset.copied;
      } catch {
        if (reveal && reveal.getAttribute("aria-pressed") !== "true") reveal.click();
        getSelection().selectAllChildren(box);
        said.textContent = button.dataset.denied;
      }
    });
  }
  for (const button of page.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => {
      const box = document.getElementById(button.dataset.download);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([lines(box, false), "\n"], { type: "text/plain" }));
      link.download = button.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
  for (const button of page.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

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
  // A page that comes out of the browser's memory would show the secret again: its own address says "already shown".
  addEventListener("pageshow", (event) => event.persisted && location.replace(form.action));
}
