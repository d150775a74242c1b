//! The pages under `/.gatepass/` on a protected app's own origin, for the agent who visits it.
//!
//! Each page is plain data and a `render`. Nothing here decides, reads a clock or knows a request, and no
//! page names a cause that helps a guesser. Every page works without JavaScript.

mod assets;
mod code;
mod message;
mod moment;
mod place;
mod refusals;
mod sign_in;
mod status;
mod troubles;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use assets::{ASSETS, Asset, CONTENT_SECURITY_POLICY};
pub use code::{CodeError, CodeMethod, CodePage, CodePurpose, MailState};
pub use message::{Fact, FactValue, Link, MessagePage, Start};
pub use moment::Moment;
pub use place::Place;
pub use sign_in::{Notice, SignInError, SignInPage};
pub use status::{ScopeLine, StatusPage, Visibility};

/// Fills a template. Writing to a `String` does not fail; were it ever to, the visitor still gets a page.
fn filled(template: &impl askama::Template) -> String {
    template.render().unwrap_or_else(|_| LAST_RESORT.to_owned())
}

/// What is shown when a template cannot be filled.
const LAST_RESORT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Please reload</title><h1>Please reload this page</h1>";
