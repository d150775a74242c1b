//! One record in the decision journal, on the disk below the temporary directory, beside a bare `write(2)` of as many
//! bytes into a file there.

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use gatepass::access::{GrantId, Verdict, decide};
use gatepass::audit::{Circumstances, Journal, SEGMENT_BYTES, ShortCode, ShownParameters};
use jiff::Timestamp;

use crate::meter::{allocations, nanoseconds};
use crate::site::{agent, at, grant, policy, request};

const RECORDS: u32 = 10_000;
const TARGET: &str = "/index.php?module=Contacts&view=List&q=Meier";

pub(crate) fn bench() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(dir.path(), 0, at(500), SEGMENT_BYTES).unwrap();
    let policy = policy(20);
    let standing = agent(grant(GrantId::from_bytes([1; 16]), &policy));
    let (request, shown) = (request(TARGET), ShownParameters::of(&policy));
    let mut number = 0_u64;
    let permits = |count: u32| {
        let decided = (0..count).map(|_| decide(&request, &standing, &policy, at(500)));
        let permits: Vec<_> = decided
            .filter_map(|verdict| match verdict {
                Verdict::Forward(permit) => Some(permit),
                Verdict::ReadBody | Verdict::Challenge(_) | Verdict::Refuse(_) => None,
            })
            .collect();
        assert_eq!(permits.len(), count as usize, "all may be forwarded");
        permits
    };
    // A permit is used up by its record, so they are made before; the clock runs, as it does in a gateway.
    let mut ready = permits(RECORDS * 10 + 2);
    let before = bytes_in(dir.path());
    let mut work = || {
        number += 1;
        let about = Circumstances {
            code: ShortCode::from_random(number.to_be_bytes()),
            request: &request,
            policy: &policy,
            shown: &shown,
        };
        let now = Timestamp::from_microsecond(1_800_000_000_000_000 + number.cast_signed()).unwrap();
        let permit = ready.pop().unwrap();
        drop(black_box(journal.record_forward(permit, &about, now).unwrap()));
    };
    let count = allocations(&mut work);
    let time = nanoseconds(RECORDS, &mut work);
    let length = (bytes_in(dir.path()) - before) / u64::from(RECORDS * 10 + 2);
    let peer = bare_write(dir.path(), usize::try_from(length).unwrap());
    println!(
        "{:>12} {:>10} {:>12} {:>12}",
        "bytes/record", "ns/record", "÷ write(2)", "allocations"
    );
    println!("{length:>12} {time:>10.0} {:>12.2} {count:>12}", time / peer);
}

fn bytes_in(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum()
}

fn bare_write(dir: &Path, length: usize) -> f64 {
    let mut file = File::create(dir.join("bare")).unwrap();
    let line = vec![b'x'; length];
    nanoseconds(RECORDS, || file.write_all(black_box(&line)).unwrap())
}
