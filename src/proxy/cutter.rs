//! Ends what is under way when it may not go on: after a change, at its grant's end, after a new policy, and when
//! nobody can know any more whether it may. Cutting never waits for the store to take the report.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::gateway::Gateway;
use super::judge::{may_go_on, visit_may_go_on};
use super::live::{AllLive, Running};
use crate::access::{GrantId, GrantState, Holder};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::{CutReport, LoggedChange};

/// How late a request may notice that its grant has ended, on top of the decision that every new request gets.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// For how long what is under way may go on while the store does not say whether it may. New requests are refused
/// from the start; this is for a download that need not break off because a disk has hiccups.
const BLIND_FOR: Duration = Duration::from_secs(10);

/// The changes of a grant after which something may not go on.
const CUTTING: [Action; 4] = [
    Action::GrantRevoked,
    Action::GrantRegenerated,
    Action::GrantPaused,
    Action::SignedOut,
];

/// The changes of an account after which its programs may not go on.
const CUTTING_PROGRAMS: [Action; 6] = [
    Action::TokenRevoked,
    Action::TokenRegenerated,
    Action::AccountDisabled,
    Action::PasswordChanged,
    Action::PasswordReset,
    Action::FactorsReset,
];

/// Runs until the feed of changes ends. `node`: how this gateway signs its reports.
pub async fn run_cutter(
    gateway: Arc<Gateway>,
    live: AllLive,
    node: String,
    mut changes: mpsc::Receiver<LoggedChange>,
    mut new_policy: mpsc::Receiver<()>,
) {
    let mut known_at = Instant::now();
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Some(change) => after_change(&gateway, &live, &node, &change).await,
                None => return,
            },
            Some(()) = new_policy.recv() => after_new_policy(&gateway, &live).await,
            _ = ticks.tick() => {
                at_the_end(&gateway, &live).await;
                if gateway.feed.is_current() {
                    known_at = Instant::now();
                } else if known_at.elapsed() > BLIND_FOR {
                    while_blind(&live).await;
                }
            }
        }
    }
}

/// The cache knows of the change already, so whatever comes now is judged by it.
async fn after_change(gateway: &Arc<Gateway>, live: &AllLive, node: &str, change: &LoggedChange) {
    let is_one_of = |actions: &[Action]| actions.iter().any(|action| action.code() == change.action);
    let count = if is_one_of(&CUTTING) {
        cut_agents(gateway, live, change).await
    } else if is_one_of(&CUTTING_PROGRAMS) {
        cut_programs(gateway, live, change).await
    } else {
        return;
    };
    let took = gateway.actions.clock.now().duration_since(change.at);
    let took = Duration::try_from(took).unwrap_or_default();
    report(gateway, change, node, count, took);
    if count > 0 {
        let elapsed_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            cut.count = count,
            elapsed_ms,
            change.action = change.action,
            "requests were cut"
        );
    }
}

async fn cut_agents(gateway: &Gateway, live: &AllLive, change: &LoggedChange) -> u64 {
    let ended_session = (change.action == Action::SignedOut.code())
        .then_some(change.session)
        .flatten();
    match (change.grant, ended_session) {
        (_, Some(session)) => live.cut(|running| running.session == session).await,
        (Some(grant), None) => match gateway.cache.known_grant(grant) {
            Some(known) => {
                let now = gateway.actions.clock.now();
                let dead = !known.is_live_at(now) || known.state != GrantState::Active;
                live.cut(|running| running.grant == grant && (dead || left_behind(running, known.generation)))
                    .await
            }
            // Not known means not read since, and what is not read is not running.
            None => live.cut(|running| running.grant == grant).await,
        },
        (None, None) => 0,
    }
}

async fn cut_programs(gateway: &Gateway, live: &AllLive, change: &LoggedChange) -> u64 {
    let Some(owner) = change.account else { return 0 };
    let tokens = gateway.cache.known_tokens_of(owner);
    live.cut(|running| {
        tokens.iter().any(|token| {
            running.session == token.session.id
                && (token.ended || left_behind(running, token.session.generation))
        })
    })
    .await
}

