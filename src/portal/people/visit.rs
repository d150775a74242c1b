//! A request for a page: who asks, in which language, with which fields.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::{HeaderMap, Method, StatusCode};

use crate::access::{ClientEvidence, Grant, GrantStatus, SessionStage};
use crate::actions::Trouble;
use crate::actions::account::Bearer;
use crate::crypto::TokenDigest;
use crate::portal::desk::Desk;
use crate::portal::pages::{
    CONTENT_SECURITY_POLICY, Frame, LiveGrant, MessageKind, MessagePage, Role, SignedIn, Template,
};
use crate::store::{AccountSession, StoredAccount};
use crate::web::{
    Answer, Arrival, Form, SessionCookie, browser_says_same_origin, clean_return_target, language_of,
    session_cookie,
};
use crate::words::Language;

/// An answer that ends a request early is as good as any other.
pub(super) type Page = Result<Answer, Answer>;

/// One request.
pub(in crate::portal) struct Visit {
    pub(super) desk: Desk,
    pub(super) method: Method,
    pub(super) path_and_query: String,
    pub(super) query: Form,
    pub(super) form: Form,
    pub(super) client: ClientEvidence,
    pub(super) authority: String,
    /// By which the operator finds the request.
    pub(super) code: String,
    pub(super) language: Language,
    headers: HeaderMap,
    /// The session that the cookie names, whole or half.
    pub(super) session: Option<(AccountSession, StoredAccount)>,
}

/// Somebody whose sign-in is whole.
pub(super) struct Insider<'v> {
    pub(super) session: &'v AccountSession,
    pub(super) stored: &'v StoredAccount,
}

impl Insider<'_> {
    pub(super) fn bearer(&self) -> Bearer {
        Bearer::Session(self.session.id)
    }
}

impl FromRequest<Desk> for Visit {
    type Rejection = Answer;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Answer> {
        let (parts, body) = request.into_parts();
        let Some(arrival) = parts.extensions.get::<Arrival>().cloned() else {
            return Err(Answer::text(
                StatusCode::INTERNAL_SERVER_ERROR,
                "no client is known",
            ));
        };
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let language = language_of(&parts.headers);
        let body = Bytes::from_request(Request::from_parts(parts.clone(), body), desk).await;
        let body = body.unwrap_or_default();
        let form = Form::parse(text("content-type").unwrap_or_default(), &body);
        let path_and_query = parts
            .uri
            .path_and_query()
            .map_or("/", |it| it.as_str())
            .to_owned();
        let mut visit = Self {
            desk: desk.clone(),
            method: parts.method,
            query: Form::from_query(parts.uri.query().unwrap_or_default()),
            path_and_query,
            form: form.unwrap_or_default(),
            client: arrival.client,
            authority: arrival.authority,
            code: arrival.code,
            language,
            headers: parts.headers,
            session: None,
        };
        if let SessionCookie::Present(token) = session_cookie(&visit.headers) {
            let lifetimes = desk.policy().lifetimes();
            let found = desk.actions.account_session(TokenDigest::of(&token), lifetimes);
            match found.await {
                Ok(session) => visit.session = session,
                Err(trouble) => return Err(visit.trouble(&trouble)),
            }
        }
        Ok(visit)
    }
}

