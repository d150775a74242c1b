//! A request to one of our own pages, with everything its handler may need.

use std::sync::Arc;

use http::{HeaderMap, Method};
use jiff::Timestamp;

use super::code_mail::Asked;
use super::message;
use super::pages::{MessagePage, Moment, Place};
use crate::access::{ClientEvidence, Grant, Session};
use crate::actions::{Actions, Trouble};
use crate::config::Site;
use crate::mail::Mailer;
use crate::store::{Cache, Feed, KnownSession};
use crate::web::{Answer, Audience, Form, browser_says_same_origin, clean_return_target, contract};
use crate::words::Language;

/// The services behind the pages.
pub struct Desk<'d> {
    pub actions: &'d Actions,
    pub cache: &'d Cache,
    pub feed: &'d Feed,
    /// `None`: this gateway sends no mail.
    pub mailer: Option<&'d Mailer>,
    /// What mails call us.
    pub product: String,
}

/// One request below `/.gatepass/`.
pub struct Visit<'v> {
    pub site: &'v Site,
    /// Host, and port where one was given.
    pub authority: &'v str,
    pub method: &'v Method,
    pub path: &'v str,
    pub query: &'v str,
    pub headers: &'v HeaderMap,
    pub audience: Audience,
    pub language: Language,
    pub client: &'v ClientEvidence,
    /// Where this page can be asked for again.
    pub here: String,
    /// What the operator looks the request up by.
    pub code: &'v str,
    /// The session that the cookie names, and its grant.
    pub session: Option<(Arc<KnownSession>, Arc<Grant>)>,
    /// The body's fields; empty for a request without body.
    pub form: Form,
}

/// Another site wants to post in this browser's name, or a form is out of date.
pub(super) struct NotOurForm;

impl Visit<'_> {
    /// Where to go afterwards: a place on this origin, whatever was asked for.
    pub(super) fn return_target(&self) -> String {
        let asked = match *self.method {
            Method::POST => self.form.text("return").to_owned(),
            _ => Form::from_query(self.query).text("return").to_owned(),
        };
        clean_return_target(&asked).to_owned()
    }

    /// What a form's token is bound to: the session, or else the client.
    fn form_binding(&self) -> Vec<u8> {
        match &self.session {
            Some((known, _)) => format!("session {}", known.session.id).into_bytes(),
            None => format!("client {} {}", self.client.ip, self.client.user_agent).into_bytes(),
        }
    }

    pub(super) fn form_token(&self, desk: &Desk<'_>) -> String {
        desk.actions.keys.form_token(&self.form_binding())
    }

    /// Origin and token are both checked. A program without a browser's headers needs no token: nobody can make a
    /// browser send such a request with its cookies.
    pub(super) fn check_form(&self, desk: &Desk<'_>) -> Result<(), NotOurForm> {
        match browser_says_same_origin(self.headers, self.authority) {
            Err(_) => Err(NotOurForm),
            Ok(false) => Ok(()),
            Ok(true) => {
                let right = desk
                    .actions
                    .keys
                    .form_token_is_right(&self.form_binding(), self.form.text("csrf"));
                if right { Ok(()) } else { Err(NotOurForm) }
            }
        }
    }

    /// The agent who is asked for a code in this session.
    pub(super) fn asked<'a>(&'a self, session: &'a Session, grant: &'a Grant) -> Asked<'a> {
        Asked {
            site: self.site,
            grant,
            session,
            client: self.client,
            language: self.language,
        }
    }

    pub(super) fn place(&self) -> Place<'_> {
        Place {
            host: self.authority,
            language: self.language,
            here: Some(&self.here),
        }
    }

    /// A moment in words, seen from now.
    pub(super) fn moment(&self, desk: &Desk<'_>, at: Timestamp) -> Moment {
        Moment::seen_at(desk.actions.clock.now(), at, self.language)
    }

    /// Something on our side failed: nothing was changed, and nothing is let through.
    pub(super) fn trouble(&self, trouble: &Trouble) -> Answer {
        match trouble {
            Trouble::Busy(_) => match self.audience {
                Audience::Navigation => message(&MessagePage::too_many(self.place(), 2)).retry_after(2),
                Audience::Program => contract::too_many_requests(1, 2, 2),
            },
            Trouble::Store(_) | Trouble::Crypto => {
                tracing::error!(error = %trouble, "an action failed");
                match self.audience {
                    Audience::Navigation => message(&MessagePage::undecided(self.place(), self.code)),
                    Audience::Program => {
                        let status = http::StatusCode::SERVICE_UNAVAILABLE;
                        contract::problem(
                            status,
                            "unavailable",
                            "the gateway cannot decide right now",
                            Some(self.code),
                        )
                    }
                }
            }
        }
    }
}
