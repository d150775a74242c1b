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
    ((subject LIKE 'network:%' OR subject LIKE 'account%') AND since < $1 AND (locked_until IS NULL OR locked_until < $1)) \
    OR (subject LIKE 'session-code:%' AND NOT EXISTS (SELECT 1 FROM sessions s WHERE 'session-code:' || s.id = subject)) \
    OR subject IN (SELECT 'grant-password:' || id FROM grants WHERE expires_at < $1) \
    OR subject IN (SELECT 'grant-code:' || id FROM grants WHERE expires_at < $1) LIMIT $2";

impl Change {
    /// Of each kind at most `limit` rows that were over before `before`; no trust and no count of guesses that could
    /// still matter.
    pub async fn prune(&mut self, before: Timestamp, limit: u32) -> Result<Pruned, StoreError> {
        let mut pruned = Pruned::default();
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
                &mut pruned.account_sessions,
                "DELETE FROM account_sessions WHERE id IN (SELECT id FROM account_sessions \
                 WHERE ended_at < $1 OR seen_at < $1 LIMIT $2)"
                    .to_owned(),
            ),
            (
                &mut pruned.account_trust,
                "DELETE FROM account_trust WHERE id IN (SELECT id FROM account_trust WHERE until < $1 LIMIT $2)"
                    .to_owned(),
            ),
            // One row per account and purpose: there are never many.
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
        ] {
            let deleted = sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(to_millis(before))
                .bind(i64::from(limit))
                .execute(&mut *self.transaction)
                .await?;
            *count = deleted.rows_affected();
        }
        Ok(pruned)
    }
}
