//! The request target, in origin-form (RFC 9112 section 3.2.1), kept byte for byte.

use std::fmt;
use std::sync::Arc;

/// Longest target that is read. RFC 9112 section 3 asks for at least 8000 octets.
const LONGEST_TARGET: usize = 8 * 1024;

/// A target in origin-form: it starts with `/`, has only visible ASCII, no fragment, no backslash, no broken or
/// control-character escape in its path. Cloning is cheap.
#[derive(Clone, PartialEq, Eq)]
pub struct CanonicalTarget {
    raw: Arc<str>,
    path_end: usize,
}

/// Why a target is not taken. All of them are the client's fault: 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    #[error("the request target does not start with `/`")]
    NotOriginForm,
    #[error("the request target is longer than 8 KiB")]
    TooLong,
    #[error("the request target has a byte that does not belong in a target")]
    ForbiddenByte,
    #[error("the request target has a `%` that is not followed by two hex digits")]
    BrokenEscape,
    #[error("the request path has an escaped control character")]
    EscapedControl,
}

impl CanonicalTarget {
    pub fn parse(raw: &[u8]) -> Result<Self, TargetError> {
        if raw.len() > LONGEST_TARGET {
            return Err(TargetError::TooLong);
        }
        if raw.first() != Some(&b'/') {
            return Err(TargetError::NotOriginForm);
        }
        // RFC 3986 allows fewer bytes; browsers send a few more (`|`, `"`, `{`) in the query, which are harmless.
        if raw
            .iter()
            .any(|byte| !matches!(byte, 0x21..=0x7e) || matches!(byte, b'#' | b'\\'))
        {
            return Err(TargetError::ForbiddenByte);
        }
        let path_end = raw.iter().position(|byte| *byte == b'?').unwrap_or(raw.len());
        for (at, _) in raw.iter().enumerate().filter(|(_, byte)| **byte == b'%') {
            let escaped = escape_at(raw, at).ok_or(TargetError::BrokenEscape)?;
            if at < path_end && (escaped < 0x20 || escaped == 0x7f) {
                return Err(TargetError::EscapedControl);
            }
        }
        let raw = std::str::from_utf8(raw).map_err(|_| TargetError::ForbiddenByte)?;
        Ok(Self {
            raw: raw.into(),
            path_end,
        })
    }

    /// The target as it came and as it will be sent.
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    pub fn path(&self) -> &str {
        self.raw.get(..self.path_end).unwrap_or_default()
    }

    /// What follows the first `?`, if there is one.
    pub fn query(&self) -> Option<&str> {
        self.raw.get(self.path_end + 1..)
    }
}

impl fmt::Debug for CanonicalTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.raw)
    }
}

/// The byte that the escape at `at` stands for.
fn escape_at(text: &[u8], at: usize) -> Option<u8> {
    let hex = |offset: usize| (*text.get(at + offset)? as char).to_digit(16);
    u8::try_from(hex(1)? * 16 + hex(2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_kept_as_it_came() {
        let target = CanonicalTarget::parse(b"/a%2Fb//c?x=1?y").unwrap();
        assert_eq!(target.as_str(), "/a%2Fb//c?x=1?y");
        assert_eq!(target.path(), "/a%2Fb//c");
        assert_eq!(target.query(), Some("x=1?y"));
        assert_eq!(CanonicalTarget::parse(b"/").unwrap().query(), None);
        assert_eq!(CanonicalTarget::parse(b"/?").unwrap().query(), Some(""));
    }

    #[test]
    fn what_is_no_origin_form_is_refused() {
        for (raw, why) in [
            (&b"http://crm/"[..], TargetError::NotOriginForm),
            (b"*", TargetError::NotOriginForm),
            (b"crm:443", TargetError::NotOriginForm),
            (b"", TargetError::NotOriginForm),
            (b"/a b", TargetError::ForbiddenByte),
            (b"/a\tb", TargetError::ForbiddenByte),
            (b"/a\\b", TargetError::ForbiddenByte),
            (b"/a#b", TargetError::ForbiddenByte),
            (b"/\xff", TargetError::ForbiddenByte),
            (b"/%", TargetError::BrokenEscape),
            (b"/%4", TargetError::BrokenEscape),
            (b"/x?%zz", TargetError::BrokenEscape),
            (b"/%00", TargetError::EscapedControl),
            (b"/%0a", TargetError::EscapedControl),
            (b"/%7F", TargetError::EscapedControl),
        ] {
            assert_eq!(
                CanonicalTarget::parse(raw),
                Err(why),
                "{}",
                String::from_utf8_lossy(raw)
            );
        }
        assert!(CanonicalTarget::parse(b"/x?note=two%0Alines").is_ok());
        assert_eq!(
            CanonicalTarget::parse(&[b'/'; LONGEST_TARGET + 1]),
            Err(TargetError::TooLong)
        );
    }
}
