//! What happened in the name of an account's grants, and to the account itself: changes from the store's log, decisions
//! from the journal, in one order. Read on demand; the newest first.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::access::{Account, Grant, GrantId};
use crate::actions::Trouble;
use crate::audit::{
    Action, ChangeEvent, ChangeRecord, DecisionFilter, DecisionRecord, DecisionVerdict, JournalReader,
};
use crate::store::{LoggedChange, StoreError};

use super::desk::Desk;

/// One thing that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Event {
    Change(ChangeRecord),
    Decision(DecisionRecord),
}

/// What somebody wants to see.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    pub(super) grant: Option<GrantId>,
    pub(super) kind: Option<Kind>,
    /// From this moment on.
    pub(super) from: Option<Timestamp>,
    /// Before this moment.
    pub(super) to: Option<Timestamp>,
}

/// What kind of thing an event is, in its reader's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something was seen or done in the app.
    Access,
    /// Something was refused, or asked for a code.
    Blocked,
    /// Somebody signed in or out, or tried to.
    SignIn,
    /// The grant changed, or the account.
    Change,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Access, Self::Blocked, Self::SignIn, Self::Change];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Blocked => "blocked",
            Self::SignIn => "sign-in",
            Self::Change => "change",
        }
    }

    pub(super) fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Event {
    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::Change(change) => change.at,
            Self::Decision(decision) => decision.at,
        }
    }

    pub(super) fn grant(&self) -> Option<GrantId> {
        match self {
            Self::Change(change) => change.event.grant,
            Self::Decision(decision) => decision.grant,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Decision(decision) => match decision.verdict {
                DecisionVerdict::Forward => Kind::Access,
                DecisionVerdict::Challenge | DecisionVerdict::Refuse => Kind::Blocked,
            },
            Self::Change(change) => {
                let code = change.event.action.code();
                let signs = ["signed-in", "signed-out"].iter().any(|end| code.ends_with(end));
                let of_account = change.event.grant.is_none();
                if code.starts_with("grant-") || code == "sessions-cut" || (of_account && !signs) {
                    Kind::Change
                } else {
                    Kind::SignIn
                }
            }
        }
    }
}

/// Steps that say nothing to whoever watches: each is followed by what came of it.
const UNTOLD: [&str; 5] = [
    "sign-in-attempted",
    "code-attempted",
    "pass-taken",
    "password-accepted",
    "freeze-link-made",
];

fn is_told(event: &ChangeEvent) -> bool {
    // Half a sign-in ends when it is whole.
    let is_replaced = event.action == Action::SignedOut && event.detail.contains_key("replaced");
    // Counted before it is drawn.
    let is_no_code_yet = event.action == Action::CodeMailed && !event.detail.contains_key("until");
    !is_replaced && !is_no_code_yet && !UNTOLD.contains(&event.action.code())
}

/// What happens to the account itself and matters to its owner later: who can get in, and with what.
const TOLD_OF_ACCOUNT: [Action; 24] = [
    Action::AccountSignedIn,
    Action::AccountSignedOut,
    Action::PasswordChanged,
    Action::PasswordReset,
    Action::FactorEnabled,
    Action::FactorDisabled,
    Action::FactorsReset,
    Action::RecoveryCodesDrawn,
    Action::TrustForgotten,
    Action::TokenCreated,
    Action::TokenRegenerated,
    Action::TokenRevoked,
    Action::RoomOpened,
    Action::RoomJoined,
    Action::RoomStartedAgain,
    Action::RoomClosed,
    Action::RoomExpired,
    Action::HandoffLinkCreated,
    Action::HandoffLinkOpened,
    Action::HandoffLinkRefused,
    Action::HandoffLinkRevoked,
    Action::HandoffLinkWiped,
    Action::HandoffLinkExpired,
    // Of its programs.
    Action::SessionsCut,
];

/// The newest `limit` events that fit, the newest first.
pub(super) async fn events(
    desk: &Desk,
    account: &Account,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<Event>, Trouble> {
    let grants = own_grants(desk, account, filter).await?;
    let mut found = Vec::new();
    for grant in &grants {
        let from = filter.from.unwrap_or(grant.created_at).max(grant.created_at);
        // The log says when a grant was made with the very moment; the grant keeps whole seconds of it.
        let from = from
            .checked_sub(jiff::SignedDuration::from_secs(1))
            .unwrap_or(from);
        let logged = desk.actions.store.changes_of_grant(grant.id, from).await?;
        for change in logged {
            let record = read(&change)?;
            if is_told(&record.event) {
                found.push(Event::Change(record));
            }
        }
    }
    if filter.grant.is_none() {
        let from = filter.from.unwrap_or(account.created_at);
        let logged = desk.actions.store.changes_of_account(account.id, from).await?;
        for change in logged {
            if TOLD_OF_ACCOUNT.iter().any(|told| told.code() == change.action) {
                found.push(Event::Change(read(&change)?));
            }
        }
    }
    found.extend(decisions(desk, Some(account), &grants, filter, limit).await?);
    found.retain(|event| {
        filter.kind.is_none_or(|kind| kind == event.kind())
            && filter.from.is_none_or(|from| from <= event.at())
            && filter.to.is_none_or(|to| event.at() < to)
    });
    found.sort_by_key(|event| std::cmp::Reverse(event.at()));
    found.truncate(limit);
    Ok(found)
}

fn read(change: &LoggedChange) -> Result<ChangeRecord, StoreError> {
    ChangeRecord::parse(&change.body).map_err(|error| StoreError::Corrupt(format!("a change: {error}")))
}

/// When a grant last let something through.
pub(super) async fn last_used(desk: &Desk, grant: &Grant) -> Result<Option<Timestamp>, Trouble> {
    let filter = Filter {
        grant: Some(grant.id),
        kind: Some(Kind::Access),
        ..Filter::default()
    };
    let newest = decisions(desk, None, std::slice::from_ref(grant), &filter, 1).await?;
    Ok(newest.first().map(Event::at))
}

/// What was done with a grant in all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) requests: u64,
    /// Of these, how many could change something.
    pub(super) changes: u64,
    pub(super) blocked: u64,
}

