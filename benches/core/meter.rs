//! Time and allocations of one piece of work, and the work that others are compared with.

use std::alloc::System;
use std::hint::black_box;
use std::time::Instant;

use ring::digest::{SHA256, digest};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Nanoseconds for each of `times`. The best of ten rounds: the others were disturbed.
pub(crate) fn nanoseconds(times: u32, mut work: impl FnMut()) -> f64 {
    let mut round = || {
        let start = Instant::now();
        for _ in 0..times {
            work();
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(times)
    };
    (0..10).map(|_| round()).fold(f64::INFINITY, f64::min)
}

/// How often one piece of work asks for memory, after a first time that may fill what stays.
pub(crate) fn allocations(mut work: impl FnMut()) -> usize {
    work();
    let region = Region::new(COUNTED);
    work();
    let change = region.change();
    change.allocations + change.reallocations
}

/// What a SHA-256 of the same bytes takes.
pub(crate) fn sha256(bytes: &[u8]) -> f64 {
    nanoseconds(2_000, || {
        black_box(digest(&SHA256, black_box(bytes)));
    })
}
