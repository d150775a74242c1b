//! Letters about somebody's own account: codes, invitations, and what was changed.

use jiff::{SignedDuration, Timestamp};

use super::draft::{Draft, Reader, text};
use crate::crypto::Secret;
use crate::mail::Letter;

/// A security code that was just asked for.
#[derive(Debug, Clone)]
pub struct CodeLetter<'a> {
    pub to: &'a Reader,
    pub product: &'a str,
    /// Digits; six of them are shown as `123-456`.
    pub code: &'a Secret,
    pub purpose: CodePurpose<'a>,
    /// Shown in whole minutes.
    pub valid_for: SignedDuration,
}

/// What the code is good for; for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose<'a> {
    /// Signing in to the portal.
    SignIn,
    /// An action in the portal or the API that asks for a code.
    Action,
    /// Making this address one that codes are sent to.
    Address,
    /// Setting a new password.
    Password,
    /// An agent's session on a site.
    Support { site: &'a str },
}

impl CodeLetter<'_> {
    pub fn letter(&self) -> Letter {
        let mut draft = Draft::to(self.to, self.product);
        let mut warning = "mail-code-warning";
        match self.purpose {
            CodePurpose::SignIn => draft.say("mail-code-sign-in"),
            CodePurpose::Action => draft.say("mail-code-action"),
            CodePurpose::Address => draft.say("mail-code-address"),
            CodePurpose::Password => draft.say("mail-code-password"),
            CodePurpose::Support { site } => {
                draft.say_with("mail-code-support", &[("site", text(site))]);
                warning = "mail-code-warning-support";
            }
        }
        draft.verbatim(&shown(self.code));
        let minutes = self.valid_for.as_mins().unsigned_abs();
        draft.say_with("mail-code-validity", &[("minutes", minutes.into())]);
        draft.say(warning);
        draft.finish("mail-code-subject", &[])
    }
}

/// `123456` → `123-456`: two halves are easier to keep in mind.
fn shown(code: &Secret) -> String {
    let code = code.reveal();
    match code.split_at_checked(code.len() / 2) {
        Some((first, second)) if !code.contains('-') => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

/// A link with which somebody takes up an account.
#[derive(Debug, Clone)]
pub struct InvitationLetter<'a> {
    pub to: &'a Reader,
    pub product: &'a str,
    /// Who invites; `None`: the operator.
    pub by: Option<&'a str>,
    pub link: &'a Secret,
    pub until: Timestamp,
}

impl InvitationLetter<'_> {
    pub fn letter(&self) -> Letter {
        let mut draft = Draft::to(self.to, self.product);
        match self.by {
            Some(by) => draft.say_with("mail-invitation-by", &[("by", text(by))]),
            None => draft.say("mail-invitation-operator"),
        }
        draft.verbatim(self.link.reveal());
        let until = draft.moment(self.until);
        draft.say_with("mail-invitation-until", &[("until", until.into())]);
        draft.say("mail-invitation-warning");
        draft.finish("mail-invitation-subject", &[("product", text(self.product))])
    }
}

/// Something about an account was changed: whoever did it, its owner is told.
#[derive(Debug, Clone)]
pub struct AccountLetter<'a> {
    pub to: &'a Reader,
    pub product: &'a str,
    pub news: AccountNews<'a>,
    pub at: Timestamp,
    /// Where from: a browser and an address, in words; `None`: the operator did it, at the gateway.
    pub client: Option<&'a str>,
    /// Where it can be undone: the portal, or a page of it.
    pub portal: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountNews<'a> {
    TokenCreated {
        name: &'a str,
    },
    FactorEnabled(Factor),
    FactorDisabled(Factor),
    PasswordChanged,
    /// Somebody has read what was handed over.
    HandoffOpened {
        link: &'a str,
    },
    /// Somebody has come into a room.
    RoomJoined,
}

/// A second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    Authenticator,
    Mail,
}

impl AccountLetter<'_> {
    pub fn letter(&self) -> Letter {
        let mut draft = Draft::to(self.to, self.product);
        let mut advice = "mail-not-you";
        let subject = match self.news {
            AccountNews::HandoffOpened { link } => {
                draft.say_with("mail-handoff-opened", &[("link", text(link))]);
                advice = "mail-handoff-not-meant";
                "mail-handoff-opened-subject"
            }
            AccountNews::RoomJoined => {
                draft.say("mail-room-joined");
                advice = "mail-room-not-meant";
                "mail-room-joined-subject"
            }
            AccountNews::TokenCreated { name } => {
                draft.say_with("mail-token-created", &[("name", text(name))]);
                "mail-token-created-subject"
            }
            AccountNews::FactorEnabled(factor) => {
                draft.say(match factor {
                    Factor::Authenticator => "mail-factor-enabled-authenticator",
                    Factor::Mail => "mail-factor-enabled-mail",
                });
                draft.say("mail-signed-out-elsewhere");
                "mail-factor-enabled-subject"
            }
            AccountNews::FactorDisabled(factor) => {
                draft.say(match factor {
                    Factor::Authenticator => "mail-factor-disabled-authenticator",
                    Factor::Mail => "mail-factor-disabled-mail",
                });
                "mail-factor-disabled-subject"
            }
            AccountNews::PasswordChanged => {
                draft.say("mail-password-changed");
                draft.say("mail-signed-out-elsewhere");
                "mail-password-changed-subject"
            }
        };
        let client = match self.client {
            Some(client) => client.to_owned(),
            None => draft.word("mail-client-operator"),
        };
        draft.facts(&[
            ("mail-fact-when", draft.moment(self.at)),
            ("mail-fact-client", client),
        ]);
        draft.say(advice);
        draft.verbatim(self.portal);
        draft.finish(subject, &[])
    }
}
