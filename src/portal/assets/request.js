// The sentence above "Confirm": who will see what until when, as the form stands now.
"use strict";
{
  const form = document.querySelector("form[data-summary]");
  const summary = document.getElementById("summary");
  const words = summary.dataset;
  const tag = document.documentElement.lang;
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const clock = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const full = new Intl.DateTimeFormat(tag, {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const until = (end) => {
    const day = (date) => new Date(date).setHours(0, 0, 0, 0);
    const tomorrow = new Date();
    tomorrow.setDate(tomorrow.getDate() + 1);
    if (day(end) === day(Date.now())) return words.today.replace("(time)", clock.format(end));
    if (day(end) === day(tomorrow)) return words.tomorrow.replace("(time)", clock.format(end));
    return full.format(end);
  };
  // A date and a time have no zone: the moment that is meant goes along.
  const { starts, "starts-at": startsAt } = form.elements;
  const hint = document.getElementById("starts-hint");
  hint.textContent = hint.dataset.ownZone;
  const say = () => {
    const begins = new Date(starts.value);
    const isLater = begins > Date.now();
    startsAt.value = Number.isNaN(begins.valueOf()) ? "" : begins.toISOString();
    const duration = form.querySelector("[name=duration]:checked");
    summary.hidden = !duration;
    if (!duration) return;
    // Either the ticked parts are all there is to see, or the others are all that is hidden.
    const boxes = "onlyTicked" in words ? "[name=show]:checked" : "[name=show]:not(:checked)";
    const parts = [...form.querySelectorAll(boxes)].map((box) => box.dataset.label);
    const looks = form.querySelector("[name='read-only']")?.checked;
    const key = (parts.length ? "some" : "all") + (looks ? "Read" : "");
    const start = isLater ? begins.valueOf() : Date.now();
    const first = words[key]
      .replace("(who)", () => form.elements.agent.value.trim() || words.who)
      .replace("(parts)", () => list.format(parts))
      .replace("(until)", () => until(new Date(start + Number(duration.dataset.seconds) * 1000)));
    const sentence = isLater ? `${first} ${words.begins.replace("(begin)", () => until(begins))}` : first;
    if (summary.textContent !== sentence) summary.textContent = sentence;
  };
  form.addEventListener("input", say);
  say();
  setInterval(say, 30_000);
}
