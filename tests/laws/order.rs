//! The order of rules means nothing, and taking away never gives.

use gatepass::access::{Grant, SitePolicy, Visibility};
use proptest::prelude::*;

use super::harness::*;

fn shuffled<T: Clone>(all: &[T], by: usize) -> Vec<T> {
    let mut all = all.to_vec();
    if !all.is_empty() {
        let middle = by % all.len();
        all.rotate_left(middle);
        if by.is_multiple_of(2) {
            all.reverse();
        }
    }
    all
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn the_order_of_scopes_and_matchers_changes_no_verdict(
        (site, grant) in site_and_grant(), request in any_request(), by in 0..64_usize,
    ) {
        let mut other = SitePolicy { scopes: shuffled(&site.scopes, by).into(), ..site.clone() };
        for scope in other.scopes.iter_mut() {
            scope.matchers = shuffled(&scope.matchers, by / 2);
        }
        prop_assert_eq!(judge(&request, &grant, &site), judge(&request, &grant, &other));
    }

    #[test]
    fn one_more_hidden_part_never_widens_access(
        (site, grant) in site_and_grant(), (more, _) in site_and_grant(), request in any_request(),
    ) {
        let mut wider = site.clone();
        for (index, mut scope) in more.scopes.iter().cloned().enumerate() {
            scope.name = gatepass::access::ScopeName::new(&format!("new{index}"));
            wider.scopes.push(scope);
        }
        prop_assert!(judge(&request, &grant, &wider).is_no_wider_than(&judge(&request, &grant, &site)));
    }

    #[test]
    fn a_grant_of_less_never_opens_more((site, grant) in site_and_grant(), request in any_request(), which in 0..5_usize) {
        let before = judge(&request, &grant, &site);
        let mut less = Grant { read_only: true, ..grant.clone() };
        prop_assert!(judge(&request, &less, &site).is_no_wider_than(&before));
        less.read_only = grant.read_only;
        if let Some(visible) = less.scopes.values_mut().nth(which) {
            *visible = (*visible).min(Visibility::ReadOnly);
            prop_assert!(judge(&request, &less, &site).is_no_wider_than(&before));
        }
        if let Some(name) = less.scopes.keys().nth(which).cloned() {
            less.scopes.remove(&name);
            prop_assert!(judge(&request, &less, &site).is_no_wider_than(&before));
        }
    }

    #[test]
    fn an_unread_body_never_opens_more((site, grant) in site_and_grant(), request in any_request()) {
        let mut with_body = request.clone();
        with_body.body = gatepass::access::Body::Unread;
        let mut without = request;
        without.body = gatepass::access::Body::None;
        prop_assert!(judge(&with_body, &grant, &site).is_no_wider_than(&judge(&without, &grant, &site)));
    }
}
