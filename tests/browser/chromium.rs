//! The processes: a `chromedriver` on a free port and the Chromium that it starts, both gone when this is dropped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use data_encoding::BASE64;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use crate::support::World;

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    Run,
    Blocked,
}

pub struct Chromium {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Chromium {
    /// Knows where the world's hosts are and trusts the key of the world's certificate, and no other that is unknown.
    pub async fn start(world: &World, scripts: Scripts) -> (Self, Client) {
        let profile = tempfile::tempdir().unwrap();
        let (driver, port) = start_driver(&profile);
        let mut arguments = vec![
            format!("--user-data-dir={}", profile.path().join("profile").display()),
            format!("--ignore-certificate-errors-spki-list={}", key_hash(world)),
            "--host-resolver-rules=MAP *.test 127.0.0.1".to_owned(),
        ];
        arguments.extend(FLAGS.map(str::to_owned));
        let javascript = if scripts == Scripts::Run { 1 } else { 2 };
        let capabilities = json!({"goog:chromeOptions": {
            "args": arguments,
            "prefs": {"profile.managed_default_content_settings.javascript": javascript},
        }});
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let session = client.session_id().await.unwrap().unwrap();
        (
            Self {
                driver,
                port,
                session,
                _profile: profile,
            },
            client,
        )
    }
}

/// Works as root, in a container, without a screen, and calls nobody but us.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
    // When the driver is gone, so is the other end of the pipe, and Chromium with it.
    "--remote-debugging-pipe",
];

/// The port that the driver picks for IPv4 may be taken for IPv6; then it ends, and another one has better luck.
fn start_driver(profile: &TempDir) -> (Child, u16) {
    for _ in 0..5 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            // Both leave things there.
            .env("TMPDIR", profile.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start: {error}; tests/run installs it"));
        if let Some(port) = port_of(&mut driver) {
            return (driver, port);
        }
        driver.wait().unwrap();
    }
    panic!("chromedriver finds no port");
}

/// The driver says on which port it listens, once it does. `None`: it has ended instead.
fn port_of(driver: &mut Child) -> Option<u16> {
    let mut lines = BufReader::new(driver.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let line = lines.find(|line| line.contains("was started successfully on port"))?;
    // What it says later is of no use, but it must have somewhere to say it.
    std::thread::spawn(move || lines.for_each(drop));
    let port = line.trim_end_matches('.').rsplit(' ').next().unwrap();
    Some(port.parse().unwrap())
}

/// SHA-256 of the certificate's SubjectPublicKeyInfo, as Chromium's flag wants it.
fn key_hash(world: &World) -> String {
    let pem = std::fs::read_to_string(world.dir.path().join("cert-key.pem")).unwrap();
    let key = rcgen::PublicKeyData::subject_public_key_info(&rcgen::KeyPair::from_pem(&pem).unwrap());
    BASE64.encode(ring::digest::digest(&ring::digest::SHA256, &key).as_ref())
}

impl Drop for Chromium {
    /// Also after a failure: ending the session makes the driver wait until Chromium has let go of its profile.
    fn drop(&mut self) {
        let _ = end_session(self.port, &self.session);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn end_session(port: u16, session: &str) -> std::io::Result<()> {
    let mut driver = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    driver.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        driver,
        "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )?;
    // It answers when Chromium is gone, and leaves the connection open.
    driver.read(&mut [0; 1024]).map(drop)
}
