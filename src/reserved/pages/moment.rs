//! A point in time as people read it: the date with its zone, and how far away it is.

use jiff::{Timestamp, Zoned};

use super::words;

/// A point in time, written out for a page. Made once by the server, so it reads the same without JavaScript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 in UTC, for `<time datetime>`: `2026-11-20T20:41:36Z`.
    pub machine: String,
    /// Date, time and zone: `Fri 20 Nov 2026, 20:41 UTC`.
    pub absolute: String,
    /// Distance from now: `in 3 hours`, `5 minutes ago`.
    pub relative: String,
}

impl Moment {
    /// Writes out `at` in its own zone, as seen at `now`.
    #[must_use]
    pub fn seen_at(now: Timestamp, at: &Zoned) -> Self {
        // A zone without letters has its offset as abbreviation ("+05"), which says little by itself.
        let lettered = at
            .strftime("%Z")
            .to_string()
            .starts_with(|first: char| first.is_ascii_alphabetic());
        let format = if lettered {
            "%a %-d %b %Y, %H:%M %Z"
        } else {
            "%a %-d %b %Y, %H:%M UTC%:z"
        };
        Self {
            machine: at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            absolute: at.strftime(format).to_string(),
            relative: words::distance(at.timestamp().as_second().saturating_sub(now.as_second())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    fn seen(now: &str, at: &str) -> Moment {
        Moment::seen_at(now.parse().unwrap(), &at.parse().unwrap())
    }

    #[test]
    fn a_moment_names_its_zone_by_letters_where_it_has_some() {
        let moment = seen("2026-11-20T17:40:00Z", "2026-11-20T21:41:36+01:00[Europe/Rome]");
        assert_eq!(moment.absolute, "Fri 20 Nov 2026, 21:41 CET");
        assert_eq!(moment.machine, "2026-11-20T20:41:36Z");
        assert_eq!(moment.relative, "in 3 hours 1 minute");
    }

    #[test]
    fn a_moment_names_its_zone_by_offset_where_it_has_no_letters() {
        let moment = seen(
            "2026-11-20T20:45:00Z",
            "2026-11-20T17:41:36-03:00[America/Sao_Paulo]",
        );
        assert_eq!(moment.absolute, "Fri 20 Nov 2026, 17:41 UTC-03:00");
        assert_eq!(moment.relative, "3 minutes ago");
    }
}
