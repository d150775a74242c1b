//! What is read of a body, and what is not.

use super::*;

fn names(all: &[&str]) -> Arc<ReadNames> {
    let names = all.iter().map(|name| (*name).to_owned());
    Arc::new(ReadNames::new(Dialect::Generic, names))
}

fn reader(content_type: &str) -> BodyReader {
    let types = [content_type.as_bytes()];
    BodyReader::new(types, false, names(&["module", "record"]), LARGEST_BODY).unwrap()
}

/// The same, however the body is cut into pieces.
fn read(content_type: &str, body: &str) -> Result<Vec<Vec<(String, String)>>, Unreadable> {
    let in_pieces = |size: usize| {
        let mut reader = reader(content_type);
        body.as_bytes()
            .chunks(size)
            .try_for_each(|piece| reader.read(piece))?;
        reader.finish()
    };
    let whole = in_pieces(body.len().max(1));
    for size in 1..8 {
        assert_eq!(in_pieces(size), whole, "in pieces of {size}: {body:?}");
    }
    let strict = |part: &BodyPart| {
        let fields = part.fields.iter();
        fields
            .map(|it| (it.name.to_string(), it.value.to_string()))
            .collect()
    };
    Ok(whole?.parts().iter().map(strict).collect())
}

fn one(pairs: &[(&str, &str)]) -> Result<Vec<Vec<(String, String)>>, Unreadable> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ok(vec![owned.collect()])
}

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=BBB";
const JSON: &str = "application/json";

#[test]
fn a_form_is_decoded_once() {
    assert_eq!(
        read(FORM, "module=Messages&note=a+%26+b%2526&flag"),
        one(&[("module", "Messages"), ("note", "a & b%26"), ("flag", "")])
    );
    assert_eq!(read(FORM, ""), one(&[]));
    // A text that quotes an address is no parameter.
    let quoting = read(FORM, "note=see+https%3A%2F%2Fx%2F%3Fa%3D1%26module%3DMessages").unwrap();
    assert_eq!(quoting[0].len(), 1);
}

#[test]
fn a_form_that_may_be_something_else_is_not_read() {
    for body in ["{\"module\":\"Messages\"}", " [1]", "<x/>"] {
        assert_eq!(read(FORM, body), Err(Unreadable::Malformed), "{body}");
    }
    let mut bytes = reader(FORM);
    bytes.read(b"a=\xff").unwrap();
    assert_eq!(bytes.finish(), Err(Unreadable::Malformed));
    let many = "a=1&".repeat(1001);
    assert_eq!(read(FORM, &many), Err(Unreadable::TooLarge));
}

#[test]
fn fields_of_a_multipart_form_are_read_and_files_are_passed_over() {
    let body = "--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\nContacts\r\n\
                --BBB\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n\
                --BBB\r\nContent-Disposition: form-data; name=\"up\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n\
                module=Messages\r\n--BB\r\nx\r\n\
                --BBB\r\nContent-Disposition: form-data; name=\"record\"\r\n\r\n1\r\n2\r\n--BBB--\r\n";
    assert_eq!(
        read(MULTIPART, body),
        one(&[("module", "Contacts"), ("empty", ""), ("record", "1\r\n2")])
    );
    assert_eq!(read(MULTIPART, "--BBB--\r\n"), one(&[]));
}

/// Each of these is read by some server (PHP reads most), and by others not, or differently.
#[test]
fn a_multipart_form_has_one_spelling() {
    let part = |header: &str| format!("--BBB\r\n{header}\r\n\r\nMessages\r\n--BBB--\r\n");
    let good = "Content-Disposition: form-data; name=\"module\"";
    assert_eq!(read(MULTIPART, &part(good)), one(&[("module", "Messages")]));
    for header in [
        "Content-Disposition: form-data; name=module",
        "Content-Disposition: form-data; name='module'",
        "Content-Disposition: form-data; name=\"x\"; name=\"module\"",
        "Content-Disposition: form-data; NAME=\"module\"",
        "Content-Disposition: form-data; name=\"mod\\ule\"",
        "Content-Disposition: form-data; name*=utf-8''module",
        "Content-Disposition: attachment; name=\"module\"",
        "Content-Disposition: form-data;name=\"module\"",
        "Content-Disposition:form-data; name=\"module\"",
        "Content-Disposition: form-data;\r\n name=\"module\"",
        "Content-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"module\"",
        "X: y\r\nContent-Disposition: form-data; name=\"module\"",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Transfer-Encoding: base64",
        "Content-Disposition: form-data; name=\"module\"\r\nContent-Type: text/plain; charset=utf-16",
        "Content-Disposition: form-data; name=\"module\"; filename=\"x\"",
        "Content-Disposition: form-data",
        "Content-Type: text/plain",
        "",
    ] {
        assert_eq!(
            read(MULTIPART, &part(header)),
            Err(Unreadable::Malformed),
            "{header}"
        );
    }
    let good = part(good);
    for body in [
        good.replace("\r\n", "\n"),
        good.replace("--BBB--\r\n", ""),
        good.replace("--BBB--", "--BBB"),
        good.replace("\r\n--BBB--", "\n--BBB--"),
        good.replace("Messages", "x\n--BBB\r\ny"),
        good.replace("Messages", "x--BBBy"),
        format!("hello\r\n{good}"),
        format!("\r\n{good}"),
        format!("{good}more"),
        good.replacen("--BBB", "--BBBx", 1),
        good.replacen("--BBB\r", "--BBB \r", 1),
    ] {
        assert_eq!(read(MULTIPART, &body), Err(Unreadable::Malformed), "{body:?}");
    }
}

