//! Which page a real server shows for a path: whatever we let pass shows none that is hidden.

use std::net::SocketAddr;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::court::Court;
use crate::server::{HIDDEN, answer};
use crate::spellings::{disguised, soup};

/// Spellings of hidden paths, each disguise and any two; and a soup of what disguises are made of.
fn targets(mut runner: TestRunner, how_many: usize) -> impl Iterator<Item = String> {
    let strategy = soup();
    let soup = (0..how_many).map(move |_| strategy.new_tree(&mut runner).unwrap().current());
    disguised().chain(soup)
}

/// # Panics
/// The server shows something hidden for a target that passes.
pub(crate) fn compare(server: &str, address: SocketAddr, runner: TestRunner, how_many: usize) {
    let court = Court::sits();
    let shows_hidden = |target: &str| {
        let head = format!("GET {target} HTTP/1.0\r\nHost: x\r\n\r\n");
        answer(address, &head, b"")
            .windows(HIDDEN.len())
            .any(|it| it == HIDDEN.as_bytes())
    };
    for plain in ["/messages/1", "/admin.php"] {
        assert!(shows_hidden(plain), "{server} hides nothing at {plain}");
    }
    assert!(!shows_hidden("/contacts/1"), "{server} shows it everywhere");
    let mut passed = 0;
    for target in targets(runner, how_many).filter(|target| court.lets_pass(target)) {
        passed += 1;
        assert!(
            !shows_hidden(&target),
            "{server} shows something hidden for {target}"
        );
    }
    assert!(
        passed > 100,
        "only {passed} targets passed: refusing everything is not winning"
    );
}
