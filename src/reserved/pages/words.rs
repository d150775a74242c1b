//! Numbers and lists as words. English only; a second language would start here.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How far away a moment is, from signed seconds: `in 2 hours 5 minutes`, `1 minute ago`. Rounds towards now, so
/// that nobody is promised time that is not left.
pub(super) fn distance(seconds: i64) -> String {
    let away = seconds.unsigned_abs();
    match (away < MINUTE, seconds >= 0) {
        (true, true) => "in less than a minute".to_owned(),
        (true, false) => "just now".to_owned(),
        (false, true) => format!("in {}", span(away)),
        (false, false) => format!("{} ago", span(away)),
    }
}

/// How long to wait before trying again: `a moment`, `40 seconds`, `3 minutes`. Rounds up, so that the next try works.
pub(super) fn wait(seconds: u64) -> String {
    match seconds {
        0..=2 => "a moment".to_owned(),
        3..=90 => counted(seconds, "second"),
        _ => span(seconds.div_ceil(MINUTE).saturating_mul(MINUTE)),
    }
}

/// How long something lasts: `30 seconds`, `5 minutes`, `1 hour 30 minutes`.
pub(in crate::reserved) fn lasting(seconds: u64) -> String {
    if seconds < MINUTE {
        counted(seconds, "second")
    } else {
        span(seconds)
    }
}

/// `1 try`, `3 tries`.
pub(super) fn tries(count: u32) -> String {
    if count == 1 {
        "1 try".to_owned()
    } else {
        format!("{count} tries")
    }
}

/// The policy's own words for several places, quoted: `“Messages” and “Billing”`. Empty for none.
pub(super) fn quoted(labels: &[String]) -> String {
    match labels {
        [] => String::new(),
        [only] => format!("“{only}”"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|label| format!("“{label}”")).collect();
            format!("{} and “{last}”", first.join(", "))
        }
    }
}

/// Whole minutes and the two largest units that matter: `3 hours 20 minutes`, `2 days 1 hour`.
fn span(seconds: u64) -> String {
    let (large, small) = if seconds < HOUR {
        (counted(seconds / MINUTE, "minute"), None)
    } else if seconds < 2 * DAY {
        (
            counted(seconds / HOUR, "hour"),
            Some((seconds % HOUR / MINUTE, "minute")),
        )
    } else {
        (
            counted(seconds / DAY, "day"),
            Some((seconds % DAY / HOUR, "hour")),
        )
    };
    match small {
        Some((count, unit)) if count > 0 => format!("{large} {}", counted(count, unit)),
        Some(_) | None => large,
    }
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::{distance, quoted, wait};

    #[test]
    fn time_left_is_never_rounded_up() {
        assert_eq!(distance(0), "in less than a minute");
        assert_eq!(distance(119), "in 1 minute");
        assert_eq!(distance(3 * 3600), "in 3 hours");
        assert_eq!(distance(2 * 86_400 - 1), "in 47 hours 59 minutes");
        assert_eq!(distance(2 * 86_400 + 3600), "in 2 days 1 hour");
        assert_eq!(distance(-1), "just now");
        assert_eq!(distance(-86_400), "24 hours ago");
    }

    #[test]
    fn a_wait_is_never_too_short() {
        assert_eq!(wait(0), "a moment");
        assert_eq!(wait(30), "30 seconds");
        assert_eq!(wait(91), "2 minutes");
        assert_eq!(wait(3541), "1 hour");
        assert_eq!(wait(u64::MAX).split(' ').nth(1), Some("days"));
    }

    #[test]
    fn places_are_quoted_in_the_words_of_the_policy() {
        let labels = ["Messages", "Files", "Billing"].map(String::from);
        assert_eq!(quoted(&[]), "");
        assert_eq!(quoted(&labels[..1]), "“Messages”");
        assert_eq!(quoted(&labels), "“Messages”, “Files” and “Billing”");
    }
}
