//! System calls of a running gateway that fail when a test wants them to: strace attaches, tampers, and lets go.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::premises::Gateway;

/// As long as it lives, the calls fail.
pub(crate) struct Injection(Child);

impl Injection {
    /// `calls`: names of system calls, separated by commas; they fail with `error` where they touch one of `paths`.
    /// `None`: this machine does not let us.
    pub(crate) fn into(gateway: &Gateway, calls: &str, error: &str, paths: &[&Path]) -> Option<Self> {
        let mut command = Command::new("strace");
        command.args(["-f", "-p", &gateway.id().to_string(), "-o", "/dev/null"]);
        command.args([
            "-e",
            &format!("trace={calls}"),
            "-e",
            &format!("inject={calls}:error={error}"),
        ]);
        for path in paths {
            command.arg("-P").arg(path);
        }
        let Ok(mut strace) = command.stderr(Stdio::piped()).spawn() else {
            skip("strace is not installed");
            return None;
        };
        // It speaks on standard error when it has hold of all threads, or when it may not.
        let mut said = BufReader::new(strace.stderr.take().unwrap());
        let mut everything = String::new();
        loop {
            let mut line = String::new();
            if said.read_line(&mut line).unwrap() == 0 {
                let _ = strace.wait();
                skip(&format!("strace cannot attach: {everything}"));
                return None;
            }
            everything.push_str(&line);
            if line.contains("attached") {
                // Nobody else reads what it says from here on, and a full pipe would stop it.
                std::thread::spawn(move || said.lines().map_while(Result::ok).for_each(drop));
                return Some(Self(strace));
            }
        }
    }

    /// The calls succeed again.
    pub(crate) fn ends(self) {}
}

impl Drop for Injection {
    fn drop(&mut self) {
        // Told to end, it lets go of the gateway first; killed, it might take the gateway along.
        let _ = Command::new("kill")
            .args(["-s", "INT", &self.0.id().to_string()])
            .status();
        let _ = self.0.wait();
    }
}

/// Says loudly that a fault cannot be made here. For root there is no excuse.
pub(crate) fn skip(why: &str) {
    assert!(
        !is_root(),
        "this fault cannot be made, although we are root: {why}"
    );
    eprintln!("\n!!! SKIPPED, NOT TESTED: {why}\n");
}

pub(crate) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    id == b"0\n"
}
