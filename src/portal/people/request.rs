//! *Request remote support*: the first dialog, the question who it is, and the second dialog with the credentials.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use axum::extract::Path;
use http::StatusCode;
use ipnet::IpNet;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::confirm::{Confirming, confirm};
use super::grant::{credentials_page, grant_page};
use super::visit::{Page, Visit, is_live, status_of};
use crate::access::{AgentName, CodeMethod, EmailAddress, ScopeName, SessionLimits, SiteName, Visibility};
use crate::actions::account::FactorRule;
use crate::actions::{CreateGrantError, NewGrant, is_a_beginning};
use crate::config::file::FromText;
use crate::config::{Site, format_duration};
use crate::portal::pages::{
    CLAIMS, CodeKind, CredentialsGonePage, DurationChoice, Frame, IDLES, MessageKind, RequestError,
    RequestForm, RequestPage, SESSIONS, ScopeChoice, Template,
};
use crate::web::Answer;

/// Characters of what people write about a grant.
const LONGEST_NAME: usize = 200;
const LONGEST_TICKET: usize = 100;
const LONGEST_TEXT: usize = 500;

/// The site, and the account's user name in its app.
fn own_site(visit: &Visit, name: &str) -> Result<(std::sync::Arc<Site>, String), Answer> {
    let insider = visit.protected_insider()?;
    let name = SiteName::new(name);
    let policy = visit.desk.policy();
    match (policy.site(&name), insider.stored.account.apps.get(&name)) {
        (Some(site), Some(user)) => Ok((site.clone(), user.clone())),
        _ => Err(visit.message(MessageKind::NotFound)),
    }
}

pub(super) async fn show(Path(site): Path<String>, visit: Visit) -> Page {
    let (site, user) = own_site(&visit, &site)?;
    let now = visit.desk.now();
    let grants = visit.own_grants().await?;
    let live = grants
        .into_iter()
        .find(|grant| grant.site == site.policy.name && is_live(grant, now));
    if let Some(grant) = live {
        return grant_page(&visit, &grant, true).await;
    }
    let form = RequestForm {
        duration: site
            .durations
            .first()
            .map(|it| format_duration(*it))
            .unwrap_or_default(),
        code: kind_of(site.usual_code()),
        ..RequestForm::default()
    };
    Ok(page(&visit, visit.frame().await?, &site, user, form, Vec::new()))
}

fn page(
    visit: &Visit,
    frame: Frame,
    site: &Site,
    user: String,
    form: RequestForm,
    errors: Vec<RequestError>,
) -> Answer {
    let status = status_of(&errors);
    let durations = site.durations.iter().map(|it| DurationChoice {
        value: format_duration(*it),
        seconds: u64::try_from(it.as_secs()).unwrap_or_default(),
    });
    let page = RequestPage {
        frame,
        action: format!("/support/{}", site.policy.name),
        site: site.policy.name.to_string(),
        user,
        durations: durations.collect(),
        scopes: offered_scopes(site),
        shows_rest: site.policy.elsewhere > Visibility::Hidden,
        offers_read_only: true,
        codes: site.security_codes.iter().map(|it| kind_of(*it)).collect(),
        form,
        errors,
    };
    visit.page(status, page.render())
}

/// The parts of an app that its users may show to others.
pub(super) fn offered_scopes(site: &Site) -> Vec<ScopeChoice> {
    let offered = site.policy.scopes.iter().filter(|scope| scope.offer);
    let choices = offered.map(|scope| ScopeChoice {
        name: scope.name.to_string(),
        label: scope.label.clone(),
    });
    choices.collect()
}

pub(super) async fn submit(Path(site): Path<String>, visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let (site, user) = own_site(&visit, &site)?;
    let form = read(&visit);
    let wanted = match wanted(&visit, &form, &site, &user) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(page(&visit, visit.frame().await?, &site, user, form, errors)),
    };
    let confirming = Confirming {
        title: "confirm-request-title",
        summary: in_words(&visit, &site, &wanted),
        cancel: "/".to_owned(),
        rule: FactorRule::Window {
            trust_for: visit.desk.policy().trust_for(),
        },
    };
    confirm(&visit, &insider, confirming).await?;
    let by = insider.bearer().actor(insider.stored.account.id, visit.client.ip);
    match visit.desk.actions.create_grant(&site, wanted, by).await {
        Ok(created) => {
            visit.desk.feed.caught_up_with(created.seq).await;
            credentials_page(&visit, &created.grant, created.credentials, None).await
        }
        // Two tabs, or a second press: the grant is there, and its credentials were shown to whoever was first.
        Err(CreateGrantError::AlreadyLive { .. }) => shown_before(&visit, &site).await,
        Err(CreateGrantError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
        Err(
            CreateGrantError::NoGrantor(_)
            | CreateGrantError::DurationNotOffered { .. }
            | CreateGrantError::NotThen(_)
            | CreateGrantError::UnknownScope { .. }
            | CreateGrantError::CodeNotOffered { .. }
            | CreateGrantError::NoAddress
            | CreateGrantError::NotOffered { .. },
        ) => {
            let errors = vec![RequestError::Scope];
            Ok(page(&visit, visit.frame().await?, &site, user, form, errors))
        }
    }
}

