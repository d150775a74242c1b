//! Behind an invitation link: its reader chooses a password. Looking at it uses nothing up.

use axum::extract::Path;

use super::door::welcome;
use super::visit::{Page, Visit, status_of};
use crate::actions::account::{InvitationError, PasswordRefused};
use crate::crypto::Secret;
use crate::portal::pages::{InvitationPage, MessageKind, NewPasswordError, Template};
use crate::store::StoredAccount;
use crate::web::Answer;

pub(super) async fn show(Path(secret): Path<String>, visit: Visit) -> Page {
    let stored = invited(&visit, &secret).await?;
    Ok(page(&visit, &stored, None))
}

async fn invited(visit: &Visit, secret: &str) -> Result<StoredAccount, Answer> {
    let invited = visit.desk.actions.invited(secret).await;
    let invited = invited.map_err(visit.on_trouble())?;
    invited.ok_or_else(|| visit.message(MessageKind::InvitationOver))
}

fn page(visit: &Visit, stored: &StoredAccount, error: Option<NewPasswordError>) -> Answer {
    let account = &stored.account;
    let mut frame = visit.bare_frame();
    frame.path_and_query = visit.path_and_query.clone();
    let page = InvitationPage {
        frame,
        action: visit.path_and_query.clone(),
        account: account.name.to_string(),
        username: account.name.to_string(),
        sites: account.apps.keys().map(ToString::to_string).collect(),
        error,
    };
    let status = status_of(error.as_slice());
    visit.page(status, page.render())
}

pub(super) async fn accept(Path(secret): Path<String>, visit: Visit) -> Page {
    visit.check_form()?;
    let stored = invited(&visit, &secret).await?;
    let (password, again) = (visit.form.text("password"), visit.form.text("password2"));
    if password != again {
        return Ok(page(&visit, &stored, Some(NewPasswordError::Differ)));
    }
    let password = Secret::new(password.to_owned());
    match visit
        .desk
        .actions
        .accept_invitation(&secret, password, &visit.client)
        .await
    {
        Ok(signed_in) => Ok(welcome(&visit, &stored, &signed_in, "/")),
        Err(InvitationError::Over) => Err(visit.message(MessageKind::InvitationOver)),
        Err(InvitationError::Refused(refused)) => Ok(page(&visit, &stored, Some(in_words(refused)))),
        Err(InvitationError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
    }
}

/// The page's name for what an action says.
pub(super) fn in_words(refused: PasswordRefused) -> NewPasswordError {
    match refused {
        PasswordRefused::TooShort => NewPasswordError::TooShort,
        PasswordRefused::TooLong => NewPasswordError::TooLong,
        PasswordRefused::Common => NewPasswordError::Common,
        PasswordRefused::HoldsName => NewPasswordError::ContainsName,
    }
}
