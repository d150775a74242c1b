//! The demo's directory: config, key, certificate and store, made where they are missing and used again otherwise.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;

use super::HOSTS;
use super::addresses::Addresses;
use super::config::config_text;
use super::crm::{Crm, router};
use crate::clock::{Clock, SystemClock};
use crate::crypto::{DevelopmentCertificate, DevelopmentCertificateError, KeyError, Keys};

/// Where everything of a demo lies.
#[derive(Debug, Clone)]
pub struct DemoPlace {
    pub config: PathBuf,
    /// What a browser has to trust.
    pub authority: PathBuf,
    dir: PathBuf,
}

/// The demo's directory cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("cannot use `{path}`: {source}; choose another directory with `--dir`")]
    File { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Certificate(#[from] DevelopmentCertificateError),
    #[error("the CRM cannot be started: {0}")]
    Crm(io::Error),
}

/// A certificate that ends sooner is made anew.
const LONGEST_DEMO: SignedDuration = SignedDuration::from_hours(48);

impl DemoPlace {
    /// Makes what is missing. `crm`: where the CRM listens this time.
    pub fn prepare(dir: &Path, addresses: &Addresses, crm: SocketAddr) -> Result<Self, DemoError> {
        make_private_dir(dir)?;
        // For messages and for commands in another terminal, which starts elsewhere.
        let dir = fs::canonicalize(dir).map_err(|source| DemoError::File {
            path: dir.to_owned(),
            source,
        })?;
        let place = Self {
            config: dir.join("gatepass.toml"),
            authority: dir.join("certs/ca.pem"),
            dir,
        };
        make_private_dir(&place.dir.join("data"))?;
        make_private_dir(&place.dir.join("certs"))?;
        let key = place.dir.join("data/gatepass.key");
        if !key.exists() {
            Keys::create(&key)?;
        }
        place.certify(now())?;
        let written = read_if_there(&place.config)?;
        write(
            &place.config,
            &config_text(written.as_deref(), addresses, crm),
            0o600,
        )?;
        Ok(place)
    }

    fn certify(&self, now: Timestamp) -> Result<(), DemoError> {
        let (leaf, key) = (self.dir.join("certs/crm.pem"), self.dir.join("certs/crm.key"));
        let authority = read_if_there(&self.authority)?.unwrap_or_default();
        let certificate = read_if_there(&leaf)?.unwrap_or_default();
        let (authority, certificate) = (authority.as_bytes(), certificate.as_bytes());
        let until = now + LONGEST_DEMO;
        let holds = |host: &str| DevelopmentCertificate::holds(authority, certificate, host, until);
        if key.exists() && HOSTS.into_iter().all(holds) {
            return Ok(());
        }
        let made = DevelopmentCertificate::generate(&HOSTS, now)?;
        write(&key, made.key.reveal(), 0o600)?;
        write(&leaf, &made.certificate, 0o644)?;
        write(&self.authority, &made.authority, 0o644)
    }
}

/// Starts the CRM on a free port of the loopback address, until the runtime ends. Returns where it listens.
pub async fn serve_crm() -> Result<SocketAddr, DemoError> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(DemoError::Crm)?;
    let address = listener.local_addr().map_err(DemoError::Crm)?;
    let crm = Arc::new(Crm::new(now));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router(crm)).await {
            tracing::error!(%error, "the CRM has stopped");
        }
    });
    Ok(address)
}

/// The CRM takes a function as its clock.
fn now() -> Timestamp {
    static CLOCK: LazyLock<SystemClock> = LazyLock::new(|| SystemClock::starting_after(None));
    CLOCK.now()
}

fn make_private_dir(dir: &Path) -> Result<(), DemoError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.map_err(|source| DemoError::File {
        path: dir.to_owned(),
        source,
    })
}

fn read_if_there(path: &Path) -> Result<Option<String>, DemoError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(DemoError::File {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Written beside and moved into place: a gateway or a command that reads it meanwhile sees a whole file.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), DemoError> {
    let beside = path.with_extension("new");
    let written = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(mode)
            .open(&beside)?;
        file.write_all(text.as_bytes())?;
        fs::rename(&beside, path)
    };
    written().map_err(|source| DemoError::File {
        path: path.to_owned(),
        source,
    })
}
