//! Every way in which a server may read a path.
//!
//! Servers disagree: some decode twice, some cut at `;`, some take `\` for `/`, some fold case. Instead of guessing
//! which one is behind us, all readings are listed and all of them must be visible. The bugs that this answers:
//! CVE-2019-9901, CVE-2021-32779 (Envoy), CVE-2025-54576 (oauth2-proxy), GHSA-p224-6x5r-fjpm (Oathkeeper).

use std::borrow::Cow;

use super::characters::{fold, latin1, shorten_overlong, text_of, unescape};

/// Exact readings of one path, and again folded ones, before it is called ambiguous. Honest paths have one to eight.
const MOST_READINGS: usize = 96;

/// What all of them may add to the path itself: long paths are honest, long and strange ones are work for nothing.
const MOST_BYTES: usize = 64 * 1024;

/// One way to read a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'p> {
    pub path: Cow<'p, str>,
    /// To be compared with folded patterns. Borrowed when folding changed nothing.
    pub folded: bool,
    /// Only servers of a certain make read it so (`/index.php/x` as `/index.php`): it counts where a scope names it,
    /// and is not "elsewhere" where none does.
    pub only_where_named: bool,
}

/// The path has more readings than an honest one ever has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyReadings;

/// All readings of `path`, the exact ones first. The very first is the plain one, in which escapes of harmless
/// characters are undone.
pub fn readings(path: &str) -> Result<Vec<Reading<'_>>, TooManyReadings> {
    if is_plain(path) && scripts(path).is_empty() {
        return Ok(vec![
            Reading {
                path: Cow::Borrowed(path),
                folded: false,
                only_where_named: false,
            },
            Reading {
                path: fold(path),
                folded: true,
                only_where_named: false,
            },
        ]);
    }
    let exact = closure(vec![plain(path.as_bytes())], |read| read)?;
    let mut seeds: Vec<_> = exact.iter().map(|read| fold_bytes(read.clone())).collect();
    // What is no UTF-8 may be Latin-1 altogether; what is, honest people write.
    let strange = exact.iter().filter(|read| std::str::from_utf8(read).is_err());
    seeds.extend(strange.map(|read| fold(&latin1(read)).into_owned().into_bytes()));
    let folded = as_texts(closure(seeds, fold_bytes)?);
    let exact = as_texts(exact);
    let mut all = Vec::with_capacity(exact.len() + folded.len());
    for (paths, folded) in [(exact, false), (folded, true)] {
        for path in paths {
            for script in scripts(&path) {
                all.push(Reading {
                    path: Cow::Owned(script),
                    folded,
                    only_where_named: true,
                });
            }
            all.push(Reading {
                path,
                folded,
                only_where_named: false,
            });
        }
    }
    // The plain reading leads, also when it may mean a script.
    all.sort_by_key(|reading| (reading.folded, reading.only_where_named));
    Ok(all)
}

/// Everything that the transformations make of `found`, in whatever order a server applies them.
fn closure(
    seeds: Vec<Vec<u8>>,
    finish: impl Fn(Vec<u8>) -> Vec<u8>,
) -> Result<Vec<Vec<u8>>, TooManyReadings> {
    let mut found: Vec<Vec<u8>> = Vec::with_capacity(seeds.len());
    for seed in seeds {
        if !found.contains(&seed) {
            found.push(seed);
        }
    }
    let mut bytes = 0;
    let mut next = 0;
    while let Some(current) = found.get(next).cloned() {
        for (triggers, transform) in TRANSFORMS {
            if !current.iter().any(|byte| triggers.contains(byte)) {
                continue;
            }
            let read = finish(transform(&current));
            if !found.contains(&read) {
                bytes += read.len();
                if found.len() == MOST_READINGS || bytes > MOST_BYTES {
                    return Err(TooManyReadings);
                }
                found.push(read);
            }
        }
        next += 1;
    }
    Ok(found)
}

fn as_texts<'t>(readings: Vec<Vec<u8>>) -> Vec<Cow<'t, str>> {
    readings
        .into_iter()
        .map(|read| Cow::Owned(text_of(read)))
        .collect()
}

fn fold_bytes(path: Vec<u8>) -> Vec<u8> {
    fold(&text_of(path)).into_owned().into_bytes()
}

