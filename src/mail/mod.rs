//! Mail to people: what it says ([`letters`]), how it leaves ([`Mailer`]), and who waits for it ([`Outbox`]).
//!
//! Plain text over verified TLS. A letter that holds a code or a link is a secret: it is never logged.

mod connection;
mod letter;
pub mod letters;
mod mailer;
mod outbox;
mod turns;

pub use letter::Letter;
pub use mailer::{MailError, MailSetupError, Mailer, Reply};
pub use outbox::{Outbox, OutboxFull};
