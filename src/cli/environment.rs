//! What the command line takes from its environment: who is there, and whether they like colours.

use std::io::IsTerminal;
use std::os::unix::fs::MetadataExt;

use crate::audit::Actor;

/// Whoever runs this command, by the name of their account.
pub(super) fn actor() -> Actor {
    let os_user = ["USER", "LOGNAME"].into_iter().find_map(variable);
    Actor::CommandLine {
        os_user: os_user.unwrap_or_else(user_of_process),
    }
}

/// Services and containers often run without these variables; the system's list of users has a name for most.
fn user_of_process() -> String {
    let Ok(process) = std::fs::metadata("/proc/self") else {
        return "unknown".to_owned();
    };
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_of(process.uid(), &users).unwrap_or_else(|| format!("user id {}", process.uid()))
}

/// `users`: passwd(5), a line such as `ann:x:1000:1000:Ann:/home/ann:/bin/sh` for each.
fn name_of(id: u32, users: &str) -> Option<String> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        let number = fields.nth(1)?;
        (number.parse() == Ok(id)).then(|| name.to_owned())
    })
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

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_user_has_the_name_that_the_system_gives_them() {
        let users = "root:x:0:0:root:/root:/bin/bash\n\nbroken\n:x:7:7::/:/bin/sh\nann:x:1000:100:Ann:/home/ann:/bin/sh\n";
        assert_eq!(name_of(0, users).as_deref(), Some("root"));
        assert_eq!(name_of(1000, users).as_deref(), Some("ann"));
        // A group's number, a line without a name, and nobody.
        for nobody in [100, 7, 8] {
            assert_eq!(name_of(nobody, users), None);
        }
    }
}
