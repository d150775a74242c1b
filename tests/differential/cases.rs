//! Requests as attackers write them: mostly the characters and headers that parsers disagree about.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// A query and a body of some type.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) query: String,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn from(mut runner: TestRunner, how_many: usize) -> impl Iterator<Item = Case> {
    let strategy = case();
    (0..how_many).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

fn case() -> impl Strategy<Value = Case> {
    let query = || prop_oneof![2 => Just(String::new()), 3 => text()];
    let form = (query(), form_type(), text()).prop_map(|(query, content_type, body)| Case {
        query,
        content_type,
        body: body.into_bytes(),
    });
    let multipart = (query(), multipart_type(), multipart()).prop_map(|(query, content_type, body)| Case {
        query,
        content_type,
        body,
    });
    prop_oneof![form, multipart]
}

/// Of a query or a form.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "module",
        "module",
        "Messages",
        "Messages",
        "Contacts",
        "=",
        "=",
        "=",
        "&",
        "&",
        "&",
        ";",
        "[",
        "]",
        "[]",
        "[a]",
        ".",
        "+",
        " ",
        "%20",
        "%00",
        "%0",
        "%",
        "%5B",
        "%5D",
        "%2E",
        "%26",
        "%3D",
        "%3B",
        "mod%75le",
        "%6Dodule",
        "%u006D",
        "MODULE",
        "_",
        "amp;",
        "?",
        "#",
        "/",
        "a",
        "1",
        "é",
        "%C3%A9",
        "%c1%ad",
        "%EF%BD%8D",
        "\t",
        "%0A",
        "%2B",
        "{",
        "__proto__",
        "x=1&",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn form_type() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        FORM,
        FORM,
        FORM,
        FORM,
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-Urlencoded",
        "application/x-www-form-urlencoded, text/plain",
        "application/x-www-form-urlencoded;boundary=BBB",
        "application/x-www-form-urlencoded x",
        "application/json",
        "text/plain",
        "",
    ])
    .prop_map(str::to_owned)
}

fn multipart_type() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "multipart/form-data; boundary=BBB",
        "multipart/form-data; boundary=BBB",
        "multipart/form-data; boundary=BBB",
        "multipart/form-data; boundary=BBB",
        "multipart/form-data; boundary=\"BBB\"",
        "multipart/form-data;boundary=BBB",
        "Multipart/Form-Data; boundary=BBB",
        "multipart/form-data; BOUNDARY=BBB",
        "multipart/form-data; boundary=BBB; charset=utf-8",
        "multipart/form-data; boundary=BBB,CCC",
        "multipart/form-data; boundary=AAA; boundary=BBB",
        "multipart/form-data, boundary=BBB",
        "multipart/mixed; boundary=BBB",
        "multipart/form-data; boundary='BBB'",
        "multipart/form-data; xboundary=AAA; boundary=BBB",
    ])
    .prop_map(str::to_owned)
}

fn multipart() -> impl Strategy<Value = Vec<u8>> {
    let before = prop_oneof![8 => Just(""), 1 => Just("preamble\r\n"), 1 => Just("\r\n")];
    let after = prop_oneof![
        8 => Just("--BBB--\r\n"),
        1 => Just("--BBB--"),
        1 => Just(""),
        1 => Just("--BBB\r\n"),
        1 => Just("--BBB--\r\nepilogue"),
    ];
    (before, prop::collection::vec(part(), 0..4), after, line_ends()).prop_map(
        |(before, parts, after, ends)| {
            let text = format!("{before}{}{after}", parts.concat());
            match ends {
                Some(ends) => text.replace("\r\n", ends).into_bytes(),
                None => text.into_bytes(),
            }
        },
    )
}

fn line_ends() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![12 => Just(None), 1 => Just(Some("\n")), 1 => Just(Some("\r"))]
}

fn part() -> impl Strategy<Value = String> {
    let delimiter = prop_oneof![
        12 => Just("--BBB\r\n"),
        1 => Just("--BBB \r\n"),
        1 => Just("--BBB\n"),
        1 => Just("--BBBx\r\n"),
        1 => Just("-- BBB\r\n"),
    ];
    let end = prop_oneof![10 => Just("\r\n"), 1 => Just("\n"), 1 => Just("")];
    (delimiter, header(), value(), end)
        .prop_map(|(delimiter, header, value, end)| format!("{delimiter}{header}\r\n\r\n{value}{end}"))
}

fn header() -> impl Strategy<Value = String> {
    let plain = name().prop_map(|name| format!("Content-Disposition: form-data; name=\"{name}\""));
    let odd = prop::sample::select(vec![
        "Content-Disposition: form-data; name=module",
        "Content-Disposition: form-data; name='module'",
        "Content-Disposition: form-data;name=\"module\"",
        "Content-Disposition: form-data; name =\"module\"",
        "Content-Disposition: form-data; name= \"module\"",
        "Content-Disposition: form-data; NAME=\"module\"",
        "Content-Disposition: form-data; name=\"x\"; name=\"module\"",
        "Content-Disposition: form-data; name=\"module\"; name=\"x\"",
        "Content-Disposition: form-data; name=\"mod\\ule\"",
        "Content-Disposition: form-data; name=\"module\\\"x\"",
        "Content-Disposition: form-data; name*=utf-8''module",
        "Content-Disposition: form-data; name*=utf-8''module; name=\"x\"",
        "Content-Disposition: attachment; name=\"module\"",
        "Content-Disposition: FORM-DATA; name=\"module\"",
        "content-disposition: form-data; name=\"module\"",
        "Content-Disposition:form-data; name=\"module\"",
        "Content-Disposition : form-data; name=\"module\"",
        "Content-Disposition: form-data;\r\n name=\"module\"",
        "Content-Disposition: form-data; x=\"; name=module; y=\"",
        "Content-Disposition: form-data; name=\"module\"; filename=\"f\"",
        "Content-Disposition: form-data; name=\"module\"; filename=\"\"",
        "Content-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: text/plain",
        "Content-Disposition: form-data; filename=\"f\"; name=\"module\"",
        "Content-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"module\"",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Disposition: form-data; name=\"x\"",
        "X: y\r\nContent-Disposition: form-data; name=\"module\"",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Type: text/plain; charset=utf-16",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Type: text/plain; charset=utf-8",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Transfer-Encoding: base64",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Transfer-Encoding: quoted-printable",
        "Content-Disposition: form-data; name=\"mod=75le\"",
        "Content-Disposition: form-data",
        "Content-Type: text/plain",
    ])
    .prop_map(str::to_owned);
    prop_oneof![2 => plain, 2 => odd]
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "module",
        "module",
        "module",
        " module",
        "module ",
        "mod%75le",
        "module[]",
        "module[a]",
        "module[",
        "[module]",
        "MODULE",
        "mod.ule",
        "mod ule",
        "module%00x",
        "module\0x",
        "_charset_",
        "other",
        "a[b][c]",
        "",
        "%22module",
        "é",
        "module.x",
        "+module",
        "__proto__",
        "MAX_FILE_SIZE",
    ])
    .prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Messages",
        "Messages",
        "Contacts",
        "",
        "TWVzc2FnZXM=",
        "=4Dessages",
        "%4Dessages",
        "a\r\nb",
        "--BB",
        "x\n--BBB\ny",
        "x\r\n--BBB \r\ny",
        "x--BBBy",
        "\r\n",
        " Messages ",
        "Messages\0",
        "é",
        "+",
        "a\r\n\r\nb",
    ])
    .prop_map(str::to_owned)
}
