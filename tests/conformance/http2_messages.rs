//! RFC 9113 section 8: what a request may look like. What is malformed reaches no upstream (section 8.1.1).

use crate::http2_cases::{CLOSED, Case, PROTOCOL, judge, stream_error};
use crate::support::Http2Visit;
use crate::support::frames::{Frame, block, flag, kind};

type Field = (&'static str, String);

/// A complete request that must be refused.
fn refused(name: &'static str, fields: &[Field]) -> Case {
    stream_error(name, PROTOCOL, [Frame::headers(1, fields).last()])
}

/// The agent's GET with one more field at the end.
fn with_field(visit: &Http2Visit, name: &'static str, value: &str) -> Vec<Field> {
    let mut fields = visit.get("/contacts/1");
    fields.push((name, value.to_owned()));
    fields
}

/// Section 8.2.1: names are lower-case tokens. Byte strings, because a Rust client would not build such names.
#[tokio::test]
async fn field_names_are_lower_case_tokens() {
    judge(|visit| {
        let names = [
            "X-Upper", "x y", "x\u{7f}", "x\0y", "x\r\ny", "", "x(y)", "x:y", ":",
        ];
        // HPACK cannot be decoded into such a name: the library ends the connection.
        names
            .map(|name| refused(name, &with_field(visit, name, "x")))
            .into()
    })
    .await;
}

/// Section 8.2.1.
#[tokio::test]
async fn field_values_hold_no_line_ends_and_no_blanks_around() {
    judge(|visit| {
        let values = [
            "a\0b",
            "a\rb",
            "a\nb",
            "a\r\nx-injected: b",
            "\r\n\r\nGET /messages/1",
            " a",
            "a ",
            "\ta",
            "a\t",
        ];
        values
            .map(|value| refused(value, &with_field(visit, "x-value", value)))
            .into()
    })
    .await;
}

/// Section 8.2.2.
#[tokio::test]
async fn fields_of_one_connection_are_not_in_a_request() {
    judge(|visit| {
        [
            ("connection", "close"),
            ("connection", "x-gatepass-user"),
            ("keep-alive", "timeout=5"),
            ("proxy-connection", "keep-alive"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "websocket"),
            ("te", "gzip"),
            ("te", "trailers, deflate;q=0.5"),
        ]
        .map(|(name, value)| refused(name, &with_field(visit, name, value)))
        .into()
    })
    .await;
}

/// Section 8.3.
#[tokio::test]
async fn pseudo_header_fields_are_known_single_first_and_complete() {
    judge(|visit| {
        let whole = [
            (":method", "GET"),
            (":scheme", "https"),
            (":authority", "crm.test"),
            (":path", "/contacts/1"),
        ];
        let without = |name: &str| {
            let rest: Vec<_> = whole.into_iter().filter(|(it, _)| *it != name).collect();
            visit.with_pseudo(&rest)
        };
        let twice = |name: &'static str, value| visit.with_pseudo(&[&whole[..], &[(name, value)]].concat());
        let last = |name: &'static str, value| with_field(visit, name, value);
        let instead = |name: &str, value| {
            let changed = whole.map(|(it, old)| if it == name { (it, value) } else { (it, old) });
            visit.with_pseudo(&changed)
        };
        vec![
            refused("an unknown one", &twice(":gatepass", "x")),
            refused("one of responses", &twice(":status", "200")),
            refused(":protocol without CONNECT", &twice(":protocol", "websocket")),
            refused("two methods", &twice(":method", "GET")),
            refused("two schemes", &twice(":scheme", "https")),
            refused("two authorities", &twice(":authority", "crm.test")),
            refused("two paths", &twice(":path", "/messages/1")),
            refused("a path after other fields", &last(":path", "/messages/1")),
            refused("a method after other fields", &last(":method", "GET")),
            refused("no method", &without(":method")),
            refused("no scheme", &without(":scheme")),
            refused("no path", &without(":path")),
            refused("neither authority nor host", &without(":authority")),
            refused("an empty path", &instead(":path", "")),
            refused("a user in the authority", &instead(":authority", "ann@crm.test")),
            refused("an empty authority", &instead(":authority", "")),
            refused("an empty method", &instead(":method", "")),
            refused(
                "a method that is no token",
                &instead(":method", "GET /messages/1 HTTP/1.1\r\nx:"),
            ),
        ]
    })
    .await;
}

/// Section 8.1.
#[tokio::test]
async fn trailers_end_a_request_and_have_no_pseudo_header_fields() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        vec![
            stream_error(
                "HEADERS in the middle of a body",
                PROTOCOL,
                [open(), Frame::data(1, "x"), Frame::headers(1, &[("x-more", "x")])],
            ),
            stream_error(
                "an upper-case name in trailers",
                PROTOCOL,
                [
                    open(),
                    Frame::data(1, "x"),
                    Frame::headers(1, &[("X-More", "x")]).last(),
                ],
            ),
            stream_error(
                "trailers after the end",
                CLOSED,
                [
                    open(),
                    Frame::data(1, []).last(),
                    Frame::headers(1, &[("x-more", "x")]).last(),
                ],
            ),
        ]
    })
    .await;
}

