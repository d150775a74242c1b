//! What one character may become on its way through a server: escapes, encodings, and folding.
//!
//! Nothing here refuses; it only says what else a text may be taken for.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Undoes the escapes of `wanted` bytes: `%6D`, and as IIS and JSON write them `%u006D` and `\u006D`.
pub(super) fn unescape(text: &[u8], wanted: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        match escape_before(rest) {
            Some((Escaped::Byte(escaped), after)) if wanted(u32::from(escaped)) => {
                plain.push(escaped);
                rest = after;
            }
            Some((Escaped::Character(escaped), after)) if wanted(u32::from(escaped)) => {
                plain.extend_from_slice(escaped.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
            _ => {
                plain.push(*byte);
                rest = after;
            }
        }
    }
    plain
}

enum Escaped {
    Byte(u8),
    Character(char),
}

fn escape_before(text: &[u8]) -> Option<(Escaped, &[u8])> {
    match text {
        [b'%', b'u' | b'U', digits @ ..] | [b'\\', b'u' | b'U', digits @ ..] => {
            let (digits, after) = digits.split_at_checked(4)?;
            Some((Escaped::Character(char::from_u32(number(digits)?)?), after))
        }
        [b'%', digits @ ..] => {
            let (digits, after) = digits.split_at_checked(2)?;
            Some((Escaped::Byte(u8::try_from(number(digits)?).ok()?), after))
        }
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |so_far, digit| {
        Some(so_far * 16 + char::from(*digit).to_digit(16)?)
    })
}

/// ASCII in overlong UTF-8 (`C0 AF` for `/`, RFC 3629 section 10), as decoders read it that do not check. The old
/// IIS did not even check the second byte after `C0` and `C1`, which begin no character at all.
pub(super) fn shorten_overlong(bytes: &[u8]) -> Vec<u8> {
    let mut short = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return short,
            [lead @ 0xc0..=0xc1, tail, after @ ..]
            | [0xe0, lead @ 0x80..=0x81, tail @ 0x80..=0xbf, after @ ..]
            | [0xf0, 0x80, lead @ 0x80..=0x81, tail @ 0x80..=0xbf, after @ ..]
            | [
                0xf8,
                0x80,
                0x80,
                lead @ 0x80..=0x81,
                tail @ 0x80..=0xbf,
                after @ ..,
            ]
            | [
                0xfc,
                0x80,
                0x80,
                0x80,
                lead @ 0x80..=0x81,
                tail @ 0x80..=0xbf,
                after @ ..,
            ] => {
                short.push(((lead & 1) << 6) | (tail & 0x3f));
                after
            }
            [byte, after @ ..] => {
                short.push(*byte);
                after
            }
        };
    }
}

/// UTF-8 where it is, and Latin-1 where it is not: a byte that is no UTF-8 does not hide the characters around it.
pub(super) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let mut text = String::with_capacity(2 * error.as_bytes().len());
        for chunk in error.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.push_str(&latin1(chunk.invalid()));
        }
        text
    })
}

/// What a server makes of the bytes that knows only Latin-1.
pub(super) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// One spelling for everything that a file system, a collation or a best-fit conversion may take for the same:
/// compatibility forms (`ｍ`, `ſ`, the Kelvin sign), accents, case (`ß` and `SS`), and characters that show nothing.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            return Cow::Owned(
                text.chars()
                    .filter(|c| !shows_nothing(*c))
                    .map(|c| c.to_ascii_lowercase())
                    .collect(),
            );
        }
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    // Character by character, because `str::to_lowercase` looks at the end of the word for `Σ`. Twice decomposed,
    // because a change of case can bring forth accents (`İ`, `ŉ`).
    Cow::Owned(
        text.nfkd()
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && !shows_nothing(*c))
            .collect(),
    )
}

/// Controls (the URL Standard removes tab and newline) and characters that HFS+ ignores in names (CVE-2014-9390).
fn shows_nothing(c: char) -> bool {
    matches!(c,
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_taken_for_the_same_folds_to_the_same() {
        for (written, folded) in [
            ("messages", "messages"),
            ("MESSAGES", "messages"),
            ("ｍeſſages", "messages"),
            ("\u{212a}iosk", "kiosk"),
            ("\u{130}nbox", "inbox"),
            ("\u{131}nbox", "inbox"),
            ("stra\u{df}e", "strasse"),
            ("STRASSE", "strasse"),
            ("\u{1e9e}", "ss"),
            ("mess\u{200b}ag\u{301}es", "messages"),
            ("mess\tages", "messages"),
            ("ﬁles／a‥", "files/a.."),
            ("ΣΑΣ", "σασ"),
            ("你好", "你好"),
        ] {
            assert_eq!(fold(written), folded, "{written:?}");
        }
    }

    #[test]
    fn overlong_forms_are_the_characters_that_they_hide() {
        for hidden in [
            &b"\xc0\xaf"[..],
            b"\xc0\x2f",
            b"\xe0\x80\xaf",
            b"\xf0\x80\x80\xaf",
            b"\xf8\x80\x80\x80\xaf",
            b"\xfc\x80\x80\x80\x80\xaf",
        ] {
            assert_eq!(shorten_overlong(hidden), b"/");
        }
        assert_eq!(shorten_overlong("é你".as_bytes()), "é你".as_bytes());
    }

    #[test]
    fn escapes_of_every_kind_are_undone_and_broken_ones_stay() {
        assert_eq!(unescape(b"%6d%u006d\\u006D%zz%4%", |_| true), b"mmm%zz%4%");
        assert_eq!(unescape(b"%2f%6d", |c| c != u32::from(b'/')), b"%2fm");
    }
}
