//! A body says as much as an address, and what cannot be read opens nothing.

use std::sync::Arc;

use gatepass::access::{AccessRequest, Body, BodyReader, Unreadable};
use http::Method;
use proptest::prelude::*;

use super::harness::*;

/// As the gateway reads it.
fn said(content_type: &str, body: &str) -> Body {
    let read = BodyReader::new([content_type.as_bytes()], false, Arc::default(), 64 * 1024).and_then(
        |mut reader| {
            reader.read(body.as_bytes())?;
            reader.finish()
        },
    );
    read.map_or_else(Body::Unreadable, |fields| Body::Read(Arc::new(fields)))
}

fn form(body: &str) -> Body {
    said("application/x-www-form-urlencoded", body)
}

/// Fields as the harness' rules read them, and others.
fn fields() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["module", "tab", "Module", "module[]", "mod%75le", "x"]);
    let value = prop::sample::select(vec!["Messages", "messages", "Contacts", "Console", "", "a+b"]);
    let pairs = prop::collection::vec((name, value), 0..3);
    pairs.prop_map(|pairs| {
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    })
}

/// A member or two, as the harness' rules read them, and others.
fn call() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["module", "tab", "x"]);
    let value = prop::sample::select(vec!["Messages", "Contacts", "x"]);
    (name, value).prop_map(|(name, value)| format!("{{\"{name}\":\"{value}\"}}"))
}

fn sent(to: &AccessRequest, body: Body) -> AccessRequest {
    AccessRequest {
        method: Method::POST,
        body,
        ..to.clone()
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_body_that_cannot_be_read_never_opens_more(
        (site, grant) in site_and_grant(), to in any_request(), fields in fields(),
    ) {
        let readable = judge(&sent(&to, form(&fields)), &grant, &site);
        // Where everything is visible that could be named, it does not matter which of two values counts.
        prop_assume!(readable != Outcome::Refused("conflicting-parameters"));
        for why in [Unreadable::TooLarge, Unreadable::UnknownType, Unreadable::Malformed] {
            let unreadable = judge(&sent(&to, Body::Unreadable(why)), &grant, &site);
            prop_assert!(unreadable.is_no_wider_than(&readable), "{unreadable:?} {readable:?}");
        }
    }

    #[test]
    fn a_body_that_nobody_read_yet_is_not_forwarded_where_reading_it_would_matter(
        (site, grant) in site_and_grant(), to in any_request(), fields in fields(),
    ) {
        let unread = judge(&sent(&to, Body::Unread), &grant, &site);
        if unread.is_forwarded() {
            prop_assert_eq!(unread, judge(&sent(&to, form(&fields)), &grant, &site));
        }
    }

    #[test]
    fn a_field_means_the_same_in_the_address_and_in_the_body(
        (site, grant) in site_and_grant(), path in plain_path(), fields in fields(),
    ) {
        let path = super::respelling::written(&path);
        let (in_body, in_address) = (get(&path), get(&format!("{path}?{fields}")));
        prop_assert_eq!(
            judge(&sent(&in_body, form(&fields)), &grant, &site),
            judge(&sent(&in_address, form("")), &grant, &site)
        );
    }

    #[test]
    fn one_more_call_in_a_batch_never_opens_more(
        (site, grant) in site_and_grant(), to in any_request(), calls in prop::collection::vec(call(), 1..4), at in 0..4_usize, more in call(),
    ) {
        let batch = |calls: &[String]| said("application/json", &format!("[{}]", calls.join(",")));
        let mut longer = calls.clone();
        longer.insert(at.min(calls.len()), more);
        let before = judge(&sent(&to, batch(&calls)), &grant, &site);
        let after = judge(&sent(&to, batch(&longer)), &grant, &site);
        prop_assert!(after.is_no_wider_than(&before), "{after:?} {before:?}");
    }
}
