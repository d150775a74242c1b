//! The encrypted handoff as its two ends see it: keys are drawn, messages sealed and opened. `portal/assets/handoff.js`
//! does the same in a browser. The gateway itself must never import this room: it carries what it cannot read.

mod link;
mod primitives;
#[cfg(test)]
mod tests;

pub use link::{Credential, LinkCode, LinkKey, Message, NotALink, SharedLink};
pub use primitives::{Master, SealingKey, Unreadable, derive, stretch};
