//! Real servers, each with pages that hide something and one that tells what an app finds.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use tempfile::TempDir;

use crate::support::installed;

/// What the pages say that nobody may reach: `hidden` in `court.rs` names their paths.
pub(crate) const HIDDEN: &str = "hidden";

/// A server that runs for as long as somebody holds this.
pub(crate) struct Server {
    process: Child,
    /// It ends when this is closed.
    _told: Option<ChildStdin>,
    pub(crate) address: SocketAddr,
    /// Its files.
    _dir: TempDir,
}

impl Server {
    /// Tomcat, of Debian's `libtomcat10-embed-java`.
    pub(crate) fn tomcat() -> Self {
        let jars = ["core", "el"].map(|name| format!("/usr/share/java/tomcat10-embed-{name}.jar"));
        let mut java = Command::new("java");
        java.args(["-cp", &jars.join(":")]).arg(script("Tell.java"));
        Self::start(&mut java, tempfile::tempdir().unwrap())
    }

    /// Werkzeug, as Flask runs it.
    pub(crate) fn werkzeug() -> Self {
        let mut python = Command::new(installed("python"));
        Self::start(python.arg(script("serve.py")), tempfile::tempdir().unwrap())
    }

    /// Node's own server, with the ways in which its apps read a path.
    pub(crate) fn node() -> Self {
        let mut node = Command::new("node");
        Self::start(node.arg(script("serve.js")), tempfile::tempdir().unwrap())
    }

    /// Rack's own files, below the bytes of the target.
    pub(crate) fn rack() -> Self {
        let mut ruby = Command::new("ruby");
        let dir = files("hidden", "open");
        Self::start(ruby.arg(script("serve.rb")), dir)
    }

    /// It prints the port that it listens on.
    fn start(command: &mut Command, dir: TempDir) -> Self {
        let mut process = command
            .arg(dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tests/run installs what is compared with");
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let port = port.trim().parse().expect("a port");
        Self {
            _told: process.stdin.take(),
            process,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            _dir: dir,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Files at paths that `court.rs` hides, and some that are open. None is the index of a folder that is hidden by that file
/// alone: PHP's own server shows it for whatever is not there.
pub(crate) fn files(hidden: &str, open: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("/"))).unwrap();
        std::fs::write(file, text).unwrap();
    };
    for path in ["messages/1", "messages/index.php", "messages/x", "admin.php"] {
        write(path, hidden);
    }
    for path in ["index.php", "contacts/1", "contacts/index.php"] {
        write(path, open);
    }
    dir
}

pub(crate) fn script(name: &str) -> String {
    format!("{}/tests/differential/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What comes back for these bytes, without its head; empty where there is nothing.
pub(crate) fn answer(address: SocketAddr, head: &str, body: &[u8]) -> Vec<u8> {
    let mut connection = TcpStream::connect(address).unwrap();
    // A server that has seen enough may close before it has read all.
    let _ = connection.write_all(head.as_bytes());
    let _ = connection.write_all(body);
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    let start = answer.windows(4).position(|it| it == b"\r\n\r\n");
    start.map_or_else(Vec::new, |start| answer.split_off(start + 4))
}
