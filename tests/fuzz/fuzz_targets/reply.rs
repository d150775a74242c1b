//! See `laws::reply`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatepass_fuzz::laws::reply(bytes));
