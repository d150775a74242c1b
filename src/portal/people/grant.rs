//! A grant of one's own: what it is, what becomes of it, and the buttons that end it.

use std::num::NonZeroU32;

use axum::extract::Path;
use http::StatusCode;

use super::confirm::{Confirming, confirm};
use super::tokens::listed;
use super::user_agent;
use super::visit::{Page, Visit, is_live};
use crate::access::{CodeMethod, Grant, GrantStatus, Visibility};
use crate::actions::account::FactorRule;
use crate::actions::{ChangeGrantError, ChangedGrant, Credentials};
use crate::audit::Actor;
use crate::portal::history::{CutEvent, History};
use crate::portal::pages::{
    AskPage, Asked, Counts, Credentials as ShownCredentials, CredentialsPage, Cut, CutBy, EndedPage, Ending,
    GrantPage, GrantView, MessageKind, Qr, ScopeLine, SessionLine, ShownCode, Template,
};
use crate::portal::timeline;
use crate::store::Subject;
use crate::web::Answer;

pub(super) async fn show(Path(id): Path<String>, visit: Visit) -> Page {
    visit.protected_insider()?;
    let grant = visit.own_grant(&id).await?;
    if is_live(&grant, visit.desk.now()) {
        grant_page(&visit, &grant, false).await
    } else {
        ended_page(&visit, &grant).await
    }
}

