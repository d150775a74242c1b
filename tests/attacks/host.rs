//! Host and SNI: one name, the one that TLS was made with, and one that is served (RFC 9112 section 3.2, RFC 9110
//! section 7.4).

use crate::support::{Arena, Wire};

#[tokio::test]
async fn a_request_names_exactly_one_host() {
    let arena = Arena::start().await;
    for (name, fields) in [
        ("none", ""),
        ("empty", "Host:\r\n"),
        ("only spaces", "Host:   \r\n"),
        ("two equal", "{H}{H}"),
        ("two", "{H}Host: other.test\r\n"),
        ("two, in other cases", "{H}hOST: other.test\r\n"),
        ("a space inside", "Host: crm.test other.test\r\n"),
        ("a list", "Host: crm.test, other.test\r\n"),
        ("a list without a space", "Host: crm.test,other.test\r\n"),
        ("a tab inside", "Host: crm.test\tother.test\r\n"),
        ("a fragment", "Host: crm.test#other.test\r\n"),
        ("a path", "Host: crm.test/messages\r\n"),
        ("a backslash", "Host: crm.test\\other.test\r\n"),
        ("a query", "Host: crm.test?x\r\n"),
        ("user information", "Host: user@crm.test\r\n"),
        (
            "user information in front of another host",
            "Host: crm.test@other.test\r\n",
        ),
        ("a percent", "Host: crm%2etest\r\n"),
        ("letters beyond ASCII", "Host: crm.t\u{e9}st\r\n"),
        ("quotes", "Host: \"crm.test\"\r\n"),
        ("port 0", "Host: crm.test:0\r\n"),
        ("no port after a colon", "Host: crm.test:\r\n"),
        ("a port that is no number", "Host: crm.test:https\r\n"),
        ("a signed port", "Host: crm.test:+443\r\n"),
        ("a port that is too large", "Host: crm.test:65979\r\n"),
        ("two ports", "Host: crm.test:443:443\r\n"),
        ("a scheme", "Host: https://crm.test\r\n"),
        ("a dot in front", "Host: .crm.test\r\n"),
        ("two dots behind", "Host: crm.test..\r\n"),
        ("an IPv6 address that is none", "Host: [crm.test]\r\n"),
        ("folded into another name", "{H}Host\r\n"),
    ] {
        arena
            .refuses(name, 400, &format!("GET / HTTP/1.1\r\n{fields}{{S}}\r\n"))
            .await;
    }
    arena
        .refuses("none, in HTTP/1.0", 400, "GET / HTTP/1.0\r\n{S}\r\n")
        .await;
    arena
        .refuses("two, in HTTP/1.0", 400, "GET / HTTP/1.0\r\n{H}{H}{S}\r\n")
        .await;
    for (name, host, sent) in [
        ("as it is", "crm.test", "crm.test"),
        ("in capitals", "CRM.Test", "crm.test"),
        ("with a port", "crm.test:8443", "crm.test:8443"),
        (
            "with a dot behind (RFC 1034 section 3.1)",
            "crm.test.",
            "crm.test.",
        ),
        ("between spaces", " \t crm.test \t ", "crm.test"),
    ] {
        let request = format!("GET /a HTTP/1.1\r\nHost:{host}\r\n{{S}}\r\n");
        let (_, seen) = arena.passes(name, &request).await;
        assert_eq!(seen.fields("host"), [sent], "{name}");
    }
}

