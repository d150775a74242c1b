//! Takes out of the store what has long been over. The log of changes is never touched.

use jiff::Timestamp;

use super::rows::to_millis;
use super::{Change, StoreError};

/// How many rows went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    pub sessions: u64,
    pub trusted_clients: u64,
    pub passes: u64,
    pub attempts: u64,
    pub cuts: u64,
    pub nodes: u64,
    pub account_sessions: u64,
    pub account_trust: u64,
    pub mailed_codes: u64,
    pub links: u64,
    pub repeated_requests: u64,
    pub news: u64,
    pub handoff_links: u64,
    pub rooms: u64,
}

impl Pruned {
    /// By name, without what stayed as it was.
    pub fn counts(self) -> impl Iterator<Item = (&'static str, u64)> {
        let all = [
            ("sessions", self.sessions),
            ("trustedClients", self.trusted_clients),
            ("passes", self.passes),
            ("attempts", self.attempts),
            ("cuts", self.cuts),
            ("nodes", self.nodes),
            ("accountSessions", self.account_sessions),
            ("accountTrust", self.account_trust),
            ("mailedCodes", self.mailed_codes),
            ("links", self.links),
            ("repeatedRequests", self.repeated_requests),
            ("news", self.news),
            ("handoffLinks", self.handoff_links),
            ("rooms", self.rooms),
        ];
        all.into_iter().filter(|(_, count)| *count > 0)
    }
}

/// Sessions that ended before `$1`, or whose grant did.
const SESSIONS: &str = "SELECT s.id FROM sessions s JOIN grants g ON g.id = s.grant_id \
    WHERE s.ended_at < $1 OR g.expires_at < $1 ORDER BY s.id LIMIT $2";

/// Guesses that no rule asks about any more: networks forget by themselves, a grant's and a session's are
/// remembered as long as there is something to guess at.
const ATTEMPTS: &str = "SELECT subject FROM attempts WHERE \
    ((subject LIKE 'network:%' OR subject LIKE 'account%' OR subject LIKE 'grant-mail:%') AND since < $1 AND (locked_until IS NULL OR locked_until < $1)) \
    OR (subject LIKE 'session-code:%' AND NOT EXISTS (SELECT 1 FROM sessions s WHERE 'session-code:' || s.id = subject)) \
    OR subject IN (SELECT 'grant-password:' || id FROM grants WHERE expires_at < $1) \
    OR subject IN (SELECT 'grant-code:' || id FROM grants WHERE expires_at < $1) LIMIT $2";

/// Sessions of accounts that ended before `$1`, or began before `$3`, so that they are over by now, or stayed half a
/// sign-in. Of the whole ones the last from each address stays until `$4`: it says that no stranger signs in there.
const ACCOUNT_SESSIONS: &str = "SELECT s.id FROM account_sessions s \
    WHERE (s.ended_at < $1 OR s.started_at < $3 OR (s.complete = 0 AND s.started_at < $1)) \
    AND (s.complete = 0 OR s.seen_at < $4 OR EXISTS (SELECT 1 FROM account_sessions later \
        WHERE later.account_id = s.account_id AND later.ip = s.ip AND later.complete = 1 \
        AND (later.seen_at, later.id) > (s.seen_at, s.id))) LIMIT $2";

/// What is long over.
#[derive(Debug, Clone, Copy)]
pub struct LongOver {
    /// Whatever ended before.
    pub ended_before: Timestamp,
    /// Sessions of accounts that began before, whether or not somebody ended them: none lasts so long.
    pub begun_before: Timestamp,
    /// Addresses that an account was not seen at since.
    pub unseen_since: Timestamp,
}

impl Change {
    /// Of each kind at most `limit` rows that are long over; no trust and no count of guesses that could still matter.
    pub async fn prune(&mut self, over: LongOver, limit: u32) -> Result<Pruned, StoreError> {
        let mut pruned = Pruned::default();
        let deleted = sqlx::query(sqlx::AssertSqlSafe(format!(
            "DELETE FROM account_sessions WHERE id IN ({ACCOUNT_SESSIONS})"
        )))
        .bind(to_millis(over.ended_before))
        .bind(i64::from(limit))
        .bind(to_millis(over.begun_before))
        .bind(to_millis(over.unseen_since))
        .execute(&mut *self.transaction)
        .await?;
        pruned.account_sessions = deleted.rows_affected();
        // What refers to a session goes before it.
        for (count, statement) in [
            (
                &mut pruned.trusted_clients,
                format!("DELETE FROM trusted_clients WHERE until < $1 OR session_id IN ({SESSIONS})"),
            ),
            (
                &mut pruned.passes,
                format!("DELETE FROM passes WHERE until < $1 OR session_id IN ({SESSIONS})"),
            ),
            (
                &mut pruned.sessions,
                format!("DELETE FROM sessions WHERE id IN ({SESSIONS})"),
            ),
            (
                &mut pruned.attempts,
                format!("DELETE FROM attempts WHERE subject IN ({ATTEMPTS})"),
            ),
            (
                &mut pruned.cuts,
                "DELETE FROM cuts WHERE seq IN (SELECT c.seq FROM cuts c JOIN changes h ON h.seq = c.seq \
                 WHERE h.at < $1 LIMIT $2)"
                    .to_owned(),
            ),
            (
                &mut pruned.nodes,
                "DELETE FROM nodes WHERE id IN (SELECT id FROM nodes WHERE seen_at < $1 LIMIT $2)".to_owned(),
            ),
            (
                &mut pruned.account_trust,
                "DELETE FROM account_trust WHERE id IN (SELECT id FROM account_trust WHERE until < $1 LIMIT $2)"
                    .to_owned(),
            ),
            // One row per account, grant or session of one, and purpose: there are never many.
            (
                &mut pruned.mailed_codes,
                "DELETE FROM mailed_codes WHERE until < $1 AND $2 > 0".to_owned(),
            ),
            (
                &mut pruned.links,
                "DELETE FROM links WHERE digest IN (SELECT digest FROM links WHERE until < $1 LIMIT $2)".to_owned(),
            ),
            (
                &mut pruned.repeated_requests,
                "DELETE FROM idempotency WHERE (account_id, key) IN \
                 (SELECT account_id, key FROM idempotency WHERE at < $1 LIMIT $2)"
                    .to_owned(),
            ),
            (
                &mut pruned.news,
                "DELETE FROM news WHERE (event, recipient) IN \
                 (SELECT event, recipient FROM news WHERE at < $1 LIMIT $2)"
                    .to_owned(),
            ),
            (
                &mut pruned.handoff_links,
                "DELETE FROM handoff_links WHERE id IN \
                 (SELECT id FROM handoff_links WHERE expires_at < $1 AND sealed IS NULL LIMIT $2)"
                    .to_owned(),
            ),
            (
                &mut pruned.rooms,
                "DELETE FROM rooms WHERE id IN (SELECT id FROM rooms WHERE closed_at < $1 LIMIT $2)".to_owned(),
            ),
        ] {
            let deleted = sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(to_millis(over.ended_before))
                .bind(i64::from(limit))
                .execute(&mut *self.transaction)
                .await?;
            *count = deleted.rows_affected();
        }
        Ok(pruned)
    }
}
