//! What the portal works with: actions, what it may read, and the settings of this moment.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::access::SiteName;
use crate::actions::Actions;
use crate::actions::account::Lifetimes;
use crate::config::{HandoffSettings, Portal, Settings, Site};
use crate::mail::{Mailer, Outbox};
use crate::store::Feed;

/// The services behind the portal's pages and its API. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub actions: Actions,
    pub feed: Feed,
    /// `None`: this gateway sends no mail.
    pub post: Option<Post>,
    /// Swapped as a whole by a reload.
    policy: Arc<ArcSwap<Policy>>,
}

/// The two ways of sending mail.
#[derive(Clone)]
pub struct Post {
    /// For whoever waits until it is sent.
    pub mailer: Mailer,
    /// For news: tried again when the server is down.
    pub outbox: Outbox,
}

/// What the config says of the portal and of the sites.
pub(super) struct Policy {
    pub(super) portal: Option<Portal>,
    pub(super) handoff: HandoffSettings,
    pub(super) sites: Vec<Arc<Site>>,
    pub(super) journal: std::path::PathBuf,
}

impl Policy {
    fn of(settings: &Settings) -> Self {
        Self {
            portal: settings.portal.clone(),
            handoff: settings.handoff.clone(),
            sites: settings.sites.clone(),
            journal: settings.journal.clone(),
        }
    }

    pub(super) fn site(&self, name: &SiteName) -> Option<&Arc<Site>> {
        self.sites.iter().find(|site| site.policy.name == *name)
    }
}

impl Desk {
    pub fn new(actions: Actions, feed: Feed, post: Option<Post>, settings: &Settings) -> Self {
        Self {
            actions,
            feed,
            post,
            policy: Arc::new(ArcSwap::from_pointee(Policy::of(settings))),
        }
    }

    /// What people read as the name of the product.
    pub fn product(&self) -> String {
        self.policy().issuer().to_owned()
    }

    pub fn replace_policy(&self, settings: &Settings) {
        self.policy.store(Arc::new(Policy::of(settings)));
    }

    pub(super) fn policy(&self) -> Arc<Policy> {
        self.policy.load_full()
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.actions.clock.now()
    }
}

impl Policy {
    /// Without a `[portal]` nobody comes here; were it otherwise, nobody would stay signed in.
    pub(super) fn lifetimes(&self) -> Lifetimes {
        let of = |pick: fn(&Portal) -> jiff::SignedDuration| {
            self.portal.as_ref().map_or(jiff::SignedDuration::ZERO, pick)
        };
        Lifetimes {
            idle: of(|portal| portal.idle),
            longest: of(|portal| portal.longest),
        }
    }

    pub(super) fn trust_for(&self) -> jiff::SignedDuration {
        self.portal
            .as_ref()
            .map_or(jiff::SignedDuration::ZERO, |portal| portal.trust_for)
    }

    /// Where people find us: `https://support.example.com/`.
    pub(super) fn url(&self) -> &str {
        self.portal.as_ref().map_or("/", |portal| portal.url.as_str())
    }

    /// What authenticator apps show.
    pub(super) fn issuer(&self) -> &str {
        self.portal
            .as_ref()
            .map_or("Gatepass", |portal| portal.name.as_str())
    }
}
