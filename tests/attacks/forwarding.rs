//! Who the client is: the rightmost hop that is no trusted proxy, whatever a client writes into the fields by which
//! proxies tell (RFC 7239; `X-Forwarded-For`), and nothing else makes an address or a trusted client.

use gatepass::access::CodeMethod;

use crate::support::{Attacker, Client, Guess, Protocol, Recorder, Wire, World, WorldBuilder, visitor_head};

const SITE: &str = "elsewhere = \"full\"\nchallenge = \"never\"\n";
const PROXIES: &str = "trusted_proxies = [\"127.0.0.0/8\", \"10.0.0.0/8\", \"2001:db8:1::/48\"]";

type Fields = &'static [(&'static str, &'static str)];

/// What a request says of its client while the truth, as far as proxies vouch for it, is not 203.0.113.0/24.
const LIES: [Fields; 29] = [
    // The client opened a quote, and the proxy's own hop came to stand inside.
    &[("Forwarded", "for=203.0.113.7;host=\", for=198.51.100.9")],
    &[
        ("X-Forwarded-For", "\u{eb}, 198.51.100.9"),
        ("Forwarded", "for=203.0.113.7"),
    ],
    &[("X-Forwarded-For", ""), ("Forwarded", "for=203.0.113.7")],
    &[],
    &[("X-Forwarded-For", "203.0.113.7, 198.51.100.9")],
    &[("X-Forwarded-For", "203.0.113.7, 198.51.100.9, 10.0.0.2")],
    &[("X-Forwarded-For", "203.0.113.7, 198.51.100.9, 2001:db8:1::5")],
    &[
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-For", "198.51.100.9"),
    ],
    &[("X-Forwarded-For", "203.0.113.7, unknown")],
    &[("X-Forwarded-For", "203.0.113.7, , 10.0.0.2")],
    &[("X-Forwarded-For", "203.0.113.7, 10.0.0.2, ")],
    &[("X-Forwarded-For", "203.0.113.7, _hidden")],
    &[("X-Forwarded-For", "203.0.113.7, 010.0.0.2")],
    &[("X-Forwarded-For", "203.0.113.7, 10.2")],
    &[("X-Forwarded-For", "203.0.113.7, 0x0a000002")],
    &[("X-Forwarded-For", "203.0.113.7, [10.0.0.2")],
    &[("X-Forwarded-For", "203.0.113.7 198.51.100.9")],
    &[("X-Forwarded-For", "203.0.113.7;10.0.0.2")],
    &[
        ("X-Forwarded-For", "198.51.100.9"),
        ("Forwarded", "for=203.0.113.7"),
    ],
    &[("X-Forwarded-For", "198.51.100.9"), ("X-Real-IP", "203.0.113.7")],
    &[
        ("X-Forwarded-For", "198.51.100.9"),
        ("X_Forwarded_For", "203.0.113.7"),
    ],
    &[
        ("X-Real-IP", "203.0.113.7"),
        ("True-Client-IP", "203.0.113.7"),
        ("CF-Connecting-IP", "203.0.113.7"),
    ],
    &[("Forwarded", "for=203.0.113.7, for=198.51.100.9")],
    &[("Forwarded", "for=203.0.113.7, for=unknown")],
    &[("Forwarded", "for=203.0.113.7, proto=https")],
    &[("Forwarded", "for=203.0.113.7, for=_gazonk;by=10.0.0.2")],
    &[("Forwarded", "for=198.51.100.9;host=\"a, for=203.0.113.7\"")],
    &[("Forwarded", "for=\"203.0.113.7, for=198.51.100.9")],
    &[
        ("Forwarded", "for=203.0.113.7"),
        ("Forwarded", "For=\"[2001:db8::9]:4711\""),
    ],
];

