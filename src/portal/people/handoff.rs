//! One-time links: the sender's page, and the receiver's. What is sealed passes through here unread.

use axum::extract::Path;
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use super::user_agent;
use super::visit::{Page, Visit};
use crate::access::HandoffLinkId;
use crate::actions::handoff::{CreateLinkError, WrittenHandoffLink};
use crate::config::format_duration;
use crate::portal::pages::{
    HandoffLine, HandoffOverPage, HandoffPage, HandoffReceivePage, HandoffState, Lifetime, MessageKind,
    Template,
};
use crate::store::{HandoffEnd, HandoffLink, HandoffLinkState};
use crate::web::Answer;

/// Lifetimes on offer, as far as the operator allows them. Also on offer is the longest that there is.
const LIFETIMES: [SignedDuration; 3] = [
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(8),
];

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    let store = &visit.desk.actions.store;
    let links = store.handoff_links_of(insider.stored.account.id).await;
    let links = links.map_err(visit.on_trouble())?;
    let limits = &visit.desk.policy().handoff;
    let offered = LIFETIMES.into_iter().filter(|span| *span < limits.longest);
    let lifetimes = offered.chain([limits.longest]).map(|span| Lifetime {
        name: format_duration(span),
        span,
    });
    let page = HandoffPage {
        frame: visit.frame().await?,
        lifetimes: lifetimes.collect(),
        largest: limits.largest,
        links: links.into_iter().map(|link| line(&visit, link)).collect(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

fn line(visit: &Visit, link: HandoffLink) -> HandoffLine {
    HandoffLine {
        id: link.id.to_string(),
        has_code: link.proof.is_some(),
        created_at: link.created_at,
        expires_at: link.expires_at,
        state: state(link.state_at(visit.desk.now())),
    }
}

fn state(state: HandoffLinkState) -> HandoffState {
    match state {
        HandoffLinkState::Waiting => HandoffState::Waiting,
        HandoffLinkState::Ended(HandoffEnd::Opened { at, from, user_agent }) => HandoffState::Opened {
            at,
            address: from.to_string(),
            client: user_agent::in_words(&user_agent),
        },
        HandoffLinkState::Ended(HandoffEnd::Revoked { at }) => HandoffState::Revoked { at },
        HandoffLinkState::Ended(HandoffEnd::Wiped { at }) => HandoffState::Wiped { at },
        HandoffLinkState::Ended(HandoffEnd::Expired { at }) => HandoffState::Expired { at },
    }
}

/// For the script, which has the key that the link is made of: it gets JSON, and words for people in it.
pub(super) async fn create(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let given = |name: &str| Some(visit.form.text(name)).filter(|text| !text.is_empty());
    let written = WrittenHandoffLink {
        id: visit.form.text("id"),
        claim_digest: visit.form.text("claim-digest"),
        proof_digest: given("proof-digest"),
        sealed: visit.form.text("sealed"),
        duration: given("duration"),
    };
    let account = insider.stored.account.id;
    let by = insider.bearer().actor(account, visit.client.ip);
    let limits = &visit.desk.policy().handoff;
    let actions = &visit.desk.actions;
    let made = match written.read() {
        Ok(new) => actions.create_handoff_link(account, new, limits, by).await,
        Err(malformed) => Err(malformed),
    };
    match made {
        Ok(link) => {
            let told = json!({"id": link.id.to_string(), "expiresAt": link.expires_at});
            Ok(Answer::json(StatusCode::CREATED, &told))
        }
        Err(error) => refusal(&visit, error),
    }
}

fn refusal(visit: &Visit, error: CreateLinkError) -> Page {
    let words = crate::words::words(visit.language);
    let said = match error {
        CreateLinkError::Trouble(trouble) => return Err(visit.trouble(&trouble)),
        CreateLinkError::TooLarge { .. } => words.say("handoff-error-too-large"),
        CreateLinkError::TooMany { most } => {
            words.say_with("handoff-error-too-many", &[("count", u64::from(most))])
        }
        CreateLinkError::Malformed { .. } | CreateLinkError::Lifetime { .. } | CreateLinkError::Taken => {
            words.say("handoff-error-form")
        }
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(Answer::json(status, &json!({"error": said})))
}

pub(super) async fn revoke(Path(id): Path<String>, visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let missing = || visit.message(MessageKind::NotFound);
    let id: HandoffLinkId = id.parse().map_err(|_| missing())?;
    let account = insider.stored.account.id;
    let by = insider.bearer().actor(account, visit.client.ip);
    let revoked = visit.desk.actions.revoke_handoff_link(account, id, by).await;
    revoked.map_err(visit.on_trouble())?.ok_or_else(missing)?;
    Ok(Answer::see_other("/handoff"))
}

/// For anybody, with or without an account. Looking changes nothing, whoever or whatever looks.
pub(super) async fn receive(Path(id): Path<String>, visit: Visit) -> Page {
    let store = &visit.desk.actions.store;
    let link = match id.parse() {
        Ok(id) => store.handoff_link(id).await.map_err(visit.on_trouble())?,
        Err(_) => None,
    };
    let Some(link) = link else {
        let page = HandoffOverPage {
            frame: visit.bare_frame(),
            sender: None,
            state: HandoffState::Waiting,
        };
        let answer = visit.page(StatusCode::NOT_FOUND, page.render());
        return Ok(answer.without_referrer());
    };
    let sender = store.account(link.account).await.map_err(visit.on_trouble())?;
    let sender = sender
        .map(|stored| stored.account.name.to_string())
        .unwrap_or_default();
    let answer = match link.state_at(visit.desk.now()) {
        HandoffLinkState::Waiting => {
            let page = HandoffReceivePage {
                frame: visit.bare_frame(),
                id: link.id.to_string(),
                sender,
                expires_at: link.expires_at,
                has_code: link.proof.is_some(),
            };
            visit.page(StatusCode::OK, page.render())
        }
        ended @ HandoffLinkState::Ended(_) => {
            let page = HandoffOverPage {
                frame: visit.bare_frame(),
                sender: Some(sender),
                state: state(ended),
            };
            visit.page(StatusCode::GONE, page.render())
        }
    };
    Ok(answer.without_referrer())
}