/// The third dialog.
pub(super) async fn grant_page(visit: &Visit, grant: &Grant, was_asked_again: bool) -> Page {
    let desk = &visit.desk;
    let history = History::of(desk, grant).await.map_err(visit.on_trouble())?;
    let last_used = timeline::last_used(desk, grant)
        .await
        .map_err(visit.on_trouble())?;
    let policy = desk.policy();
    let site = policy.site(&grant.site);
    let scopes = site.into_iter().flat_map(|site| site.policy.scopes.iter());
    let scopes = scopes.map(|scope| ScopeLine {
        label: scope.label.clone(),
        visibility: grant.visibility_of(scope),
    });
    let idle = site.map_or(grant.limits.idle, |site| site.policy.idle_limit(grant));
    let elsewhere = site.map_or(Visibility::Hidden, |site| site.policy.elsewhere);
    let sessions = history.sessions.iter().map(|session| SessionLine {
        client: user_agent::in_words(&session.user_agent),
        address: session.address.clone(),
        since: session.since,
    });
    let is_paused = grant.status_at(desk.now()) == GrantStatus::Paused;
    let page = GrantPage {
        frame: visit.frame().await?,
        grant: GrantView {
            id: grant.id.to_string(),
            site: grant.site.to_string(),
            host: site
                .and_then(|site| site.hosts.first().cloned())
                .unwrap_or_default(),
            user: grant.grantor.clone(),
            agent: grant.agent.name.clone(),
            email: grant.agent.email.clone(),
            reason: grant.reason.clone(),
            ticket: grant.ticket.clone(),
            created_at: grant.created_at,
            begins_at: grant.begins_after(desk.now()),
            expires_at: grant.validity.expires_at,
            claim_by: grant.claim_by.filter(|_| grant.first_used_at.is_none()),
            networks: listed(&grant.networks),
            idle_seconds: idle.and_then(|idle| u64::try_from(idle.as_secs()).ok()),
            at_once: grant.limits.at_once.map(NonZeroU32::get),
            paused: is_paused,
            locked: is_locked(visit, grant).await?,
            scopes: scopes.collect(),
            elsewhere: grant.cap(elsewhere),
            first_used: grant.first_used_at,
            last_used,
            sessions: sessions.collect(),
            // A pause that is over is no news any more.
            last_change: history
                .last_cut
                .filter(|it| it.by != CutBy::Paused || is_paused)
                .map(cut),
        },
        was_asked_again,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Too many wrong passwords or codes: only new credentials help.
async fn is_locked(visit: &Visit, grant: &Grant) -> Result<bool, Answer> {
    for subject in [Subject::GrantPassword(grant.id), Subject::GrantCode(grant.id)] {
        let attempts = visit.desk.actions.store.attempts(subject).await;
        if attempts.map_err(visit.on_trouble())?.locked.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn ended_page(visit: &Visit, grant: &Grant) -> Page {
    let desk = &visit.desk;
    let history = History::of(desk, grant).await.map_err(visit.on_trouble())?;
    let tally = timeline::tally(desk, grant).await.map_err(visit.on_trouble())?;
    let last_used = timeline::last_used(desk, grant)
        .await
        .map_err(visit.on_trouble())?;
    let ending = match &history.revoked {
        Some((at, by)) => Ending::Revoked {
            at: *at,
            by: name_of(visit, by).await?,
        },
        None => Ending::Expired {
            at: grant.validity.expires_at,
        },
    };
    let page = EndedPage {
        frame: visit.frame().await?,
        grant_id: grant.id.to_string(),
        site_id: grant.site.to_string(),
        site: grant.site.to_string(),
        agent: grant.agent.name.clone(),
        reason: grant.reason.clone(),
        ticket: grant.ticket.clone(),
        created_at: grant.created_at,
        ending,
        first_used: grant.first_used_at,
        last_used,
        counts: Counts {
            sign_ins: history.sign_ins,
            failed_sign_ins: history.failed_sign_ins,
            requests: tally.requests,
            changes: tally.changes,
            blocked: tally.blocked,
        },
        cut: history.last_cut.map(cut),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Who did it, as people call them.
pub(super) async fn name_of(visit: &Visit, actor: &Actor) -> Result<String, Answer> {
    Ok(match actor {
        Actor::Account { account, .. } => {
            let stored = visit.desk.actions.store.account(*account).await;
            let stored = stored.map_err(visit.on_trouble())?;
            stored.map_or_else(|| account.to_string(), |stored| stored.account.name.to_string())
        }
        Actor::CommandLine { os_user } => os_user.clone(),
        Actor::Agent { ip, .. } | Actor::RoomGuest { ip, .. } => ip.to_string(),
        Actor::System => "Gatepass".to_owned(),
    })
}

fn cut(event: CutEvent) -> Cut {
    Cut {
        by: event.by,
        at: event.at,
        sessions: event.sessions,
        connections: event.requests,
        milliseconds: event.micros.div_ceil(1000),
    }
}

pub(super) async fn ask_revoke(Path(id): Path<String>, visit: Visit) -> Page {
    question(&visit, &id, Asked::Revoke).await
}

pub(super) async fn ask_regenerate(Path(id): Path<String>, visit: Visit) -> Page {
    question(&visit, &id, Asked::Regenerate).await
}

async fn question(visit: &Visit, id: &str, asked: Asked) -> Page {
    visit.protected_insider()?;
    let grant = visit.own_grant(id).await?;
    if !is_live(&grant, visit.desk.now()) {
        return Ok(Answer::see_other(&format!("/grants/{}", grant.id)));
    }
    let sessions = visit
        .desk
        .actions
        .store
        .count_open_sessions(grant.id, grant.generation)
        .await;
    let page = AskPage {
        frame: visit.frame().await?,
        asked,
        grant_id: grant.id.to_string(),
        site: grant.site.to_string(),
        agent: grant.agent.name,
        sessions: sessions.map_err(visit.on_trouble())?,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Ending and pausing ask for no code: taking access away must be easy.
pub(super) async fn revoke(Path(id): Path<String>, visit: Visit) -> Page {
    let (grant, by) = grant_to_change(&visit, &id).await?;
    let changed = visit.desk.actions.revoke_grant(grant.id, by).await;
    after(&visit, &grant, changed).await
}

pub(super) async fn pause(Path(id): Path<String>, visit: Visit) -> Page {
    let (grant, by) = grant_to_change(&visit, &id).await?;
    let changed = visit.desk.actions.pause_grant(grant.id, by).await;
    after(&visit, &grant, changed).await
}

pub(super) async fn resume(Path(id): Path<String>, visit: Visit) -> Page {
    let (grant, by) = grant_to_change(&visit, &id).await?;
    reopen(&visit, &grant, "confirm-resume-title", "confirm-resume").await?;
    let changed = visit.desk.actions.resume_grant(grant.id, by).await;
    after(&visit, &grant, changed).await
}

pub(super) async fn regenerate(Path(id): Path<String>, visit: Visit) -> Page {
    let (grant, by) = grant_to_change(&visit, &id).await?;
    reopen(&visit, &grant, "confirm-regenerate-title", "confirm-regenerate").await?;
    let policy = visit.desk.policy();
    let Some(site) = policy.site(&grant.site) else {
        return Err(visit.message(MessageKind::NotFound));
    };
    let made = match visit.desk.actions.regenerate_grant(site, grant.id, by).await {
        Ok(made) => made,
        Err(error) => return refused(&visit, &grant, error),
    };
    visit.desk.feed.caught_up_with(made.seq).await;
    let now = visit.desk.now();
    let _ = visit.desk.actions.store.cuts_after(made.seq, now).await;
    let history = History::of(&visit.desk, &grant)
        .await
        .map_err(visit.on_trouble())?;
    credentials_page(&visit, &made.grant, made.credentials, history.last_cut.map(cut)).await
}

/// What opens something asks who it is.
async fn reopen(visit: &Visit, grant: &Grant, title: &'static str, summary: &str) -> Result<(), Answer> {
    let insider = visit.protected_insider()?;
    let agent = grant.agent.name.as_deref().unwrap_or("none");
    let words = crate::words::words(visit.language);
    let confirming = Confirming {
        title,
        summary: words.say_with(summary, &[("agent", agent), ("site", grant.site.as_str())]),
        cancel: format!("/grants/{}", grant.id),
        rule: FactorRule::Window {
            trust_for: visit.desk.policy().trust_for(),
        },
    };
    confirm(visit, &insider, confirming).await
}

async fn grant_to_change(visit: &Visit, id: &str) -> Result<(Grant, Actor), Answer> {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let by = insider.bearer().actor(insider.stored.account.id, visit.client.ip);
    Ok((visit.own_grant(id).await?, by))
}

/// Back to where the button was, or to the grant; what was cut is there by then.
async fn after(visit: &Visit, grant: &Grant, changed: Result<ChangedGrant, ChangeGrantError>) -> Page {
    match changed {
        Ok(changed) => {
            if let Some(seq) = changed.seq {
                visit.desk.feed.caught_up_with(seq).await;
                let now = visit.desk.now();
                let cuts = visit.desk.actions.store.cuts_after(seq, now).await;
                cuts.map_err(visit.on_trouble())?;
            }
            let place = visit.form.get("return").map(|_| visit.return_to());
            let place = place.unwrap_or_else(|| format!("/grants/{}", grant.id));
            Ok(Answer::see_other(&place))
        }
        Err(error) => refused(visit, grant, error),
    }
}

fn refused(visit: &Visit, grant: &Grant, error: ChangeGrantError) -> Page {
    match error {
        // It ended meanwhile: its page says how.
        ChangeGrantError::Over(_) | ChangeGrantError::NoAddress => {
            Ok(Answer::see_other(&format!("/grants/{}", grant.id)))
        }
        ChangeGrantError::Unknown(_) => Err(visit.message(MessageKind::NotFound)),
        ChangeGrantError::Trouble(trouble) => Err(visit.trouble(&trouble)),
    }
}

/// The second dialog: the only time that the credentials are seen.
pub(super) async fn credentials_page(
    visit: &Visit,
    grant: &Grant,
    credentials: Credentials,
    cut: Option<Cut>,
) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = format!("/grants/{}", grant.id);
    let mailed_to = grant
        .agent
        .email
        .as_ref()
        .filter(|_| grant.code == CodeMethod::Email);
    let code = match (&credentials.security_code, &credentials.otpauth, mailed_to) {
        (Some(code), ..) => ShownCode::Fixed(code.reveal().to_owned()),
        (None, Some(otpauth), _) => ShownCode::Totp(Qr::of(otpauth.reveal())),
        (None, None, Some(address)) => ShownCode::Email(address.clone()),
        (None, None, None) => return Err(visit.trouble(&crate::actions::Trouble::Crypto)),
    };
    let page = CredentialsPage {
        frame,
        grant_id: grant.id.to_string(),
        site: grant.site.to_string(),
        agent: grant.agent.name.clone(),
        credentials: ShownCredentials {
            url: credentials.url.clone(),
            username: credentials.user_name.clone(),
            password: credentials.password.reveal().to_owned(),
            code,
            starts_at: credentials.starts_at,
            expires_at: credentials.expires_at,
        },
        cut,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}
