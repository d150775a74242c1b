//! The harness: a directory to work in, and the program to run there.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A hang is a failure, not a wait for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// An empty directory.
pub(crate) struct Place(TempDir);

/// How the program ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With what `gatepass init` makes. A gateway that shall run needs [`Self::on_a_free_port`], because
    /// other tests run at the same time.
    pub(crate) fn initialised() -> Self {
        let place = Self::empty();
        assert_eq!(place.run("init").code, 0);
        place
    }

    pub(crate) fn on_a_free_port(self) -> Self {
        self.edit(
            "gatepass.toml",
            "listen = [\"[::]:8443\"]",
            "listen = [\"127.0.0.1:0\"]",
        );
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(old), "{name} has no `{old}`");
        std::fs::write(self.path(name), text.replacen(old, new, 1)).unwrap();
    }

    /// Changes bytes of a file that is no text.
    pub(crate) fn tamper(&self, name: impl AsRef<Path>, old: &[u8], new: &[u8]) {
        let path = self.0.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
        bytes[at..at + old.len()].copy_from_slice(new);
        std::fs::write(path, bytes).unwrap();
    }

    /// `arguments`: separated by blanks.
    pub(crate) fn run(&self, arguments: &str) -> Ended {
        self.run_list(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    pub(crate) fn run_list(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// With `input` on its standard input.
    pub(crate) fn run_with_input(&self, arguments: &str, input: &str) -> Ended {
        let mut command = self.command(&arguments.split_whitespace().collect::<Vec<_>>());
        let piped = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        // A command that refuses before it reads has gone away by now.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ended::of(child.wait_with_output().unwrap())
    }

    /// The JSON that a command prints when it succeeds.
    pub(crate) fn json(&self, arguments: &str) -> Value {
        let ended = self.run(arguments);
        assert_eq!(ended.code, 0, "{arguments}: {}", ended.err);
        serde_json::from_str(&ended.out).unwrap()
    }

    pub(crate) fn start(&self, arguments: &str) -> Started {
        let mut command = self.command(&arguments.split_whitespace().collect::<Vec<_>>());
        Started::new(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        )
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gatepass"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("USER", "tester")
            .env("TZ", "UTC");
        command
    }
}

/// A program that runs until it is told to stop.
pub(crate) struct Started {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Started {
    fn new(mut child: Child) -> Self {
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Self {
            child,
            lines,
            seen: Vec::new(),
        }
    }

    /// The next line, of either stream, with `text` in it.
    pub(crate) fn line_with(&mut self, text: &str) -> String {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.seen.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(_) => panic!("no line with `{text}`; there were:\n{}", self.seen.join("\n")),
            }
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Every byte that the program has in memory now, region by region.
    pub(crate) fn memory(&self) -> Vec<Vec<u8>> {
        let process = self.process();
        let memory = std::fs::File::open(process.join("mem")).unwrap();
        let maps = std::fs::read_to_string(process.join("maps")).unwrap();
        let mut regions = Vec::new();
        for line in maps.lines() {
            let (range, rest) = line.split_once(' ').unwrap();
            let (start, end) = range.split_once('-').unwrap();
            let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
            // What the program could have written: not its own text.
            if !rest.starts_with("rw") {
                continue;
            }
            let mut region = Vec::new();
            let mut page = [0; 4096];
            for at in (start..end).step_by(page.len()) {
                // Some pages of the kernel's own cannot be read.
                if memory.read_exact_at(&mut page, at).is_ok() {
                    region.extend_from_slice(&page);
                }
            }
            regions.push(region);
        }
        regions
    }

    /// After a signal.
    pub(crate) fn end(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn process(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.child.id()))
    }
}

/// Nothing goes on when its test is over, however that ended.
impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