impl Visit {
    /// Whoever is signed in; everybody else is sent to the door, and back here afterwards.
    pub(super) fn insider(&self) -> Result<Insider<'_>, Answer> {
        let back = if self.method == Method::GET {
            self.path_and_query.as_str()
        } else {
            "/"
        };
        match &self.session {
            Some((session, stored)) if session.stage == SessionStage::Complete => {
                Ok(Insider { session, stored })
            }
            Some(_) => Err(Answer::see_other(&with_return("/challenge", back))),
            None => {
                let door = if matches!(session_cookie(&self.headers), SessionCookie::Absent) {
                    "/sign-in"
                } else {
                    "/sign-in?notice=expired"
                };
                Err(Answer::see_other(&with_return(door, back)))
            }
        }
    }

    /// As [`Visit::insider`], and the account has a second factor: without one, setting it up comes first.
    pub(super) fn protected_insider(&self) -> Result<Insider<'_>, Answer> {
        let insider = self.insider()?;
        if insider.stored.account.factors().is_empty() {
            return Err(Answer::see_other("/account/authenticator"));
        }
        Ok(insider)
    }

    /// Where to go afterwards: a place on this origin, whatever was asked for.
    pub(super) fn return_to(&self) -> String {
        let asked = if self.method == Method::POST {
            self.form.text("return")
        } else {
            self.query.text("return")
        };
        clean_return_target(asked).to_owned()
    }

    /// Another site cannot post in this browser's name, nor can a form that was made for somebody else.
    pub(super) fn check_form(&self) -> Result<(), Answer> {
        let ours = browser_says_same_origin(&self.headers, &self.authority).is_ok();
        let keys = &self.desk.actions.keys;
        if ours && keys.form_token_is_right(&self.form_binding(), self.form.text("csrf")) {
            return Ok(());
        }
        Err(self.message_at("/", MessageKind::FormExpired))
    }

    fn form_binding(&self) -> Vec<u8> {
        match &self.session {
            Some((session, _)) => format!("portal session {}", session.id).into_bytes(),
            None => format!("portal client {} {}", self.client.ip, self.client.user_agent).into_bytes(),
        }
    }

    /// The frame of a page for whoever is not signed in, or whose live grants do not matter here.
    pub(super) fn bare_frame(&self) -> Frame {
        self.frame_at(&self.here())
    }

    fn frame_at(&self, path_and_query: &str) -> Frame {
        Frame {
            language: self.language,
            now: self.desk.now(),
            path_and_query: path_and_query.to_owned(),
            csrf: self.desk.actions.keys.form_token(&self.form_binding()),
            account: self.insider().ok().map(|insider| SignedIn {
                name: insider.stored.account.name.to_string(),
                role: match insider.stored.account.role {
                    crate::access::Role::Operator => Role::Operator,
                    crate::access::Role::Grantor => Role::Grantor,
                    crate::access::Role::Agent => Role::Agent,
                },
            }),
            live: Vec::new(),
        }
    }

    /// The answer to a `POST` cannot be asked for again.
    fn here(&self) -> String {
        if self.method == Method::GET {
            self.path_and_query.clone()
        } else {
            "/".to_owned()
        }
    }

    /// The frame with the live grants of whoever is signed in.
    pub(super) async fn frame(&self) -> Result<Frame, Answer> {
        let mut frame = self.bare_frame();
        frame.live = self.live_grants().await?;
        Ok(frame)
    }

    async fn live_grants(&self) -> Result<Vec<LiveGrant>, Answer> {
        let now = self.desk.now();
        let grants = self.own_grants().await?;
        let live = grants.iter().filter(|grant| is_live(grant, now));
        Ok(live
            .map(|grant| LiveGrant {
                id: grant.id.to_string(),
                site: grant.site.to_string(),
                agent: grant.agent.name.clone(),
                begins_at: grant.begins_after(now),
                expires_at: grant.validity.expires_at,
                paused: grant.status_at(now) == GrantStatus::Paused,
            })
            .collect())
    }

    /// Those of whoever is signed in, the latest end first.
    pub(super) async fn own_grants(&self) -> Result<Vec<Grant>, Answer> {
        let Ok(insider) = self.insider() else {
            return Ok(Vec::new());
        };
        let own = self.desk.actions.store.grants_of_account(&insider.stored.account);
        let own = own.await.map_err(|error| self.trouble(&error.into()))?;
        Ok(own.iter().map(|grant| Grant::clone(grant)).collect())
    }

    /// One of one's own grants; what is somebody else's is not there.
    pub(super) async fn own_grant(&self, id: &str) -> Result<Grant, Answer> {
        let missing = || self.message(MessageKind::NotFound);
        let (Ok(insider), Ok(id)) = (self.insider(), id.parse()) else {
            return Err(missing());
        };
        let stored = self.desk.actions.store.grant(id).await;
        let stored = stored.map_err(|error| self.trouble(&error.into()))?;
        stored
            .map(|stored| Grant::clone(&stored.grant))
            .filter(|grant| insider.stored.account.owns(grant))
            .ok_or_else(missing)
    }

    pub(super) fn page(&self, status: StatusCode, rendered: askama::Result<String>) -> Answer {
        match rendered {
            Ok(html) => Answer::page(status, html, CONTENT_SECURITY_POLICY),
            Err(error) => {
                tracing::error!(%error, "a page cannot be rendered");
                Answer::text(StatusCode::INTERNAL_SERVER_ERROR, "the page cannot be shown")
            }
        }
    }

    pub(super) fn message(&self, kind: MessageKind) -> Answer {
        self.message_at(&self.here(), kind)
    }

    fn message_at(&self, path_and_query: &str, kind: MessageKind) -> Answer {
        let page = MessagePage {
            frame: self.frame_at(path_and_query),
            kind,
        };
        self.page(page.status(), page.render())
    }

    /// Something on our side failed: nothing was changed.
    pub(super) fn trouble(&self, trouble: &Trouble) -> Answer {
        match trouble {
            Trouble::Busy(_) => self
                .message(MessageKind::TooBusy { wait_seconds: 2 })
                .retry_after(2),
            Trouble::Store(_) | Trouble::Crypto => {
                tracing::error!(error = %trouble, request.code = self.code, "an action failed");
                let code = self.code.clone();
                let mut answer = self.message(MessageKind::Trouble { code });
                answer.status = StatusCode::SERVICE_UNAVAILABLE;
                answer.retry_after(5)
            }
        }
    }

    /// For `map_err`.
    pub(super) fn on_trouble<E: Into<Trouble>>(&self) -> impl FnOnce(E) -> Answer {
        |error| self.trouble(&error.into())
    }
}

pub(super) fn is_live(grant: &Grant, now: jiff::Timestamp) -> bool {
    match grant.status_at(now) {
        GrantStatus::Scheduled | GrantStatus::Active | GrantStatus::Paused => true,
        GrantStatus::Revoked | GrantStatus::Expired => false,
    }
}

fn with_return(place: &str, back: &str) -> String {
    if back == "/" {
        return place.to_owned();
    }
    let mark = if place.contains('?') { '&' } else { '?' };
    format!("{place}{mark}return={}", percent_encoded(back))
}

/// For a value in a query (RFC 3986 section 2.3).
pub(super) fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Of a page with a form: whether it comes again because something is wrong with it.
pub(super) fn status_of<E>(errors: &[E]) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
