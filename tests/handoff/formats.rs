//! Rust and JavaScript read each other: the vectors hold for both, and what one seals the other opens.

use data_encoding::BASE64URL_NOPAD;
use gatepass::handoff::{Credential, LinkCode, LinkKey, Message, SharedLink};
use serde_json::{Value, json};

use crate::engine::Engine;

const PORTAL: &str = "https://support.example.com";

fn vectors() -> Value {
    serde_json::from_str(include_str!("../data/handoff-vectors.json")).unwrap()
}

#[test]
fn the_vectors_hold_in_javascript() {
    let mut engine = Engine::start();
    let vectors = vectors();
    for vector in vectors["links"].as_array().unwrap() {
        let (key, code, what) = (&vector["link"], &vector["code"], &vector["what"]);
        let link = engine.ask(&json!({"do": "link", "key": key, "code": code}));
        assert_eq!(link["id"], vector["id"], "{what}");
        assert_eq!(link["linkId"], vector["id"], "{what}");
        assert_eq!(link["claim"], vector["claim"], "{what}");
        assert_eq!(link["proof"], vector["proof"], "{what}");
        let opened = engine.ask(&json!({"do": "open", "key": key, "code": code, "sealed": vector["sealed"]}));
        assert_eq!(opened["message"], vector["message"], "{what}");
    }
    let first = &vectors["links"][0];
    for refused in vectors["refused"].as_array().unwrap() {
        let opened = engine.ask(
            &json!({"do": "open", "key": first["link"], "code": first["code"], "sealed": refused["sealed"]}),
        );
        assert_eq!(
            opened,
            json!({"refused": refused["reason"]}),
            "{}",
            refused["what"]
        );
    }
}

/// Texts at the borders of blocks and alphabets, and lines.
fn messages() -> Vec<Message> {
    let texts = [
        "",
        "x",
        "quotes \" and \\ and\nlines\r\n\t",
        "\u{0}\u{7f}\u{2028}\u{feff}",
        "🔑 密码",
    ];
    let mut messages: Vec<Message> = texts.map(|text| Message::Text { text: text.into() }).into();
    for length in [226, 227, 228, 229, 230, 482, 60_000] {
        messages.push(Message::Text {
            text: "é".repeat(length / 2) + &"a".repeat(length % 2),
        });
    }
    for count in [0, 1, 5] {
        let line = |number| Credential {
            label: format!("Line {number}"),
            value: format!("https://crm.example.com/{number}?a=1&b=\"2\""),
        };
        messages.push(Message::Credentials {
            lines: (0..count).map(line).collect(),
        });
    }
    messages
}

/// A link whose key JavaScript drew, in both languages' hands.
fn drawn(engine: &mut Engine, with_code: bool) -> (Value, SharedLink) {
    let mut drawn = engine.ask(&json!({"do": "draw"}));
    if !with_code {
        drawn["code"] = Value::Null;
    }
    let id = engine.ask(&json!({"do": "link", "key": drawn["key"], "code": drawn["code"]}));
    let link = format!(
        "{PORTAL}/handoff/{}#{}",
        id["id"].as_str().unwrap(),
        drawn["key"].as_str().unwrap()
    );
    let (_, key) = LinkKey::parse(&link).unwrap();
    let code = drawn["code"].as_str().map(|code| LinkCode::parse(code).unwrap());
    (drawn, key.with(code.as_ref()))
}

#[test]
fn what_one_language_seals_the_other_opens() {
    let mut engine = Engine::start();
    // What a code changes is the master secret, and that takes its time: a few messages show it.
    for (with_code, count) in [(false, usize::MAX), (true, 2)] {
        let (drawn, link) = drawn(&mut engine, with_code);
        let (key, code) = (&drawn["key"], &drawn["code"]);
        for message in messages().into_iter().take(count) {
            let told = json!({"do": "seal", "key": key, "code": code, "message": message});
            let sealed = engine.ask(&told)["sealed"].as_str().unwrap().to_owned();
            let sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap();
            assert_eq!(link.open(&sealed).as_ref(), Ok(&message));
            let ours = BASE64URL_NOPAD.encode(&link.seal(&message));
            let opened = engine.ask(&json!({"do": "open", "key": key, "code": code, "sealed": ours}));
            assert_eq!(opened, json!({"message": message}));
        }
    }
}

#[test]
fn a_flipped_bit_is_refused_in_both_languages() {
    let mut engine = Engine::start();
    let (drawn, link) = drawn(&mut engine, false);
    let sealed = link.seal(&Message::Text { text: "hello".into() });
    let told = json!({"do": "flip", "key": drawn["key"], "sealed": BASE64URL_NOPAD.encode(&sealed)});
    assert_eq!(
        engine.ask(&told),
        json!({"taken": 0, "flipped": sealed.len() * 8})
    );
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(link.open(&flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn both_languages_read_a_code_in_the_same_way() {
    let mut engine = Engine::start();
    for typed in [
        "4612 0937 5521",
        "4612-0937-5521",
        "４612 0937 5521",
        "code 461209375521.",
    ] {
        let digits = engine.ask(&json!({"do": "code", "typed": typed}));
        let digits = digits["code"].as_str().unwrap();
        let ours = LinkCode::parse(typed).map(|code| code.shown().reveal().replace(' ', ""));
        let theirs = (digits.len() == 12).then(|| digits.to_owned());
        assert_eq!(ours.ok(), theirs, "{typed}");
    }
}
