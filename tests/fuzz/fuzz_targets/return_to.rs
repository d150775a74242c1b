//! See `laws::return_to`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatepass_fuzz::laws::return_to(bytes));
