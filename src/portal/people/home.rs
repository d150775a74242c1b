//! The start page: one card for each app of the account.

use http::StatusCode;

use super::visit::{Page, Visit, is_live};
use crate::access::{Grant, GrantStatus, Role};
use crate::portal::pages::{HomePage, LiveSummary, SiteCard, Template};
use crate::portal::timeline;
use crate::web::Answer;

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    // An agent has nothing to give access to, and looks for what was given to them.
    if insider.stored.account.role == Role::Agent {
        return Ok(Answer::see_other("/handed"));
    }
    let frame = visit.frame().await?;
    let grants = visit.own_grants().await?;
    let policy = visit.desk.policy();
    let mut sites = Vec::new();
    for (name, user) in &insider.stored.account.apps {
        let Some(site) = policy.site(name) else { continue };
        let live = grants
            .iter()
            .find(|grant| grant.site == *name && is_live(grant, visit.desk.now()));
        sites.push(SiteCard {
            id: name.to_string(),
            label: name.to_string(),
            host: site.hosts.first().cloned().unwrap_or_default(),
            user: user.clone(),
            live: match live {
                Some(grant) => Some(summary(&visit, grant).await?),
                None => None,
            },
        });
    }
    let page = HomePage { frame, sites };
    Ok(visit.page(StatusCode::OK, page.render()))
}

async fn summary(visit: &Visit, grant: &Grant) -> Result<LiveSummary, Answer> {
    let desk = &visit.desk;
    let sessions = desk
        .actions
        .store
        .count_open_sessions(grant.id, grant.generation)
        .await;
    let last_used = timeline::last_used(desk, grant).await;
    Ok(LiveSummary {
        id: grant.id.to_string(),
        agent: grant.agent.name.clone(),
        begins_at: grant.begins_after(desk.now()),
        expires_at: grant.validity.expires_at,
        sessions: sessions.map_err(visit.on_trouble())?,
        last_used: last_used.map_err(visit.on_trouble())?,
        paused: grant.status_at(desk.now()) == GrantStatus::Paused,
    })
}
