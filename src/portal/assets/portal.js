// Makes every page of the portal kinder: the reader's own time zone, and countdowns. All of it works
// without this file, in UTC and with a button more to press.
"use strict";

const language = document.documentElement.lang;

// Times in the reader's zone, with its name.
const dateTime = new Intl.DateTimeFormat(language, {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  hourCycle: "h23",
});
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const inOwnZone = (root) => {
  for (const time of root.querySelectorAll("time[data-at]")) time.textContent = dateTime.format(new Date(time.dateTime));
  for (const time of root.querySelectorAll("time[data-clock]")) {
    time.textContent = clock.format(new Date(time.dateTime));
    time.title = dateTime.format(new Date(time.dateTime));
  }
};
inOwnZone(document);

// What is left, to the second in the last hour; how long ago, to the minute. Rounded towards now.
const unit = (count, name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
const two = (count) => String(count).padStart(2, "0");
const remaining = (seconds) => {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours >= 24) return `${unit(Math.floor(hours / 24), "day")} ${hours % 24 ? unit(hours % 24, "hour") : ""}`.trim();
  return `${hours}:${two(minutes)}:${two(Math.floor(seconds % 60))}`;
};
const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
const distance = (seconds) => {
  const away = Math.abs(seconds);
  const [size, name] = away < 3600 ? [60, "minute"] : away < 86400 ? [3600, "hour"] : [86400, "day"];
  return relative.format(Math.sign(seconds) * Math.floor(away / size), name);
};
const tick = () => {
  const now = Date.now();
  // Where a script has still to say when, there is nothing to count.
  for (const element of document.querySelectorAll('[data-left]:not([data-left=""])')) {
    const seconds = (new Date(element.dataset.left) - now) / 1000;
    element.textContent = seconds > 0 ? remaining(seconds) : element.dataset.over;
  }
  for (const element of document.querySelectorAll("[data-distance]")) {
    const seconds = (new Date(element.dataset.distance) - now) / 1000;
    if (Math.abs(seconds) >= 60) element.textContent = distance(seconds);
  }
};
if (document.querySelector("[data-left], [data-distance]")) {
  tick();
  setInterval(tick, 1000);
}

// What is wrong is read first.
document.querySelector("[role=alert][tabindex]")?.focus();
