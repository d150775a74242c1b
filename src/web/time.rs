//! Moments and spans in the words of their reader, in UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::words::{FluentValue, Words};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// RFC 3339 in UTC, whole seconds.
pub fn machine(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn absolute(words: &Words, at: Timestamp) -> String {
    let clock: FluentValue<'_> = at.strftime("%H:%M").to_string().into();
    words.say_with(
        "common-moment",
        &[("date", day(words, at).into()), ("clock", clock)],
    )
}

/// `Fri 20 Nov 2026`.
pub fn day(words: &Words, at: Timestamp) -> String {
    let date = at.to_zoned(TimeZone::UTC).date();
    let weekday = i64::from(date.weekday().to_monday_one_offset());
    let (weekday, month) = (
        words.say_with("common-weekday", &[("number", weekday)]),
        words.say_with("common-month", &[("number", i64::from(date.month()))]),
    );
    words.say_with(
        "common-date",
        &[
            ("weekday", FluentValue::from(weekday)),
            ("day", i64::from(date.day()).into()),
            ("month", month.into()),
            // As text: a year is no number to be grouped.
            ("year", date.year().to_string().into()),
        ],
    )
}

/// `in 3 hours`, `5 minutes ago`. Rounds towards now.
pub fn distance(words: &Words, now: Timestamp, at: Timestamp) -> String {
    let seconds = at.as_second().saturating_sub(now.as_second());
    let away = seconds.unsigned_abs();
    // What is happening at this very second has happened.
    match (away < MINUTE, seconds > 0) {
        (true, true) => words.say("common-in-a-moment"),
        (true, false) => words.say("common-just-now"),
        (false, true) => words.say_with("common-in-span", &[("span", span_away(words, away))]),
        (false, false) => words.say_with("common-span-ago", &[("span", span_away(words, away))]),
    }
}

/// How long to wait: `40 seconds`, `3 minutes`. Rounds up.
pub fn wait(words: &Words, seconds: u64) -> String {
    if seconds <= 90 {
        words.say_with("common-seconds", &[("count", seconds.max(1))])
    } else {
        span(words, seconds.div_ceil(MINUTE).saturating_mul(MINUTE))
    }
}

/// Whole minutes in the two largest units that matter: `3 hours 20 minutes`, `2 days 1 hour`.
pub fn span(words: &Words, seconds: u64) -> String {
    in_units(words, seconds, "common-days")
}

/// The same as a distance: after "in" or before "ago", where some languages have another form.
pub fn span_away(words: &Words, seconds: u64) -> String {
    in_units(words, seconds, "common-days-away")
}

fn in_units(words: &Words, seconds: u64, days: &str) -> String {
    let (large, small) = if seconds < HOUR {
        (("common-minutes", seconds / MINUTE), None)
    } else if seconds < DAY {
        (
            ("common-hours", seconds / HOUR),
            Some(("common-minutes", seconds % HOUR / MINUTE)),
        )
    } else {
        (
            (days, seconds / DAY),
            Some(("common-hours", seconds % DAY / HOUR)),
        )
    };
    let counted = |(key, count): (&str, u64)| words.say_with(key, &[("count", count)]);
    match small.filter(|(_, count)| *count > 0) {
        None => counted(large),
        Some(small) => format!("{} {}", counted(large), counted(small)),
    }
}

/// A span that the operator chose, in whole hours where it is one: `48 hours`, `30 minutes`.
pub fn hours(words: &Words, seconds: u64) -> String {
    if seconds >= HOUR && seconds.is_multiple_of(HOUR) {
        words.say_with("common-hours", &[("count", seconds / HOUR)])
    } else {
        span(words, seconds)
    }
}

/// How long to wait, in whole seconds: at least one. `None`: until now.
pub fn seconds_until(until: Option<Timestamp>, now: Timestamp) -> u64 {
    let left = until.map_or(0, |until| until.duration_since(now).as_secs());
    u64::try_from(left).unwrap_or(0).max(1)
}

/// How long something lasts: `30 seconds`, `5 minutes`, `1 hour 30 minutes`.
pub fn lasting(words: &Words, seconds: u64) -> String {
    if seconds < MINUTE {
        words.say_with("common-seconds", &[("count", seconds)])
    } else {
        span(words, seconds)
    }
}
