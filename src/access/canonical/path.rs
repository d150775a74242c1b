//! Every way in which a server may read a path.
//!
//! Servers disagree: some decode twice, some cut at `;`, some take `\` for `/`, some fold case. Instead of guessing
//! which one is behind us, all readings are listed and all of them must be visible. The bugs that this answers:
//! CVE-2019-9901, CVE-2021-32779 (Envoy), CVE-2025-54576 (oauth2-proxy), GHSA-p224-6x5r-fjpm (Oathkeeper).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::target::escape_at;

/// Readings of one path before it is called ambiguous. Honest paths have one to four.
const MOST_READINGS: usize = 64;

/// One way to read a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'p> {
    pub path: Cow<'p, str>,
    /// Case-folded: to be compared with folded patterns.
    pub folded: bool,
}

/// The path has more readings than an honest one ever has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyReadings;

/// All readings of `path`; the first is the plain one, in which escapes of harmless characters are undone.
pub fn readings(path: &str) -> Result<Vec<Reading<'_>>, TooManyReadings> {
    let exact = exact_readings(path)?;
    let mut all: Vec<Reading<'_>> = Vec::with_capacity(exact.len() * 2);
    for path in exact {
        let folded = path.to_lowercase();
        all.push(Reading { path, folded: false });
        all.push(Reading {
            path: Cow::Owned(folded),
            folded: true,
        });
    }
    Ok(all)
}

fn exact_readings(path: &str) -> Result<Vec<Cow<'_, str>>, TooManyReadings> {
    if is_plain(path) {
        return Ok(vec![Cow::Borrowed(path)]);
    }
    let mut found = vec![decode_harmless(path.as_bytes())];
    let mut next = 0;
    // The closure under all transformations: whatever order a server applies them in, its result is in here.
    while let Some(current) = found.get(next).cloned() {
        for transform in TRANSFORMS {
            let read = transform(&current);
            if !found.contains(&read) {
                if found.len() == MOST_READINGS {
                    return Err(TooManyReadings);
                }
                found.push(read);
            }
        }
        next += 1;
    }
    Ok(found
        .into_iter()
        .map(|read| Cow::Owned(String::from_utf8_lossy(&read).into_owned()))
        .collect())
}

/// Nothing in it that any server is known to treat specially.
fn is_plain(path: &str) -> bool {
    let mut previous = 0;
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'~'
            | b'@'
            | b':'
            | b'='
            | b','
            | b'+'
            | b'!' => {}
            // `//`, `./` and `name./`
            b'/' if previous != b'/' && previous != b'.' => {}
            // `/.` may begin a dot segment, `..` may end in one
            b'.' if previous != b'/' && previous != b'.' => {}
            _ => return false,
        }
        previous = byte;
    }
    previous != b'.'
}

const TRANSFORMS: [fn(&[u8]) -> Vec<u8>; 8] = [
    decode_all,
    strip_parameters,
    backslash_as_slash,
    merge_slashes,
    resolve_dots,
    cut_at_delimiter,
    trim_segment_ends,
    unify_characters,
];

/// Undoes escapes of characters that no server treats specially, so that `%6D` and `m` are one reading.
fn decode_harmless(path: &[u8]) -> Vec<u8> {
    decode(path, |byte| {
        !matches!(
            byte,
            b'/' | b'\\' | b'%' | b';' | b'?' | b'#' | b'.' | 0..=0x1f | 0x7f
        )
    })
}

fn decode_all(path: &[u8]) -> Vec<u8> {
    decode(path, |_| true)
}

