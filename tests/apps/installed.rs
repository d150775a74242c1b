//! An application that `tests/apps/run` has installed, with a directory and a port of its own.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) struct Installed {
    server: Child,
    pub(crate) address: SocketAddr,
    _dir: TempDir,
}

impl Installed {
    /// `tests/apps/NAME.sh DIR PORT` makes an instance, seeds it and serves it, until it is killed. `secret` is part of all that
    /// the instance holds.
    pub(crate) fn start(name: &str, secret: &str) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let dir = TempDir::new().unwrap();
        let script = format!("{}/tests/apps/{name}.sh", env!("CARGO_MANIFEST_DIR"));
        let mut server = Command::new("bash")
            .arg(script)
            .arg(dir.path())
            .arg(address.port().to_string())
            .env("SECRET", secret)
            .spawn()
            .unwrap();
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(180),
                "{name} does not answer"
            );
            let ended = server.try_wait().unwrap();
            assert!(
                ended.is_none(),
                "{name} ended: {ended:?}; `tests/apps/run {name}` installs it"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        Self {
            server,
            address,
            _dir: dir,
        }
    }

    /// A browser that asks the app itself, keeps no cookie and follows no redirect.
    pub(crate) fn browser() -> reqwest::Client {
        // Another test may have done so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        builder.build().unwrap()
    }

    pub(crate) fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        // Not killed: it has others to end before.
        let _ = rustix::process::kill_process(
            rustix::process::Pid::from_child(&self.server),
            rustix::process::Signal::TERM,
        );
        let _ = self.server.wait();
    }
}

/// All cookies that an answer sets, as a browser sends them back.
pub(crate) fn cookie_pair(answer: &reqwest::Response) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for cookie in answer.headers().get_all("set-cookie") {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        kept.retain(|earlier| earlier.split('=').next() != Some(name));
        if !value.starts_with("-del-") {
            kept.push(pair);
        }
    }
    kept.join("; ")
}

/// Letters, which every app keeps as they are.
pub(crate) fn random_word() -> String {
    let file = TempDir::with_prefix("").unwrap();
    let name = file
        .path()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_ascii_lowercase();
    format!("secret{name}")
}
