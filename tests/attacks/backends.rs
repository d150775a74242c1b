//! Servers as they are: which path each of them would serve for a request line. Written from what they do, and not
//! from how the gateway reads paths, so that the one can judge the other.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One make of server, and the path that it serves for the bytes of a target.
struct Backend {
    name: &'static str,
    serves: fn(&[u8]) -> Vec<u8>,
    ignores_case: bool,
}

const fn exact(name: &'static str, serves: fn(&[u8]) -> Vec<u8>) -> Backend {
    Backend {
        name,
        serves,
        ignores_case: false,
    }
}

const fn ignoring_case(name: &'static str, serves: fn(&[u8]) -> Vec<u8>) -> Backend {
    Backend {
        name,
        serves,
        ignores_case: true,
    }
}

const BACKENDS: [Backend; 27] = [
    exact("a router that compares bytes", <[u8]>::to_vec),
    ignoring_case("Express, which ignores case", <[u8]>::to_vec),
    exact("nginx and Go: decode, then resolve", |raw| clean(&percent(raw))),
    exact("Apache with AllowEncodedSlashes NoDecode", |raw| {
        clean(&percent_except(raw, b"/"))
    }),
    exact("a router that decodes each segment", |raw| {
        join(raw.split(|byte| *byte == b'/').map(percent))
    }),
    exact("new URL(target, base)", |raw| percent(url(raw).as_bytes())),
    exact("new URL(target, base), undecoded", |raw| url(raw).into_bytes()),
    exact("new URL of the decoded target", |raw| {
        percent(url(&percent(raw)).as_bytes())
    }),
    exact("Tomcat: parameters off, decode, resolve", |raw| {
        clean(&percent(&parameters_off(raw)))
    }),
    exact("Jetty: decode, parameters off, resolve", |raw| {
        clean(&parameters_off(&percent(raw)))
    }),
    exact("Spring: resolve, parameters off, decode", |raw| {
        percent(&parameters_off(&clean(raw)))
    }),
    exact("Shiro: cut at the first semicolon", |raw| {
        clean(&percent(&until(raw, b";")))
    }),
    exact("Shiro after decoding", |raw| clean(&until(&percent(raw), b";"))),
    ignoring_case("IIS", |raw| clean(&windows(&slashed(&unicode_percent(raw))))),
    ignoring_case("Windows names after resolving", |raw| {
        windows(&clean(&slashed(&percent(raw))))
    }),
    exact("backslashes as slashes", |raw| clean(&slashed(&percent(raw)))),
    exact("two servers that decode", |raw| clean(&percent(&percent(raw)))),
    exact("two servers that resolve", |raw| {
        clean(&percent(&clean(&percent(raw))))
    }),
    exact("three that decode", |raw| {
        clean(&percent(&percent(&percent(raw))))
    }),
    exact("backslashes after decoding twice", |raw| {
        clean(&slashed(&percent(&percent(raw))))
    }),
    exact("a rewrite of the decoded URL", |raw| {
        clean(&until(&percent(raw), b"?#"))
    }),
    exact("names as C strings", |raw| {
        clean(&until(&percent(&percent(raw)), b"\0\r\n"))
    }),
    exact("a decoder that takes overlong UTF-8", |raw| {
        clean(&slashed(&long_as_short(&percent(raw))))
    }),
    ignoring_case("names as NFKC", |raw| clean(nfkc(&percent(raw)).as_bytes())),
    ignoring_case("HFS+ and what else ignores zero-width characters", |raw| {
        clean(visible(&percent(raw)).as_bytes())
    }),
    ignoring_case("a collation without accents", |raw| {
        clean(unaccented(&percent(raw)).as_bytes())
    }),
    exact("blanks trimmed off names", |raw| {
        clean(&join(
            percent(raw)
                .split(|byte| *byte == b'/')
                .map(|it| it.trim_ascii().to_vec()),
        ))
    }),
];

/// Which server would serve something hidden for this target, if any: `/messages` and all below it, the script
/// `/admin.php` with whatever path info, and the index of `/vault/`.
pub(crate) fn serving_hidden(target: &str) -> Option<&'static str> {
    let raw = target.split('?').next().unwrap_or_default();
    let found = BACKENDS.iter().find(|backend| {
        let path = (backend.serves)(raw.as_bytes());
        let path = String::from_utf8_lossy(&path);
        is_hidden(&if backend.ignores_case {
            Cow::Owned(path.to_lowercase())
        } else {
            path
        })
    });
    found.map(|backend| backend.name)
}

fn is_hidden(path: &str) -> bool {
    let script = path.find("/admin.php").map(|at| &path[at + "/admin.php".len()..]);
    path == "/messages"
        || path.starts_with("/messages/")
        || (path.starts_with("/admin.php")
            && script.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        || path == "/vault/"
        || path == "/vault/index.php"
}

fn percent(text: &[u8]) -> Vec<u8> {
    percent_except(text, b"")
}

fn percent_except(text: &[u8], kept: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let hex = text
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex
            .filter(|_| text[at] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte.filter(|byte| !kept.contains(byte)) {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(text[at]);
                at += 1;
            }
        }
    }
    plain
}

