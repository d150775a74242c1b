//! Codes by mail for the owner of an account.

use super::desk::Desk;
use crate::access::ClientEvidence;
use crate::actions::account::{Bearer, CodePurpose};
use crate::actions::{Resend, Trouble};
use crate::mail::letters::{CodeLetter, CodePurpose as Wording, Reader};
pub(super) use crate::reserved::Mailed;
use crate::reserved::deliver;
use crate::store::StoredAccount;

/// A code that answers a challenge.
pub(super) async fn send_second_factor(
    desk: &Desk,
    stored: &StoredAccount,
    again: Resend,
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
        Resend::Asked,
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
    Ok(Mailed::known(known))
}

async fn send(
    desk: &Desk,
    stored: &StoredAccount,
    purpose: CodePurpose,
    wording: Wording<'_>,
    again: Resend,
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
    let (to, policy) = (reader(stored), desk.policy());
    let mailed = deliver(&post.mailer, drawn, desk.now(), |code, valid_for| {
        let letter = CodeLetter {
            to: to.as_ref()?,
            product: policy.issuer(),
            code,
            purpose: wording,
            valid_for,
        };
        Some(letter.letter())
    })
    .await;
    if matches!(mailed, Mailed::Failed) {
        // Nobody has it, so nobody needs to wait for it.
        desk.actions
            .forget_mailed_code(stored.account.id, purpose)
            .await?;
    }
    Ok(mailed)
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
