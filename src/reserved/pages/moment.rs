//! A point in time as people read it: the date with its zone, and how far away it is.

use jiff::Timestamp;

use crate::web::time;
use crate::words::{Language, words};

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
    /// Writes out `at` in UTC, as seen at `now`. Nobody knows the reader's time zone, so one is said and meant.
    #[must_use]
    pub fn seen_at(now: Timestamp, at: Timestamp, language: Language) -> Self {
        let words = words(language);
        Self {
            machine: time::machine(at),
            absolute: time::absolute(words, at),
            relative: time::distance(words, now, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_names_its_zone_and_how_far_away_it_is() {
        let seen = |now: &str, language| {
            let at = "2026-11-20T20:41:36Z".parse().unwrap();
            Moment::seen_at(now.parse().unwrap(), at, language)
        };
        let english = seen("2026-11-20T17:40:00Z", Language::English);
        assert_eq!(english.absolute, "Fri 20 Nov 2026, 20:41 UTC");
        assert_eq!(english.machine, "2026-11-20T20:41:36Z");
        assert_eq!(english.relative, "in 3 hours 1 minute");
        let german = seen("2026-11-20T20:45:00Z", Language::German);
        assert_eq!(german.absolute, "Fr., 20. Nov. 2026, 20:41 UTC");
        assert_eq!(german.relative, "vor 3 Minuten");
    }
}