/// `%u006D` too.
fn unicode_percent(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    let mut parts = text.split("%u");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let wide = part.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match wide.and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                plain.push_str(&part[4..]);
            }
            None => {
                plain.push_str("%u");
                plain.push_str(part);
            }
        }
    }
    percent(plain.as_bytes())
}

/// `path.Clean` of Go: no empty and no dot segments; a slash at the end stays.
fn clean(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    for segment in path.split(|byte| *byte == b'/') {
        match segment {
            b"" | b"." => {}
            b".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let mut cleaned = vec![b'/'];
    cleaned.extend(kept.join(&b'/'));
    if !kept.is_empty() && path.ends_with(b"/") {
        cleaned.push(b'/');
    }
    cleaned
}

fn join(segments: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    segments.collect::<Vec<_>>().join(&b'/')
}

fn parameters_off(path: &[u8]) -> Vec<u8> {
    join(
        path.split(|byte| *byte == b'/')
            .map(|segment| until(segment, b";")),
    )
}

fn until(text: &[u8], ends: &[u8]) -> Vec<u8> {
    text.iter()
        .copied()
        .take_while(|byte| !ends.contains(byte))
        .collect()
}

fn slashed(path: &[u8]) -> Vec<u8> {
    path.iter()
        .map(|byte| if *byte == b'\\' { b'/' } else { *byte })
        .collect()
}

/// Windows opens `name. `, `name::$DATA` and `name` as one file.
fn windows(path: &[u8]) -> Vec<u8> {
    join(path.split(|byte| *byte == b'/').map(|segment| {
        let name = String::from_utf8_lossy(segment).into_owned();
        let name = name.split("::$").next().unwrap_or_default();
        if name.chars().all(|c| c == '.') {
            name.into()
        } else {
            name.trim_end_matches(['.', ' ']).into()
        }
    }))
}

fn long_as_short(text: &[u8]) -> Vec<u8> {
    let mut short = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (taken, byte) = match text[at..] {
            [lead @ (0xc0 | 0xc1), next, ..] => (2, (lead & 1) << 6 | next & 0x3f),
            [0xe0, lead @ (0x80 | 0x81), next @ 0x80..=0xbf, ..] => (3, (lead & 1) << 6 | next & 0x3f),
            [0xf0, 0x80, lead @ (0x80 | 0x81), next @ 0x80..=0xbf, ..] => (4, (lead & 1) << 6 | next & 0x3f),
            [byte, ..] => (1, byte),
            [] => unreachable!("the loop ends before the text does"),
        };
        short.push(byte);
        at += taken;
    }
    short
}

/// What a browser or a Node server makes of it.
fn url(target: &[u8]) -> String {
    let base = url::Url::parse("http://app.test/").unwrap();
    let text = String::from_utf8_lossy(target);
    let rest = text.trim_start_matches(['/', '\\']);
    // Any number of slashes counts as two; this parser finds an empty host in three.
    let joined = if text.len() - rest.len() > 2 {
        base.join(&format!("//{rest}"))
    } else {
        base.join(&text)
    };
    joined.map_or_else(|_| String::new(), |url| url.path().to_owned())
}

fn nfkc(text: &[u8]) -> String {
    String::from_utf8_lossy(text)
        .nfkc()
        .collect::<String>()
        .to_lowercase()
}

fn visible(text: &[u8]) -> String {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    String::from_utf8_lossy(text)
        .chars()
        .filter(|c| !unseen(*c))
        .collect()
}

fn unaccented(text: &[u8]) -> String {
    String::from_utf8_lossy(text)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

#[test]
fn every_make_of_server_finds_what_it_is_known_to_find() {
    for target in [
        "/messages/1",
        "/Messages",
        "/x/..%2fmessages",
        "/%6dessages/1",
        "/a/%2e%2e/messages;v=1/2",
        "/messages;v=1",
        "//host/messages",
        "/x/..\\messages",
        "/%256dessages",
        "/messages%3fx",
        "/messages%2500.png",
        "/messages.",
        "/messages::$DATA",
        "/%u006dessages",
        "/%c1%adessages",
        "/%ef%bd%8dessages",
        "/mess%e2%80%8bages",
        "/m%c3%a9ssages",
        "/%20messages",
        "/admin.php/x",
        "/vault/",
    ] {
        assert!(serving_hidden(target).is_some(), "{target}");
    }
    for target in [
        "/",
        "/contacts/messages",
        "/messages-of-the-day",
        "/x?/messages",
        "/admin.php.txt",
    ] {
        assert_eq!(serving_hidden(target), None, "{target}");
    }
}
