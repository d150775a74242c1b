//! What `tests/run` installs: programs in Python, and packages of Node's.

use std::path::{Path, PathBuf};

#[expect(
    clippy::disallowed_methods,
    reason = "tests/run says by it where it has installed them"
)]
pub fn installed(program: &str) -> PathBuf {
    let by_tests_run = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-venv");
    let venv = std::env::var_os("GATEPASS_TEST_VENV").map_or(by_tests_run, PathBuf::from);
    venv.join("bin").join(program)
}

/// The folder that holds the package `@rocket.chat/api-client` and others by their names.
pub fn node_modules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-node/node_modules")
}
