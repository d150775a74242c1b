//! Every letter that we write, in the reader's language. What it says is in `src/words/…/mail.ftl`.

mod account;
mod draft;
mod grant;
#[cfg(test)]
mod tests;

pub use account::{AccountLetter, AccountNews, CodeLetter, CodePurpose, Factor, InvitationLetter};
pub use draft::Reader;
pub use grant::{Ending, GrantLetter, GrantNews, GrantSummary};
