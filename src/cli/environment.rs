//! What the command line takes from its environment: who is there, and whether they like colours.

use std::io::IsTerminal;
use std::os::unix::fs::MetadataExt;

use crate::audit::Actor;

/// Whoever runs this command, by the name of their account.
pub(super) fn actor() -> Actor {
    let os_user = ["USER", "LOGNAME"].into_iter().find_map(variable);
    Actor::CommandLine {
        os_user: os_user.unwrap_or_else(user_number),
    }
}

/// Services and containers often run without these variables.
fn user_number() -> String {
    let number = std::fs::metadata("/proc/self").map(|process| process.uid());
    number.map_or_else(|_| "unknown".to_owned(), |number| format!("user {number}"))
}

/// On a terminal, unless <https://no-color.org> says otherwise.
pub(super) fn likes_colour() -> bool {
    std::io::stdout().is_terminal() && variable("NO_COLOR").is_none()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line's one look at its environment; no setting comes from here"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
