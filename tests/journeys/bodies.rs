//! What a body names is judged before the app sees anything, and what is let through arrives byte for byte (G4, G5).

use reqwest::{Body, Method, Response};

use crate::support::{Client, Protocol, Wire, World, WorldBuilder, body_of};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=BBB";
const JSON: &str = "application/json";

/// `/upload`, which answers with length and checksum of what it got, has parts that only the body tells apart.
async fn world() -> World {
    let site = r#"
        elsewhere = "full"
        [[site.scope]]
        name = "contacts"
        default = "full"
        match = [{ path = "/upload", parameters = { module = "Contacts" } }]
        [[site.scope]]
        name = "messages"
        match = [
            { path = "/upload", parameters = { module = "Messages" } },
            { path = "/upload", json = { "/params/model" = "mail.*" } },
        ]
    "#;
    WorldBuilder::new().site(site).start().await
}

fn checksum(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    });
    format!("{} {sum}", bytes.len())
}

async fn post(client: &Client, content_type: &str, body: impl Into<Body>) -> Response {
    let request = client
        .request(Method::POST, "/upload")
        .header("content-type", content_type);
    request.body(body).send().await.unwrap()
}

/// In pieces, so that no length is announced.
fn in_pieces(body: &[u8], size: usize) -> Body {
    let pieces: Vec<_> = body
        .chunks(size)
        .map(|piece| Ok::<_, std::io::Error>(piece.to_vec()))
        .collect();
    Body::wrap_stream(futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn what_a_body_names_is_judged_and_what_passes_arrives_byte_for_byte() {
    let world = world().await;
    for protocol in Protocol::BOTH {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("{protocol:?}"))
            .await;
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let multipart = |module: &str| {
            format!("--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\n{module}\r\n--BBB--\r\n")
        };
        for (content_type, body) in [
            (FORM, "module=Contacts&note=%26module%3DMessages".to_owned()),
            (FORM, String::new()),
            (FORM, format!("module=Contacts&note={}", "x".repeat(65_000))),
            (MULTIPART, multipart("Contacts")),
            (JSON, r#"{"params":{"model":"res.partner"}}"#.to_owned()),
        ] {
            let expected = checksum(body.as_bytes());
            let whole = post(&client, content_type, body.clone()).await;
            assert_eq!(
                whole.text().await.unwrap(),
                expected,
                "{protocol:?} {content_type}"
            );
            if body.len() < 48 * 1024 {
                let pieces = post(&client, content_type, in_pieces(body.as_bytes(), 7)).await;
                assert_eq!(
                    pieces.text().await.unwrap(),
                    expected,
                    "{protocol:?} {content_type}"
                );
            }
        }
        let before = world.app.count();
        for (content_type, body, status, why) in [
            (FORM, "module=Messages".to_owned(), 403, "hidden"),
            (
                FORM,
                "module=Contacts&mod%75le=Messages".to_owned(),
                400,
                "conflicting-parameters",
            ),
            (MULTIPART, multipart("Messages"), 403, "hidden"),
            (
                MULTIPART,
                multipart("Messages").replace("\r\n", "\n"),
                400,
                "body-malformed",
            ),
            (JSON, r#"{"module":"Messages"}"#.to_owned(), 403, "hidden"),
            (
                JSON,
                r#"{"params":{"model":"mail.message"}}"#.to_owned(),
                403,
                "hidden",
            ),
            (
                JSON,
                r#"[{"params":{}},{"params":{"model":"mail.message"}}]"#.to_owned(),
                403,
                "hidden",
            ),
            ("text/plain", "module=Messages".to_owned(), 415, "body-not-judged"),
            (FORM, "x".repeat(70_000), 413, "body-too-large"),
        ] {
            let refused = post(&client, content_type, body.clone()).await;
            assert_eq!(refused.status(), status, "{protocol:?} {content_type}");
            assert_eq!(
                body_of(refused).await["errorType"],
                why,
                "{protocol:?} {content_type}"
            );
            let refused = post(&client, content_type, in_pieces(body.as_bytes(), 4000)).await;
            assert_eq!(refused.status(), status, "{protocol:?} {content_type}, in pieces");
        }
        let compressed = client
            .request(Method::POST, "/upload")
            .header("content-type", FORM);
        let compressed = compressed
            .header("content-encoding", "gzip")
            .body("module=Contacts");
        assert_eq!(compressed.send().await.unwrap().status(), 415);
        assert_eq!(
            world.app.count(),
            before,
            "the app saw nothing of what is refused"
        );
    }
}

#[tokio::test]
async fn where_no_scope_reads_it_a_body_streams_through_unread() {
    let world = world().await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let elsewhere = client.request(Method::POST, "/anything").body("module=Messages");
    assert_eq!(elsewhere.send().await.unwrap().status(), 200);
    assert_eq!(world.app.last().target, "/anything");
}

/// 2 MiB: far more than is kept.
fn upload(fields_behind: &str) -> Vec<u8> {
    let mut body = b"--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\nContacts\r\n\
        --BBB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n"
        .to_vec();
    body.extend((0..2_u32 << 20).map(|number| (number % 251) as u8));
    body.extend_from_slice(format!("\r\n{fields_behind}--BBB--\r\n").as_bytes());
    body
}

#[tokio::test]
async fn a_large_file_streams_on_behind_the_fields_that_are_judged() {
    let world = world().await;
    for protocol in Protocol::BOTH {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("{protocol:?}"))
            .await;
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let note = "--BBB\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n";
        for fields_behind in ["", note] {
            let body = upload(fields_behind);
            let whole = post(&client, MULTIPART, body.clone()).await;
            assert_eq!(whole.text().await.unwrap(), checksum(&body), "{protocol:?}");
            let pieces = post(&client, MULTIPART, in_pieces(&body, 50_000)).await;
            assert_eq!(pieces.text().await.unwrap(), checksum(&body), "{protocol:?}");
        }
        // The app has a part of it, and never the end.
        let late = "--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\nMessages\r\n";
        let request = client
            .request(Method::POST, "/upload")
            .header("content-type", MULTIPART);
        let answer = request.body(upload(late)).send().await;
        let passed = answer.is_ok_and(|it| it.status().is_success());
        assert!(!passed, "{protocol:?}");
    }
}

#[tokio::test]
async fn a_client_that_waits_for_leave_to_send_its_body_gets_it() {
    let world = world().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let body = "module=Contacts";
    let request = format!(
        "POST /upload HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={cookie}\r\nContent-Type: {FORM}\r\n\
         Content-Length: {length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        host = world.authority,
        length = body.len(),
    );
    let mut wire = Wire::open(&world).await;
    wire.send(request).await;
    let leave = wire.until(b"\r\n\r\n").await.unwrap();
    assert!(leave.starts_with(b"HTTP/1.1 100 "), "{leave:?}");
    wire.send(body).await;
    let answer = wire.try_answer().await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(world.app.last().header("expect").is_none());
}