fn decode(path: &[u8], wanted: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(byte) = path.get(at) {
        match escape_at(path, at) {
            Some(escaped) if *byte == b'%' && wanted(escaped) => {
                decoded.push(escaped);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    decoded
}

/// `/a;v=1/b` as `/a/b` (RFC 3986 section 3.3 path parameters, as Java servers read them).
fn strip_parameters(path: &[u8]) -> Vec<u8> {
    map_segments(path, |segment| {
        segment.split(|byte| *byte == b';').next().unwrap_or_default()
    })
}

fn backslash_as_slash(path: &[u8]) -> Vec<u8> {
    path.iter()
        .map(|byte| if *byte == b'\\' { b'/' } else { *byte })
        .collect()
}

fn merge_slashes(path: &[u8]) -> Vec<u8> {
    let mut merged = path.to_vec();
    merged.dedup_by(|a, b| *a == b'/' && *b == b'/');
    merged
}

/// RFC 3986 section 5.2.4.
fn resolve_dots(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut ends_in_directory = false;
    for segment in path.split(|byte| *byte == b'/').skip(1) {
        ends_in_directory = false;
        match segment {
            b"." => ends_in_directory = true,
            b".." => {
                kept.pop();
                ends_in_directory = true;
            }
            name => kept.push(name),
        }
    }
    let mut resolved = Vec::with_capacity(path.len());
    for segment in &kept {
        resolved.push(b'/');
        resolved.extend_from_slice(segment);
    }
    if kept.is_empty() || ends_in_directory {
        resolved.push(b'/');
    }
    resolved
}

/// A server that decodes before it splits takes `%3F`, `%23` or a NUL for the end of the path.
fn cut_at_delimiter(path: &[u8]) -> Vec<u8> {
    path.split(|byte| matches!(byte, b'?' | b'#' | 0))
        .next()
        .unwrap_or_default()
        .to_vec()
}

/// Windows drops dots and spaces at the end of a name; some servers trim blanks at its start too.
fn trim_segment_ends(path: &[u8]) -> Vec<u8> {
    map_segments(path, |segment| {
        if segment.iter().all(|byte| *byte == b'.') {
            return segment;
        }
        let mut trimmed = segment;
        while let [rest @ .., b'.' | b' '] = trimmed {
            trimmed = rest;
        }
        while let [b' ', rest @ ..] = trimmed {
            trimmed = rest;
        }
        trimmed
    })
}

/// Overlong UTF-8 (`C0 AF` for `/`, RFC 3629 section 10) and compatibility forms (fullwidth `／`) as what they mean.
fn unify_characters(path: &[u8]) -> Vec<u8> {
    let mut ascii = Vec::with_capacity(path.len());
    let mut rest = path;
    loop {
        rest = match rest {
            [] => break,
            [lead @ 0xc0..=0xc1, tail @ 0x80..=0xbf, after @ ..] => {
                ascii.push(((lead & 0x1f) << 6) | (tail & 0x3f));
                after
            }
            [0xe0, middle @ 0x80..=0x81, tail @ 0x80..=0xbf, after @ ..] => {
                ascii.push(((middle & 0x3f) << 6) | (tail & 0x3f));
                after
            }
            [0xf0, 0x80, middle @ 0x80..=0x81, tail @ 0x80..=0xbf, after @ ..] => {
                ascii.push(((middle & 0x3f) << 6) | (tail & 0x3f));
                after
            }
            [byte, after @ ..] => {
                ascii.push(*byte);
                after
            }
        };
    }
    match std::str::from_utf8(&ascii) {
        Ok(text) => text.nfkc().collect::<String>().into_bytes(),
        Err(_) => ascii,
    }
}

fn map_segments<'p>(path: &'p [u8], keep: impl Fn(&'p [u8]) -> &'p [u8]) -> Vec<u8> {
    let mut mapped = Vec::with_capacity(path.len());
    for (index, segment) in path.split(|byte| *byte == b'/').enumerate() {
        if index > 0 {
            mapped.push(b'/');
        }
        mapped.extend_from_slice(keep(segment));
    }
    mapped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Vec<String> {
        exact_readings(path)
            .unwrap()
            .into_iter()
            .map(Cow::into_owned)
            .collect()
    }

    #[test]
    fn an_ordinary_path_has_one_reading() {
        for path in ["/", "/contacts/20/edit", "/a-b_c~d/file.tar.gz", "/@me:x=1,2+3!"] {
            assert_eq!(read(path), [path]);
        }
    }

    #[test]
    fn every_disguise_of_a_hidden_path_is_seen_through() {
        for disguise in [
            "/%6Dessages",
            "//messages",
            "/./messages",
            "/x/../messages",
            "/x/%2e%2e/messages",
            "/x%2F..%2Fmessages",
            "/x%5c..%5cmessages",
            "/messages;v=1",
            "/messages%3Bv=1",
            "/messages%3Fx",
            "/messages%23x",
            "/messages.",
            "/messages%20",
            "/%256Dessages",
            "/x/..;/messages",
            "/x%c0%af..%c0%afmessages",
            "/%EF%BD%8Dessages",
            "/%2525%36Dessages/..%252fmessages",
        ] {
            assert!(
                read(disguise).contains(&"/messages".to_owned()),
                "{disguise}: {:?}",
                read(disguise)
            );
        }
    }

    #[test]
    fn a_path_with_endless_readings_is_given_up() {
        assert_eq!(
            exact_readings(&"/a;%2f.%255c;..%c0%af".repeat(40)),
            Err(TooManyReadings)
        );
    }
}
