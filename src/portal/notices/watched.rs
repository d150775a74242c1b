//! The live grants, as far as letters about them are concerned: what is due, and what was told already.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::access::{Grant, GrantId, GrantState};

/// So long before its end a grant's owner hears of it.
const NEAR: SignedDuration = SignedDuration::from_mins(15);
/// Whoever made a grant for less than this remembers when it ends.
const WORTH_A_REMINDER: SignedDuration = SignedDuration::from_mins(30);
/// At most one letter about blocked requests of a grant in this time: a page can ask for twenty hidden things.
pub(super) const BETWEEN_BLOCKED: SignedDuration = SignedDuration::from_mins(15);

/// What the clock brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtItsEnd {
    Near,
    Over(Timestamp),
}

#[derive(Debug, Default)]
pub(super) struct Watched(HashMap<GrantId, State>);

#[derive(Debug)]
struct State {
    expires_at: Timestamp,
    /// The first sign-in must come before this; `None`: it came, or may come at any time.
    claim_by: Option<Timestamp>,
    /// `None`: told, or not worth a reminder.
    remind_at: Option<Timestamp>,
    blocked_told: Option<Timestamp>,
    lock_told: bool,
}

impl State {
    fn of(grant: &Grant) -> Self {
        let validity = &grant.validity;
        let lasts = validity.expires_at.duration_since(validity.not_before);
        let remind_at = (lasts > WORTH_A_REMINDER).then(|| validity.expires_at - NEAR);
        Self {
            expires_at: validity.expires_at,
            claim_by: grant.claim_by.filter(|_| grant.first_used_at.is_none()),
            remind_at,
            blocked_told: None,
            lock_told: false,
        }
    }
}

impl Watched {
    /// Those that were live at some time since a moment: about them there may still be something to tell.
    pub(super) fn starting_with<'g>(grants: impl Iterator<Item = &'g Grant>, since: Timestamp) -> Self {
        let was_live = |grant: &&Grant| match grant.state {
            GrantState::Revoked { at } => since <= at,
            GrantState::Active | GrantState::Paused { .. } => !grant.validity.is_over_at(since),
        };
        let states = grants.filter(was_live).map(|grant| (grant.id, State::of(grant)));
        Self(states.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// New, or with new credentials.
    pub(super) fn watch(&mut self, grant: &Grant) {
        let told = self.0.remove(&grant.id);
        let mut state = State::of(grant);
        if let Some(told) = told {
            (state.remind_at, state.blocked_told) = (told.remind_at, told.blocked_told);
        }
        self.0.insert(grant.id, state);
    }

    /// Somebody has signed in: it need not be claimed any more.
    pub(super) fn is_claimed(&mut self, id: GrantId) {
        if let Some(state) = self.0.get_mut(&id) {
            state.claim_by = None;
        }
    }

    /// `false`: its end was told before.
    pub(super) fn forget(&mut self, id: GrantId) -> bool {
        self.0.remove(&id).is_some()
    }

    /// What is to be told now. It is taken for told.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<(GrantId, AtItsEnd)> {
        let mut due = Vec::new();
        self.0.retain(|id, state| {
            let end = state
                .claim_by
                .map_or(state.expires_at, |by| by.min(state.expires_at));
            if end <= now {
                due.push((*id, AtItsEnd::Over(end)));
                return false;
            }
            if state.remind_at.is_some_and(|at| at <= now) {
                state.remind_at = None;
                due.push((*id, AtItsEnd::Near));
            }
            true
        });
        due
    }

    /// At most every now and then, and only of a live grant.
    pub(super) fn may_tell_of_blocked(&mut self, id: GrantId, now: Timestamp) -> bool {
        let Some(state) = self.0.get_mut(&id) else {
            return false;
        };
        let recently = |told: Timestamp| now.duration_since(told) < BETWEEN_BLOCKED;
        let may = !state.blocked_told.is_some_and(recently);
        if may {
            state.blocked_told = Some(now);
        }
        may
    }

    /// Once for each set of credentials: somebody who guesses on adds nothing new.
    pub(super) fn may_tell_of_lock(&mut self, id: GrantId) -> bool {
        self.0
            .get_mut(&id)
            .is_some_and(|state| !std::mem::replace(&mut state.lock_told, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Validity;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-20T{time}Z").parse().unwrap()
    }

    /// From noon on.
    fn until(time: &str) -> Grant {
        Grant {
            validity: Validity {
                not_before: at("12:00:00"),
                expires_at: at(time),
            },
            claim_by: None,
            first_used_at: None,
            ..Grant::example()
        }
    }

    fn watching(grant: &Grant) -> Watched {
        let mut watched = Watched::default();
        watched.watch(grant);
        watched
    }

    #[test]
    fn an_end_is_announced_once_and_told_once() {
        let grant = until("13:00:00");
        let mut watched = watching(&grant);
        for (now, due) in [
            ("12:44:59", vec![]),
            ("12:45:00", vec![(grant.id, AtItsEnd::Near)]),
            ("12:59:59", vec![]),
            ("13:00:01", vec![(grant.id, AtItsEnd::Over(at("13:00:00")))]),
            ("13:00:02", vec![]),
        ] {
            assert_eq!(watched.due(at(now)), due, "{now}");
        }
        assert!(watched.is_empty());
    }

    #[test]
    fn a_short_grant_needs_no_reminder() {
        let mut watched = watching(&until("12:30:00"));
        assert_eq!(watched.due(at("12:29:59")), []);
    }

    #[test]
    fn what_ended_while_nobody_watched_is_told_late_and_what_ended_long_ago_is_not() {
        let revoked = |at| Grant {
            state: GrantState::Revoked { at },
            ..until("13:00:00")
        };
        for (grant, told) in [
            (until("13:00:00"), true),
            (until("12:10:00"), false),
            (revoked(at("12:05:00")), false),
            (revoked(at("12:40:00")), true),
        ] {
            let mut watched = Watched::starting_with([&grant].into_iter(), at("12:30:00"));
            assert_eq!(watched.forget(grant.id), told, "{grant:?}");
        }
    }

    #[test]
    fn a_grant_that_nobody_claims_ends_then() {
        let grant = Grant {
            claim_by: Some(at("12:20:00")),
            ..until("13:00:00")
        };
        let mut unclaimed = watching(&grant);
        let over = AtItsEnd::Over(at("12:20:00"));
        assert_eq!(unclaimed.due(at("12:20:00")), [(grant.id, over)]);
        let mut claimed = watching(&grant);
        claimed.is_claimed(grant.id);
        assert_eq!(claimed.due(at("12:20:00")), []);
    }

    #[test]
    fn blocked_requests_and_locks_are_not_told_over_and_over() {
        let grant = until("13:00:00");
        let mut watched = watching(&grant);
        for (now, told) in [("12:00:00", true), ("12:14:59", false), ("12:15:00", true)] {
            assert_eq!(watched.may_tell_of_blocked(grant.id, at(now)), told, "{now}");
        }
        assert!(watched.may_tell_of_lock(grant.id));
        assert!(!watched.may_tell_of_lock(grant.id));
        watched.watch(&grant);
        assert!(
            watched.may_tell_of_lock(grant.id),
            "new credentials can be locked anew"
        );
        assert!(watched.forget(grant.id));
        assert!(!watched.may_tell_of_blocked(grant.id, at("12:59:00")));
        assert!(!watched.forget(grant.id));
    }
}
