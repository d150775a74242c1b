//! What all of the gateway's own answers share: answers and their headers, cookies, forms, who is asking.

mod answer;
mod arrival;
mod audience;
mod bearer;
pub mod contract;
mod cookies;
mod form;
mod origin;
pub mod time;

pub use answer::{Answer, protect};
pub use arrival::Arrival;
pub use audience::{Audience, Reader, language_of};
pub use bearer::{OurTokens, PresentedSession, presented_session};
pub use cookies::collides_with_ours;
pub use cookies::{SESSION_COOKIE, SessionCookie, cookies_for_app, forget_session_cookie, session_cookie};
pub(crate) use cookies::{room_cookie, set_language_cookie, set_room_cookie, set_session_cookie};
pub use form::Form;

pub use origin::{CrossSite, browser_says_same_origin, clean_return_target, stays_on_origin};

/// The style that all pages of ours share.
pub const BASE_CSS: &str = include_str!("assets/base.css");
/// The script that makes their forms kinder.
pub const FORMS_JS: &str = include_str!("assets/forms.js");
