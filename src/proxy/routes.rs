//! Which host is which site, with everything that a request to it needs, worked out once per (re)load.

use std::collections::HashMap;
use std::sync::Arc;

use super::introduction::Introductions;
use super::managed_headers::ManagedHeaders;
use super::upstreams::{UpstreamError, Upstreams};
use crate::access::TrustedProxies;
use crate::audit::ShownParameters;
use crate::config::{Portal, Settings, Site};

/// All hosts of this gateway.
pub struct Routes {
    hosts: HashMap<String, Arc<Route>>,
    pub portal: Option<Portal>,
    pub trusted_proxies: TrustedProxies,
    pub connections_per_client: usize,
}

/// One site, ready to serve.
pub struct Route {
    pub site: Arc<Site>,
    pub upstreams: Upstreams,
    pub managed: ManagedHeaders,
    pub shown: ShownParameters,
    pub(super) introductions: Introductions,
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
    pub async fn build(settings: &Settings) -> Result<Self, RouteError> {
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
        })
    }

    pub fn by_host(&self, host: &str) -> Option<&Arc<Route>> {
        self.hosts.get(host)
    }

    pub fn by_site(&self, site: &str) -> Option<&Arc<Route>> {
        self.hosts
            .values()
            .find(|route| route.site.policy.name.as_str() == site)
    }
}