pub(super) async fn tally(desk: &Desk, grant: &Grant) -> Result<Tally, Trouble> {
    let journal = desk.policy().journal.clone();
    let wanted = DecisionFilter {
        grant: Some(grant.id),
        since: Some(grant.created_at),
        ..DecisionFilter::default()
    };
    let count = move || {
        let mut tally = Tally::default();
        let Some(reader) = open(&journal, wanted)? else {
            return Ok(tally);
        };
        for record in reader.flatten() {
            match record.verdict {
                DecisionVerdict::Forward => {
                    tally.requests += 1;
                    let reads = matches!(record.method.as_str(), "GET" | "HEAD" | "OPTIONS");
                    tally.changes += u64::from(!reads);
                }
                DecisionVerdict::Refuse => tally.blocked += 1,
                DecisionVerdict::Challenge => {}
            }
        }
        Ok(tally)
    };
    reading(count).await
}

/// What a grant was refused because it does not show it.
const NOT_SHOWN: [&str; 7] = [
    "hidden",
    "ambiguous-target",
    "conflicting-parameters",
    "misshapen-parameter",
    "body-not-judged",
    "body-too-large",
    "body-malformed",
];

/// Of each grant the first request since a moment that was refused because the grant does not show what it asked for.
pub(super) async fn first_blocked(
    desk: &Desk,
    since: Timestamp,
) -> Result<HashMap<GrantId, DecisionRecord>, Trouble> {
    let journal = desk.policy().journal.clone();
    let wanted = DecisionFilter {
        verdict: Some(DecisionVerdict::Refuse),
        since: Some(since),
        ..DecisionFilter::default()
    };
    let read = move || {
        let mut first = HashMap::new();
        let Some(reader) = open(&journal, wanted)? else {
            return Ok(first);
        };
        for record in reader.flatten() {
            let not_shown = record
                .reason
                .as_deref()
                .is_some_and(|reason| NOT_SHOWN.contains(&reason));
            if let Some(grant) = record.grant.filter(|_| not_shown) {
                first.entry(grant).or_insert(record);
            }
        }
        Ok(first)
    };
    reading(read).await
}

/// `None`: no gateway has written a journal yet.
fn open(journal: &std::path::Path, wanted: DecisionFilter) -> std::io::Result<Option<JournalReader>> {
    match JournalReader::open(journal, wanted) {
        Ok(reader) => Ok(Some(reader)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Files are read on a thread that may wait for them.
async fn reading<T: Send + 'static>(
    read: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    let read = tokio::task::spawn_blocking(read).await;
    let read = read.map_err(std::io::Error::other).flatten();
    read.map_err(|error| Trouble::Store(StoreError::Database(sqlx::Error::Io(error))))
}

/// Those that the filter is about, and nobody else's.
async fn own_grants(desk: &Desk, account: &Account, filter: &Filter) -> Result<Vec<Grant>, Trouble> {
    let all = desk.actions.store.grants_of_account(account).await?;
    let own = all
        .iter()
        .filter(|grant| filter.grant.is_none_or(|wanted| wanted == grant.id));
    Ok(own.map(|grant| Grant::clone(grant)).collect())
}

/// On requests in the name of these grants, and of programs with an access token of the account's.
async fn decisions(
    desk: &Desk,
    owner: Option<&Account>,
    grants: &[Grant],
    filter: &Filter,
    limit: usize,
) -> Result<Vec<Event>, Trouble> {
    let journal = desk.policy().journal.clone();
    // A token belongs to no grant.
    let owner = owner.filter(|_| filter.grant.is_none());
    let began = grants.iter().map(|grant| grant.created_at);
    let Some(first) = began.chain(owner.map(|owner| owner.created_at)).min() else {
        return Ok(Vec::new());
    };
    let owner = owner.map(|owner| owner.id);
    let since = filter.from.unwrap_or(first).max(first);
    let ids: Vec<GrantId> = grants.iter().map(|grant| grant.id).collect();
    let filter = filter.clone();
    let read = move || {
        let wanted = DecisionFilter {
            grant: filter.grant,
            since: Some(since),
            ..DecisionFilter::default()
        };
        let Some(reader) = open(&journal, wanted)? else {
            return Ok(Vec::new());
        };
        let mut newest = std::collections::VecDeque::with_capacity(limit.min(1024));
        // What cannot be read is `audit verify`'s business; the rest is still worth showing.
        for record in reader.flatten() {
            let own = record.grant.is_some_and(|grant| ids.contains(&grant))
                || record.account.is_some_and(|account| owner == Some(account));
            let event = Event::Decision(record);
            let fits = filter.kind.is_none_or(|kind| kind == event.kind())
                && filter.to.is_none_or(|to| event.at() < to);
            if own && fits {
                if newest.len() == limit {
                    newest.pop_front();
                }
                newest.push_back(event);
            }
        }
        Ok(Vec::from(newest))
    };
    reading(read).await
}
