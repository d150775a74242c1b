//! Step 5a: what a request gets that is not forwarded: a page for a person, JSON for a program.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use pingora::http::ResponseHeader;

use super::Downstream;
use super::identify::Malformed;
use crate::access::{AgentStanding, CanonicalTarget, ClientEvidence, Reason, SitePolicy, Unreadable, WayIn};
use crate::clock::Clock;
use crate::reserved::pages::{MessagePage, Moment, Place};
use crate::reserved::{self, challenge_url, message};
use crate::web::contract;
use crate::web::{Answer, Audience, Reader, forget_session_cookie};

/// Where and for whom an answer is made.
pub(super) struct Asker<'a> {
    pub(super) reader: Reader,
    /// Host, and port where one was given.
    pub(super) authority: &'a str,
    /// Path and query of what was asked for, where one can come back to it.
    pub(super) here: Option<&'a str>,
    /// What the operator looks the case up by.
    pub(super) code: &'a str,
    pub(super) clock: &'a dyn Clock,
}

impl<'a> Asker<'a> {
    pub(super) fn place(&self) -> Place<'a> {
        Place {
            host: self.authority,
            language: self.reader.language,
            here: self.here,
        }
    }

    fn moment(&self, at: jiff::Timestamp) -> Moment {
        Moment::seen_at(self.clock.now(), at, self.reader.language)
    }
}

/// A request that was never judged.
pub(super) fn malformed(asker: &Asker<'_>, malformed: Malformed) -> Answer {
    match asker.reader.audience {
        Audience::Program => {
            contract::problem(malformed.status(), malformed.code(), &malformed.to_string(), None)
        }
        Audience::Navigation => {
            let place = asker.place();
            let mut page = match malformed {
                Malformed::UnknownHost | Malformed::OtherHostThanTls | Malformed::Scheme => {
                    MessagePage::unknown_site(place)
                }
                Malformed::Host
                | Malformed::FieldValue
                | Malformed::HeaderTooLarge
                | Malformed::Connection
                | Malformed::ContentLength
                | Malformed::Upgrade
                | Malformed::ForeignOrigin
                | Malformed::DuplicateCookie
                | Malformed::Target(_) => MessagePage::ambiguous(place, asker.code),
            };
            page.status = malformed.status().as_u16();
            let answer = message(&page);
            if malformed == Malformed::DuplicateCookie {
                answer.set_cookie(forget_session_cookie())
            } else {
                answer
            }
        }
    }
}

/// The gateway cannot decide: the store, its feed or the journal fails.
pub(super) fn undecided(asker: &Asker<'_>) -> Answer {
    let answer = match asker.reader.audience {
        Audience::Navigation => message(&MessagePage::undecided(asker.place(), asker.code)),
        Audience::Program => contract::problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "the gateway cannot decide right now; try again in a moment",
            Some(asker.code),
        ),
    };
    answer.retry_after(5)
}

/// Nobody is signed in.
pub(super) fn sign_in(asker: &Asker<'_>, method: &Method, target: &CanonicalTarget) -> Answer {
    match asker.reader.audience {
        Audience::Navigation => {
            let challenge = challenge_url(asker.authority, way_back(method, target));
            Answer::see_other(&challenge.replacen("/challenge?", "/sign-in?", 1))
        }
        Audience::Program => contract::not_logged_in(),
    }
}

/// A form that was being sent is not sent again by us: the way back is to the start.
pub(super) fn way_back<'t>(method: &Method, target: &'t CanonicalTarget) -> &'t str {
    if matches!(*method, Method::GET | Method::HEAD) {
        target.as_str()
    } else {
        "/"
    }
}

/// A refusal, in the policy's words.
pub(super) fn refusal(
    asker: &Asker<'_>,
    reason: &Reason,
    policy: &SitePolicy,
    client: &ClientEvidence,
    agent: &AgentStanding,
) -> Answer {
    let answer = match asker.reader.audience {
        Audience::Navigation => refusal_page(asker, reason, policy, client, agent),
        Audience::Program => {
            if reason.ends_session() {
                contract::not_logged_in()
            } else {
                let (status, detail) = in_words(reason);
                contract::problem(status, reason.code(), &detail, Some(asker.code))
            }
        }
    };
    if !reason.ends_session() {
        return answer;
    }
    match asker.reader.audience {
        Audience::Navigation => answer.set_cookie(forget_session_cookie()).clear_site_data(),
        // The cookie, which opens nothing any more, stays until its bearer has read what has happened: a page that
        // asks for something in the background must not make the next click look like that of a stranger.
        Audience::Program => answer.clear_site_data(),
    }
}

fn refusal_page(
    asker: &Asker<'_>,
    reason: &Reason,
    policy: &SitePolicy,
    client: &ClientEvidence,
    agent: &AgentStanding,
) -> Answer {
    let (place, code) = (asker.place(), asker.code);
    let ends = asker.moment(agent.grant.validity.expires_at);
    let start = || {
        let way_in = WayIn {
            agent,
            policy,
            client,
            now: asker.clock.now(),
        };
        reserved::start_of(&way_in)
    };
    let page = match reason {
        Reason::Hidden(labels) => MessagePage::hidden(place, labels, &ends, code, start()),
        Reason::ReadOnly(labels) => MessagePage::read_only(place, labels, &ends, code, start()),
        Reason::GrantRevoked | Reason::GrantRegenerated | Reason::WrongSite => {
            MessagePage::ended(place, &asker.moment(asker.clock.now()))
        }
        Reason::GrantExpired => MessagePage::ended(place, &ends),
        Reason::GrantNotBegun(start) => MessagePage::not_begun(place, &asker.moment(*start)),
        Reason::GrantPaused => MessagePage::paused(place, &ends),
        Reason::NetworkNotAllowed => {
            return message(&MessagePage::other_network(place, &client.ip.to_string(), code));
        }
        Reason::AmbiguousTarget
        | Reason::ConflictingParameters
        | Reason::MisshapenParameter(_)
        | Reason::BodyNotJudged(_)
        | Reason::MethodNotAllowed
        | Reason::ServiceWorker => {
            let mut page = MessagePage::ambiguous(place, code);
            page.status = in_words(reason).0.as_u16();
            return message(&page);
        }
    };
    message(&page)
}

