//! Follows the config file and the certificates while the gateway runs. A broken file changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc;

use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::{Settings, load};
use crate::portal::Desk;
use crate::proxy::{CertificateStore, Gateway, Routes};

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
    /// Runs until it is dropped. `asked`: somebody wants a reload now (SIGHUP).
    pub(super) async fn follow(mut self, mut asked: mpsc::Receiver<()>) {
        let mut seen = stamps(&self.config, &self.settings);
        loop {
            let forced = tokio::select! {
                _ = tokio::time::sleep(LOOK_EVERY) => false,
                asked = asked.recv() => match asked { Some(()) => true, None => return },
            };
            let now = stamps(&self.config, &self.settings);
            if forced || now != seen {
                self.reload().await;
                // Other files may be followed from here on. What was written during the reload counts as new.
                seen = stamps(&self.config, &self.settings);
                for (path, before) in now {
                    seen.entry(path).and_modify(|stamp| *stamp = before);
                }
            }
        }
    }

    /// All or nothing: everything new is made before anything old is replaced.
    async fn reload(&mut self) {
        match self.prepare().await {
            Ok((settings, routes)) => {
                self.say_what_needs_a_restart(&settings);
                log_warnings(&settings);
                self.gateway.replace_routes(routes);
                self.desk.replace_policy(&settings);
                self.settings = settings;
                let _ = self.new_policy.send(()).await;
                tracing::info!(config.path = %self.config.display(), "the new configuration is in force");
                self.record(Action::PolicyReloaded, None).await;
            }
            Err(error) => {
                tracing::error!(
                    config.path = %self.config.display(), error,
                    "the new configuration is not used; the old one stays in force"
                );
                self.record(Action::PolicyReloadRefused, Some(&error)).await;
            }
        }
    }

    async fn prepare(&self) -> Result<(Settings, Routes), String> {
        let settings = load(&self.config).map_err(|error| error.to_string())?;
        let failures = crate::config::run_policy_tests(&settings, self.gateway.actions.clock.now());
        if let Some(failure) = failures.first() {
            return Err(format!("a policy test fails: {failure}"));
        }
        let routes = Routes::build(&settings)
            .await
            .map_err(|error| error.to_string())?;
        // Last, because it takes effect at once.
        self.certificates
            .reload(&settings.tls)
            .map_err(|error| error.to_string())?;
        Ok((settings, routes))
    }

    fn say_what_needs_a_restart(&self, new: &Settings) {
        let old = &self.settings;
        let changed = [
            ("listen", old.listen != new.listen),
            ("state", old.state != new.state),
            ("key", old.key != new.key),
            ("journal", old.journal != new.journal),
            ("workers", old.workers != new.workers),
            ("health", old.health != new.health),
            ("tls_profile", old.tls_profile != new.tls_profile),
            ("mail", old.mail != new.mail),
        ];
        for (key, _) in changed.iter().filter(|(_, changed)| *changed) {
            tracing::warn!("`{key}` has changed; that takes a restart");
        }
    }

    async fn record(&self, action: Action, why: Option<&str>) {
        let mut event = ChangeEvent::new(Actor::System, action);
        if let Some(why) = why {
            event = event.detail("error", why);
        }
        if let Err(error) = self.gateway.actions.record_event(&event).await {
            tracing::error!(%error, "a reload cannot be recorded");
        }
    }
}
