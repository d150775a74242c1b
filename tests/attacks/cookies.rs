//! The session cookie: no spelling of it is a session but its own, it never reaches the upstream, and the upstream
//! cannot set it (RFC 6265bis sections 4.1.3 and 8.8; prefix bypasses by case, blanks and namelessness).

use crate::support::{Attacker, Protocol, Recorder, Wire, WorldBuilder, visitor_head};

const SITE: &str = "elsewhere = \"full\"\nchallenge = \"never\"\n";

/// Cookie fields with the session's value as `TOKEN`, and what of them an upstream may see.
const PASSING: [(&[&str], Option<&str>); 14] = [
    (&["__Host-gatepass=TOKEN"], None),
    (&["a=1; __Host-gatepass=TOKEN; b=2"], Some("a=1; b=2")),
    (&["a=1", "__Host-gatepass=TOKEN", "b=2"], Some("a=1; b=2")),
    (&["a=1;__Host-gatepass=TOKEN;b=2"], Some("a=1; b=2")),
    (&["  a=1 ;\t__Host-gatepass=TOKEN\t; "], Some("a=1")),
    (
        &["__Host-gatepass=TOKEN; __host-gatepass=TOKEN; a=1"],
        Some("a=1"),
    ),
    (
        &["__Host-gatepass=TOKEN; __Host-gatepass =TOKEN; a=1"],
        Some("a=1"),
    ),
    (
        &["__Host-gatepass=TOKEN; =__Host-gatepass=TOKEN; a=1"],
        Some("a=1"),
    ),
    (&["__Host-gatepass=TOKEN; __Host-gatepass; a=1"], Some("a=1")),
    (
        &["__Host-gatepass=TOKEN; __HOST-GATEPASS-2=TOKEN; a=1"],
        Some("a=1"),
    ),
    (
        &["$Version=1; __Host-gatepass=TOKEN; $Path=/; a=1"],
        Some("$Version=1; $Path=/; a=1"),
    ),
    (
        &["__Host-gatepass=TOKEN; a=\"x y\"; b==; c; =d"],
        Some("a=\"x y\"; b==; c; =d"),
    ),
    (&["a=\"; __Host-gatepass=TOKEN; b=\""], Some("a=\"; b=\"")),
    (&["__Host-gatepass=TOKEN; name=Zo\u{eb}"], Some("name=Zo\u{eb}")),
];

/// What looks like the session cookie and is none, or is two.
const REFUSED: [(&[&str], u16); 16] = [
    (&["__host-gatepass=TOKEN"], 401),
    (&["__HOST-GATEPASS=TOKEN"], 401),
    (&["__Host-gatepass =TOKEN"], 401),
    (&["__Host-gatepass=\"TOKEN\""], 401),
    (&["__Host-gatepass=TOKENx"], 401),
    (&["__Host-gatepass= TOKEN"], 401),
    (&["__Host-gatepass=%54OKEN"], 401),
    (&["=__Host-gatepass=TOKEN"], 401),
    (&["__Host-gatepass"], 401),
    (&["__Host-gatepass="], 401),
    (
        &["gatepass=TOKEN; Host-gatepass=TOKEN; __Secure-gatepass=TOKEN"],
        401,
    ),
    (&["__Host-gatepass=TOKEN; __Host-gatepass=TOKEN"], 400),
    (&["__Host-gatepass=TOKEN; __Host-gatepass=other"], 400),
    (&["__Host-gatepass=TOKEN", "a=1", "__Host-gatepass="], 400),
    (&["a=\u{eb}; __Host-gatepass=other", "__Host-gatepass=TOKEN"], 400),
    (&["a=1, __Host-gatepass=TOKEN"], 401),
];

fn with_cookies(method: &str, fields: &[&str], token: &str) -> String {
    let fields: Vec<String> = fields.iter().map(|field| field.replace("TOKEN", token)).collect();
    let fields: Vec<_> = fields.iter().map(|field| ("Cookie", field.as_str())).collect();
    visitor_head(method, "/x", &fields)
}

