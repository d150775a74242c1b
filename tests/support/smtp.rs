//! A mail server that keeps what it gets: SMTP (RFC 5321) with TLS from the first byte, with STARTTLS, or in the clear.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use data_encoding::BASE64;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::world::make_certificate;

/// How the server protects a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpMode {
    Implicit,
    StartTls,
    /// Knows nothing of TLS.
    Plain,
    /// STARTTLS, and behind the word in the clear stands more than the protocol wants.
    StartTlsOutOfTurn,
    /// Takes connections and says nothing.
    Silent,
}

/// A mail as the server got it.
#[derive(Debug, Clone)]
pub struct ReceivedMail {
    pub from: String,
    pub to: Vec<String>,
    /// Header and body, lines ended by CR LF, dots unstuffed.
    pub data: String,
    /// Who signed in.
    pub auth: Option<String>,
    pub over_tls: bool,
}

/// A running server. It ends when it is dropped.
pub struct SmtpServer {
    pub address: SocketAddr,
    mode: SmtpMode,
    dir: TempDir,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    mode: SmtpMode,
    tls: TlsAcceptor,
    /// `user`, `password`; whoever else comes is refused.
    account: Option<(String, String)>,
    received: watch::Sender<Vec<ReceivedMail>>,
    connections: watch::Sender<usize>,
    /// What the next recipients are answered.
    answers: Mutex<VecDeque<String>>,
}

impl SmtpServer {
    /// With a certificate for `localhost`, and without accounts.
    pub async fn start(mode: SmtpMode) -> Self {
        Self::start_as(mode, "localhost", None, "127.0.0.1:0".parse().unwrap()).await
    }

    pub async fn start_with_account(mode: SmtpMode, user: &str, password: &str) -> Self {
        let account = Some((user.to_owned(), password.to_owned()));
        Self::start_as(mode, "localhost", account, "127.0.0.1:0".parse().unwrap()).await
    }

    /// `name`: whom the certificate is for.
    pub async fn start_as(
        mode: SmtpMode,
        name: &str,
        account: Option<(String, String)>,
        address: SocketAddr,
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        make_certificate(dir.path(), &[name]);
        let shared = Arc::new(Shared {
            mode,
            tls: acceptor(&dir),
            account,
            received: watch::Sender::default(),
            connections: watch::Sender::default(),
            answers: Mutex::default(),
        });
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(serve(listener, shared.clone()));
        Self {
            address,
            mode,
            dir,
            shared,
            task,
        }
    }

