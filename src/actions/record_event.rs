//! Writes an event into the log that changes nothing else: the gateway started, a reload was refused, …

use super::{Actions, Trouble};
use crate::audit::ChangeEvent;
use crate::store::Seq;

impl Actions {
    pub async fn record_event(&self, event: &ChangeEvent) -> Result<Seq, Trouble> {
        Ok(self.store.change().await?.commit(event, self.clock.now()).await?)
    }
}
