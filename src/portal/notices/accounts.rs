//! Letters to an account's owner about the account itself, whoever changed it.

use super::Follower;
use crate::actions::Trouble;
use crate::audit::{Action, Actor, ChangeEvent, ChangeRecord};
use crate::mail::letters::{AccountLetter, AccountNews, Factor};
use crate::portal::people::client_in_words;

impl Follower {
    pub(super) async fn tell_of_account(&self, record: &ChangeRecord) -> Result<(), Trouble> {
        let event = &record.event;
        let (Some(id), Some(news)) = (event.account, news_of(event)) else {
            return Ok(());
        };
        let stored = self.desk.actions.store.account(id).await?;
        let Some(to) = stored.and_then(|stored| self.reader(&stored.account)) else {
            return Ok(());
        };
        let told = format!("change-{}", record.seq);
        if self.is_told(&told, id).await? {
            return Ok(());
        }
        let client = self.client_of(event).await?;
        let policy = self.desk.policy();
        let page = match news {
            AccountNews::RoomJoined => {
                let room = event.detail.get("room").map_or("", String::as_str);
                format!("{}rooms/{room}", policy.url())
            }
            AccountNews::TokenCreated { .. }
            | AccountNews::FactorEnabled(_)
            | AccountNews::FactorDisabled(_)
            | AccountNews::PasswordChanged
            | AccountNews::HandoffOpened { .. } => policy.url().to_owned(),
        };
        let letter = AccountLetter {
            to: &to,
            product: policy.issuer(),
            news,
            at: record.at,
            client: client.as_deref(),
            portal: &page,
        };
        self.post(told, id, letter.letter()).await
    }

    /// `None`: the operator, at the gateway.
    async fn client_of(&self, event: &ChangeEvent) -> Result<Option<String>, Trouble> {
        let store = &self.desk.actions.store;
        Ok(match &event.actor {
            Actor::Account { session, ip, .. } => {
                let session = match session {
                    Some(id) => store.account_session(*id).await?,
                    None => None,
                };
                Some(match session {
                    Some(session) => format!("{}, {ip}", client_in_words(&session.client.user_agent)),
                    None => ip.to_string(),
                })
            }
            Actor::Agent { ip, .. } => Some(match event.detail.get("userAgent") {
                Some(client) => format!("{}, {ip}", client_in_words(client)),
                None => ip.to_string(),
            }),
            other @ (Actor::RoomGuest { .. } | Actor::CommandLine { .. } | Actor::System) => {
                other.ip().map(|ip| ip.to_string())
            }
        })
    }
}

fn news_of(event: &ChangeEvent) -> Option<AccountNews<'_>> {
    let fact = |name: &str| event.detail.get(name).map_or("", String::as_str);
    let factor = match fact("method") {
        "totp" => Some(Factor::Authenticator),
        "email" => Some(Factor::Mail),
        _ => None,
    };
    let action = event.action;
    if action == Action::HandoffLinkOpened {
        Some(AccountNews::HandoffOpened { link: fact("link") })
    } else if action == Action::RoomJoined {
        Some(AccountNews::RoomJoined)
    } else if action == Action::TokenCreated {
        Some(AccountNews::TokenCreated { name: fact("name") })
    } else if action == Action::FactorEnabled {
        factor.map(AccountNews::FactorEnabled)
    } else if action == Action::FactorDisabled {
        factor.map(AccountNews::FactorDisabled)
    } else {
        (action == Action::PasswordChanged).then_some(AccountNews::PasswordChanged)
    }
}
