//! Text with wildcards.

use std::borrow::Cow;

use super::canonical::fold;

/// Text in which `*` stands for any run of characters. Matching is linear in practice and never worse than n·m.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    exact: String,
    /// `None`: the same.
    folded: Option<String>,
    /// Without any `*`, it matches itself alone.
    is_literal: bool,
}

/// A pattern that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GlobError {
    #[error("a value pattern must not be empty; leave the rule out to match everything")]
    Empty,
}

impl Glob {
    pub fn parse(pattern: &str) -> Result<Self, GlobError> {
        if pattern.is_empty() {
            return Err(GlobError::Empty);
        }
        Ok(Self {
            exact: pattern.to_owned(),
            is_literal: !fold(pattern).contains('*'),
            folded: match fold(pattern) {
                Cow::Borrowed(_) => None,
                // Nothing visible is left: match nothing, not everything.
                Cow::Owned(folded) if folded.is_empty() => None,
                Cow::Owned(folded) => Some(folded).filter(|folded| folded != pattern),
            },
        })
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.exact
    }

    pub fn matches(&self, text: &str, folded: bool) -> bool {
        let pattern = self.pattern(folded);
        if self.is_literal {
            pattern == text
        } else {
            glob(pattern, text)
        }
    }

    /// Folded, it reads as written.
    pub(super) fn is_folded(&self) -> bool {
        self.folded.is_none()
    }

    /// The only text that it matches, if there is only one.
    pub(super) fn literal(&self, folded: bool) -> Option<&str> {
        self.is_literal.then(|| self.pattern(folded))
    }

    fn pattern(&self, folded: bool) -> &str {
        match &self.folded {
            Some(pattern) if folded => pattern,
            _ => &self.exact,
        }
    }
}

/// The classic two-pointer walk: on a mismatch, let the last `*` take one more byte.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(expected) if expected == byte => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after_star, taken)) => {
                    retry = Some((after_star, taken + 1));
                    p = after_star;
                    t = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_values() {
        for (pattern, text, expected) in [
            ("mail.*", "mail.message", true),
            ("mail.*", "email.message", false),
            ("*", "", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false),
            ("Messages", "Messages2", false),
        ] {
            assert_eq!(
                Glob::parse(pattern).unwrap().matches(text, false),
                expected,
                "{pattern} {text}"
            );
        }
    }
}