    /// The authority that vouches for the server, in PEM.
    pub fn ca_path(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// A `[mail]` section that sends here; `more` is added to it.
    pub fn section(&self, more: &str) -> String {
        let tls = match self.mode {
            SmtpMode::Implicit => "implicit",
            SmtpMode::StartTls | SmtpMode::StartTlsOutOfTurn => "starttls",
            SmtpMode::Plain | SmtpMode::Silent => "none",
        };
        let ca = match tls {
            "none" => String::new(),
            _ => format!("ca = {:?}\n", self.ca_path()),
        };
        format!(
            "[mail]\nserver = \"localhost\"\nport = {}\ntls = \"{tls}\"\n{ca}from = \"Gatepass <support@vendor.example>\"\n{more}\n",
            self.address.port()
        )
    }

    /// The next recipients are answered like this, one each: `450 4.7.1 come back later`.
    pub fn answer_recipients(&self, answers: &[&str]) {
        let answers = answers.iter().map(|answer| (*answer).to_owned());
        self.shared.answers.lock().unwrap().extend(answers);
    }

    pub fn received(&self) -> Vec<ReceivedMail> {
        self.shared.received.borrow().clone()
    }

    /// All mails, as soon as there are `count`.
    pub async fn wait_for(&self, count: usize) -> Vec<ReceivedMail> {
        let mut received = self.shared.received.subscribe();
        let enough = received.wait_for(|mails| mails.len() >= count);
        let enough = tokio::time::timeout(Duration::from_secs(30), enough).await;
        enough
            .unwrap_or_else(|_| panic!("{count} mails do not come"))
            .unwrap()
            .clone()
    }

    /// The security codes that were mailed, in their order.
    pub fn codes(&self) -> Vec<String> {
        self.received().iter().filter_map(ReceivedMail::code).collect()
    }

    /// Returns when so many connections have come.
    pub async fn connected(&self, count: usize) {
        let mut connections = self.shared.connections.subscribe();
        connections
            .wait_for(|connections| *connections >= count)
            .await
            .unwrap();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl ReceivedMail {
    /// The value of a header, unfolded and with its encoded words (RFC 2047) read.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\r\n\r\n")?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}:", name.to_ascii_lowercase());
        let line = unfolded
            .split("\r\n")
            .find(|line| line.to_ascii_lowercase().starts_with(&start))?;
        Some(without_encoded_words(line[start.len()..].trim()))
    }

    pub fn subject(&self) -> String {
        self.header("Subject").unwrap()
    }

    /// The six digits that it brings.
    pub fn code(&self) -> Option<String> {
        let text = self.text();
        let mut lines = text.lines();
        let code = lines.find(|line| line.len() == 7 && line.as_bytes()[3] == b'-')?;
        Some(code.replace('-', ""))
    }

    /// The body, its transfer encoding taken off, lines ended by LF.
    pub fn text(&self) -> String {
        let (_, body) = self.data.split_once("\r\n\r\n").unwrap();
        let encoding = self.header("Content-Transfer-Encoding").unwrap_or_default();
        let bytes = match encoding.as_str() {
            "base64" => BASE64.decode(body.replace("\r\n", "").as_bytes()).unwrap(),
            "quoted-printable" => from_quoted_printable(body),
            "7bit" | "8bit" | "" => body.as_bytes().to_vec(),
            other => panic!("{other}"),
        };
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }
}

fn without_encoded_words(value: &str) -> String {
    // Blanks between two encoded words mean nothing (RFC 2047 section 6.2).
    let mut rest = value.replace("?= =?", "?==?");
    let mut read = String::new();
    while let Some((before, after)) = rest.clone().split_once("=?utf-8?b?") {
        let (word, after) = after.split_once("?=").unwrap();
        read += before;
        read += &String::from_utf8(BASE64.decode(word.as_bytes()).unwrap()).unwrap();
        after.clone_into(&mut rest);
    }
    read + &rest
}

fn from_quoted_printable(body: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let joined = body.replace("=\r\n", "");
    let mut rest = joined.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'=' {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

fn acceptor(dir: &TempDir) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(dir.path().join("cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(dir.path().join("cert-key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        shared.connections.send_modify(|connections| *connections += 1);
        let shared = shared.clone();
        // A client may go at any moment: that ends its conversation and nothing else.
        tokio::spawn(async move { converse(Box::new(stream), &shared).await });
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// One client, from the greeting to `QUIT`.
struct Conversation<'s> {
    stream: BufReader<Box<dyn Stream>>,
    shared: &'s Shared,
    over_tls: bool,
    auth: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

async fn converse(stream: Box<dyn Stream>, shared: &Shared) -> std::io::Result<()> {
    let over_tls = shared.mode == SmtpMode::Implicit;
    let stream: Box<dyn Stream> = match over_tls {
        true => Box::new(shared.tls.accept(stream).await?),
        false => stream,
    };
    let mut conversation = Conversation {
        stream: BufReader::new(stream),
        shared,
        over_tls,
        auth: None,
        from: None,
        to: Vec::new(),
    };
    if shared.mode == SmtpMode::Silent {
        conversation.line().await?;
        return Ok(());
    }
    conversation.say("220 localhost ready").await?;
    while let Some(line) = conversation.line().await? {
        let (verb, argument) = line.split_once(' ').unwrap_or((&line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "QUIT" => return conversation.say("221 2.0.0 bye").await,
            "STARTTLS" if conversation.offers_tls() => {
                conversation = conversation.start_tls().await?;
            }
            "DATA" if !conversation.to.is_empty() => conversation.take_data().await?,
            verb => {
                let answer = conversation.answer(verb, argument);
                conversation.say(&answer).await?;
            }
        }
    }
    Ok(())
}

impl Conversation<'_> {
    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    /// `None`: the client is gone.
    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn offers_tls(&self) -> bool {
        let knows = matches!(self.shared.mode, SmtpMode::StartTls | SmtpMode::StartTlsOutOfTurn);
        knows && !self.over_tls
    }

    async fn start_tls(mut self) -> std::io::Result<Self> {
        let behind_it = match self.shared.mode == SmtpMode::StartTlsOutOfTurn {
            true => "\r\n250 whatever you like",
            false => "",
        };
        self.say(&format!("220 2.0.0 go ahead{behind_it}")).await?;
        assert!(self.stream.buffer().is_empty(), "the client waits for TLS");
        let stream = self.shared.tls.accept(self.stream.into_inner()).await?;
        Ok(Self {
            stream: BufReader::new(Box::new(stream)),
            over_tls: true,
            ..self
        })
    }

    /// To one line, with one line.
    fn answer(&mut self, verb: &str, argument: &str) -> String {
        match verb {
            "EHLO" => {
                let mut lines = vec!["250-localhost greets you".to_owned(), "250-8BITMIME".to_owned()];
                if self.offers_tls() {
                    lines.push("250-STARTTLS".to_owned());
                } else if self.shared.account.is_some() {
                    lines.push("250-AUTH PLAIN".to_owned());
                }
                lines.push("250 ENHANCEDSTATUSCODES".to_owned());
                lines.join("\r\n")
            }
            "AUTH" => self.sign_in(argument),
            "MAIL" if self.shared.account.is_some() && self.auth.is_none() => {
                "530 5.7.0 sign in first".to_owned()
            }
            "MAIL" => {
                self.from = address(argument, "FROM:");
                self.to.clear();
                "250 2.1.0 ok".to_owned()
            }
            "RCPT" if self.from.is_some() => {
                if let Some(answer) = self.shared.answers.lock().unwrap().pop_front() {
                    return answer;
                }
                self.to.extend(address(argument, "TO:"));
                "250 2.1.5 ok".to_owned()
            }
            "NOOP" | "RSET" => "250 2.0.0 ok".to_owned(),
            _ => "503 5.5.1 not now".to_owned(),
        }
    }

    /// `PLAIN` with an initial response (RFC 4616). A wrong one is quoted, as some servers do.
    fn sign_in(&mut self, argument: &str) -> String {
        let response = argument.strip_prefix("PLAIN ").unwrap_or_default();
        let decoded = BASE64.decode(response.as_bytes()).unwrap_or_default();
        let decoded = String::from_utf8(decoded).unwrap();
        let parts: Vec<&str> = decoded.split('\0').collect();
        match (&self.shared.account, parts.as_slice()) {
            (Some((user, password)), ["", given_user, given_password])
                if user == given_user && password == given_password =>
            {
                self.auth = Some(user.clone());
                "235 2.7.0 welcome".to_owned()
            }
            _ => format!("535 5.7.8 not you: {response}"),
        }
    }

    async fn take_data(&mut self) -> std::io::Result<()> {
        self.say("354 go on").await?;
        let mut data = String::new();
        while let Some(line) = self.line().await? {
            if line == "." {
                let mail = ReceivedMail {
                    from: self.from.take().unwrap_or_default(),
                    to: std::mem::take(&mut self.to),
                    data,
                    auth: self.auth.clone(),
                    over_tls: self.over_tls,
                };
                self.shared.received.send_modify(|mails| mails.push(mail));
                return self.say("250 2.0.0 taken").await;
            }
            data += line.strip_prefix('.').unwrap_or(&line);
            data += "\r\n";
        }
        Ok(())
    }
}

/// `FROM:<a@b.example> BODY=8BITMIME` → `a@b.example`.
fn address(argument: &str, start: &str) -> Option<String> {
    let path = argument.strip_prefix(start)?.split(' ').next()?;
    Some(path.strip_prefix('<')?.strip_suffix('>')?.to_owned())
}
