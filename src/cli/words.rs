//! Numbers, moments and lists as people read them on a terminal of 80 columns.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Columns that text is wrapped to.
const WIDTH: usize = 80;

/// `1 scope`, `3 scopes`.
pub(super) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// As [`count`], for numbers that were counted on a disk.
pub(super) fn count_u64(number: u64, thing: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), thing)
}

/// `Fri 20 Nov 2026, 21:41 CET`, in the zone of this machine.
pub(super) fn moment(at: Timestamp) -> String {
    moment_in(at, TimeZone::system())
}

fn moment_in(at: Timestamp, zone: TimeZone) -> String {
    let at = at.to_zoned(zone);
    // A zone without letters has its offset as abbreviation ("+05"), which says little by itself.
    let lettered = at
        .strftime("%Z")
        .to_string()
        .starts_with(|first: char| first.is_ascii_alphabetic());
    at.strftime(if lettered {
        "%a %-d %b %Y, %H:%M %Z"
    } else {
        "%a %-d %b %Y, %H:%M UTC%:z"
    })
    .to_string()
}

/// `in 7 h 59 min`, `2 d 3 h ago`. Rounds towards now, so that nobody is promised time that is not left.
pub(super) fn distance(now: Timestamp, at: Timestamp) -> String {
    let away = at.duration_since(now);
    let span = span(away.abs());
    match (away.abs() < SignedDuration::from_mins(1), away.is_negative()) {
        (true, false) => "in less than a minute".to_owned(),
        (true, true) => "just now".to_owned(),
        (false, false) => format!("in {span}"),
        (false, true) => format!("{span} ago"),
    }
}

fn span(length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let (days, hours) = (minutes / (24 * 60), minutes / 60);
    let parts = match (days, hours) {
        (0, 0) => [(minutes, "min"), (0, "")],
        (0 | 1, _) => [(hours, "h"), (minutes % 60, "min")],
        _ => [(days, "d"), (hours % 24, "h")],
    };
    let parts = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number} {unit}"));
    parts.collect::<Vec<_>>().join(" ")
}

/// `label` and then `text`, wrapped beside it.
pub(super) fn beside(label: &str, text: &str) -> String {
    let indent = label.chars().count();
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    format!("{label}{}\n", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// Rows under a heading, in columns that are as wide as they must be.
pub(super) fn table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = heading.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut text = line(&mut heading.iter().copied());
    for row in rows {
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_names_its_zone() {
        let zone = |name| TimeZone::get(name).unwrap();
        let moment = at("2026-11-20T20:41:36Z");
        assert_eq!(
            moment_in(moment, zone("Europe/Rome")),
            "Fri 20 Nov 2026, 21:41 CET"
        );
        assert_eq!(
            moment_in(moment, zone("America/Sao_Paulo")),
            "Fri 20 Nov 2026, 17:41 UTC-03:00"
        );
    }

    #[test]
    fn a_distance_never_promises_more_than_is_left() {
        let now = at("2026-11-20T12:00:00Z");
        for (moment, text) in [
            ("2026-11-20T12:00:59Z", "in less than a minute"),
            ("2026-11-20T11:59:30Z", "just now"),
            ("2026-11-20T12:59:59Z", "in 59 min"),
            ("2026-11-20T19:59:59Z", "in 7 h 59 min"),
            ("2026-11-21T20:00:00Z", "in 32 h"),
            ("2026-11-23T15:30:00Z", "in 3 d 3 h"),
            ("2026-11-20T10:00:00Z", "2 h ago"),
        ] {
            assert_eq!(distance(now, at(moment)), text);
        }
    }

    #[test]
    fn text_is_wrapped_beside_its_label() {
        let text = beside("Shown  ", &"twelve chars ".repeat(8));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(
            text.lines().nth(1).unwrap().starts_with("       twelve") || text.contains("\n       chars"),
            "{text}"
        );
    }

    #[test]
    fn a_table_is_as_wide_as_it_must_be() {
        let rows = [
            ["1".to_owned(), "long one".to_owned()],
            ["22".to_owned(), String::new()],
        ];
        assert_eq!(table(["a", "b"], &rows), "a   b\n1   long one\n22\n");
    }
}