#[tokio::test]
async fn the_upstream_sees_its_own_cookies_and_never_the_session() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let token = attacker.cookie.clone();
    for (fields, expected) in PASSING {
        let seen = attacker.passes(with_cookies("GET", fields, &token)).await;
        let bytes = String::from_utf8_lossy(&attacker.upstream.connections().concat()).into_owned();
        assert!(!bytes.contains(&token), "{fields:?}\n{bytes}");
        assert_eq!(
            seen.fields("cookie"),
            expected.into_iter().collect::<Vec<_>>(),
            "{fields:?}"
        );
    }
    let long = format!("long={}", "x".repeat(16 * 1024));
    let seen = attacker
        .passes(with_cookies("GET", &[&long, "__Host-gatepass=TOKEN"], &token))
        .await;
    assert_eq!(seen.fields("cookie"), [long.as_str()]);
}

#[tokio::test]
async fn what_only_resembles_the_session_cookie_is_no_session() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let token = attacker.cookie.clone();
    for (fields, status) in REFUSED {
        let answer = attacker.send(with_cookies("GET", fields, &token)).await;
        assert_eq!(answer.status, status, "{fields:?}");
    }
    let seen = attacker.upstream.requests();
    assert!(seen.is_empty(), "{seen:?}");
}

/// A session that goes unnoticed would be a visitor, who sees everything.
#[tokio::test]
async fn where_visitors_pass_no_other_cookie_hides_a_session() {
    let site = "visitors = \"pass\"\nelsewhere = \"hidden\"\nchallenge = \"never\"\n";
    let mut attacker = Attacker::inside(WorldBuilder::new().site(site)).await;
    let token = attacker.cookie.clone();
    for (fields, _) in PASSING {
        let answer = attacker.send(with_cookies("GET", fields, &token)).await;
        assert_eq!(answer.status, 403, "{fields:?}");
    }
    assert!(attacker.upstream.requests().is_empty());
    let seen = attacker
        .passes(with_cookies("GET", &["theirs=Zo\u{eb}"], &token))
        .await;
    assert_eq!(
        seen.fields("cookie"),
        ["theirs=Zo\u{eb}"],
        "a visitor's own cookies stay"
    );
}

#[tokio::test]
async fn over_http2_split_cookies_are_one_field_without_ours() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .site(SITE)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let token = client.session_cookie().unwrap();
    let stranger = world.client(Protocol::Http2);
    let get = |cookies: &[String]| {
        let request = stranger.request(reqwest::Method::GET, "/x");
        cookies
            .iter()
            .fold(request, |request, cookie| request.header("cookie", cookie))
    };
    let ours = format!("__Host-gatepass={token}");
    let split = get(&["a=1".to_owned(), ours.clone(), "b=2".to_owned()]);
    assert_eq!(split.send().await.unwrap().status(), 200);
    let twice = get(&[ours.clone(), "a=1".to_owned(), ours]);
    assert_eq!(twice.send().await.unwrap().status(), 400);
    let seen = upstream.requests();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].fields("cookie"), ["a=1; b=2"]);
}

#[tokio::test]
async fn the_upstream_cannot_set_the_session_cookie() {
    let upstream = Recorder::answering(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: theirs=1; Path=/\r\n\
          Set-Cookie: __Host-gatepass=forged; Path=/; Secure\r\nSet-Cookie:  __host-GATEPASS = forged\r\n\
          Set-Cookie: =__Host-gatepass=forged\r\nSet-Cookie: = __Host-gatepass=forged\r\n\
          Set-Cookie: __Host-gatepass\r\nset-cookie: \t__HOST-gatepass=forged; Max-Age=0\r\n\
          Set-Cookie: __Host-theirs=__Host-gatepass; Secure; Path=/\r\n\r\nok",
    )
    .await;
    let world = WorldBuilder::new()
        .site(SITE)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let mut wire = Wire::open(&world).await;
    wire.send(visitor_head("GET", "/x", &[("Cookie", &cookie)])).await;
    let answer = wire.answer().await;
    let set: Vec<&str> = answer
        .head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .map(|(_, value)| value)
        .collect();
    assert_eq!(
        set,
        [
            "theirs=1; Path=/",
            "__Host-theirs=__Host-gatepass; Secure; Path=/"
        ]
    );
}