fn in_words(reason: &Reason) -> (StatusCode, String) {
    let (status, detail) = match reason {
        Reason::Hidden(labels) if labels.is_empty() => {
            (StatusCode::FORBIDDEN, "this part is not shared with you".into())
        }
        Reason::Hidden(labels) => (
            StatusCode::FORBIDDEN,
            format!("not shared with you: {}", labels.join(", ")),
        ),
        Reason::ReadOnly(labels) if labels.is_empty() => (
            StatusCode::FORBIDDEN,
            "this part is shared for reading only".into(),
        ),
        Reason::ReadOnly(labels) => (
            StatusCode::FORBIDDEN,
            format!("shared for reading only: {}", labels.join(", ")),
        ),
        Reason::GrantRevoked | Reason::GrantExpired | Reason::GrantRegenerated => {
            (StatusCode::UNAUTHORIZED, "the access has ended".to_owned())
        }
        Reason::GrantNotBegun(start) => (StatusCode::FORBIDDEN, format!("the access begins at {start}")),
        Reason::GrantPaused => (StatusCode::FORBIDDEN, "the access is paused".to_owned()),
        Reason::WrongSite => (
            StatusCode::FORBIDDEN,
            "the session belongs to another site".to_owned(),
        ),
        Reason::NetworkNotAllowed => (
            StatusCode::FORBIDDEN,
            "the access is not valid from this network".to_owned(),
        ),
        Reason::MethodNotAllowed => (
            StatusCode::METHOD_NOT_ALLOWED,
            "this method is not forwarded in a support session".to_owned(),
        ),
        Reason::ServiceWorker => (
            StatusCode::FORBIDDEN,
            "service workers cannot be registered in a support session".to_owned(),
        ),
        Reason::AmbiguousTarget => (
            StatusCode::BAD_REQUEST,
            "servers could read this address in more than one way".to_owned(),
        ),
        Reason::ConflictingParameters => (
            StatusCode::BAD_REQUEST,
            "a parameter comes twice with different values".to_owned(),
        ),
        Reason::MisshapenParameter(name) => (
            StatusCode::BAD_REQUEST,
            format!("`{name}` is not written as this site takes it"),
        ),
        Reason::BodyNotJudged(why) => not_judged(*why),
    };
    (status, detail)
}

/// A body that may name a hidden part, and that nobody can read.
fn not_judged(why: Unreadable) -> (StatusCode, String) {
    let (status, detail) = match why {
        Unreadable::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is longer than what is read to see what it asks for",
        ),
        Unreadable::UnknownType => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "what this request names in its body could be a hidden part: send a form or JSON, uncompressed",
        ),
        Unreadable::Malformed => (
            StatusCode::BAD_REQUEST,
            "the body is not what it says it is, or servers could read it in more than one way",
        ),
    };
    (status, detail.to_owned())
}

/// Of a body that nobody wants, so that its sender gets to reading the answer.
const MOST_DRAINED: usize = 64 * 1024;
const DRAINED_WITHIN: Duration = Duration::from_secs(2);

/// Writes an answer. `unread_body`: the client is still sending, so an HTTP/1 connection cannot be used again.
pub(super) async fn send(session: &mut Downstream, answer: Answer, unread_body: bool) -> pingora::Result<()> {
    let mut header = ResponseHeader::build(answer.status, Some(answer.headers.len() + 1))?;
    for (name, value) in answer.headers {
        header.append_header(name, value)?;
    }
    header.insert_header(http::header::CONTENT_LENGTH, answer.body.len())?;
    if unread_body {
        session.set_keepalive(None);
    }
    let body_follows = session.req_header().method != Method::HEAD && !answer.body.is_empty();
    session.write_response_header(Box::new(header)).await?;
    if body_follows {
        session.write_response_body(answer.body, true).await?;
    } else if session.is_http2() {
        // END_STREAM follows when the session is finished.
    } else {
        session.write_response_body(Bytes::new(), true).await?;
    }
    if unread_body {
        // Too long a body, or too slow a sender, finds its stream or connection reset.
        let _ = tokio::time::timeout(DRAINED_WITHIN, drain(session)).await;
    }
    Ok(())
}

/// RFC 9113 section 8.1 lets a server reset the stream after an early answer; curl 7 takes that for an error when it
/// has not sent its body yet. Over HTTP/1, closing a connection from which something is still unread destroys the
/// answer on its way (RFC 9112 section 9.6).
async fn drain(session: &mut Downstream) {
    let mut drained = 0;
    while drained < MOST_DRAINED
        && let Ok(Some(part)) = session.read_request_body().await
    {
        drained += part.len();
    }
}
