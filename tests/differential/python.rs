//! Werkzeug (Flask), Django and Tornado, in one process that is told cases and tells what they have read.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::cases::Case;
use crate::judge::Seen;

pub(crate) struct Python {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Python {
    pub(crate) fn start() -> Self {
        let mut process = Command::new(crate::support::installed("python"))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/tell.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tests/run installs Python's frameworks");
        let to = process.stdin.take().unwrap();
        let from = BufReader::new(process.stdout.take().unwrap());
        Self { process, to, from }
    }

    pub(crate) fn reads(&mut self, case: &Case) -> BTreeMap<String, Vec<Seen>> {
        let told = serde_json::json!({
            "query": case.query,
            "type": case.content_type,
            "body": data_encoding::BASE64.encode(&case.body),
        });
        writeln!(self.to, "{told}").unwrap();
        let mut answer = String::new();
        self.from.read_line(&mut answer).unwrap();
        let answer: BTreeMap<String, _> = serde_json::from_str(&answer).expect("an answer");
        answer
            .into_iter()
            .map(|(framework, told)| (framework, crate::php::seen(told)))
            .collect()
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
