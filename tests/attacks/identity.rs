//! Nobody speaks in the gateway's name: aliases of its fields (Traefik CVE-2026-39858, GHSA-v67p-phpq-fc8x; Caddy
//! GHSA-7r4p-vjf4-gxv4), their removal through `Connection` (Traefik CVE-2024-45410), and trailers.

use crate::support::{Attacker, Protocol, Recorded, Recorder, Wire, WorldBuilder, visitor_head};

const SITE: &str = r#"
elsewhere = "full"
challenge = "never"
identity = { headers = { "X-Remote-User" = "{user}", "X-Who" = "{agent}/{scopes}" }, assertion = "X-Proof" }
"#;

/// Names that some server takes for `X-Remote-User`.
const ALIASES: [&str; 22] = [
    "X-Remote-User",
    "x-remote-user",
    "X-REMOTE-USER",
    "X_Remote_User",
    "x_remote-user",
    "X.Remote.User",
    "X+Remote+User",
    "X-Remote_User",
    "X!Remote!User",
    "X~Remote~User",
    "X#Remote$User",
    "X%Remote&User",
    "X'Remote*User",
    "X^Remote`User",
    "X|Remote|User",
    "HTTP_X_REMOTE_USER",
    "HTTP-X-Remote-User",
    "http_x.remote_user",
    "HTTP.X.Remote.User",
    "X-Gatepass-User",
    "X_Gatepass_User",
    "HTTP_X_GATEPASS_ASSERTION",
];

/// What a CGI program finds in its environment (RFC 3875 section 4.1.18), as the least strict server makes the names.
fn environment(seen: &Recorded) -> Vec<(String, String)> {
    let fields = seen.head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields
        .map(|(name, value)| {
            let name: String = name
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() {
                        c.to_ascii_uppercase()
                    } else {
                        '_'
                    }
                })
                .collect();
            let name = name.trim_start_matches("HTTP_").to_owned();
            (name, value.trim().to_owned())
        })
        .collect()
}

fn values<'e>(environment: &'e [(String, String)], name: &str) -> Vec<&'e str> {
    environment
        .iter()
        .filter(|(it, _)| it == name)
        .map(|(_, value)| value.as_str())
        .collect()
}

fn speaks_for_the_gateway_alone(seen: &Recorded) {
    let environment = environment(seen);
    assert_eq!(values(&environment, "X_REMOTE_USER"), ["ann"], "{}", seen.head);
    assert_eq!(values(&environment, "X_WHO"), ["Sam/"], "{}", seen.head);
    let proof = values(&environment, "X_PROOF");
    assert!(
        proof.len() == 1 && proof[0].split('.').count() == 3,
        "{}",
        seen.head
    );
    for name in ["X_GATEPASS_USER", "X_GATEPASS_ASSERTION", "X_2FA_CODE"] {
        assert_eq!(values(&environment, name), [""; 0], "{}", seen.head);
    }
    assert!(!seen.head.contains("admin"), "{}", seen.head);
}

#[tokio::test]
async fn no_alias_of_a_managed_field_reaches_the_upstream() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    for alias in ALIASES {
        let seen = attacker
            .passes(attacker.head("GET", "/x", &[(alias, "admin")]))
            .await;
        speaks_for_the_gateway_alone(&seen);
    }
    let all: Vec<_> = ALIASES
        .into_iter()
        .chain([
            "X-Who",
            "X_Who",
            "X-Proof",
            "X.Proof",
            "X-2FA-Code",
            "X-Gatepass-Grant",
        ])
        .map(|alias| (alias, "admin"))
        .collect();
    let twice: Vec<_> = all.iter().chain(&all).copied().collect();
    let seen = attacker.passes(attacker.head("GET", "/x", &twice)).await;
    speaks_for_the_gateway_alone(&seen);
}

#[tokio::test]
async fn names_that_only_resemble_managed_ones_pass_untouched() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let honest = [
        ("X-Remote-Users", "a"),
        ("XRemoteUser", "b"),
        ("X-Remote-User-Agent", "c"),
        ("My-X-Remote-User", "d"),
        ("X_Requested_With", "e"),
        ("HTTP_Referer", "f"),
        ("Authorization", "Basic dTpw"),
        ("X-Proofs", "g"),
    ];
    let seen = attacker.passes(attacker.head("GET", "/x", &honest)).await;
    for (name, value) in honest {
        assert_eq!(seen.fields(name), [value], "{name}:\n{}", seen.head);
    }
    speaks_for_the_gateway_alone(&seen);
}

