//! What happened, in a form that shows when it was tampered with (control 23, invariant 4).
//!
//! Changes go to the store, in the change's own transaction; this module gives them their text and their hash
//! ([`change_record`]).

pub mod chain;
mod event;
mod json;
mod short_code;

pub use chain::ChainHash;
pub use event::{Action, Actor, ChangeEvent, ChangeRecord, change_record};
pub use short_code::{ShortCode, ShortCodeError};
