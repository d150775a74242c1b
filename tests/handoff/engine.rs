//! `handoff.js` in a real engine: it is told what to do line by line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Engine {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Engine {
    /// Node, whose WebCrypto is that of browsers.
    pub(crate) fn start() -> Self {
        let root = env!("CARGO_MANIFEST_DIR");
        let folder = tempfile::tempdir().unwrap();
        // Node wants to be told by the name that a file is a module.
        for (from, to) in [
            ("src/portal/assets/handoff.js", "handoff.mjs"),
            ("tests/handoff/engine.mjs", "engine.mjs"),
        ] {
            std::fs::copy(format!("{root}/{from}"), folder.path().join(to)).unwrap();
        }
        let mut process = Command::new("node")
            .arg(folder.path().join("engine.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/run installs node");
        let to = process.stdin.take().unwrap();
        let from = BufReader::new(process.stdout.take().unwrap());
        Self {
            process,
            to,
            from,
            _folder: folder,
        }
    }

    pub(crate) fn ask(&mut self, told: &Value) -> Value {
        writeln!(self.to, "{told}").unwrap();
        let mut answer = String::new();
        self.from.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).expect("an answer")
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
