//! Follows the config file and the certificates while the gateway runs. A broken file changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::doors::{self, Doors};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::{Settings, load};
use crate::portal::Desk;
use crate::proxy::{CertificateStore, Gateway, Routes};
use crate::store::{LoggedChange, Seq};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What the gateway follows.
pub(super) struct Followed {
    pub(super) config: PathBuf,
    pub(super) settings: Settings,
    pub(super) desk: Desk,
    pub(super) gateway: Arc<Gateway>,
    pub(super) certificates: CertificateStore,
    pub(super) new_policy: mpsc::Sender<()>,
    pub(super) doors: Doors,
    /// How this gateway signs its answers.
    pub(super) node: String,
    pub(super) state: watch::Sender<ConfigState>,
}

/// What became of the config as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConfigState {
    InForce,
    /// It is broken: the one before stays in force.
    Refused {
        since: Timestamp,
    },
}

/// Everything new, made before anything old is replaced.
struct Prepared {
    settings: Settings,
    routes: Routes,
    doors: doors::Prepared,
}

/// Sends changes on, and tells of those that ask for a reload.
pub(super) async fn hand_round(
    mut changes: mpsc::Receiver<LoggedChange>,
    to_cutter: mpsc::Sender<LoggedChange>,
    asked: watch::Sender<Seq>,
) {
    while let Some(change) = changes.recv().await {
        if change.action == Action::ReloadAsked.code() {
            asked.send_replace(change.seq);
        }
        if to_cutter.send(change).await.is_err() {
            return;
        }
    }
}

/// What a file looks like from outside: enough to see that it was replaced or written.
type Stamp = Option<(SystemTime, u64, u64)>;

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((
        metadata.modified().ok()?,
        metadata.len(),
        std::os::unix::fs::MetadataExt::ino(&metadata),
    ))
}

fn stamps(config: &Path, settings: &Settings) -> BTreeMap<PathBuf, Stamp> {
    let certificates = settings
        .tls
        .iter()
        .flat_map(|pair| [&pair.certificate, &pair.key]);
    let authorities = settings.sites.iter().filter_map(|site| site.upstream.ca.as_ref());
    let files = certificates.chain(authorities).map(PathBuf::as_path);
    std::iter::once(config)
        .chain(files)
        .map(|path| (path.to_owned(), stamp(path)))
        .collect()
}

/// What is worth a second look in a config that is used.
pub fn log_warnings(settings: &Settings) {
    for warning in &settings.warnings {
        tracing::warn!(
            config.line = warning.line,
            config.key = warning.key,
            "{}",
            warning.message
        );
    }
}

impl Followed {
    /// Runs until it is dropped. `asked`: somebody wants a reload now (SIGHUP). `asks`: the last change in the store that
    /// wants one (`gatepass reload`).
    pub(super) async fn follow(mut self, mut asked: mpsc::Receiver<()>, mut asks: watch::Receiver<Seq>) {
        let mut seen = stamps(&self.config, &self.settings);
        loop {
            let forced = tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => false,
                asked = asked.recv() => match asked { Some(()) => true, None => return },
                Ok(()) = asks.changed() => true,
            };
            let now = stamps(&self.config, &self.settings);
            if forced || now != seen {
                // Whoever asks from here on asks for another one.
                let answered = *asks.borrow_and_update();
                self.reload(answered).await;
                // Other files may be followed from here on. What was written during the reload counts as new.
                seen = stamps(&self.config, &self.settings);
                for (path, before) in now {
                    seen.entry(path).and_modify(|stamp| *stamp = before);
                }
            }
        }
    }

    /// All or nothing: everything new is made before anything old is replaced. `answered`: the last of those who asked.
    async fn reload(&mut self, answered: Seq) {
        let mut event = ChangeEvent::new(Actor::System, Action::PolicyReloaded);
        match self.prepare().await {
            Ok(prepared) => {
                let restart = self.what_needs_a_restart(&prepared.settings);
                for key in &restart {
                    tracing::warn!("`{key}` has changed; that takes a restart");
                }
                log_warnings(&prepared.settings);
                self.put_into_force(prepared).await;
                tracing::info!(config.path = %self.config.display(), "the new configuration is in force");
                self.state.send_replace(ConfigState::InForce);
                self.gateway.metrics.reloaded(true);
                if !restart.is_empty() {
                    event = event.detail("restart", restart.join(", "));
                }
            }
            Err(error) => {
                tracing::error!(
                    config.path = %self.config.display(), error,
                    "the new configuration is not used; the old one stays in force"
                );
                self.gateway.metrics.reloaded(false);
                let now = self.gateway.actions.clock.now();
                self.state.send_if_modified(|state| {
                    let is_news = *state == ConfigState::InForce;
                    if is_news {
                        *state = ConfigState::Refused { since: now };
                    }
                    is_news
                });
                event.action = Action::PolicyReloadRefused;
                event = event.detail("error", error);
            }
        }
        event = event.detail("node", &self.node);
        if answered > Seq::default() {
            event = event.detail("asked", answered.0.to_string());
        }
        if let Err(error) = self.gateway.actions.record_event(&event).await {
            tracing::error!(%error, "a reload cannot be recorded");
        }
    }

    async fn prepare(&self) -> Result<Prepared, String> {
        let settings = load(&self.config).map_err(|error| error.to_string())?;
        let failures = crate::config::run_policy_tests(&settings, self.gateway.actions.clock.now());
        if let Some(failure) = failures.first() {
            return Err(format!("a policy test fails: {failure}"));
        }
        let routes = Routes::build(&settings, &self.gateway.metrics)
            .await
            .map_err(|error| error.to_string())?;
        let doors = self
            .doors
            .prepare(&settings.listen)
            .map_err(|error| error.to_string())?;
        // Last, because it takes effect at once.
        self.certificates
            .reload(&settings.tls)
            .map_err(|error| error.to_string())?;
        Ok(Prepared {
            settings,
            routes,
            doors,
        })
    }

    /// Nothing of this can fail.
    async fn put_into_force(&mut self, new: Prepared) {
        self.gateway.replace_routes(new.routes);
        self.desk.replace_policy(&new.settings);
        self.settings = new.settings;
        let changed = self.doors.change(new.doors);
        for address in changed.opened {
            tracing::info!(listen = %address, "serving");
        }
        for address in changed.closed {
            tracing::info!(listen = %address, "not listening any more");
        }
        let _ = self.new_policy.send(()).await;
    }

    /// Keys that have changed and are read at the start only.
    fn what_needs_a_restart(&self, new: &Settings) -> Vec<&'static str> {
        let old = &self.settings;
        let changed = [
            ("state", old.state != new.state),
            ("key", old.key != new.key),
            ("journal", old.journal != new.journal),
            ("workers", old.workers != new.workers),
            ("health", old.health != new.health),
            ("tls_profile", old.tls_profile != new.tls_profile),
            ("mail", old.mail != new.mail),
        ];
        let changed = changed.iter().filter(|(_, changed)| *changed);
        changed.map(|(key, _)| *key).collect()
    }
}
