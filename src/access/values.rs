//! Which values a rule takes: texts with wildcards, regular expressions, numbers, or everything but those.

use regex::{Regex, RegexBuilder};

use super::glob::Glob;

/// One of these, or, negated, none of them.
#[derive(Debug, Clone)]
pub struct Values {
    patterns: Vec<ValuePattern>,
    is_negated: bool,
}

/// One way to describe values.
#[derive(Debug, Clone)]
pub enum ValuePattern {
    Glob(Glob),
    Regex(ValueRegex),
    Number(NumberRange),
}

impl Values {
    /// All that these do not take. `None`: they are negated already.
    #[must_use]
    pub fn negated(self) -> Option<Self> {
        let Self { patterns, is_negated } = self;
        (!is_negated).then_some(Self {
            patterns,
            is_negated: true,
        })
    }

    /// What is not there is none of them, too.
    pub(super) const fn take_nothing(&self) -> bool {
        self.is_negated
    }

    /// What it takes; `None`: it is everything but what is listed.
    pub(super) fn listed(&self) -> Option<&[ValuePattern]> {
        (!self.is_negated).then_some(&self.patterns)
    }

    /// The texts without a wildcard that it takes.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> {
        let listed = self.listed().unwrap_or_default();
        listed.iter().filter_map(|pattern| match pattern {
            ValuePattern::Glob(glob) => glob.literal(false),
            ValuePattern::Number(_) | ValuePattern::Regex(_) => None,
        })
    }

    /// The texts that it takes, as written and folded, if it takes nothing else.
    pub(super) fn all_literals(&self) -> Option<Vec<&str>> {
        let mut literals = Vec::new();
        for pattern in self.listed()? {
            let ValuePattern::Glob(glob) = pattern else {
                return None;
            };
            literals.extend([glob.literal(false)?, glob.literal(true)?]);
        }
        Some(literals)
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// `folded`: the text is a folded reading, to be compared as the most lenient app would.
    pub(super) fn take(&self, text: &str, folded: bool) -> bool {
        let is_one = self.patterns.iter().any(|pattern| match pattern {
            ValuePattern::Glob(glob) => glob.matches(text, folded),
            ValuePattern::Regex(regex) => regex.matches(text, folded),
            ValuePattern::Number(range) => range.takes(text, folded),
        });
        is_one != self.is_negated
    }
}

impl From<Vec<ValuePattern>> for Values {
    fn from(patterns: Vec<ValuePattern>) -> Self {
        Self {
            patterns,
            is_negated: false,
        }
    }
}

impl From<Glob> for Values {
    fn from(glob: Glob) -> Self {
        vec![ValuePattern::Glob(glob)].into()
    }
}

/// A regular expression for whole values. Matching takes linear time, whatever is written.
#[derive(Debug, Clone)]
pub struct ValueRegex {
    exact: Regex,
    folded: Regex,
}

/// Compiled, in bytes: thousands of alternatives fit.
const LARGEST_REGEX: usize = 256 * 1024;

impl ValueRegex {
    /// # Errors
    /// Not a regular expression in the syntax of the `regex` crate, or one that would be too large.
    pub fn parse(pattern: &str) -> Result<Self, regex::Error> {
        // By itself first: `a)(b` is balanced only between the parentheses that are put around it.
        Regex::new(pattern)?;
        let compiled = |ignores_case| {
            RegexBuilder::new(&format!("\\A(?:{pattern})\\z"))
                .case_insensitive(ignores_case)
                .dot_matches_new_line(true)
                .size_limit(LARGEST_REGEX)
                .build()
        };
        Ok(Self {
            exact: compiled(false)?,
            folded: compiled(true)?,
        })
    }

    pub(super) fn matches(&self, text: &str, folded: bool) -> bool {
        let regex = if folded { &self.folded } else { &self.exact };
        regex.is_match(text)
    }
}

/// Whole numbers from one to another, both of them included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRange {
    from: i64,
    to: i64,
}

impl NumberRange {
    /// `None`: nothing would be in it.
    pub const fn new(from: i64, to: i64) -> Option<Self> {
        if from <= to { Some(Self { from, to }) } else { None }
    }

    pub(super) const fn covers(self, narrow: Self) -> bool {
        self.from <= narrow.from && narrow.to <= self.to
    }

    /// Written plainly. Folded: as databases and languages read numbers that forgive everything (`0210`, `210abc`, ` 210.0`,
    /// `2.1e2` and `0xD2` are 210 to one or another of them).
    fn takes(self, text: &str, folded: bool) -> bool {
        if folded {
            return self.may_take(text.trim());
        }
        text.parse::<i64>()
            .is_ok_and(|number| number.to_string() == text && (self.from..=self.to).contains(&number))
    }

