//! What a command works with: the settings, the store, and the actions on it.

use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use jiff::Timestamp;

use crate::access::Grant;
use crate::actions::Actions;
use crate::clock::{Clock, SystemClock};
use crate::config::{Settings, Site, load};
use crate::crypto::{HashingPool, Keys};
use crate::store::Store;

/// For commands that only read.
pub(super) struct Library {
    pub(super) settings: Settings,
    pub(super) store: Store,
    clock: SystemClock,
}

impl Library {
    pub(super) async fn open(config: &Path) -> anyhow::Result<Self> {
        let settings = load(config)?;
        let store = open_store(&settings).await?;
        let clock = SystemClock::starting_after(store.latest_moment().await?);
        Ok(Self {
            settings,
            store,
            clock,
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn site_of(&self, grant: &Grant) -> anyhow::Result<&Arc<Site>> {
        site_of(&self.settings, grant)
    }
}

/// For commands that change something.
pub(super) struct Workshop {
    pub(super) settings: Settings,
    pub(super) actions: Actions,
}

impl Workshop {
    pub(super) async fn open(config: &Path) -> anyhow::Result<Self> {
        let settings = load(config)?;
        let keys = Arc::new(Keys::load(&settings.key)?);
        let store = open_store(&settings).await?;
        let clock = Arc::new(SystemClock::starting_after(store.latest_moment().await?));
        Ok(Self {
            settings,
            actions: Actions {
                store,
                keys,
                clock,
                hashing: HashingPool::new(1),
            },
        })
    }

    pub(super) fn site_of(&self, grant: &Grant) -> anyhow::Result<&Arc<Site>> {
        site_of(&self.settings, grant)
    }
}

/// The site of a grant, which the config may have lost.
fn site_of<'s>(settings: &'s Settings, grant: &Grant) -> anyhow::Result<&'s Arc<Site>> {
    let missing = || {
        anyhow!(
            "the config has no site `{}` any more; add it again, or revoke the grant",
            grant.site
        )
    };
    settings.site_named(&grant.site).ok_or_else(missing)
}

async fn open_store(settings: &Settings) -> anyhow::Result<Store> {
    let dir = settings.state.parent().filter(|dir| !dir.as_os_str().is_empty());
    if let Some(dir) = dir.filter(|dir| !dir.is_dir()) {
        return Err(anyhow!(
            "the directory `{}` of `state` is not there; make it with `mkdir -m 700`",
            dir.display()
        ));
    }
    let opened = Store::open(&settings.state).await;
    opened.map_err(|error| anyhow!("cannot open the store `{}`: {error}", settings.state.display()))
}

/// Runs a command that does little and ends.
pub(super) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime
        .map_err(|error| anyhow!("cannot start: {error}"))?
        .block_on(work)
}