/// Section 8.1 calls this malformed too. The library does not see it, and it does not matter: trailers of requests go
/// nowhere, and the request before them is complete.
#[tokio::test]
async fn a_path_in_trailers_goes_nowhere() {
    let visit = Http2Visit::start().await;
    let trailers = [(":path", "/messages/1"), ("x-gatepass-user", "root")];
    let frames = [
        Frame::headers(1, &visit.post("/contacts/1")),
        Frame::data(1, "x"),
        Frame::headers(1, &trailers).last(),
    ];
    visit.outcome(&frames, 1).await;
    let seen = String::from_utf8_lossy(&visit.upstream.connections().concat()).into_owned();
    assert!(!seen.contains("/messages/") && !seen.contains("root"), "{seen}");
    visit.upstream.clear();
    visit.assert_nothing_else_arrived("a path in trailers").await;
}

/// Section 8.1.1. The header goes to the upstream before the body comes, so that all that can be done for a body of
/// the wrong length is to never let it become a complete request.
#[tokio::test]
async fn a_body_is_as_long_as_its_content_length() {
    judge(|visit| {
        let announced = |length: &str| {
            let mut fields = visit.post("/contacts/1");
            fields.push(("content-length", length.to_owned()));
            Frame::headers(1, &fields)
        };
        let case = |name, frames: Vec<Frame>| stream_error(name, PROTOCOL, frames);
        vec![
            case("none", vec![announced("5").last()]),
            case("less", vec![announced("5"), Frame::data(1, "1234").last()]),
            case("more", vec![announced("5"), Frame::data(1, "123456").last()]),
            case(
                "more, in pieces",
                vec![
                    announced("5"),
                    Frame::data(1, "123"),
                    Frame::data(1, "456").last(),
                ],
            ),
            case(
                "more, unannounced end",
                vec![announced("5"), Frame::data(1, "123456")],
            ),
            case(
                "less, and trailers",
                vec![
                    announced("5"),
                    Frame::data(1, "1234"),
                    Frame::headers(1, &[("x-more", "x")]).last(),
                ],
            ),
            case(
                "padding is no body",
                vec![
                    announced("5"),
                    Frame::new(kind::DATA, flag::PADDED, 1, [1, b'1', b'2', b'3', b'4', 0]).last(),
                ],
            ),
            case(
                "no number",
                vec![announced("five"), Frame::data(1, "12345").last()],
            ),
            case("a sign", vec![announced("+5"), Frame::data(1, "12345").last()]),
            case("a list", vec![announced("5,5"), Frame::data(1, "12345").last()]),
        ]
    })
    .await;
}

/// Two fields that differ, or agree: RFC 9110 section 8.6 lets us refuse both.
#[tokio::test]
async fn a_content_length_is_said_once() {
    judge(|visit| {
        [("5", "6"), ("5", "5"), ("0", "5")]
            .map(|(first, second)| {
                let mut fields = visit.post("/contacts/1");
                fields.push(("content-length", first.to_owned()));
                fields.push(("content-length", second.to_owned()));
                stream_error(
                    "two lengths",
                    PROTOCOL,
                    [Frame::headers(1, &fields), Frame::data(1, "12345").last()],
                )
            })
            .into()
    })
    .await;
}

/// Section 8.5: no tunnels are made here; and a CONNECT with a path is no CONNECT.
#[tokio::test]
async fn connect_is_refused() {
    let visit = Http2Visit::start().await;
    let plain: &[_] = &[(":method", "CONNECT"), (":authority", "crm.test")];
    let with_path: &[_] = &[
        (":method", "CONNECT"),
        (":scheme", "https"),
        (":authority", "crm.test"),
        (":path", "/contacts/1"),
    ];
    let extended: &[_] = &[&[(":protocol", "websocket")], with_path].concat();
    for pseudo in [plain, with_path, extended] {
        let request = Frame::new(
            kind::HEADERS,
            flag::END_HEADERS,
            1,
            block(&visit.with_pseudo(pseudo)),
        );
        for frame in [request.clone(), request.last()] {
            let outcome = visit.outcome(&[frame], 1).await;
            assert!(
                outcome.status().is_none_or(|status| status >= 400),
                "{pseudo:?}: {outcome:?}"
            );
            visit.assert_nothing_else_arrived("CONNECT").await;
        }
    }
    assert!(
        visit.upstream.connections().iter().all(Vec::is_empty),
        "nothing began, either"
    );
}