/// Nothing in it that any server is known to treat specially.
fn is_plain(path: &str) -> bool {
    let mut previous = 0;
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b'-' | b'_' | b'~' | b'@' | b'=' | b',' | b'+' | b'!' | b')' | b'*' | b'\'' | b'$' | b'&' => {}
            // `/(S(…))`
            b'(' if previous != b'/' => {}
            // `::$DATA` begins with two
            b':' if previous != b':' => {}
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

/// What servers do to a path, and the bytes without which each of them changes nothing.
type Transform = (&'static [u8], fn(&[u8]) -> Vec<u8>);

const TRANSFORMS: [Transform; 12] = [
    (b"%\\", decode_all),
    (b"%\\", decode_all_but_slashes),
    (b";", strip_parameters),
    (b"\\", backslash_as_slash),
    (b"/", drop_authority),
    (b"/", merge_slashes),
    (b".", resolve_dots),
    (b"?#\0\r\n", cut_at_delimiter),
    (b";", cut_at_semicolon),
    (b". :\t\n\x0c\r", trim_segments),
    (b"\xc0\xc1\xe0\xf0\xf8\xfc", shorten_overlong),
    (b"(", drop_tickets),
];

/// Undoes escapes of characters that no server treats specially, so that `%6D` and `m` are one reading. The dot is
/// among them, because RFC 3986 section 6.2.2.2 makes `%2E` and `.` the same.
fn plain(path: &[u8]) -> Vec<u8> {
    unescape(path, |c| {
        !matches!(
            u8::try_from(c),
            Ok(b'/' | b'\\' | b'%' | b';' | b'?' | b'#' | 0..=0x1f | 0x7f)
        )
    })
}

fn decode_all(path: &[u8]) -> Vec<u8> {
    unescape(path, |_| true)
}

/// Tomcat and Jetty can be told to leave `%2F` and `%5C` to the app.
fn decode_all_but_slashes(path: &[u8]) -> Vec<u8> {
    unescape(path, |c| !matches!(u8::try_from(c), Ok(b'/' | b'\\')))
}

/// `/a;v=1/b` as `/a/b` (RFC 3986 section 3.3 path parameters, as Java servers read them).
fn strip_parameters(path: &[u8]) -> Vec<u8> {
    map_segments(path, |segment| {
        segment.split(|byte| *byte == b';').next().unwrap_or_default()
    })
}

/// `/a;v=1/b` as `/a`, as Apache Shiro read it (CVE-2020-1957).
fn cut_at_semicolon(path: &[u8]) -> Vec<u8> {
    cut(path, |byte| byte == b';')
}

/// A server that decodes before it splits takes `%3F`, `%23`, a NUL or the end of a line for the end of the path.
fn cut_at_delimiter(path: &[u8]) -> Vec<u8> {
    cut(path, |byte| matches!(byte, b'?' | b'#' | b'\0' | b'\r' | b'\n'))
}

fn cut(path: &[u8], ends: impl Fn(u8) -> bool) -> Vec<u8> {
    path.split(|byte| ends(*byte)).next().unwrap_or_default().to_vec()
}

fn backslash_as_slash(path: &[u8]) -> Vec<u8> {
    path.iter()
        .map(|byte| if *byte == b'\\' { b'/' } else { *byte })
        .collect()
}

/// `//host/path` as `/path`: a URL parser takes it for a network-path reference (RFC 3986 section 4.2). Browsers' parsers,
/// and Node's with them, take any number of slashes for two (<https://url.spec.whatwg.org/#special-authority-ignore-slashes-state>).
fn drop_authority(path: &[u8]) -> Vec<u8> {
    let slashes = path.iter().take_while(|byte| **byte == b'/').count();
    let authority = path.get(slashes..).unwrap_or_default();
    if slashes < 2 || authority.is_empty() {
        return path.to_vec();
    }
    match authority.iter().position(|byte| *byte == b'/') {
        Some(end) => authority.get(end..).unwrap_or_default().to_vec(),
        None => b"/".to_vec(),
    }
}

/// `/(S(x))/admin` as `/admin`, and `/ad/(S(x))min` too: ASP.NET keeps sessions and tickets of browsers without cookies in the path
/// (`sessionState cookieless`), and IIS takes them out before it looks for the page.
fn drop_tickets(path: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((byte, after)) = rest.split_first() {
        match rest.strip_prefix(b"/(").and_then(after_tickets) {
            Some(behind) => rest = behind,
            None => {
                kept.push(*byte);
                rest = after;
            }
        }
    }
    if kept.is_empty() {
        kept.push(b'/');
    }
    kept
}

/// What follows `A(…)S(…))`: a letter and a text in brackets each, at least one.
fn after_tickets(mut rest: &[u8]) -> Option<&[u8]> {
    let mut count = 0;
    while let [letter, b'(', inside @ ..] = rest {
        let end = inside
            .iter()
            .position(|byte| matches!(byte, b'(' | b')' | b'/'))?;
        let (_, behind) = inside.split_at(end);
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        rest = behind.strip_prefix(b")")?;
        count += 1;
    }
    rest.strip_prefix(b")").filter(|_| count > 0)
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

/// Windows drops dots and blanks at the end of a name, and reads `name::$DATA` as `name`; some servers trim blanks
/// at its start too.
fn trim_segments(path: &[u8]) -> Vec<u8> {
    map_segments(path, |segment| {
        let stream = segment
            .windows(3)
            .position(|at| at == b"::$")
            .unwrap_or(segment.len());
        let name = segment.get(..stream).unwrap_or(segment).trim_ascii();
        if name.iter().all(|byte| *byte == b'.') {
            return name;
        }
        let mut trimmed = name;
        while let [rest @ .., b'.' | b' ' | b'\t'] = trimmed {
            trimmed = rest;
        }
        trimmed
    })
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

/// Endings of programs to which web servers hand what follows them in the path: PHP, CGI, ASP.NET, ColdFusion.
const PROGRAMS: [&str; 12] = [
    "php", "php5", "php7", "phtml", "cgi", "fcgi", "pl", "aspx", "ashx", "asmx", "cfm", "cfc",
];

/// Programs that may answer for `path`: `/index.php/x` is `/index.php` with path info (RFC 3875 section 4.1.5),
/// and a directory is its `index.php`.
fn scripts(path: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    if !path.contains('.') && !path.ends_with('/') {
        return scripts;
    }
    if path.ends_with('/') {
        scripts.push(format!("{path}index.php"));
    }
    let ends = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    let is_program = |script: &&str| {
        let ending = script.rsplit_once('.').map_or("", |(_, ending)| ending);
        PROGRAMS
            .iter()
            .any(|program| ending.eq_ignore_ascii_case(program))
    };
    scripts.extend(ends.filter(is_program).map(str::to_owned));
    scripts
}

#[cfg(test)]
mod tests;
