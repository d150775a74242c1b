//! One decision, at 20, 200 and 1,000 matchers: at 1,000 it may cost three times what it costs at 20. And what a request
//! with a body costs where no scope could need it: nothing.

use std::hint::black_box;

use gatepass::access::{AccessRequest, Body, GrantId, SitePolicy, Standing, Verdict, decide};
use http::Method;

use crate::meter::{allocations, nanoseconds, sha256};
use crate::site::{agent, at, grant, policy, request};

const TARGETS: [&str; 5] = [
    "/contacts/20/edit?tab=notes",
    "/Contacts/20/edit?tab=notes",
    "/a%20b.pdf",
    "/index.php?module=Contacts&view=List",
    "/x/..;/contacts%2F20",
];

pub(crate) fn bench() {
    println!(
        "{:>8}  {:<38} {:>11} {:>8} {:>10} {:>12}",
        "matchers", "target", "ns/decision", "÷ at 20", "÷ SHA-256", "allocations"
    );
    let mut at_twenty = Vec::new();
    for matchers in [20, 200, 1000] {
        let policy = policy(matchers);
        let standing = agent(grant(GrantId::from_bytes([1; 16]), &policy));
        for (number, target) in TARGETS.into_iter().enumerate() {
            let request = request(target);
            let work = || decided(&request, &standing, &policy);
            let (time, peer) = (nanoseconds(2_000, work), sha256(target.as_bytes()));
            if at_twenty.len() == number {
                at_twenty.push(time);
            }
            let first = at_twenty.get(number).copied().unwrap_or(time);
            println!(
                "{matchers:>8}  {target:<38} {time:>11.0} {:>8.2} {:>10.2} {:>12}",
                time / first,
                time / peer,
                allocations(work)
            );
        }
    }
    println!();
    bodies();
}

fn decided(request: &AccessRequest, standing: &Standing, policy: &SitePolicy) {
    drop(black_box(decide(
        black_box(request),
        black_box(standing),
        black_box(policy),
        at(500),
    )));
}

/// A form, before anybody has read it, on a site whose scopes are paths only.
fn bodies() {
    let mut policy = policy(200);
    let mut scopes = policy.scopes.to_vec();
    for scope in &mut scopes {
        scope.matchers.retain(|matcher| matcher.parameters.is_empty());
    }
    policy.scopes = scopes.into();
    let standing = agent(grant(GrantId::from_bytes([1; 16]), &policy));
    println!(
        "{:<38} {:>11} {:>14} {:>12}",
        "target", "without", "with a body", "with ÷ without"
    );
    for target in TARGETS {
        let without = AccessRequest {
            method: Method::POST,
            ..request(target)
        };
        let with = AccessRequest {
            body: Body::Unread,
            method: Method::POST,
            ..request(target)
        };
        let verdict = decide(&with, &standing, &policy, at(500));
        assert!(!matches!(verdict, Verdict::ReadBody), "nobody asks for the body");
        let times =
            [&without, &with].map(|request| nanoseconds(2_000, || decided(request, &standing, &policy)));
        println!(
            "{target:<38} {:>8.0} ns {:>11.0} ns {:>12.2}",
            times[0],
            times[1],
            times[1] / times[0]
        );
    }
}