/// What an honest chain of proxies says of a client in 203.0.113.0/24.
const TRUTHS: [Fields; 10] = [
    &[("X-Forwarded-For", "203.0.113.7")],
    &[("X-Forwarded-For", "198.51.100.9, 203.0.113.7")],
    &[("X-Forwarded-For", "unknown, 203.0.113.7, 10.0.0.2, 10.0.0.3")],
    &[
        ("X-Forwarded-For", "198.51.100.9"),
        ("X-Forwarded-For", "203.0.113.7, 2001:db8:1::5"),
    ],
    &[("X-Forwarded-For", "203.0.113.7:4711")],
    &[("X-Forwarded-For", "[::ffff:203.0.113.7]:4711")],
    &[("X-Forwarded-For", "::ffff:203.0.113.7")],
    &[(
        "Forwarded",
        "for=203.0.113.7;proto=https;host=\"a, for=198.51.100.9\"",
    )],
    &[(
        "Forwarded",
        "for=198.51.100.9, For=\"203.0.113.7:80\";by=_x, for=\"[2001:db8:1::5]\"",
    )],
    &[
        ("Forwarded", "for=198.51.100.9"),
        ("Forwarded", "for=203.0.113.7"),
    ],
];

/// Signed in from 203.0.113.7 with a grant that only that network may use.
async fn allowed_from_one_network(world: &World) -> Client {
    let created = world
        .grant_with(|wanted| {
            wanted.networks = vec!["203.0.113.0/24".parse().unwrap()];
            wanted.code = CodeMethod::Fixed;
        })
        .await;
    let client = world.client(Protocol::Http1);
    let credentials = &created.credentials;
    let form = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
        ("code", credentials.security_code.as_ref().unwrap().reveal()),
    ];
    let sign_in = client
        .request(reqwest::Method::POST, "/.gatepass/sign-in")
        .form(&form);
    let answer = sign_in
        .header("x-forwarded-for", "203.0.113.7")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    client
}

#[tokio::test]
async fn no_lie_about_the_address_gets_past_the_networks_of_a_grant() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .site(SITE)
        .top(PROXIES)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let client = allowed_from_one_network(&world).await;
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let mut wire = Wire::open(&world).await;
    for (fields, expected) in LIES
        .map(|it| (it, 403))
        .into_iter()
        .chain(TRUTHS.map(|it| (it, 200)))
    {
        upstream.clear();
        let fields: Vec<_> = [("Cookie", cookie.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        wire.send(visitor_head("GET", "/x", &fields)).await;
        assert_eq!(wire.answer().await.status, expected, "{fields:?}");
        assert_eq!(
            upstream.requests().len(),
            usize::from(expected == 200),
            "{fields:?}"
        );
    }
}

#[tokio::test]
async fn a_trusted_client_is_not_imitated_by_its_address() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .site("elsewhere = \"full\"\n")
        .top(PROXIES)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let client = allowed_from_one_network(&world).await;
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let mut wire = Wire::open(&world).await;
    for (hops, expected) in [
        ("203.0.113.7", 200),
        ("203.0.113.8", 400),
        ("203.0.113.7, 203.0.113.8", 400),
        ("203.0.113.7, 203.0.113.8, 10.0.0.2", 400),
        ("203.0.113.8, 203.0.113.7", 200),
    ] {
        let fields = [("Cookie", cookie.as_str()), ("X-Forwarded-For", hops)];
        wire.send(visitor_head("GET", "/x", &fields)).await;
        assert_eq!(wire.answer().await.status, expected, "{hops}");
    }
    assert_eq!(upstream.requests().len(), 2);
}

