//! What all workers share.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use super::routes::Routes;
use crate::actions::Actions;
use crate::store::{Cache, Feed};

/// The shared state of a running gateway.
pub struct Gateway {
    pub actions: Actions,
    pub cache: Cache,
    pub feed: Feed,
    /// Swapped as a whole by a reload.
    routes: ArcSwap<Routes>,
}

impl Gateway {
    pub fn new(actions: Actions, cache: Cache, feed: Feed, routes: Routes) -> Self {
        Self {
            actions,
            cache,
            feed,
            routes: ArcSwap::from_pointee(routes),
        }
    }

    pub fn routes(&self) -> Guard<Arc<Routes>> {
        self.routes.load()
    }

    pub fn replace_routes(&self, routes: Routes) {
        self.routes.store(Arc::new(routes));
    }
}
