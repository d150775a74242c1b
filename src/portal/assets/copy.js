// What is shown can be copied, saved and printed: a line for each value, with its label where it has one, or all on one
// line where the page says what stands between them.
"use strict";
{
  const lines = (box, bare) =>
    [...box.querySelectorAll("[data-value]")].map((value) => {
      const label = bare ? null : value.closest("div, li")?.querySelector("dt");
      return label ? `${label.textContent.trim()}: ${value.textContent.trim()}` : value.textContent.trim();
    }).join(box.dataset.between ?? "\n");

  for (const button of document.querySelectorAll("[data-copy]")) {
    const box = document.getElementById(button.dataset.copy);
    const said = button.closest(".tools").querySelector(".said");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(lines(box, "bare" in button.dataset));
        said.textContent = button.dataset.copied;
      } catch {
        if (box.querySelector(".masked")) document.querySelector("[data-reveal]").click();
        getSelection().selectAllChildren(box);
        said.textContent = button.dataset.denied;
      }
    });
  }
  for (const button of document.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => {
      const box = document.getElementById(button.dataset.download);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([lines(box, false), "\n"], { type: "text/plain" }));
      link.download = button.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
}