#[tokio::test]
async fn a_host_that_is_not_served_or_not_the_one_of_tls_is_misdirected() {
    let arena = Arena::start().await;
    for host in [
        "unknown.test",
        "other.test",
        "crm.test.evil.test",
        "evil-crm.test",
        "localhost",
        "127.0.0.1",
        "portal.test",
    ] {
        arena
            .refuses(host, 421, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n{{S}}\r\n"))
            .await;
    }
    for name in ["portal.test", "other.test"] {
        arena.upstream.clear();
        let mut wire = Wire::open_as(&arena.world, name, &[b"http/1.1"]).await;
        wire.send(arena.request("GET / HTTP/1.1\r\n{F}\r\n")).await;
        assert_eq!(wire.answer().await.status, 421, "SNI {name}");
        arena.saw_nothing(name);
    }
}

#[tokio::test]
async fn only_paths_and_urls_of_this_host_are_targets() {
    let arena = Arena::start().await;
    for (target, status) in [
        ("https://other.test/", 400),
        ("https://mrc.test/a", 400),
        ("https://other.test/?https://crm.test/", 400),
        ("http://crm.test/", 400),
        ("ftp://crm.test/", 400),
        ("https://crm.test", 400),
        ("https://crm.test:443/", 400),
        ("https://user@crm.test/", 400),
        ("https://crm.test@other.test/", 400),
        ("https://crm.test.other.test/", 400),
        ("https:/crm.test/", 400),
        ("https:///", 400),
        ("https:///crm.test/", 400),
        ("https:\\\\crm.test/", 400),
        ("crm.test", 400),
        ("crm.test:443", 400),
        ("*", 400),
        ("messages/1", 400),
        ("?x", 400),
        ("#x", 400),
        ("/a#/messages/1", 400),
        ("\\messages", 400),
    ] {
        arena
            .refuses(target, status, &format!("GET {target} HTTP/1.1\r\n{{F}}\r\n"))
            .await;
    }
    arena
        .refuses("OPTIONS *", 400, "OPTIONS * HTTP/1.1\r\n{F}\r\n")
        .await;

    let (_, seen) = arena
        .passes(
            "a URL (RFC 9112 section 3.2.2)",
            "GET https://crm.test/a?b=https://c/ HTTP/1.1\r\n{F}\r\n",
        )
        .await;
    assert_eq!(seen.request_line(), "GET /a?b=https://c/ HTTP/1.1");
    let mut wire = arena.wire().await;
    for (hidden, status) in [
        ("https://crm.test/messages/1", 403),
        ("HTTPS://crm.test/messages/1", 403),
        ("HTTPS://crm.test/a/../messages/1", 400),
    ] {
        arena.upstream.clear();
        wire.send(arena.request(&format!("GET {hidden} HTTP/1.1\r\n{{F}}\r\n")))
            .await;
        assert_eq!(wire.answer().await.status, status, "{hidden}");
        arena.saw_nothing(hidden);
    }
}

/// What was read of the first request's host is remembered with its connection.
#[tokio::test]
async fn a_connection_that_named_one_host_may_name_another_and_is_asked_again() {
    let arena = Arena::start().await;
    for (name, fields, status) in [
        ("the portal", "Host: portal.test\r\n", 421),
        ("a host that nobody serves", "Host: unknown.test\r\n", 421),
        ("a longer name", "Host: crm.test.evil.test\r\n", 421),
        ("no host", "", 400),
        ("two", "Host: crm.test\r\nHost: crm.test\r\n", 400),
        ("none that is well-formed", "Host: crm.test:x\r\n", 400),
    ] {
        let mut wire = arena.wire().await;
        wire.send(arena.request("GET /contacts/1 HTTP/1.1\r\n{F}\r\n"))
            .await;
        assert_eq!(wire.answer().await.status, 200, "{name}");
        arena.upstream.clear();
        wire.send(arena.request(&format!("GET /contacts/2 HTTP/1.1\r\n{fields}{{S}}\r\n")))
            .await;
        assert_eq!(wire.answer().await.status, status, "{name}");
        arena.saw_nothing(name);
    }
    let mut wire = arena.wire().await;
    for host in ["crm.test", "crm.test:8443", "crm.test.", "crm.test"] {
        arena.upstream.clear();
        wire.send(arena.request(&format!("GET /contacts/1 HTTP/1.1\r\nHost: {host}\r\n{{S}}\r\n")))
            .await;
        assert_eq!(wire.answer().await.status, 200, "{host}");
        let seen = arena.upstream.requests().remove(0);
        assert_eq!(seen.fields("host"), [host]);
        assert_eq!(seen.fields("x-forwarded-host"), [host]);
    }
}
