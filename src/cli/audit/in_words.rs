//! One line of the audit list, in words.

use crate::audit::{Action, Actor, ChangeRecord, DecisionRecord, DecisionVerdict};
use crate::cli::output::Printable;

use super::list::Entry;

/// Characters of a grant's id that tell grants apart on one machine.
const SHORT_ID: usize = 8;

pub(super) fn line(entry: &Entry) -> String {
    // UTC, to the millisecond: this is compared with other logs.
    let at = entry.at().strftime("%Y-%m-%d %H:%M:%S%.3fZ");
    let text = match entry {
        Entry::Change(change) => change_in_words(change),
        Entry::Decision(decision) => decision_in_words(decision),
    };
    format!("{at}  {}\n", Printable(&text))
}

fn change_in_words(record: &ChangeRecord) -> String {
    let event = &record.event;
    let mut text = format!("#{} {} {}", record.seq, actor(&event.actor), deed(event.action));
    if let Some(grant) = event.grant {
        text.push_str(&format!(" [grant {}]", short(grant)));
    }
    if !event.detail.is_empty() {
        let facts: Vec<String> = event
            .detail
            .iter()
            .map(|(name, fact)| format!("{name} {fact}"))
            .collect();
        text.push_str(&format!(" ({})", facts.join(", ")));
    }
    text
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::CommandLine { os_user } => format!("{os_user} (command line)"),
        Actor::Agent { session: Some(_), ip } => format!("agent at {ip}"),
        Actor::Agent { session: None, ip } => format!("somebody at {ip}"),
        Actor::Account { account, ip, .. } => {
            format!(
                "account {} at {ip}",
                account.to_string().chars().take(SHORT_ID).collect::<String>()
            )
        }
        Actor::RoomGuest { ip, .. } => format!("the guest of a room at {ip}"),
        Actor::System => "the gateway".to_owned(),
    }
}

const fn deed(action: Action) -> &'static str {
    match action {
        Action::GrantCreated => "created a grant",
        Action::GrantRevoked => "revoked a grant",
        Action::GrantRegenerated => "drew new credentials for a grant",
        Action::GrantPaused => "paused a grant",
        Action::GrantResumed => "resumed a grant",
        Action::SignInAttempted => "tried to sign in",
        Action::PasswordAccepted => "gave the right password",
        Action::SignedIn => "signed in",
        Action::SignInRefused => "was refused at the sign-in",
        Action::CodeAttempted => "entered a security code",
        Action::CodeAccepted => "gave the right security code",
        Action::CodeRefused => "gave a wrong security code",
        Action::PassTaken => "used a one-time pass",
        Action::SignInLocked => "was locked out",
        Action::SignedOut => "signed out",
        Action::SessionsCut => "cut running requests",
        Action::ReloadAsked => "asked for the configuration to be read again",
        Action::PolicyReloaded => "took a new configuration into force",
        Action::PolicyReloadRefused => "refused a broken configuration",
        Action::GatewayStarted => "started",
        Action::GatewayStopped => "stopped",
        Action::StorePruned => "forgot what was long over",
        Action::AccountAdded => "added an account",
        Action::AccountDisabled => "disabled an account",
        Action::AccountEnabled => "enabled an account",
        Action::AccountInvited => "made an invitation",
        Action::AddressVouchedFor => "vouched for the address of an account",
        Action::InvitationAccepted => "accepted an invitation",
        Action::AccountSignInAttempted => "tried to sign in to the portal",
        Action::AccountPasswordAccepted => "gave the right password to the portal",
        Action::AccountSignedIn => "signed in to the portal",
        Action::AccountSignInRefused => "was refused at the portal's sign-in",
        Action::AccountSignInLocked => "was locked out of the portal",
        Action::AccountSignedOut => "signed out of the portal",
        Action::FactorAttempted => "gave a second factor",
        Action::FactorAccepted => "gave the right second factor",
        Action::FactorRefused => "gave a wrong second factor",
        Action::CodeMailed => "was sent a code by mail",
        Action::FactorEnrolling => "began to enrol a second factor",
        Action::FactorEnabled => "enrolled a second factor",
        Action::FactorDisabled => "disabled a second factor",
        Action::FactorsReset => "reset an account's second factors",
        Action::RecoveryCodesDrawn => "drew new recovery codes",
        Action::PasswordChanged => "changed the password",
        Action::PasswordReset => "reset an account's password",
        Action::TrustForgotten => "stopped trusting clients",
        Action::TokenCreated => "created an access token",
        Action::TokenRegenerated => "drew a new secret for an access token",
        Action::TokenRevoked => "revoked an access token",
        Action::FreezeLinkMade => "made a freeze link",
        Action::LanguageChosen => "chose a language",
        Action::RoomOpened => "opened a room",
        Action::RoomJoined => "joined a room",
        Action::RoomReturned => "came back to a room on another device",
        Action::RoomReturnRefused => "wanted to come back to a room with wrong words",
        Action::RoomMessageSent => "wrote in a room",
        Action::RoomMessageRead => "read a message in a room",
        Action::RoomStartedAgain => "emptied a room and started it again",
        Action::RoomClosed => "closed a room",
        Action::RoomExpired => "emptied a room whose time was over",
        Action::HandoffLinkCreated => "handed something over by a one-time link",
        Action::HandoffLinkOpened => "opened a one-time link",
        Action::HandoffLinkRefused => "failed to open a one-time link",
        Action::HandoffLinkRevoked => "revoked a one-time link",
        Action::HandoffLinkWiped => "wiped a one-time link by wrong codes",
        Action::HandoffLinkExpired => "wiped a one-time link that nobody opened",
    }
}

