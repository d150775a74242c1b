//! One decision, at 20, 200 and 1,000 matchers. The aim is 1 µs at 20 scopes, growing less than the matchers do.

use std::hint::black_box;

use gatepass::access::{GrantId, decide};

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
        "{:>8}  {:<38} {:>11} {:>10} {:>12}",
        "matchers", "target", "ns/decision", "÷ SHA-256", "allocations"
    );
    for matchers in [20, 200, 1000] {
        let policy = policy(matchers);
        let standing = agent(grant(GrantId::from_bytes([1; 16]), &policy));
        for target in TARGETS {
            let request = request(target);
            let work = || {
                drop(black_box(decide(
                    black_box(&request),
                    black_box(&standing),
                    black_box(&policy),
                    at(500),
                )));
            };
            let (time, peer) = (nanoseconds(2_000, work), sha256(target.as_bytes()));
            println!(
                "{matchers:>8}  {target:<38} {time:>11.0} {:>10.2} {:>12}",
                time / peer,
                allocations(work)
            );
        }
    }
}
