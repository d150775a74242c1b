//! The pages of the portal: plain structs, filled by the handlers, and a template for each.
//!
//! Nothing here decides, reads a clock or knows a request. Every page works without JavaScript and under a policy that
//! allows no inline script or style. `Template::render` turns a page into HTML.

mod account;
mod activity;
mod assets;
mod authenticator;
mod code;
mod credentials;
mod deed;
mod frame;
mod freeze;
mod grant;
mod handed;
mod handoff;
mod home;
mod html;
mod invitation;
mod message;
mod qr;
mod request;
mod rooms;
mod sign_in;
mod time;
mod tokens;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use account::{
    AccountNotice, AccountPage, EmailCodePage, EmailLine, Factors, OwnSession, PasswordError, PasswordForm,
    SiteUser, TrustedLine,
};
pub use activity::{
    ActivityFragment, ActivityKind, ActivityLine, ActivityPage, Filter, GrantChoice, Outcome,
};
pub use askama::Template;
pub use assets::{CONTENT_SECURITY_POLICY, asset};
pub use authenticator::{AuthenticatorPage, AuthenticatorStartPage, RecoveryCodesPage};
pub use code::{ChallengePage, CodeAsked, CodeError, ConfirmPage, MailState, Method};
pub use credentials::{Credentials, CredentialsGonePage, CredentialsPage, ShownCode};
pub use deed::Deed;
pub use frame::{Frame, LiveGrant, Role, SignedIn};
pub use freeze::{FreezePage, FrozenPage};
pub use grant::{
    AskPage, Asked, Counts, Cut, CutBy, EndedPage, Ending, GrantPage, GrantView, ScopeLine, SessionLine,
};
pub use handed::{AddressStanding, HandedLine, HandedPage, HandedState};
pub use handoff::{HandoffLine, HandoffOverPage, HandoffPage, HandoffReceivePage, HandoffState, Lifetime};
pub use home::{HomePage, LiveSummary, SiteCard};
pub use html::Html;
pub use invitation::{InvitationPage, NewPasswordError};
pub use message::{MessageKind, MessagePage};
pub use qr::Qr;
pub use request::{
    CLAIMS, CodeKind, DurationChoice, IDLES, RequestError, RequestForm, RequestPage, SESSIONS, ScopeChoice,
};
pub use rooms::{HelpPage, JoinPage, RoomLine, RoomPage, RoomsPage};
pub use sign_in::{SignInError, SignInNotice, SignInPage};
pub use tokens::{
    RevokedToken, TokenApp, TokenCut, TokenError, TokenForm, TokenLifetime, TokenLine, TokenReach,
    TokenShownPage, TokensPage,
};

/// A span that somebody chose, in the reader's words: `8 hours`.
pub(super) fn span_in_words(frame: &Frame, span: jiff::SignedDuration) -> String {
    time::hours(frame.words(), u64::try_from(span.as_secs()).unwrap_or_default())
}
