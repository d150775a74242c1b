//! Requests on HTTP/2 that try to be another one for the upstream than for the decision: by pseudo-header fields, by
//! cookies in pieces, or by what an HTTP/1.1 upstream would take for the next request (CVE-2021-21295 in Netty).

use crate::support::frames::{Frame, Outcome};
use crate::support::{Http2Visit, pseudo};

/// Nothing of the upstream's connections since the last look tells of the hidden part.
async fn hidden_stays_hidden(visit: &Http2Visit, name: &str) {
    let all = visit.upstream.connections().concat();
    let text = String::from_utf8_lossy(&all).into_owned();
    assert!(!text.contains("/messages/"), "{name}: {text}");
    visit.assert_nothing_else_arrived(name).await;
}

#[tokio::test]
async fn a_path_is_a_path() {
    let visit = Http2Visit::start().await;
    for path in [
        "https://crm.test/messages/1",
        "http://crm.test/messages/1",
        "https://evil.test/contacts/1?/messages/1",
        "messages/1",
        "crm.test/messages/1",
        "*",
        "?/messages/1",
        "/contacts/1 /messages/1",
        "/contacts/1 HTTP/1.1\r\nHost: crm.test\r\n\r\nGET /messages/1",
        "/contacts/1\r\nx-a: /messages/1",
        "/contacts/1\n/messages/1",
        "/contacts/1\t/messages/1",
        "/contacts/1\0/messages/1",
        "/contacts/../messages/1",
        "/contacts/%2e%2e/messages/1",
        "/contacts\\..\\..\\/messages/1",
        "/contacts/\u{7f}/messages/1",
        "/contacts/\u{e4}/messages/1",
        "//messages/1",
        "/./messages/1",
    ] {
        let outcome = visit
            .outcome(&[Frame::headers(1, &visit.get(path)).last()], 1)
            .await;
        assert!(outcome.status() != Some(200), "{path}: {outcome:?}");
        hidden_stays_hidden(&visit, path).await;
    }
    // The library cuts a fragment off before anybody judges: what is judged is what is sent.
    let with_fragment = visit.get("/contacts/1#/../../messages/1");
    visit
        .outcome(&[Frame::headers(1, &with_fragment).last()], 1)
        .await;
    assert_eq!(
        visit.upstream.requests()[0].request_line(),
        "GET /contacts/1 HTTP/1.1"
    );
    visit.upstream.clear();
    hidden_stays_hidden(&visit, "a fragment").await;
    // The benign twin.
    let path = "/contacts/1;v=1?x=%2Fmessages&y=a+b";
    let outcome = visit
        .outcome(&[Frame::headers(1, &visit.get(path)).last()], 1)
        .await;
    assert_eq!(outcome.status(), Some(200));
    assert_eq!(
        visit.upstream.requests()[0].request_line(),
        format!("GET {path} HTTP/1.1")
    );
}