fn decision_in_words(record: &DecisionRecord) -> String {
    let mut text = match record.verdict {
        DecisionVerdict::Forward => "forwarded ".to_owned(),
        DecisionVerdict::Challenge => "challenged ".to_owned(),
        DecisionVerdict::Refuse => "refused ".to_owned(),
    };
    text.push_str(&format!("{} {}", record.method, record.path));
    if let Some(query) = &record.query {
        text.push_str(&format!("?{query}"));
    }
    text.push_str(&format!(" on {} from {}", record.site, record.ip));
    if let Some(reason) = &record.reason {
        text.push_str(&format!(": {reason}"));
    }
    if let Some(grant) = record.grant {
        text.push_str(&format!(" [grant {}]", short(grant)));
    }
    if let Some(token) = record.token {
        text.push_str(&format!(" [token {}]", short(token)));
    }
    let mut facts = vec![format!("code {}", record.code)];
    if !record.scopes.is_empty() {
        facts.push(format!("scopes {}", record.scopes.join(" ")));
    }
    facts.extend(record.visibility.map(|visibility| visibility.to_string()));
    format!("{text} ({})", facts.join(", "))
}

fn short(id: impl std::fmt::Display) -> String {
    id.to_string().chars().take(SHORT_ID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::GrantId;
    use crate::audit::ChangeEvent;

    #[test]
    fn entries_are_told_in_words() {
        let grant = GrantId::from_bytes([7; 16]);
        let event = ChangeEvent::new(
            Actor::CommandLine {
                os_user: "root".to_owned(),
            },
            Action::GrantCreated,
        )
        .grant(grant)
        .detail("userName", "ann.k7q4");
        let change = ChangeRecord {
            seq: 7,
            at: "2026-11-20T12:00:00.5Z".parse().unwrap(),
            event,
        };
        let decision = DecisionRecord {
            at: "2026-11-20T12:00:01Z".parse().unwrap(),
            code: "7KQ2-M9XD".parse().unwrap(),
            verdict: DecisionVerdict::Refuse,
            reason: Some("hidden".to_owned()),
            site: crate::access::SiteName::new("crm"),
            grant: Some(grant),
            session: None,
            token: None,
            account: None,
            method: "GET".to_owned(),
            path: "/messages/\u{1b}[2J".to_owned(),
            query: Some("module=Messages".to_owned()),
            ip: "192.0.2.1".parse().unwrap(),
            scopes: vec!["messages".to_owned()],
            visibility: None,
        };
        insta::assert_snapshot!([line(&Entry::Change(change)), line(&Entry::Decision(decision))].concat());
    }
}
