//! The program: parses its arguments, does what they say, and tells by its exit code how it went.

use std::process::ExitCode;

/// Requests allocate many small things on many threads: measurably faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gatepass::cli::run()
}
