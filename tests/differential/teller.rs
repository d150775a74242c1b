//! A process of another language that is told cases, line by line, and tells what that language's frameworks have read.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::cases::Case;
use crate::judge::Seen;
use crate::server::script;
use crate::support::{installed, node_modules};

pub(crate) struct Teller {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Teller {
    /// Werkzeug (Flask), Django and Tornado.
    pub(crate) fn python() -> Self {
        Self::start(Command::new(installed("python")).arg(script("tell.py")))
    }

    /// `qs` with Express's own middleware, busboy (multer), and what Node comes with.
    pub(crate) fn node() -> Self {
        Self::start(
            Command::new("node")
                .arg(script("tell.js"))
                .env("NODE_PATH", node_modules()),
        )
    }

    /// Rack: Rails, Sinatra and others.
    pub(crate) fn ruby() -> Self {
        Self::start(Command::new("ruby").arg(script("tell.rb")))
    }

    fn start(command: &mut Command) -> Self {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tests/run installs what is compared with");
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
            .map(|(framework, told)| (framework, crate::told::seen(told)))
            .collect()
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
