//! Which host is which site, with everything that a request to it needs, worked out once per (re)load.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::introduction::Introductions;
use super::managed_headers::ManagedHeaders;
use super::upstreams::{UpstreamError, Upstreams};
use crate::access::TrustedProxies;
use crate::audit::ShownParameters;
use crate::config::{Portal, Settings, Site};
use crate::metrics::{Metrics, SiteMetrics};

/// All hosts of this gateway.
pub struct Routes {
    hosts: HashMap<String, Arc<Route>>,
    pub portal: Option<Portal>,
    pub trusted_proxies: TrustedProxies,
    pub connections_per_client: usize,
    load: Load,
}

/// Which (re)load something comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load(u64);

impl Load {
    fn next() -> Self {
        static LOADS: AtomicU64 = AtomicU64::new(0);
        Self(LOADS.fetch_add(1, Ordering::Relaxed))
    }
}

/// One site, ready to serve.
pub struct Route {
    pub site: Arc<Site>,
    pub upstreams: Upstreams,
    pub managed: ManagedHeaders,
    pub shown: ShownParameters,
    pub(super) introductions: Introductions,
    pub(super) metrics: SiteMetrics,
    /// As in [`Routes`]: whoever has a route needs nothing else of its load.
    pub trusted_proxies: TrustedProxies,
    pub(super) load: Load,
    /// `iss` of assertions: the portal's URL, or the site's own where there is no portal.
    pub issuer: String,
}

/// A site cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("site `{site}`: {source}")]
pub struct RouteError {
    site: String,
    source: UpstreamError,
}

impl Routes {
    /// Resolves upstream names; needs to run inside a tokio runtime.
    pub async fn build(settings: &Settings, metrics: &Metrics) -> Result<Self, RouteError> {
        let load = Load::next();
        let mut hosts = HashMap::new();
        for site in &settings.sites {
            let failed = |source| RouteError {
                site: site.policy.name.to_string(),
                source,
            };
            let route = Arc::new(Route {
                upstreams: Upstreams::build(site).await.map_err(failed)?,
                managed: ManagedHeaders::of(&site.identity),
                shown: ShownParameters::of(&site.policy),
                introductions: Introductions::new(),
                metrics: metrics.of_site(site.policy.name.as_str()),
                trusted_proxies: settings.trusted_proxies.clone(),
                load,
                // Without the port: what an app is told to believe does not change with `listen`.
                issuer: match &settings.portal {
                    Some(portal) => format!("https://{}", portal.host),
                    None => site.url.trim_end_matches('/').to_owned(),
                },
                site: site.clone(),
            });
            hosts.extend(site.hosts.iter().map(|host| (host.clone(), route.clone())));
        }
        Ok(Self {
            hosts,
            portal: settings.portal.clone(),
            trusted_proxies: settings.trusted_proxies.clone(),
            connections_per_client: settings.connections_per_client,
            load,
        })
    }

    /// Each site's name, its servers, and how many of them take connections.
    pub(super) fn upstreams_up(&self) -> Vec<(String, usize, usize)> {
        let of = |route: &Arc<Route>| {
            let (all, up) = route.upstreams.count_up();
            (route.site.policy.name.to_string(), all, up)
        };
        // A site may have several hosts.
        let sites: BTreeSet<_> = self.hosts.values().map(of).collect();
        sites.into_iter().collect()
    }

    pub fn by_host(&self, host: &str) -> Option<&Arc<Route>> {
        self.hosts.get(host)
    }

    /// `route` is one of these, and not of a load before.
    pub(super) fn are_those_of(&self, route: &Route) -> bool {
        self.load == route.load
    }

    pub fn by_site(&self, site: &str) -> Option<&Arc<Route>> {
        self.hosts
            .values()
            .find(|route| route.site.policy.name.as_str() == site)
    }
}
