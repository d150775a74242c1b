// The timeline: days in the reader's zone, and new lines as they happen, which can be held.
"use strict";
{
  const timeline = document.getElementById("timeline");
  const tag = document.documentElement.lang;
  const dayName = new Intl.DateTimeFormat(tag, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
  const heading = (date) => {
    const yesterday = new Date();
    yesterday.setDate(yesterday.getDate() - 1);
    const name = dayName.format(date);
    if (dayKey(date) === dayKey(new Date())) return `${timeline.dataset.today}, ${name}`;
    if (dayKey(date) === dayKey(yesterday)) return `${timeline.dataset.yesterday}, ${name}`;
    return name;
  };
  const momentOf = (line) => new Date(line.querySelector("time").dateTime);
  const section = (date) => {
    const made = document.createElement("section");
    made.className = "day";
    made.dataset.key = dayKey(date);
    made.append(document.createElement("h2"), document.createElement("ol"));
    made.firstChild.textContent = heading(date);
    made.lastChild.className = "lines";
    return made;
  };

  // The server's days are those of UTC: the same lines, in the same order, under the reader's own.
  const lines = [...timeline.querySelectorAll(".line")];
  timeline.replaceChildren();
  for (const line of lines) {
    const date = momentOf(line);
    let last = timeline.lastElementChild;
    if (last?.dataset.key !== dayKey(date)) timeline.append((last = section(date)));
    last.lastChild.append(line);
  }

  const put = (line) => {
    document.getElementById(line.id)?.remove(); // a repeat of the last one: the same line with a higher count
    const date = momentOf(line);
    let first = timeline.firstElementChild;
    if (first?.dataset.key !== dayKey(date)) timeline.prepend((first = section(date)));
    line.classList.add("new");
    inOwnZone(line);
    first.lastChild.prepend(line);
    document.getElementById("nothing")?.remove();
  };

  const stream = document.querySelector("[data-stream]");
  if (stream && "EventSource" in window) {
    const words = stream.dataset;
    const said = stream.querySelector("[data-said]");
    const hold = stream.querySelector("[data-hold]");
    const holdWords = { false: hold.textContent, true: hold.dataset.go };
    let held = false;
    let waiting = [];
    const say = (text) => { if (said.textContent !== text) said.textContent = text; };
    const state = () =>
      say(!held ? words.live : waiting.length ? words.waiting.replace("(count)", waiting.length) : words.held);
    hold.addEventListener("click", () => {
      held = !held;
      stream.classList.toggle("held", held);
      hold.setAttribute("aria-pressed", String(held));
      hold.textContent = holdWords[held];
      if (!held) waiting.splice(0).forEach(put);
      state();
    });
    const source = new EventSource(words.stream);
    source.addEventListener("message", (event) => {
      const parsed = new DOMParser().parseFromString(event.data, "text/html");
      for (const line of parsed.querySelectorAll(".line")) {
        if (held) waiting.push(line);
        else put(line);
      }
      state();
    });
    source.addEventListener("open", state);
    source.addEventListener("error", () => say(words.lost));
    stream.hidden = false;
  }
}
