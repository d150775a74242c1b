//! The timeline: filtered, exported, and live.

use axum::response::sse::{self, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use http::{HeaderName, HeaderValue, StatusCode};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::lines::Teller;
use super::visit::{Page, Visit};
use crate::portal::live::{Follower, follow};
use crate::portal::pages::{
    ActivityFragment, ActivityKind, ActivityPage, Filter as Asked, GrantChoice, Template,
};
use crate::portal::timeline::{self, Filter, Kind};
use crate::portal::timeline_export;
use crate::web::Answer;

/// Events of one page, before repeats become one line.
const ON_A_PAGE: usize = 300;
/// Of an export.
const MOST_EXPORTED: usize = 50_000;

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    let asked = asked(&visit);
    let mut filter = read(&asked);
    let after = visit
        .query
        .get("after")
        .and_then(|text| text.parse::<Timestamp>().ok());
    let is_first = after.is_none();
    if let Some(after) = after {
        filter.to = Some(filter.to.map_or(after, |to| to.min(after)));
    }
    let account = &insider.stored.account;
    let events = timeline::events(&visit.desk, account, &filter, ON_A_PAGE).await;
    let events = events.map_err(visit.on_trouble())?;
    let next = (events.len() == ON_A_PAGE)
        .then(|| events.last().map(|event| event.at().to_string()))
        .flatten();
    let grants = visit.own_grants().await?;
    let tokens = visit.desk.actions.store.token_names(account.id).await;
    let tokens = tokens.map_err(visit.on_trouble())?;
    let policy = visit.desk.policy();
    let frame = visit.frame().await?;
    let teller = Teller {
        policy: &policy,
        words: frame.words(),
        reader: account.name.as_str(),
        grants: &grants,
        tokens: &tokens,
    };
    let lines = teller.lines(&events);
    let choices = grants.iter().map(|grant| {
        let who = grant.agent.name.as_deref().unwrap_or(&grant.user_name);
        let day = grant.created_at.strftime("%Y-%m-%d");
        GrantChoice {
            id: grant.id.to_string(),
            label: format!("{} · {who} · {day}", grant.site),
        }
    });
    let page = ActivityPage {
        filter: asked,
        grants: choices.collect(),
        lines,
        next,
        live: is_first,
        frame,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// What the address asks for; what it says wrongly, it does not say.
fn asked(visit: &Visit) -> Asked {
    let text = |name: &str| {
        let text = visit.query.text(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let day = |name: &str| text(name).filter(|text| text.parse::<Date>().is_ok());
    Asked {
        grant: text("grant").filter(|text| text.parse::<crate::access::GrantId>().is_ok()),
        kind: text("kind").as_deref().and_then(ActivityKind::named),
        from: day("from"),
        to: day("to"),
    }
}

/// Days are those of UTC, as they are shown without a script.
fn read(asked: &Asked) -> Filter {
    let start_of = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
    Filter {
        grant: asked.grant.as_deref().and_then(|id| id.parse().ok()),
        kind: asked.kind.map(|kind| match kind {
            ActivityKind::Access => Kind::Access,
            ActivityKind::Blocked => Kind::Blocked,
            ActivityKind::SignIn => Kind::SignIn,
            ActivityKind::Change => Kind::Change,
        }),
        from: day(&asked.from).and_then(start_of),
        // Up to and with that day.
        to: day(&asked.to)
            .and_then(|date| date.checked_add(1.day()).ok())
            .and_then(start_of),
    }
}

pub(super) async fn csv(visit: Visit) -> Page {
    let events = exported(&visit).await?;
    let table = Answer::text(StatusCode::OK, &timeline_export::csv(&events))
        .retyped(HeaderValue::from_static("text/csv; charset=utf-8"));
    Ok(as_file(table, "attachment; filename=\"gatepass-activity.csv\""))
}

pub(super) async fn json(visit: Visit) -> Page {
    let events = exported(&visit).await?;
    let list = Answer::json(StatusCode::OK, &serde_json::json!({"items": events}));
    Ok(as_file(list, "attachment; filename=\"gatepass-activity.json\""))
}

fn as_file(answer: Answer, disposition: &'static str) -> Answer {
    answer.with(
        HeaderName::from_static("content-disposition"),
        HeaderValue::from_static(disposition),
    )
}

async fn exported(visit: &Visit) -> Result<Vec<timeline::Event>, Answer> {
    let insider = visit.protected_insider()?;
    let filter = read(&asked(visit));
    let events = timeline::events(&visit.desk, &insider.stored.account, &filter, MOST_EXPORTED).await;
    events.map_err(visit.on_trouble())
}

/// Each event is a line of the page, ready to be put at its top.
pub(super) async fn stream(visit: Visit) -> Response {
    let (account, bearer) = match visit.protected_insider() {
        Ok(insider) => (insider.stored.account.clone(), insider.bearer()),
        Err(answer) => return answer.into_response(),
    };
    let wanted = read(&asked(&visit));
    let frame = visit.bare_frame();
    let desk = visit.desk.clone();
    let grants = match visit.own_grants().await {
        Ok(grants) => grants,
        Err(answer) => return answer.into_response(),
    };
    let tokens = match desk.actions.store.token_names(account.id).await {
        Ok(tokens) => tokens,
        Err(error) => return visit.trouble(&error.into()).into_response(),
    };
    let follower = Follower::of(&desk, account.id, bearer);
    let events = follow(follower, move |event| {
        let fits = wanted.kind.is_none_or(|kind| kind == event.kind())
            && wanted.grant.is_none_or(|grant| Some(grant) == event.grant())
            && wanted.to.is_none_or(|to| event.at() < to);
        if !fits {
            return None;
        }
        let policy = desk.policy();
        let teller = Teller {
            policy: &policy,
            words: frame.words(),
            reader: account.name.as_str(),
            grants: &grants,
            tokens: &tokens,
        };
        let html = ActivityFragment::new(&frame, &teller.line(event)).render().ok()?;
        Some(sse::Event::default().data(html))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}
