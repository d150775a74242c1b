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
        for file in [
            "src/portal/assets/handoff.js",
            "src/portal/assets/handoff-room.js",
            "src/handoff/words.txt",
            "tests/handoff/engine.mjs",
            "tests/handoff/engine-room.mjs",
        ] {
            let name = file.rsplit('/').next().unwrap();
            std::fs::copy(format!("{root}/{file}"), folder.path().join(name)).unwrap();
        }
        // Node wants to be told that these are modules.
        std::fs::write(folder.path().join("package.json"), r#"{"type": "module"}"#).unwrap();
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
