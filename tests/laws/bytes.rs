//! What is judged is what is sent, and every input has a verdict.

use gatepass::access::*;
use http::Method;
use proptest::prelude::*;

use super::harness::*;

/// Bytes as attackers mix them: mostly those that mean something in a target.
fn target_bytes() -> impl Strategy<Value = Vec<u8>> {
    let telling = prop::sample::select(b"/%.;?&=#\\+[]{}: 2fF5cC0aAe\x00\t\r\n\xc0\xaf\xff".to_vec());
    let one = prop_oneof![6 => telling, 1 => any::<u8>(), 2 => b'a'..=b'z'];
    (any::<bool>(), prop::collection::vec(one, 0..120)).prop_map(|(rooted, mut bytes)| {
        if rooted {
            bytes.insert(0, b'/');
        }
        bytes
    })
}

/// The same, but likelier to be taken: every `%` is an escape.
fn acceptable_bytes() -> impl Strategy<Value = Vec<u8>> {
    let one = prop_oneof![
        4 => prop::sample::select(vec!["/", ".", "..", ";", "?", "&", "=", "a", "Z", "[", "]", "+", "//", "module", "index.php"]).prop_map(str::to_owned),
        2 => (0x20..=0xff_u8).prop_filter("no control", |b| *b != 0x7f).prop_map(|b| format!("%{b:02x}")),
        1 => prop::sample::select(vec!["%252f", "%252e", "%c0%af", "%25u002f", "%EF%BC%8F"]).prop_map(str::to_owned),
        1 => (0x21..=0x7e_u8).prop_filter("no escape", |b| !b"%#\\".contains(b)).prop_map(|b| char::from(b).to_string()),
    ];
    prop::collection::vec(one, 0..40).prop_map(|parts| format!("/{}", parts.concat()).into_bytes())
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_target_that_is_taken_is_kept_byte_for_byte(bytes in prop_oneof![target_bytes(), acceptable_bytes()]) {
        if let Ok(target) = CanonicalTarget::parse(&bytes) {
            prop_assert_eq!(target.as_str().as_bytes(), &bytes[..]);
            let put_together = match target.query() {
                Some(query) => format!("{}?{query}", target.path()),
                None => target.path().to_owned(),
            };
            prop_assert_eq!(put_together.as_bytes(), &bytes[..]);
        }
    }

    #[test]
    fn what_is_judged_is_what_is_sent(bytes in acceptable_bytes(), method in method()) {
        let target = String::from_utf8(bytes).unwrap();
        let request = request(method.clone(), &target).unwrap();
        let standing = standing(&grant(&[]));
        let verdict = decide(&request, &Standing::Agent(standing), &site(Visibility::Full, Vec::new()), at(NOW));
        match verdict {
            Verdict::Forward(permit) => {
                prop_assert_eq!(permit.target().as_str(), target);
                prop_assert_eq!(permit.method(), &method);
                prop_assert_eq!(permit.site().as_str(), "crm");
            }
            Verdict::Refuse(reason) => prop_assert_eq!(reason, Reason::AmbiguousTarget),
            other @ (Verdict::ReadBody | Verdict::Challenge(_)) => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn every_request_has_a_verdict(
        (site, grant) in site_and_grant(),
        bytes in prop_oneof![target_bytes(), acceptable_bytes()],
        method in "[A-Za-z]{1,8}",
        body in prop_oneof![Just(Body::None), Just(Body::Unread)],
        purpose in prop_oneof![Just(Purpose::Exchange), Just(Purpose::WebSocket), Just(Purpose::ServiceWorker)],
        now in any::<i32>(),
    ) {
        if let Ok(target) = CanonicalTarget::parse(&bytes) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = AccessRequest { target, method, body, purpose, ..get("/") };
            let standing = Standing::Agent(standing(&grant));
            drop(decide(&request, &standing, &site, at(now.into())));
            drop(decide(&request, &Standing::Visitor, &site, at(now.into())));
        }
    }
}