#[tokio::test]
async fn whoever_is_no_trusted_proxy_is_asked_from_where_it_comes() {
    let upstream = Recorder::start().await;
    let elsewhere = "trusted_proxies = [\"192.0.2.1/32\"]";
    let world = WorldBuilder::new()
        .site(SITE)
        .top(elsewhere)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    for (grantor, network, expected) in [("ann", "203.0.113.0/24", 401), ("bob", "127.0.0.0/8", 200)] {
        let created = world
            .grant_with(|wanted| {
                wanted.grantor = grantor.to_owned();
                wanted.networks = vec![network.parse().unwrap()];
            })
            .await;
        for fields in TRUTHS {
            let client = world.client(Protocol::Http1);
            let guess = Guess::right(&created.credentials);
            let form = [
                ("username", guess.user_name),
                ("password", guess.password),
                ("code", guess.code),
            ];
            let sign_in = client
                .request(reqwest::Method::POST, "/.gatepass/sign-in")
                .form(&form);
            let sign_in = fields
                .iter()
                .fold(sign_in, |sign_in, (name, value)| sign_in.header(*name, *value));
            assert_eq!(
                sign_in.send().await.unwrap().status(),
                expected,
                "{network} {fields:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_untrusted_client_says_nothing_about_itself_to_the_upstream() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    for name in [
        "X-Forwarded-For",
        "x_forwarded_for",
        "X.Forwarded.For",
        "HTTP_X_FORWARDED_FOR",
        "Forwarded",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-Ssl",
        "X-Forwarded-Scheme",
        "X-Forwarded-By",
        "X-Forwarded-User",
        "X-Real-IP",
        "X-Client-IP",
        "Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Cluster-Client-IP",
        "Front-End-Https",
    ] {
        for lie in ["6.6.6.6", "for=6.6.6.6;host=6.6.6.6", "6.6.6.6, 127.0.0.1"] {
            let seen = attacker
                .passes(attacker.head("GET", "/x", &[(name, lie), (name, lie)]))
                .await;
            assert!(!seen.head.contains("6.6.6.6"), "{name}: {lie}\n{}", seen.head);
            assert_eq!(seen.fields("x-forwarded-for"), ["127.0.0.1"]);
            assert_eq!(
                seen.fields("forwarded"),
                ["for=127.0.0.1;host=crm.test;proto=https"]
            );
            assert_eq!(
                (seen.fields("x-forwarded-proto"), seen.fields("x-forwarded-host")),
                (vec!["https"], vec!["crm.test"])
            );
        }
    }
    let honest = [
        ("X-Forward", "a"),
        ("Via", "1.1 mine"),
        ("X-Client", "b"),
        ("IP", "c"),
    ];
    let seen = attacker.passes(attacker.head("GET", "/x", &honest)).await;
    assert_eq!(
        (
            seen.fields("x-forward"),
            seen.fields("x-client"),
            seen.fields("ip")
        ),
        (vec!["a"], vec!["b"], vec!["c"])
    );
}

#[tokio::test]
async fn no_field_hides_what_a_trusted_proxy_wrote() {
    let upstream = Recorder::start().await;
    let site = format!("visitors = \"pass\"\n{SITE}");
    let world = WorldBuilder::new()
        .site(&site)
        .top(PROXIES)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let mut wire = Wire::open(&world).await;
    // The client's two fields; the proxy wrote behind the second.
    let fields = [
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-For", "\u{eb}, 203.0.113.7"),
    ];
    wire.send(visitor_head("GET", "/x", &fields)).await;
    assert_eq!(wire.answer().await.status, 200);
    let seen = upstream.requests().remove(0);
    let hops = seen.fields("x-forwarded-for").join(", ");
    assert!(hops.ends_with(", 203.0.113.7, 127.0.0.1"), "{hops}");
}

#[tokio::test]
async fn a_trusted_proxy_may_speak_of_its_client_and_the_chain_grows_by_us() {
    let upstream = Recorder::start().await;
    let site = format!("visitors = \"pass\"\n{SITE}");
    let world = WorldBuilder::new()
        .site(&site)
        .top(PROXIES)
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let mut wire = Wire::open(&world).await;
    let fields = [
        ("X-Forwarded-For", "6.6.6.6, 203.0.113.7"),
        ("Forwarded", "for=203.0.113.7"),
        ("CF-Connecting-IP", "203.0.113.7"),
        ("X-Forwarded-Host", "evil.example"),
    ];
    wire.send(visitor_head("GET", "/x", &fields)).await;
    assert_eq!(wire.answer().await.status, 200);
    let seen = upstream.requests().remove(0);
    assert_eq!(
        seen.fields("x-forwarded-for"),
        ["6.6.6.6, 203.0.113.7, 127.0.0.1"]
    );
    assert_eq!(
        seen.fields("forwarded"),
        ["for=203.0.113.7, for=127.0.0.1;host=crm.test;proto=https"]
    );
    assert_eq!(seen.fields("cf-connecting-ip"), ["203.0.113.7"]);
    assert_eq!(
        seen.fields("x-forwarded-host"),
        ["crm.test"],
        "our own name is ours to say"
    );
}
