//! Codes by mail: drawn by an action, sent here, so that whoever waits for one hears when the mail server refuses.

use jiff::Timestamp;

use super::desk::Desk;
use crate::access::ClientEvidence;
use crate::actions::Trouble;
use crate::actions::account::{Bearer, CodePurpose, MailedNow};
use crate::mail::letters::{CodeLetter, CodePurpose as Wording, Reader};
use crate::store::StoredAccount;

/// What became of a code.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mailed {
    Sent {
        until: Timestamp,
        again_at: Timestamp,
    },
    /// An earlier one is good still.
    Already {
        until: Timestamp,
        again_at: Timestamp,
    },
    TooMany {
        until: Option<Timestamp>,
    },
    /// The mail server did not take it.
    Failed,
    /// This gateway sends no mail, or none was asked for.
    None,
}

/// A code that answers a challenge. `again`: the reader asks for another one.
pub(super) async fn send_second_factor(
    desk: &Desk,
    stored: &StoredAccount,
    again: bool,
    bearer: Bearer,
    client: &ClientEvidence,
) -> Result<Mailed, Trouble> {
    let wording = match bearer {
        Bearer::None => Wording::SignIn,
        Bearer::Session(_) | Bearer::Token(_) => Wording::Action,
    };
    send(
        desk,
        stored,
        CodePurpose::SecondFactor,
        wording,
        again,
        bearer,
        client,
    )
    .await
}

/// A code that proves that the account's address is read.
pub(super) async fn send_verification(
    desk: &Desk,
    stored: &StoredAccount,
    bearer: Bearer,
    client: &ClientEvidence,
) -> Result<Mailed, Trouble> {
    send(
        desk,
        stored,
        CodePurpose::VerifyAddress,
        Wording::Address,
        true,
        bearer,
        client,
    )
    .await
}

/// The code that was sent before, if it is good still.
pub(super) async fn known_second_factor(desk: &Desk, stored: &StoredAccount) -> Result<Mailed, Trouble> {
    let known = desk
        .actions
        .known_mailed_code(stored.account.id, CodePurpose::SecondFactor)
        .await?;
    Ok(known.map_or(Mailed::None, |(until, again_at)| Mailed::Already {
        until,
        again_at,
    }))
}

async fn send(
    desk: &Desk,
    stored: &StoredAccount,
    purpose: CodePurpose,
    wording: Wording<'_>,
    again: bool,
    bearer: Bearer,
    client: &ClientEvidence,
) -> Result<Mailed, Trouble> {
    let Some(post) = &desk.post else {
        return Ok(Mailed::None);
    };
    let drawn = desk
        .actions
        .draw_mailed_code(stored, purpose, again, bearer, client)
        .await?;
    let (code, until, again_at) = match drawn {
        MailedNow::Send {
            code,
            until,
            again_at,
        } => (code, until, again_at),
        MailedNow::Already { until, again_at } => return Ok(Mailed::Already { until, again_at }),
        MailedNow::TooMany { until } => return Ok(Mailed::TooMany { until }),
    };
    let Some(to) = reader(stored) else {
        return Ok(Mailed::Failed);
    };
    let policy = desk.policy();
    let letter = CodeLetter {
        to: &to,
        product: policy.issuer(),
        code: &code,
        purpose: wording,
        valid_for: until.duration_since(desk.now()),
    };
    match post.mailer.send(letter.letter()).await {
        Ok(()) => Ok(Mailed::Sent { until, again_at }),
        Err(error) => {
            tracing::error!(%error, "a code could not be sent by mail");
            // Nobody has it, so nobody needs to wait for it.
            desk.actions
                .forget_mailed_code(stored.account.id, purpose)
                .await?;
            Ok(Mailed::Failed)
        }
    }
}

/// Whom to write to, in which language.
pub(super) fn reader(stored: &StoredAccount) -> Option<Reader> {
    let account = &stored.account;
    Reader::new(
        account.name.as_str(),
        account.email.as_str(),
        account.language.as_deref(),
    )
}