fn left_behind(running: &Running, generation: u32) -> bool {
    running
        .judged
        .as_ref()
        .is_some_and(|judged| judged.session.generation != generation)
}

/// Tells whoever made the change what became of it, and puts it on record.
fn report(gateway: &Arc<Gateway>, change: &LoggedChange, node: &str, count: u64, took: Duration) {
    let report = CutReport {
        node: node.to_owned(),
        count,
        took,
    };
    let mut event = ChangeEvent::new(Actor::System, Action::SessionsCut)
        .detail("because", &change.action)
        .detail("count", count.to_string())
        .detail("micros", took.as_micros().to_string());
    event.grant = change.grant;
    event.account = change.account;
    let (gateway, seq) = (gateway.clone(), change.seq);
    tokio::spawn(async move {
        if let Err(error) = gateway.actions.store.report_cut(seq, &report).await {
            tracing::warn!(%error, "a cut was made and cannot be reported");
        }
        if count > 0 {
            record(&gateway, &event).await;
        }
    });
}

async fn record(gateway: &Gateway, event: &ChangeEvent) {
    if let Err(error) = gateway.actions.record_event(event).await {
        tracing::warn!(%error, "a cut was made and cannot be recorded");
    }
}

/// Nobody can revoke what runs here as long as the store fails, so it does not run.
async fn while_blind(live: &AllLive) {
    let count = live.cut(|_| true).await;
    if count > 0 {
        tracing::error!(
            cut.count = count,
            "requests were cut: the store does not say any more whether they may go on"
        );
    }
}

/// Expiry is no change: nobody writes it down, so it is looked for.
async fn at_the_end(gateway: &Arc<Gateway>, live: &AllLive) {
    let now = gateway.actions.clock.now();
    let routes = gateway.routes().clone();
    let over = |running: &Running| {
        running.judged.as_ref().is_some_and(|judged| {
            let route = routes.by_site(judged.grant.site.as_str());
            judged.is_over_at(now) || route.is_some_and(|route| judged.is_idle_at(now, &route.site.policy))
        })
    };
    let cut = live.cut_each(over).await;
    if cut.is_empty() {
        return;
    }
    tracing::info!(
        cut.count = cut.len(),
        "requests were cut: their grant has ended, or nobody has done anything for too long"
    );
    let took = gateway.actions.clock.now().duration_since(now);
    let mut counts: HashMap<(GrantId, &str), (Running, u64)> = HashMap::new();
    for running in cut {
        let is_over = running
            .judged
            .as_ref()
            .is_none_or(|judged| judged.is_over_at(now));
        let because = if is_over { "expired" } else { "idle" };
        counts.entry((running.grant, because)).or_insert((running, 0)).1 += 1;
    }
    for ((_, because), (running, count)) in counts {
        let mut event = ChangeEvent::new(Actor::System, Action::SessionsCut)
            .detail("because", because)
            .detail("count", count.to_string())
            .detail("micros", took.as_micros().to_string());
        match running.judged.map(|judged| judged.session.holder) {
            Some(Holder::Program { owner, .. }) => event.account = Some(owner),
            Some(Holder::Agent) | None => event.grant = Some(running.grant),
        }
        let gateway = gateway.clone();
        tokio::spawn(async move { record(&gateway, &event).await });
    }
}

/// What the new policy would not let through ends now.
async fn after_new_policy(gateway: &Gateway, live: &AllLive) {
    let routes = gateway.routes().clone();
    let now = gateway.actions.clock.now();
    let count = live
        .cut(|running| {
            let judged = running.judged.as_ref();
            judged.is_some_and(|judged| !may_go_on(&routes, judged, now))
        })
        .await;
    let visits = live.cut_visits(|visit| !visit_may_go_on(&routes, visit, now));
    let count = count + visits.await;
    if count > 0 {
        tracing::info!(
            cut.count = count,
            "requests were cut: the new policy does not let them through"
        );
    }
}
