//! Other spellings of the same path or parameter, as attackers write them and as honest software does.

use proptest::prelude::*;

/// One disguise, and a number that says where it is put.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disguise(pub(crate) Kind, pub(crate) usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Escape,
    EscapeTwice,
    EscapeThrice,
    EscapeSlash,
    EscapeBackslash,
    DoubleSlash,
    DotSegment,
    EscapedDotSegment,
    UpAndDown,
    UpAndDownEscaped,
    UpAndDownWithParameter,
    Parameter,
    EscapedParameter,
    BareSemicolon,
    TrailingDot,
    TrailingBlank,
    LeadingBlank,
    TrailingSlash,
    EscapedQuestionMark,
    EscapedHash,
    EscapedNul,
    Stream,
    Upper,
    Lower,
    Overlong,
    OverlongSlash,
    Fullwidth,
    FullwidthSlash,
    Accent,
    ZeroWidth,
    UnicodeEscape,
    Authority,
    Backslash,
}

use Kind::*;

pub(crate) const ALL: [Kind; 33] = [
    Escape,
    EscapeTwice,
    EscapeThrice,
    EscapeSlash,
    EscapeBackslash,
    DoubleSlash,
    DotSegment,
    EscapedDotSegment,
    UpAndDown,
    UpAndDownEscaped,
    UpAndDownWithParameter,
    Parameter,
    EscapedParameter,
    BareSemicolon,
    TrailingDot,
    TrailingBlank,
    LeadingBlank,
    TrailingSlash,
    EscapedQuestionMark,
    EscapedHash,
    EscapedNul,
    Stream,
    Upper,
    Lower,
    Overlong,
    OverlongSlash,
    Fullwidth,
    FullwidthSlash,
    Accent,
    ZeroWidth,
    UnicodeEscape,
    Authority,
    Backslash,
];

pub(crate) fn disguises(kinds: &'static [Kind], most: usize) -> impl Strategy<Value = Vec<Disguise>> {
    let one = (prop::sample::select(kinds), 0..64_usize).prop_map(|(kind, place)| Disguise(kind, place));
    prop::collection::vec(one, 1..=most)
}

/// Plain words as a path, with only what must be escaped escaped.
pub(crate) fn written(words: &[&str]) -> String {
    let words = words
        .iter()
        .map(|word| format!("/{}", escaped_where_needed(word)));
    let path: String = words.collect();
    if path.is_empty() { "/".to_owned() } else { path }
}

fn escaped_where_needed(word: &str) -> String {
    word.bytes()
        .map(|b| {
            if b.is_ascii_graphic() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

impl Disguise {
    /// Puts the disguise on a path that may wear others already.
    pub(crate) fn on(self, path: &str) -> String {
        let Self(kind, place) = self;
        match kind {
            Escape => on_character(path, place, |c| format!("%{c:02x}")),
            EscapeTwice => on_character(path, place, |c| format!("%25{c:02X}")),
            EscapeThrice => on_character(path, place, |c| format!("%2525{c:02X}")),
            Upper => path_upper(path, true),
            Lower => path_upper(path, false),
            Overlong => on_character(path, place, |c| {
                format!("%{:02x}%{:02x}", 0xc0 | (c >> 6), 0x80 | (c & 0x3f))
            }),
            Fullwidth => on_character(path, place, fullwidth),
            Accent => on_character(path, place, |c| format!("{}%CC%81", char::from(c))),
            ZeroWidth => on_character(path, place, |c| format!("{}%E2%80%8B", char::from(c))),
            UnicodeEscape => on_character(path, place, |c| format!("%25u{c:04x}")),
            EscapeSlash => on_slash(path, place, "%2F"),
            EscapeBackslash => on_slash(path, place, "%5c"),
            Backslash => on_slash(path, place, "%255c"),
            OverlongSlash => on_slash(path, place, "%e0%80%af"),
            FullwidthSlash => on_slash(path, place, "%EF%BC%8F"),
            DoubleSlash => on_slash(path, place, "//"),
            DotSegment => on_slash(path, place, "/./"),
            EscapedDotSegment => on_slash(path, place, "/%2e/"),
            UpAndDown => on_slash(path, place, "/x/../"),
            UpAndDownEscaped => on_slash(path, place, "/x/.%252e/"),
            UpAndDownWithParameter => on_slash(path, place, "/x/..;a=b/"),
            LeadingBlank => on_slash(path, place, "/%20"),
            Parameter => on_end(path, place, ";v=1"),
            EscapedParameter => on_end(path, place, "%3Bv=1"),
            BareSemicolon => on_end(path, place, ";"),
            TrailingDot => on_end(path, place, "."),
            TrailingBlank => on_end(path, place, "%20"),
            Stream => on_end(path, place, "::$DATA"),
            TrailingSlash => format!("{path}/"),
            EscapedQuestionMark => format!("{path}%3Fx=/y"),
            EscapedHash => format!("{path}%23x"),
            EscapedNul => format!("{path}%2500.png"),
            Authority => format!("//host{path}"),
        }
    }
}

/// A host comes before the whole path, and so is put on last.
pub(crate) fn wear(path: &str, disguises: &[Disguise]) -> String {
    let (hosts, others): (Vec<Disguise>, Vec<Disguise>) = disguises
        .iter()
        .copied()
        .partition(|it: &Disguise| it.0 == Authority);
    let all = others.into_iter().chain(hosts.into_iter().take(1));
    all.fold(path.to_owned(), |path, disguise| disguise.on(&path))
}

fn fullwidth(c: u8) -> String {
    let wide = char::from_u32(u32::from(c) + 0xfee0).unwrap_or('?');
    wide.to_string().bytes().map(|b| format!("%{b:02X}")).collect()
}

/// Letters, digits and dots that are no part of an escape may be disguised one by one.
fn on_character(path: &str, place: usize, disguise: impl Fn(u8) -> String) -> String {
    let bytes = path.as_bytes();
    let free: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_alphanumeric() || bytes[*at] == b'.')
        .filter(|at| !bytes[at.saturating_sub(6)..*at].contains(&b'%'))
        .collect();
    let Some(at) = (!free.is_empty()).then(|| free[place % free.len()]) else {
        return path.to_owned();
    };
    format!("{}{}{}", &path[..at], disguise(bytes[at]), &path[at + 1..])
}

fn on_slash(path: &str, place: usize, instead: &str) -> String {
    // The first slash makes the origin-form; a disguise of it can only follow it.
    let slashes: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    let at = slashes[place % slashes.len()];
    let kept = if at == 0 && !instead.starts_with('/') {
        "/"
    } else {
        ""
    };
    format!("{}{kept}{instead}{}", &path[..at], &path[at + 1..])
}

fn on_end(path: &str, place: usize, added: &str) -> String {
    let ends: Vec<usize> = path
        .match_indices('/')
        .map(|(at, _)| at)
        .skip(1)
        .chain([path.len()])
        .collect();
    let at = ends[place % ends.len()];
    format!("{}{added}{}", &path[..at], &path[at..])
}

fn path_upper(path: &str, upper: bool) -> String {
    // Escapes stay as they are: `%u` and hex digits have no case that matters.
    let mut skip = 0;
    path.chars()
        .map(|c| {
            if c == '%' {
                skip = 7;
            }
            if skip > 0 {
                skip -= 1;
                c
            } else if upper {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}