/// RFC 9113 section 8.3.1, RFC 9110 section 7.4.
#[tokio::test]
async fn a_request_names_one_host_that_is_the_one_of_tls() {
    let visit = Http2Visit::start().await;
    let agent = visit.get("/").split_off(4);
    let status = async |pseudo: &[(&'static str, &str)], hosts: &[&str]| {
        let mut fields = visit.with_pseudo(pseudo);
        fields.truncate(pseudo.len());
        fields.extend(hosts.iter().map(|host| ("host", (*host).to_owned())));
        fields.extend(agent.clone());
        visit.outcome(&[Frame::headers(1, &fields).last()], 1).await
    };
    let get = |authority: &'static str, scheme: &'static str| {
        [
            (":method", "GET"),
            (":scheme", scheme),
            (":authority", authority),
            (":path", "/contacts/1"),
        ]
    };
    let refused: [(&str, &str, &[&str], u16); 12] = [
        ("crm.test", "https", &["other.test"], 400),
        ("crm.test", "https", &["crm.test:443"], 400),
        ("crm.test", "https", &["crm.test", "crm.test"], 400),
        ("crm.test", "https", &[""], 400),
        ("crm.test, other.test", "https", &[], 400),
        ("ann@crm.test", "https", &[], 400),
        ("crm.test:x", "https", &[], 400),
        ("crm.test/messages/1", "https", &[], 400),
        ("other.test", "https", &[], 421),
        ("portal.test", "https", &[], 421),
        ("crm.test", "http", &[], 421),
        ("crm.test", "ftp", &[], 421),
    ];
    for (authority, scheme, hosts, expected) in refused {
        let name = format!("{scheme}://{authority} {hosts:?}");
        match status(&get(authority, scheme), hosts).await {
            Outcome::Answered(answer) => assert_eq!(answer.status(), expected, "{name}"),
            // The library resets what it cannot parse.
            Outcome::Reset(_) => assert_eq!(expected, 400, "{name}"),
            gone @ Outcome::GoneAway(_) => panic!("{name}: {gone:?}"),
        }
        visit.assert_nothing_else_arrived(&name).await;
    }
    for (authority, hosts) in [
        ("crm.test", &[][..]),
        ("CRM.test", &[]),
        ("crm.test:443", &[]),
        ("crm.test", &["crm.test"]),
    ] {
        let outcome = status(&get(authority, "https"), hosts).await;
        assert_eq!(outcome.status(), Some(200), "{authority} {hosts:?}");
        let seen = visit.upstream.requests().pop().unwrap();
        assert_eq!(seen.fields("host"), [authority.to_ascii_lowercase()]);
        visit.upstream.clear();
    }
}

/// RFC 9113 section 8.2.3: a browser may send each cookie in a field of its own. The rule of one session cookie holds
/// over all of them, and the app sees one field, without ours.
#[tokio::test]
async fn cookies_in_crumbs_are_one_header() {
    let visit = Http2Visit::start().await;
    let ours = format!("__Host-gatepass={}", visit.cookie);
    let with = |crumbs: &[&str]| {
        let mut fields = pseudo("GET", "/contacts/1");
        fields.push(("user-agent", "Test Browser 1.0".to_owned()));
        fields.extend(crumbs.iter().map(|crumb| ("cookie", (*crumb).to_owned())));
        [Frame::headers(1, &fields).last()]
    };
    let passing: [(&[&str], &[&str]); 5] = [
        (&[&ours], &[]),
        (&["a=1", &ours, "b=2"], &["a=1; b=2"]),
        (&["a=1; b=2", &ours, "c=3"], &["a=1; b=2; c=3"]),
        (&[&format!("a=1; {ours}"), "a=1"], &["a=1; a=1"]),
        (&["__host-gatepass=forged", &ours, "a=1"], &["a=1"]),
    ];
    for (crumbs, arrives) in passing {
        assert_eq!(
            visit.outcome(&with(crumbs), 1).await.status(),
            Some(200),
            "{crumbs:?}"
        );
        assert_eq!(
            visit.upstream.requests()[0].fields("cookie"),
            arrives,
            "{crumbs:?}"
        );
        visit.upstream.clear();
    }
    for crumbs in [
        &["__Host-gatepass=forged", ours.as_str()][..],
        &[ours.as_str(), "__Host-gatepass=forged"],
        &[ours.as_str(), ours.as_str()],
        &[ours.as_str(), "a=1", "b=2; __Host-gatepass=forged"],
        &[ours.as_str(), "a=1;__Host-gatepass="],
    ] {
        assert_eq!(
            visit.outcome(&with(crumbs), 1).await.status(),
            Some(400),
            "{crumbs:?}"
        );
        visit.assert_nothing_else_arrived("two session cookies").await;
    }
    // In halves it is none.
    let (first, second) = ours.split_at(20);
    let outcome = visit.outcome(&with(&[first, second]), 1).await;
    assert!(
        outcome.status().is_some_and(|status| status != 200),
        "{outcome:?}"
    );
    visit.assert_nothing_else_arrived("half a cookie").await;
}

/// What looks like another request inside a body stays inside the body.
#[tokio::test]
async fn a_body_cannot_become_a_request() {
    let visit = Http2Visit::start().await;
    let inner = format!(
        "0\r\n\r\nGET /messages/1 HTTP/1.1\r\nHost: crm.test\r\nCookie: __Host-gatepass={}\r\n\r\n",
        visit.cookie
    );
    for length in [None, Some(inner.len())] {
        let mut fields = visit.post("/contacts/1");
        fields.extend(length.map(|length| ("content-length", length.to_string())));
        let frames = [
            Frame::headers(1, &fields),
            Frame::data(1, inner.as_bytes()).last(),
        ];
        assert_eq!(visit.outcome(&frames, 1).await.status(), Some(200));
        let requests = visit.upstream.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        let expected = match length {
            Some(_) => inner.clone().into_bytes(),
            None => format!("{:X}\r\n{inner}\r\n0\r\n\r\n", inner.len()).into_bytes(),
        };
        assert_eq!(
            requests[0].body,
            expected,
            "{}",
            String::from_utf8_lossy(&requests[0].body)
        );
        visit.upstream.clear();
    }
    visit.assert_nothing_else_arrived("requests in bodies").await;
}

/// Nobody tells the app who is there but us, in the header or behind the body.
#[tokio::test]
async fn identity_comes_from_the_gateway_alone() {
    let visit = Http2Visit::start().await;
    let forged = [
        "x-gatepass-user",
        "x_gatepass_user",
        "x-gatepass.user",
        "http_x_gatepass_user",
        "x-forwarded-for",
    ];
    let mut fields = visit.post("/contacts/1");
    fields.extend(forged.map(|name| (name, "root".to_owned())));
    let trailers = Frame::headers(1, &forged.map(|name| (name, "root"))).last();
    let frames = [Frame::headers(1, &fields), Frame::data(1, "x"), trailers];
    assert_eq!(visit.outcome(&frames, 1).await.status(), Some(200));
    let seen = visit.upstream.requests().pop().unwrap();
    assert_eq!(seen.fields("x-gatepass-user"), ["ann"]);
    let everything = format!("{}{}", seen.head, String::from_utf8_lossy(&seen.body));
    assert!(!everything.contains("root"), "{everything}");
}
