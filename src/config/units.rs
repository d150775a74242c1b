//! Durations and sizes as people write them, in the config and on the command line: `90s`, `8h`, `64KiB`.

use jiff::SignedDuration;

/// Text that is no duration or size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    #[error("`{0}` is no duration: write a whole number and `s`, `m`, `h` or `d`, such as `90s` or `8h`")]
    NoDuration(String),
    #[error("`{0}` is no size: write a whole number and `B`, `KiB`, `MiB` or `GiB`, such as `64KiB`")]
    NoSize(String),
    #[error("`{0}` is more than can be counted: write a smaller number")]
    TooLarge(String),
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

/// Seconds per unit, the largest first. A day is 24 hours: no calendar, no summer time.
const DURATION_UNITS: [(&str, i64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// Bytes per unit (IEC 80000-13 binary prefixes).
const SIZE_UNITS: [(&str, u64); 4] = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// Reads `90s`, `5m`, `8h`, `2d`; `0` needs no unit. Never negative.
pub fn parse_duration(text: &str) -> Result<SignedDuration, UnitError> {
    if text == "0" {
        return Ok(SignedDuration::ZERO);
    }
    let (digits, unit) = split_number(text);
    let seconds = DURATION_UNITS
        .iter()
        .find_map(|(name, seconds)| (*name == unit).then_some(*seconds))
        .filter(|_| !digits.is_empty())
        .ok_or_else(|| UnitError::NoDuration(text.to_owned()))?;
    digits
        .parse::<i64>()
        .ok()
        .and_then(|number| number.checked_mul(seconds))
        .map(SignedDuration::from_secs)
        .ok_or_else(|| UnitError::TooLarge(text.to_owned()))
}

/// Writes whole seconds in the largest unit that divides them: what [`parse_duration`] reads.
pub fn format_duration(duration: SignedDuration) -> String {
    let total = duration.as_secs();
    let (unit, seconds) = DURATION_UNITS
        .iter()
        .find(|(_, seconds)| total != 0 && total % seconds == 0)
        .copied()
        .unwrap_or(("s", 1));
    format!("{}{unit}", total / seconds)
}

/// Reads `512B`, `64KiB`, `10MiB`, `1GiB`, as bytes.
pub fn parse_size(text: &str) -> Result<u64, UnitError> {
    let (digits, unit) = split_number(text);
    let bytes = SIZE_UNITS
        .iter()
        .find_map(|(name, bytes)| (*name == unit).then_some(*bytes))
        .filter(|_| !digits.is_empty())
        .ok_or_else(|| UnitError::NoSize(text.to_owned()))?;
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(bytes))
        .ok_or_else(|| UnitError::TooLarge(text.to_owned()))
}

fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_four_units() {
        for (text, seconds) in [
            ("0", 0),
            ("0s", 0),
            ("90s", 90),
            ("5m", 300),
            ("8h", 28_800),
            ("2d", 172_800),
        ] {
            assert_eq!(
                parse_duration(text),
                Ok(SignedDuration::from_secs(seconds)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "5", "m", "5 m", "-5m", "1.5h", "1h30m", "5M", "5min", "５m"] {
            assert_eq!(
                parse_duration(text),
                Err(UnitError::NoDuration(text.to_owned())),
                "{text}"
            );
        }
        for text in ["99999999999999999999s", "9223372036854775807d"] {
            assert_eq!(
                parse_duration(text),
                Err(UnitError::TooLarge(text.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_duration_is_written_in_its_largest_whole_unit() {
        for (seconds, text) in [
            (0, "0s"),
            (90, "90s"),
            (300, "5m"),
            (28_800, "8h"),
            (86_400, "1d"),
            (90_000, "25h"),
        ] {
            assert_eq!(format_duration(SignedDuration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn sizes_are_read_in_bytes() {
        assert_eq!(parse_size("512B"), Ok(512));
        assert_eq!(parse_size("64KiB"), Ok(65_536));
        assert_eq!(parse_size("10MiB"), Ok(10_485_760));
        for text in ["", "64", "64KB", "64kib", "KiB", "-1B"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
        assert_eq!(
            parse_size("18446744073709551615KiB"),
            Err(UnitError::TooLarge("18446744073709551615KiB".to_owned()))
        );
    }
}