async fn shown_before(visit: &Visit, site: &Site) -> Page {
    let grants = visit.own_grants().await?;
    let live = grants
        .into_iter()
        .find(|grant| grant.site == site.policy.name && is_live(grant, visit.desk.now()));
    let Some(grant) = live else {
        return Ok(Answer::see_other(&format!("/support/{}", site.policy.name)));
    };
    let page = CredentialsGonePage {
        frame: visit.frame().await?,
        grant_id: grant.id.to_string(),
        site: grant.site.to_string(),
        agent: grant.agent.name,
    };
    Ok(visit.page(StatusCode::CONFLICT, page.render()))
}

fn read(visit: &Visit) -> RequestForm {
    let form = &visit.form;
    let text = |name: &str| form.text(name).trim().to_owned();
    RequestForm {
        duration: text("duration"),
        starts: text("starts"),
        show: form.all("show").map(str::to_owned).collect(),
        read_only: form.get("read-only").is_some(),
        agent: text("agent"),
        email: text("email"),
        reason: text("reason"),
        ticket: text("ticket"),
        networks: text("networks"),
        claim: text("claim"),
        idle: text("idle"),
        sessions: text("sessions"),
        code: CodeKind::named(form.text("agent-code")).unwrap_or_default(),
    }
}

/// All that is wrong with a form at once, so that nobody has to send it again and again.
fn wanted(visit: &Visit, form: &RequestForm, site: &Site, user: &str) -> Result<NewGrant, Vec<RequestError>> {
    let mut errors = Vec::new();
    let lasts = site
        .durations
        .iter()
        .find(|it| format_duration(**it) == form.duration)
        .copied();
    if lasts.is_none() {
        errors.push(RequestError::Duration);
    }
    let starts_at = beginning(visit, &form.starts);
    if starts_at.is_err() {
        errors.push(RequestError::Start);
    }
    let offered = || site.policy.scopes.iter().filter(|scope| scope.offer);
    if !form
        .show
        .iter()
        .all(|name| offered().any(|scope| scope.name.as_str() == name))
    {
        errors.push(RequestError::Scope);
    }
    let is_line =
        |text: &str, longest: usize| text.chars().count() <= longest && !text.chars().any(char::is_control);
    if !is_line(&form.agent, LONGEST_NAME) {
        errors.push(RequestError::Agent);
    }
    if form.email.is_empty() {
        if form.code == CodeKind::Email {
            errors.push(RequestError::EmailForCodes);
        }
    } else if form.email.parse::<EmailAddress>().is_err() {
        errors.push(RequestError::Email);
    }
    if !is_line(&form.reason, LONGEST_TEXT) {
        errors.push(RequestError::Reason);
    }
    if !is_line(&form.ticket, LONGEST_TICKET) {
        errors.push(RequestError::Ticket);
    }
    let networks = networks(&form.networks);
    if networks.is_none() {
        errors.push(RequestError::Networks);
    }
    let limits = [
        one_of(&form.claim, CLAIMS),
        one_of(&form.idle, IDLES),
        one_of(&form.sessions, SESSIONS),
    ];
    if limits.contains(&Err(())) {
        errors.push(RequestError::Limit);
    }
    let [claim, idle, sessions] = limits.map(Result::unwrap_or_default);
    let code = method_of(form.code);
    if visit.form.text("agent-code") != form.code.name() || !site.security_codes.contains(&code) {
        errors.push(RequestError::Code);
    }
    let (Some(lasts), true) = (lasts, errors.is_empty()) else {
        return Err(errors);
    };
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    // A box that is not ticked hides its part: what the policy would show by default is not what was seen and said.
    let show: BTreeMap<ScopeName, Visibility> = offered()
        .map(|scope| {
            let shown = form.show.iter().any(|name| name == scope.name.as_str());
            let visibility = if shown {
                Visibility::Full
            } else {
                Visibility::Hidden
            };
            (scope.name.clone(), visibility)
        })
        .collect();
    Ok(NewGrant {
        grantor: user.to_owned(),
        lasts,
        starts_at: starts_at.unwrap_or_default(),
        show,
        read_only: form.read_only,
        agent: AgentName {
            name: filled(&form.agent),
            email: filled(&form.email),
        },
        reason: filled(&form.reason),
        ticket: filled(&form.ticket),
        networks: networks.unwrap_or_default(),
        claim_within: claim.map(|hours| SignedDuration::from_hours(hours.into())),
        limits: SessionLimits {
            idle: idle.map(|minutes| SignedDuration::from_mins(minutes.into())),
            at_once: sessions.and_then(NonZeroU32::new),
        },
        code,
    })
}

