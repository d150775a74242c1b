//! Spellings of hidden paths: each disguise alone, any two together, and a soup of what disguises are made of.

use proptest::prelude::*;

type Disguise = fn(&str) -> String;

const DISGUISES: [Disguise; 40] = [
    |path| path.to_owned(),
    |path| format!("/{path}"),
    |path| format!("/.{path}"),
    |path| format!("//host{path}"),
    |path| format!("/contacts/..{path}"),
    |path| format!("/contacts/%2e%2e{path}"),
    |path| format!("/contacts/.%2E{path}"),
    |path| format!("/contacts/..%2f{}", &path[1..]),
    |path| format!("/contacts%2f..{path}"),
    |path| format!("/contacts/..%5c{}", &path[1..]),
    |path| format!("/contacts%5c..{path}"),
    |path| format!("/contacts/%252e%252e{path}"),
    |path| format!("/contacts/..%252f{}", &path[1..]),
    |path| format!("/contacts/..%c0%af{}", &path[1..]),
    |path| format!("/contacts/..%e0%80%af{}", &path[1..]),
    |path| format!("/contacts/..%u002f{}", &path[1..]),
    |path| format!("/contacts/..%ef%bc%8f{}", &path[1..]),
    |path| format!("/contacts/..;{path}"),
    |path| format!("/contacts/..;a=b{path}"),
    |path| format!("/;x{path}"),
    |path| format!("/contacts/.{path}").replace("/./", "/%2e/"),
    |path| format!("{path};v=1"),
    |path| format!("{path}%3bv=1"),
    |path| format!("{path}%3fx=/contacts"),
    |path| format!("{path}%23/contacts"),
    |path| format!("{path}%00.css"),
    |path| format!("{path}%2500.css"),
    |path| format!("{path}%0a"),
    |path| format!("{path}%20"),
    |path| format!("{path}."),
    |path| format!("{path}::$DATA"),
    |path| format!("{path}/x/.."),
    |path| format!("{path}?/contacts"),
    |path| path.to_uppercase(),
    |path| {
        path.replacen(['m', 'a', 'v'], "%6d", 1)
            .replace("%6ddmin", "%61dmin")
            .replace("%6dault", "%76ault")
    },
    |path| path.replacen('s', "%2573", 1),
    |path| path.replacen('s', "%c5%bf", 1),
    |path| path.replacen('e', "e%cc%81", 1).replacen('a', "%ef%bd%81", 1),
    |path| path.replacen('s', "s%e2%80%8b", 1).replacen('u', "u%ef%bb%bf", 1),
    |path| format!("{path}/info"),
];

const HIDDEN: [&str; 4] = ["/messages", "/messages/1", "/admin.php", "/vault/"];

/// Every disguise of every hidden path, and every two.
pub(crate) fn disguised() -> impl Iterator<Item = String> {
    HIDDEN.into_iter().flat_map(|path| {
        DISGUISES
            .iter()
            .flat_map(move |inner| DISGUISES.iter().map(move |outer| outer(&inner(path))))
    })
}

/// Every disguise alone.
pub(crate) fn disguised_once() -> impl Iterator<Item = String> {
    HIDDEN
        .into_iter()
        .flat_map(|path| DISGUISES.iter().map(move |disguise| disguise(path)))
}

const PIECES: [&str; 62] = [
    "/",
    "/",
    "/",
    "//",
    "/./",
    "/../",
    "..",
    ".",
    "%2f",
    "%5c",
    "%2e",
    "%2E%2e",
    "%252f",
    "%252e",
    "%255c",
    "%25",
    ";",
    ";x=1",
    "%3b",
    "%253b",
    "?",
    "%3f",
    "%253f",
    "#",
    "%23",
    "%2523",
    "%00",
    "%2500",
    "%20",
    "%2520",
    "%09",
    "%c0%af",
    "%c0%ae",
    "%e0%80%af",
    "%c1%ad",
    "%u002f",
    "%u002e",
    "%ef%bc%8f",
    "%ef%bc%8e",
    "%e2%80%8b",
    "%cc%81",
    "\\",
    "::$DATA",
    "%3a:$DATA",
    "messages",
    "messages",
    "messages",
    "Messages",
    "%6dessages",
    "%4dessages",
    "%256dessages",
    "mess",
    "ages",
    "%ef%bd%8d",
    "essages",
    "contacts",
    "x",
    "admin.php",
    "admin",
    ".php",
    "vault/",
    "host",
];

/// Whatever comes of pieces in a row.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..9)
        .prop_map(|pieces| format!("/{}", pieces.concat()))
}

const QUERY_PIECES: [&str; 40] = [
    "module",
    "module",
    "module",
    "Module",
    "mod%75le",
    "mod%2575le",
    "module[]",
    "module[0]",
    "[module]",
    "module%00",
    "module.",
    "module+",
    "%20module",
    "+module",
    "x",
    "=",
    "=",
    "=",
    "=",
    "&",
    "&",
    "&",
    ";",
    "?",
    "%26",
    "%3d",
    "%253D",
    "%3b",
    "&amp;",
    "Messages",
    "Messages",
    "messages",
    "%4dessages",
    "%254dessages",
    "Contacts",
    "1",
    "%00",
    "[",
    "]",
    "%5B",
];

/// The same for what follows the `?` of a script that reads `module`.
pub(crate) fn query_soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(QUERY_PIECES.to_vec()), 1..10)
        .prop_map(|pieces| pieces.concat())
}
