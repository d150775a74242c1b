//! See `laws::request_target`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatepass_fuzz::laws::request_target(bytes));