    fn may_take(self, text: &str) -> bool {
        // Python and Java read the digits of all scripts, and nobody here knows them.
        if text.contains(|c: char| c.is_numeric() && !c.is_ascii()) {
            return true;
        }
        let text = text.replace('_', "");
        let (sign, magnitude) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(&text)),
        };
        let in_hex = magnitude.strip_prefix("0x").and_then(|digits| {
            let end = digits
                .find(|c: char| !c.is_ascii_hexdigit())
                .unwrap_or(digits.len());
            i128::from_str_radix(digits.get(..end)?, 16).ok()
        });
        let may_be = |low: i128, high: i128| low <= i128::from(self.to) && i128::from(self.from) <= high;
        if let Some(number) = in_hex
            && may_be(sign * number, sign * number)
        {
            return true;
        }
        // Cut or rounded, up or down.
        decimal(magnitude).is_some_and(|(down, up)| {
            let (one, other) = (sign * down, sign * up);
            may_be(one.min(other), one.max(other))
        })
    }
}

/// The number at the beginning of a text, rounded down and up. Too large for anybody: as large as can be said.
fn decimal(text: &str) -> Option<(i128, i128)> {
    let end_of = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end_of(text));
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(end_of(rest)),
        None => ("", rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let exponent = exponent(rest);
    let digits = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).ok()?.saturating_add(exponent);
    let point = usize::try_from(point.max(0)).ok()?;
    let kept = digits.get(..point.min(digits.len())).unwrap_or_default();
    let zeros = point.saturating_sub(digits.len()).min(LONGEST_NUMBER);
    let kept = format!("0{kept}{}", "0".repeat(zeros));
    let cut_off = digits.get(point..).unwrap_or_default();
    let down = kept.parse().unwrap_or(i128::from(i64::MAX) + 1);
    let is_whole = cut_off.bytes().all(|digit| digit == b'0');
    Some((down, if is_whole { down } else { down + 1 }))
}

/// Digits of the largest number that fits; zeros behind more than those change nothing, except of zero itself.
const LONGEST_NUMBER: usize = 40;

fn exponent(text: &str) -> i64 {
    let Some(text) = text.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    match digits.get(..end).unwrap_or_default() {
        "" => 0,
        digits => sign * digits.parse::<i64>().unwrap_or(i64::from(u32::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(from: i64, to: i64) -> Values {
        vec![ValuePattern::Number(NumberRange::new(from, to).unwrap())].into()
    }

    #[test]
    fn a_number_is_written_plainly_or_forgiven_loosely() {
        let rule = number(210, 210);
        assert!(rule.take("210", false));
        for disguised in [
            "0210",
            "210abc",
            " 210",
            "+210",
            "210.0",
            "2.1e2",
            "2.1E+2",
            "21e1",
            "2100e-1",
            "210.4",
            "209.5",
            "0xd2",
            "2_10",
            "00210;",
            "٢١٠",
            "000000000000000000000000000000000000000000000000000210",
        ] {
            assert!(!rule.take(disguised, false), "{disguised}");
            assert!(rule.take(disguised, true), "{disguised}");
        }
        for other in [
            "",
            "21",
            "2100",
            "-210",
            "a210",
            "2.1e3",
            "1e99999999999999999999",
            "211",
            "0x210",
            ".",
            "-",
        ] {
            assert!(!rule.take(other, true), "{other}");
        }
        assert!(number(-3, -2).take("-2.5", true));
        assert!(number(0, 0).take("0e99999999999999999999", true));
        assert!(number(1, i64::MAX).take("9223372036854775807", false));
        assert!(!number(1, i64::MAX).take("9223372036854775808", true));
    }

    #[test]
    fn a_regular_expression_is_about_whole_values() {
        let rule = Values::from(vec![ValuePattern::Regex(
            ValueRegex::parse("Mail|News[0-9]+").unwrap(),
        )]);
        for (text, folded, expected) in [
            ("Mail", false, true),
            ("mail", false, false),
            ("mail", true, true),
            ("News12", false, true),
            ("News", false, false),
            ("Mailbox", true, false),
            ("Mail\n", false, false),
        ] {
            assert_eq!(rule.take(text, folded), expected, "{text:?} {folded}");
        }
        assert!(ValueRegex::parse("a)(b").is_err());
        assert!(ValueRegex::parse("(a{1000}){1000}").is_err());
    }

    #[test]
    fn none_of_them_is_everything_else() {
        let glob = |text| ValuePattern::Glob(Glob::parse(text).unwrap());
        let rule = Values::from(vec![glob("Contacts"), glob("Acc*")])
            .negated()
            .unwrap();
        assert!(!rule.take("Contacts", false));
        assert!(!rule.take("Accounts", false));
        assert!(rule.take("Messages", false));
        assert!(rule.take("", false));
        assert!(!rule.take("contacts", true));
    }
}