/// When the access is to begin; `None`: now. A browser says which moment the reader means; without its script the time
/// is in UTC, and the page says so.
fn beginning(visit: &Visit, typed: &str) -> Result<Option<Timestamp>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    let at = match visit.form.text("starts-at") {
        "" => typed
            .parse::<DateTime>()
            .and_then(|at| at.to_zoned(TimeZone::UTC))
            .map(|at| at.timestamp()),
        moment => moment.parse(),
    };
    let at = at.map_err(drop)?;
    if is_a_beginning(at, visit.desk.now()) {
        Ok(Some(at))
    } else {
        Err(())
    }
}

/// `None`: something in it is no network.
fn networks(text: &str) -> Option<Vec<IpNet>> {
    let written = text.split([',', ' ']).filter(|one| !one.is_empty());
    written.map(|one| IpNet::from_text(one).ok()).collect()
}

/// One of these numbers, or none; `Err`: another one.
fn one_of(text: &str, offered: [u32; 3]) -> Result<Option<u32>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().map_err(drop)?;
    if offered.contains(&number) {
        Ok(Some(number))
    } else {
        Err(())
    }
}

fn kind_of(method: CodeMethod) -> CodeKind {
    match method {
        CodeMethod::Fixed => CodeKind::Fixed,
        CodeMethod::Totp => CodeKind::Totp,
        CodeMethod::Email => CodeKind::Email,
    }
}

fn method_of(kind: CodeKind) -> CodeMethod {
    match kind {
        CodeKind::Fixed => CodeMethod::Fixed,
        CodeKind::Totp => CodeMethod::Totp,
        CodeKind::Email => CodeMethod::Email,
    }
}

/// What support will see, as a sentence.
fn in_words(visit: &Visit, site: &Site, wanted: &NewGrant) -> String {
    let frame = visit.bare_frame();
    let parts = |shown: bool| {
        let of_kind = site.policy.scopes.iter().filter(|scope| {
            let visibility = wanted
                .show
                .get(&scope.name)
                .copied()
                .unwrap_or(Visibility::Hidden);
            (visibility > Visibility::Hidden) == shown
        });
        of_kind
            .map(|scope| scope.label.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (shown, hidden) = (parts(true), parts(false));
    let rest_is_hidden = site.policy.elsewhere == Visibility::Hidden;
    let agent = wanted.agent.name.as_deref().unwrap_or("none");
    let key = match (rest_is_hidden, hidden.is_empty()) {
        (true, _) if shown.is_empty() => "confirm-request-nothing",
        (true, _) => "confirm-request-only",
        (false, true) => "confirm-request-all",
        (false, false) => "confirm-request-except",
    };
    let parts = if rest_is_hidden { shown } else { hidden };
    let duration = crate::portal::pages::span_in_words(&frame, wanted.lasts);
    let values = [
        ("agent", agent),
        ("site", site.policy.name.as_str()),
        ("parts", parts.as_str()),
        ("duration", duration.as_str()),
        ("readOnly", if wanted.read_only { "yes" } else { "no" }),
    ];
    let mut sentences = vec![frame.words().say_with(key, &values)];
    if let Some(at) = wanted.starts_at {
        let moment = crate::web::time::absolute(frame.words(), at);
        sentences.push(
            frame
                .words()
                .say_with("confirm-request-begins", &[("moment", moment)]),
        );
    }
    sentences.join(" ")
}
