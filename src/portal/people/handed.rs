//! The page on which an agent sees which grants were handed to them.

use http::StatusCode;

use super::visit::{Page, Visit};
use crate::access::{GrantStatus, Role};
use crate::portal::handed::grants_handed_to;
use crate::portal::pages::{AddressStanding, HandedLine, HandedPage, HandedState, MessageKind, Template};

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    let account = &insider.stored.account;
    if account.role != Role::Agent {
        return Err(visit.message(MessageKind::NotFound));
    }
    let grants = grants_handed_to(&visit.desk, account).await;
    let policy = visit.desk.policy();
    let lines = grants
        .map_err(visit.on_trouble())?
        .into_iter()
        .map(|grant| HandedLine {
            site: grant.site.to_string(),
            url: policy.site(&grant.site).map(|site| site.url.clone()),
            ticket: grant.ticket.clone(),
            begins_at: grant
                .begins_after(visit.desk.now())
                .filter(|_| grant.is_live_at(visit.desk.now())),
            good_until: grant.good_until(),
            state: match grant.status_at(visit.desk.now()) {
                GrantStatus::Scheduled => HandedState::Scheduled,
                GrantStatus::Active => HandedState::Open,
                GrantStatus::Paused => HandedState::Paused,
                GrantStatus::Revoked | GrantStatus::Expired => HandedState::Over,
            },
        });
    let page = HandedPage {
        standing: match (account.email_verified, &visit.desk.post) {
            (true, _) => AddressStanding::Confirmed,
            (false, Some(_)) => AddressStanding::Unconfirmed,
            (false, None) => AddressStanding::NeverMailed,
        },
        email: account.email.to_string(),
        lines: lines.collect(),
        frame: visit.frame().await?,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}