#[tokio::test]
async fn connection_removes_none_of_our_fields() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    for connection in [
        "X-Remote-User",
        "close, X-Remote-User",
        "X-Proof, keep-alive",
        "x-who",
        "Cookie",
        "Host",
    ] {
        let answer = attacker.get("/x", &[("Connection", connection)]).await;
        assert_eq!(answer.status, 400, "{connection}");
    }
    let seen = attacker.upstream.requests();
    assert!(seen.is_empty(), "{seen:?}");
    for connection in ["keep-alive", "Keep-Alive", "close"] {
        let seen = attacker
            .passes(attacker.head("GET", "/x", &[("Connection", connection)]))
            .await;
        speaks_for_the_gateway_alone(&seen);
    }
}

#[tokio::test]
async fn trailers_bring_no_identity_to_the_upstream() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let head = attacker.head(
        "POST",
        "/x",
        &[("Transfer-Encoding", "chunked"), ("Trailer", "X-Remote-User")],
    );
    attacker.upstream.clear();
    let answer = attacker
        .send(format!(
            "{head}2\r\nhi\r\n0\r\nX-Remote-User: admin\r\nX_Proof: admin\r\nCookie: a=admin\r\n\r\n"
        ))
        .await;
    let bytes: Vec<u8> = attacker.upstream.connections().concat();
    let bytes = String::from_utf8_lossy(&bytes);
    assert!(!bytes.contains("admin"), "{bytes}");
    if answer.status == 200 {
        speaks_for_the_gateway_alone(&attacker.upstream.requests()[0]);
    }
    let head = attacker.head("POST", "/x", &[("Transfer-Encoding", "chunked")]);
    let seen = attacker.passes(format!("{head}2\r\nhi\r\n0\r\n\r\n")).await;
    assert_eq!(seen.body, b"2\r\nhi\r\n0\r\n\r\n");
    speaks_for_the_gateway_alone(&seen);
}

#[tokio::test]
async fn a_websocket_handshake_carries_our_identity_only() {
    let attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let mut fields = vec![
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Origin", "https://crm.test"),
    ];
    fields.extend(ALIASES.map(|alias| (alias, "admin")));
    let head = attacker.head("GET", "/live", &fields);
    let mut wire = Wire::open(&attacker.world).await;
    wire.send(head).await;
    assert_eq!(wire.answer().await.status, 101);
    let seen = attacker.upstream.requests();
    assert_eq!(seen.len(), 1);
    speaks_for_the_gateway_alone(&seen[0]);
    assert_eq!(seen[0].fields("sec-websocket-key"), ["dGhlIHNhbXBsZSBub25jZQ=="]);
    wire.send(b"bytes").await;
    assert_eq!(wire.exactly(5).await.unwrap(), b"bytes", "a tunnel");
}

#[tokio::test]
async fn over_http2_it_is_no_different() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .site(SITE)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let mut request = client
        .request(reqwest::Method::GET, "/x")
        .header("x-remote-users", "stays");
    for alias in ALIASES {
        request = request.header(alias, "admin");
    }
    assert_eq!(request.send().await.unwrap().status(), 200);
    let seen = upstream.requests();
    assert_eq!(seen.len(), 1);
    speaks_for_the_gateway_alone(&seen[0]);
    assert_eq!(seen[0].fields("x-remote-users"), ["stays"]);
}

#[tokio::test]
async fn a_visitor_cannot_pretend_to_be_a_support_session() {
    let upstream = Recorder::start().await;
    let site = format!("visitors = \"pass\"{SITE}");
    let world = WorldBuilder::new()
        .site(&site)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let mut wire = Wire::open(&world).await;
    for alias in ALIASES
        .into_iter()
        .chain(["X-Who", "X_Proof", "X-Gatepass-Scopes"])
    {
        upstream.clear();
        wire.send(visitor_head(
            "GET",
            "/x",
            &[("X-Mine", "stays"), (alias, "admin")],
        ))
        .await;
        assert_eq!(wire.answer().await.status, 200, "{alias}");
        let seen = upstream.requests().remove(0);
        assert!(!seen.head.contains("admin"), "{alias}:\n{}", seen.head);
        assert_eq!(seen.fields("x-mine"), ["stays"]);
        assert_eq!(values(&environment(&seen), "X_REMOTE_USER"), [""; 0]);
    }
}
