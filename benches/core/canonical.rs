//! One target read: plain ones, which most are, and strange ones, which attackers send.

use std::hint::black_box;

use gatepass::access::CanonicalTarget;

use crate::meter::{allocations, nanoseconds, sha256};

/// With what is meant to be seen in it.
const TARGETS: [(&str, &str); 6] = [
    ("plain", "/contacts/20/edit"),
    ("query", "/index.php?module=Contacts&view=List&page=3"),
    ("asset", "/static/js/vendor.4f2a9c1e.chunk.js?v=2026-11-20"),
    ("escapes", "/files/Angebot%20M%C3%BCller%20%26%20S%C3%B6hne.pdf"),
    ("traversal", "/x/..;/..%2f..%5C/%2e%2e/contacts%2F20"),
    (
        "long",
        "/%61%62%63%64%65%66%67%68/%61%62%63%64%65%66%67%68/%61%62%63%64%65%66%67%68?%61=%62&%63=%64",
    ),
];

pub(crate) fn bench() {
    println!(
        "{:<10} {:>9} {:>10} {:>12}",
        "target", "ns/target", "÷ SHA-256", "allocations"
    );
    for (name, target) in TARGETS {
        let work = || {
            let _ = black_box(CanonicalTarget::parse(black_box(target.as_bytes())));
        };
        let (time, peer) = (nanoseconds(5_000, work), sha256(target.as_bytes()));
        println!(
            "{name:<10} {time:>9.0} {:>10.2} {:>12}",
            time / peer,
            allocations(work)
        );
    }
}
