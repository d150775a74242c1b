//! What all workers share.

use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use super::connections::{Connections, Place};
use super::routes::Routes;
use crate::actions::Actions;
use crate::metrics::{Metrics, Moment, SiteMetrics};
use crate::portal::{self, Desk};
use crate::store::{Cache, Feed};

/// The shared state of a running gateway.
pub struct Gateway {
    pub actions: Actions,
    pub cache: Cache,
    pub feed: Feed,
    /// What the portal works with: it asks for its accounts' codes, wherever they are needed.
    pub desk: Desk,
    /// What answers under the portal's own host name.
    pub portal: axum::Router,
    pub metrics: Metrics,
    /// Of requests that are for no site: the portal's, and strangers'.
    pub(super) no_site: SiteMetrics,
    connections: Connections,
    /// Swapped as a whole by a reload.
    routes: ArcSwap<Routes>,
}

impl Gateway {
    pub fn new(
        actions: Actions,
        cache: Cache,
        feed: Feed,
        routes: Routes,
        desk: Desk,
        metrics: Metrics,
    ) -> Self {
        Self {
            no_site: metrics.of_site(""),
            metrics,
            portal: portal::router(desk.clone()),
            desk,
            actions,
            cache,
            feed,
            connections: Connections::default(),
            routes: ArcSwap::from_pointee(routes),
        }
    }

    pub fn routes(&self) -> Guard<Arc<Routes>> {
        self.routes.load()
    }

    /// A place for a new connection, if its client has not too many. A proxy in front of us is not one client.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Place> {
        let routes = self.routes();
        let most = if routes.trusted_proxies.contains(address) {
            usize::MAX
        } else {
            routes.connections_per_client
        };
        self.connections.take_place(address, most)
    }

    /// What only the gateway itself can say of this moment.
    pub fn moment(&self, config_in_force: bool) -> Moment {
        Moment {
            connections: self.connections.count(),
            store_is_current: self.feed.is_current(),
            config_in_force,
            upstreams: self.routes().upstreams_up(),
        }
    }

    pub fn replace_routes(&self, routes: Routes) {
        self.routes.store(Arc::new(routes));
    }
}
