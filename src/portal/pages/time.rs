//! Moments and spans as people read them. The server writes UTC; the script puts the reader's own zone in its place.

use jiff::Timestamp;

use super::html::Html;
use crate::web::time;
pub(super) use crate::web::time::{absolute, day, hours, machine, span, span_away, wait};
use crate::words::Words;

const MINUTE: u64 = 60;

/// `<time>` with date, time and zone: `Fri 20 Nov 2026, 20:41 UTC`.
pub(super) fn tag(words: &Words, at: Timestamp) -> Html {
    let (machine, text) = (machine(at), absolute(words, at));
    Html::made_by_us(format!(r#"<time datetime="{machine}" data-at>{text}</time>"#))
}

/// `<time>` with the time of day only: `20:41`. Its date stands above it.
pub(super) fn clock_tag(at: Timestamp) -> Html {
    let (machine, text) = (machine(at), at.strftime("%H:%M"));
    Html::made_by_us(format!(r#"<time datetime="{machine}" data-clock>{text}</time>"#))
}

/// `in 3 hours`, `5 minutes ago`. Rounds towards now.
pub(super) fn distance(words: &Words, now: Timestamp, at: Timestamp) -> Html {
    let (machine, text) = (machine(at), time::distance(words, now, at));
    Html::made_by_us(format!(r#"<span data-distance="{machine}">{text}</span>"#))
}

/// What is left until `until`, at least nothing.
pub(super) fn left(words: &Words, now: Timestamp, until: Timestamp) -> Html {
    let seconds = until.as_second().saturating_sub(now.as_second());
    let seconds = u64::try_from(seconds).unwrap_or_default();
    let text = if seconds < MINUTE {
        words.say("common-less-than-a-minute")
    } else {
        span(words, seconds)
    };
    let machine = machine(until);
    let over = words.say("common-is-over");
    Html::made_by_us(format!(
        r#"<span class="countdown" data-left="{machine}" data-over="{over}">{text}</span>"#
    ))
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, ToSpan as _};

    use super::{absolute, distance, hours, left, machine, wait};
    use crate::words::Language::{English, German, Italian, Portuguese};
    use crate::words::words;

    fn now() -> Timestamp {
        "2026-11-20T20:41:36Z".parse().unwrap()
    }

    #[test]
    fn a_moment_is_written_as_its_readers_write_it() {
        for (language, expected) in [
            (English, "Fri 20 Nov 2026, 20:41 UTC"),
            (German, "Fr., 20. Nov. 2026, 20:41 UTC"),
            (Italian, "ven 20 nov 2026, 20:41 UTC"),
            (Portuguese, "sex., 20 de nov. de 2026, 20:41 UTC"),
        ] {
            assert_eq!(absolute(words(language), now()), expected);
        }
        assert_eq!(machine(now()), "2026-11-20T20:41:36Z");
    }

    #[test]
    fn a_distance_is_rounded_towards_now() {
        let said = |language, seconds: i64| {
            let html = distance(words(language), now(), now() + seconds.seconds()).to_string();
            let text = html.split('>').nth(1).unwrap().split('<').next().unwrap();
            text.to_owned()
        };
        assert_eq!(said(English, 59), "in less than a minute");
        assert_eq!(said(English, 0), "just now");
        assert_eq!(said(English, -59), "just now");
        assert_eq!(said(English, 2 * 3600 + 119), "in 2 hours 1 minute");
        assert_eq!(said(German, -(2 * 86400 + 3600)), "vor 2 Tagen 1 Stunde");
        assert_eq!(said(Italian, -300), "5 minuti fa");
        assert_eq!(said(Portuguese, 86400), "em 1 dia");
    }

    #[test]
    fn what_is_over_has_nothing_left() {
        let html = left(words(English), now(), now() - 5.seconds()).to_string();
        assert!(html.contains(">less than a minute<"), "{html}");
        assert!(html.contains("data-over=\"ended\""), "{html}");
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(wait(words(English), 0), "1 second");
        assert_eq!(wait(words(English), 90), "90 seconds");
        assert_eq!(wait(words(English), 91), "2 minutes");
    }

    #[test]
    fn a_chosen_time_is_said_in_whole_hours() {
        assert_eq!(hours(words(English), 48 * 3600), "48 hours");
        assert_eq!(hours(words(English), 5400), "1 hour 30 minutes");
    }
}
