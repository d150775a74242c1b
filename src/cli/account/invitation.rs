//! Invitation links: printed once, and sent by mail where that is wanted.

use anyhow::anyhow;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::access::Account;
use crate::cli::arguments::Format;
use crate::cli::{Outcome, credentials, output};
use crate::config::{Portal, Settings};
use crate::crypto::{Secret, SessionToken};
use crate::mail::Mailer;
use crate::mail::letters::{InvitationLetter, Reader};

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Sending {
    /// Also send the invitation to the account's address; needs `[mail]` in the config
    #[arg(long)]
    send: bool,
}

impl Sending {
    pub(super) const fn wanted(self) -> bool {
        self.send
    }
}

/// What invitations need, looked for before anything is changed.
pub(super) struct Inviting<'s> {
    portal: &'s Portal,
    mailer: Option<Mailer>,
}

/// What `add` and the resets print.
#[derive(Serialize)]
pub(super) struct AccountMade {
    id: String,
    name: String,
    invite: Option<String>,
}

pub(super) fn as_json(account: &Account, invite: Option<&Secret>) -> AccountMade {
    AccountMade {
        id: account.id.to_string(),
        name: account.name.to_string(),
        invite: invite.map(|url| url.reveal().to_owned()),
    }
}

impl<'s> Inviting<'s> {
    pub(super) fn prepare(settings: &'s Settings, sending: Sending) -> anyhow::Result<Self> {
        let portal = settings.portal.as_ref().ok_or_else(|| {
            anyhow!(
                "an invitation leads to the portal, and the config has no `[portal]`; add one with its `host`"
            )
        })?;
        let mailer = match &settings.mail {
            _ if !sending.wanted() => None,
            Some(mail) => Some(Mailer::new(mail)?),
            None => {
                return Err(anyhow!(
                    "`--send` needs a mail server, and the config has no `[mail]`; add one, or hand the link over yourself"
                ));
            }
        };
        Ok(Self { portal, mailer })
    }

    pub(super) const fn valid_for(&self) -> SignedDuration {
        self.portal.invitation
    }

    /// Prints the link and sends it, if that was wanted. `now`: when it was made.
    pub(super) async fn tell(
        &self,
        account: &Account,
        secret: &SessionToken,
        done: &str,
        now: Timestamp,
        format: Format,
    ) -> anyhow::Result<Outcome> {
        let link = Secret::new(format!("{}invitation/{}", self.portal.url, secret.reveal()));
        let until = now + self.portal.invitation;
        if format.json {
            output::print_json(&as_json(account, Some(&link)))?;
        } else {
            output::print(&format!(
                "{done}\n\n{}\nWhoever has the link sets the password: hand it over now. It works once and is not shown again.\n",
                credentials::lines(&[
                    ("Invitation", link.reveal()),
                    ("Valid until", &credentials::until(until, now)),
                ])
            ))?;
        }
        match &self.mailer {
            Some(mailer) => self.send(mailer, account, &link, until).await,
            None => Ok(Outcome::Done),
        }
    }

    async fn send(
        &self,
        mailer: &Mailer,
        account: &Account,
        link: &Secret,
        until: Timestamp,
    ) -> anyhow::Result<Outcome> {
        let email = &account.email;
        let reader = Reader::new(account.name.as_str(), email.as_str(), account.language.as_deref());
        let to = reader.ok_or_else(|| anyhow!("the invitation is not sent: `{email}` takes no mail"))?;
        let letter = InvitationLetter {
            to: &to,
            product: &self.portal.name,
            by: None,
            link,
            until,
        };
        match mailer.send(letter.letter()).await {
            Ok(()) => {
                output::say_aside(&format!("sent to {email}\n"));
                Ok(Outcome::Done)
            }
            Err(error) => {
                output::complain(&format!(
                    "the invitation is not sent: {error}; the link above is good"
                ));
                Ok(Outcome::Failed)
            }
        }
    }
}
