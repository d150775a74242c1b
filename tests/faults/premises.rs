//! The harness: a directory with all that a gateway needs, and the gateway as a process of its own, so that it can be
//! killed, starved and lied to.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gatepass::actions::Credentials;
use gatepass::audit::{DecisionFilter, DecisionRecord, DecisionVerdict, JournalReader};
use gatepass::crypto::{Keys, Secret};
use gatepass::store::Store;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Client, HOST, Protocol, Reachable, body_of, make_certificate};

/// Whoever waits longer than this has hung.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits for what must happen sooner or later.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) struct Premises {
    dir: TempDir,
    address: SocketAddr,
    authority: String,
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Reachable for Premises {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn ca(&self) -> Vec<u8> {
        std::fs::read(self.path("ca.pem")).unwrap()
    }

    fn authority(&self) -> &str {
        &self.authority
    }
}

impl Premises {
    /// `upstream`: a TOML array.
    pub(crate) fn in_front_of(upstream: &str) -> Self {
        // Hours of work shall not be interrupted by questions for codes.
        Self::with(upstream, "challenge = \"never\"")
    }

    /// `site`: more keys of the site.
    pub(crate) fn with(upstream: &str, site: &str) -> Self {
        // For the clients: the gateway in its own process sees to itself.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().unwrap();
        make_certificate(dir.path(), &[HOST]);
        Keys::create(&dir.path().join("gatepass.key")).unwrap();
        let address = own_address();
        std::fs::create_dir(dir.path().join("store")).unwrap();
        let config = format!(
            "listen = [\"{address}\"]\nstate = \"store/gatepass.db\"\njournal = \"journal\"\nkey = \"gatepass.key\"\n\
             workers = 2\ndrain_for = \"60s\"\nconnections_per_client = 20000\n\n[[tls]]\ncertificate = \"cert.pem\"\nkey = \"cert-key.pem\"\n\n\
             [[site]]\nname = \"crm\"\nhosts = [\"{HOST}\"]\nupstream = {upstream}\nelsewhere = \"full\"\n{site}\n\
             [[site.scope]]\nname = \"messages\"\nlabel = \"Messages\"\nmatch = [{{ path = \"/messages/**\" }}]\n"
        );
        std::fs::write(dir.path().join("gatepass.toml"), config).unwrap();
        Self {
            dir,
            address,
            authority: format!("{HOST}:{}", address.port()),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn store_file(&self) -> PathBuf {
        self.path("store/gatepass.db")
    }

    pub(crate) fn journal_dir(&self) -> PathBuf {
        self.path("journal")
    }

    /// The segments that are there, by name.
    pub(crate) fn segments(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.journal_dir()).unwrap();
        let mut segments: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
            .collect();
        segments.sort();
        segments
    }

    /// Runs the gateway, and comes back when it serves.
    pub(crate) async fn start(&self) -> Gateway {
        self.start_as(&[], &[]).await
    }

    /// `wrapper`: a program that becomes the gateway, with its arguments.
    pub(crate) async fn start_as(&self, wrapper: &[&str], environment: &[(&str, &str)]) -> Gateway {
        let program = [wrapper, &[env!("CARGO_BIN_EXE_gatepass"), "run", "--log", "json"]].concat();
        let mut command = Command::new(program[0]);
        command.args(&program[1..]).envs(environment.iter().copied());
        let gateway = Gateway::spawn(command.current_dir(self.dir.path()));
        until("the gateway serves", async || gateway.has_said("serving")).await;
        gateway
    }

    /// `arguments`: separated by blanks.
    pub(crate) async fn command(&self, arguments: &str) -> Ended {
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_gatepass"))
            .args(arguments.split_whitespace())
            .current_dir(self.dir.path())
            .env("USER", "tester")
            .output()
            .await
            .unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) async fn grant(&self, grantor: &str) -> Credentials {
        let created = self
            .command(&format!("grant create --site crm --as {grantor} --for 8h --json"))
            .await;
        assert_eq!(created.code, 0, "{}", created.err);
        credentials(&created.out)
    }

    /// An agent with a finished sign-in.
    pub(crate) async fn signed_in(&self, protocol: Protocol) -> Client {
        let credentials = self.grant(&format!("{protocol:?}")).await;
        let client = Client::new(self, protocol);
        assert_eq!(client.sign_in(&credentials).await.status(), 303, "signed in");
        client
    }

    /// The store, read by another process than the gateway.
    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.store_file()).await.unwrap()
    }

    pub(crate) fn decisions(&self) -> Vec<DecisionRecord> {
        let reader = JournalReader::open(&self.journal_dir(), DecisionFilter::default()).unwrap();
        reader.map(|record| record.unwrap()).collect()
    }

    /// The paths of all requests that were recorded as forwarded.
    pub(crate) fn forwarded(&self) -> Vec<String> {
        let decisions = self.decisions().into_iter();
        decisions
            .filter(|record| record.verdict == DecisionVerdict::Forward)
            .map(|record| record.path)
            .collect()
    }

    pub(crate) async fn audit_is_intact(&self) {
        let verified = self.command("audit verify").await;
        assert_eq!(verified.code, 0, "{}\n{}", verified.out, verified.err);
    }
}

/// No other program uses this address, and no outgoing connection gets its port: everything in 127.0.0.0/8 is ours.
fn own_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let process = std::process::id().to_be_bytes();
    let number = u8::try_from(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap();
    SocketAddr::from((Ipv4Addr::new(127, process[2] | 1, process[3], number), 8443))
}

/// From what `grant create --json` prints.
pub(crate) fn credentials(json: &str) -> Credentials {
    let made: Value = serde_json::from_str(json).unwrap();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    Credentials {
        id: text("id"),
        site: text("site"),
        url: text("url"),
        user_name: text("userName"),
        password: Secret::new(text("password")),
        security_code: Some(Secret::new(text("securityCode"))),
        otpauth: None,
        starts_at: None,
        expires_at: text("expiresAt").parse().unwrap(),
        scopes: std::collections::BTreeMap::new(),
    }
}

/// The gateway's process. It does not outlive the test.
pub(crate) struct Gateway {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Gateway {
    fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let keeper = said.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                keeper.lock().unwrap().push(line);
            }
        });
        Self { child, said }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn count_said(&self, text: &str) -> usize {
        let said = self.said.lock().unwrap();
        said.iter().filter(|line| line.contains(text)).count()
    }

    pub(crate) fn has_said(&self, text: &str) -> bool {
        self.count_said(text) > 0
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// As a power switch would, as far as a process can tell.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `None`: it still runs.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// A line of `/proc/PID/status` in KiB: `VmRSS`, `VmHWM`.
    pub(crate) fn memory_kib(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix(&format!("{line}:")));
        line.unwrap().trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the gateway said:\n{}", self.said.lock().unwrap().join("\n"));
        }
    }
}

/// A person is told in words that the gateway cannot decide, a program in JSON, and neither gets through.
pub(crate) async fn is_refused(client: &Client) -> bool {
    let program = client.call("/contacts/refused").await;
    let person = client.visit("/contacts/refused").await;
    if program.status() != 503 || person.status() != 503 {
        return false;
    }
    assert!(program.headers().contains_key("retry-after"));
    assert_eq!(body_of(program).await["errorType"], "unavailable");
    let page = person.text().await.unwrap();
    assert!(page.contains("<!doctype html>"), "{page}");
    true
}

pub(crate) async fn is_served(client: &Client) -> bool {
    client.call("/contacts/served").await.status() == 200
}