#[test]
fn json_is_read_scalar_by_scalar_and_call_by_call() {
    assert_eq!(
        read(
            JSON,
            r#"{"module":"Messages","page":2,"all":true,"none":null,"deep":{"er":["a","b"]}}"#
        ),
        one(&[
            ("module", "Messages"),
            ("page", "2"),
            ("all", "true"),
            ("none", ""),
            ("deep[er]", "a"),
            ("deep[er]", "b"),
        ])
    );
    assert_eq!(
        read(JSON, r#"[{"method":"a"},{"method":"b"}]"#).unwrap(),
        [
            [("method".to_owned(), "a".to_owned())],
            [("method".to_owned(), "b".to_owned())]
        ]
    );
    assert_eq!(read(JSON, "[]"), one(&[]));
    assert_eq!(read(JSON, "17"), one(&[]));
    for body in [
        "",
        "{",
        "{}{}",
        "{'a':1}",
        r#"{"a":1,"a":2}"#,
        r#"{"a":{"b":1,"b":1}}"#,
        "\u{feff}{}",
        "[1,]",
        "NaN",
    ] {
        assert_eq!(read(JSON, body), Err(Unreadable::Malformed), "{body}");
    }
    let batch = |calls: usize| format!("[{}]", vec!["{\"a\":1}"; calls].join(","));
    assert_eq!(read(JSON, &batch(100)).unwrap().len(), 100);
    assert_eq!(read(JSON, &batch(101)), Err(Unreadable::TooLarge));
    assert_eq!(read(JSON, &"[".repeat(1000)), Err(Unreadable::Malformed));
}

#[test]
fn what_is_compressed_or_of_no_known_type_is_not_read() {
    let new = |types: &[&'static str], encoded| {
        let types = types.iter().map(|it| it.as_bytes());
        BodyReader::new(types, encoded, names(&[]), LARGEST_BODY).map(drop)
    };
    assert_eq!(new(&[FORM], true), Err(Unreadable::UnknownType));
    assert_eq!(new(&[], false), Err(Unreadable::UnknownType));
    assert_eq!(new(&[FORM, JSON], false), Err(Unreadable::Malformed));
    assert_eq!(new(&[FORM], false), Ok(()));
}

#[test]
fn nothing_is_kept_beyond_the_limit() {
    let mut form = BodyReader::new([FORM.as_bytes()], false, names(&[]), 10).unwrap();
    assert_eq!(form.read(b"a=12345678"), Ok(()));
    assert_eq!(form.read(b"9"), Err(Unreadable::TooLarge));
    assert!(form.pass_on().is_none());
}

const FILE: &[u8] = b"--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\nContacts\r\n\
    --BBB\r\nContent-Disposition: form-data; name=\"up\"; filename=\"a\"\r\n\r\n";

#[test]
fn a_file_streams_on_and_what_follows_it_is_watched() {
    let streaming = || {
        let mut reader = BodyReader::new([MULTIPART.as_bytes()], false, names(&["module"]), 200).unwrap();
        reader.read(FILE).unwrap();
        reader.read(&[b'x'; 500]).unwrap();
        assert!(reader.is_in_file());
        let (fields, mut watch) = reader.pass_on().unwrap();
        assert_eq!(fields.parts()[0].fields.len(), 1);
        for _ in 0..100 {
            watch.read(&[b'x'; 10_000]).unwrap();
        }
        assert!(watch.0.kept() < 100, "nothing is kept");
        watch
    };
    let mut good = streaming();
    good.read(b"\r\n--BBB\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n")
        .unwrap();
    good.read(&[b'y'; 100_000]).unwrap();
    assert!(good.0.kept() < 100, "nothing is kept");
    good.read(b"\r\n--BBB--\r\n").unwrap();
    good.finish().unwrap();
    for name in ["module", "module[]", "Module", " module", "mod%75le"] {
        let mut bad = streaming();
        let part = format!("\r\n--BBB\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nMessages");
        assert_eq!(bad.read(part.as_bytes()), Err(Unreadable::Malformed), "{name}");
    }
    let mut unfinished = streaming();
    assert_eq!(unfinished.finish(), Err(Unreadable::Malformed));
}
