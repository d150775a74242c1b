//! Servers as they read a query: which values of `module` each of them would act on.

/// A way to read parameters: all values under the name `module`.
type Reader = fn(&str) -> Vec<String>;

const READERS: [(&str, Reader); 9] = [
    ("the URL Standard, Go, Java servlets", |query| {
        named(pairs(query, "&").map(|(name, value)| (form(name), form(value))))
    }),
    ("old Python, Perl's CGI, Rack before 3", |query| {
        named(pairs(query, "&;").map(|(name, value)| (form(name).trim_start().to_owned(), form(value))))
    }),
    ("PHP", |query| {
        named(pairs(query, "&").map(|(name, value)| (php_name(&form(name)), form(value))))
    }),
    ("PHP with a semicolon as separator", |query| {
        named(pairs(query, "&;").map(|(name, value)| (php_name(&form(name)), form(value))))
    }),
    ("qs, of Express", |query| {
        named(pairs(query, "&").map(|(name, value)| {
            let name = form(name);
            let root = name.split(['[', ']']).find(|piece| !piece.is_empty());
            (root.unwrap_or_default().to_owned(), form(value))
        }))
    }),
    ("ASP.NET, which ignores case", |query| {
        named(pairs(query, "&").map(|(name, value)| (form(name).to_lowercase(), form(value))))
    }),
    ("a rewrite that decodes first", |query| {
        let decoded = form(query);
        named(pairs(&decoded, "&").map(|(name, value)| (form(name), form(value))))
    }),
    ("an app that decodes once more", |query| {
        named(pairs(query, "&").map(|(name, value)| (form(&form(name)), form(&form(value)))))
    }),
    ("C strings", |query| {
        let cut = |text: String| text.split('\0').next().unwrap_or_default().to_owned();
        named(pairs(query, "&").map(|(name, value)| (cut(form(name)), cut(form(value)))))
    }),
];

/// Which reader would find the hidden module in this query.
pub(crate) fn finding_hidden_module(query: &str) -> Option<&'static str> {
    let finds = |reader: Reader| {
        reader(query)
            .iter()
            .any(|value| value.eq_ignore_ascii_case("messages"))
    };
    READERS
        .iter()
        .find(|(_, reader)| finds(*reader))
        .map(|(name, _)| *name)
}

fn named(pairs: impl Iterator<Item = (String, String)>) -> Vec<String> {
    pairs
        .filter(|(name, _)| name == "module")
        .map(|(_, value)| value)
        .collect()
}

fn pairs<'q>(query: &'q str, separators: &'static str) -> impl Iterator<Item = (&'q str, &'q str)> {
    let parts = query
        .split(move |c| separators.contains(c))
        .filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, "")))
}

/// `application/x-www-form-urlencoded`.
fn form(text: &str) -> String {
    let text = text.replace('+', " ");
    let mut plain = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escaped = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let escaped = escaped
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// `php_register_variable_ex`: blanks before the name go, `.` and blanks become `_`, `[` begins an index if it ends.
fn php_name(name: &str) -> String {
    let name = name
        .trim_start_matches(' ')
        .split('\0')
        .next()
        .unwrap_or_default();
    let (root, index) = name
        .split_once('[')
        .map_or((name, None), |(root, index)| (root, Some(index)));
    let root = root.replace(['.', ' '], "_");
    match index {
        Some(index) if !index.contains(']') => format!("{root}_{index}"),
        Some(_) | None => root,
    }
}

#[test]
fn every_reader_finds_what_it_is_known_to_find() {
    for query in [
        "module=Messages",
        "a;module=Messages",
        "module[]=Messages",
        "+module=messages",
        "[module]=Messages",
        "MODULE=Messages",
        "x%26module=Messages",
        "mod%2575le=Messages",
        "module%00x=Messages",
    ] {
        assert!(finding_hidden_module(query).is_some(), "{query}");
    }
    for query in ["module=Contacts", "modul=Messages", "x=module%3DMessages"] {
        assert_eq!(finding_hidden_module(query), None, "{query}");
    }
}
