//! The encrypted handoff as its two ends see it: keys are drawn, messages sealed and opened. `portal/assets/handoff.js`
//! does the same in a browser. The gateway itself must never import this room: it carries what it cannot read.

mod link;
mod primitives;
mod room;
#[cfg(test)]
mod tests;
mod words;

pub use link::{Credential, LinkCode, LinkKey, Message, NotALink, SharedLink};
pub use primitives::{Master, SealingKey, Unreadable, derive, stretch};
pub use room::{
    Content, Conversation, EncryptionPassword, NotTheMessage, NotTheRoom, OwnKeys, Place, PublicKeys,
    RoomKey, Said, Wrapped, proof_of_return,
};
