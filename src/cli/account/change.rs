//! `gatepass account disable`, `enable`, `vouch`, `reset-factor` and `reset-password`.

use std::path::Path;

use anyhow::anyhow;

use super::find::find_account;
use super::invitation::Inviting;
use super::view::AccountView;
use super::{OneAccount, Reset};
use crate::access::Account;
use crate::cli::place::Workshop;
use crate::cli::{Outcome, environment, output};

pub(super) async fn disable(config: &Path, asked: &OneAccount) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let account = find_account(&workshop.actions.store, &asked.account)
        .await?
        .account;
    let by = environment::actor();
    if account.disabled {
        return tell(&workshop, asked, &account, "is disabled already").await;
    }
    workshop.actions.disable_account(account.id, by).await?;
    tell(
        &workshop,
        asked,
        &account,
        "is disabled; its sessions and tokens have ended",
    )
    .await
}

pub(super) async fn enable(config: &Path, asked: &OneAccount) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let account = find_account(&workshop.actions.store, &asked.account)
        .await?
        .account;
    let by = environment::actor();
    if !account.disabled {
        return tell(&workshop, asked, &account, "is enabled already").await;
    }
    workshop.actions.enable_account(account.id, by).await?;
    tell(&workshop, asked, &account, "is enabled again").await
}

pub(super) async fn vouch(config: &Path, asked: &OneAccount) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let account = find_account(&workshop.actions.store, &asked.account)
        .await?
        .account;
    if account.email_verified {
        return tell(&workshop, asked, &account, "has a confirmed address already").await;
    }
    let by = environment::actor();
    workshop.actions.vouch_for_address(account.id, by).await?;
    let done = format!("is the owner of {}: you vouch for it", account.email);
    tell(&workshop, asked, &account, &done).await
}

async fn tell(
    workshop: &Workshop,
    asked: &OneAccount,
    account: &Account,
    done: &str,
) -> anyhow::Result<Outcome> {
    let store = &workshop.actions.store;
    if asked.format.json {
        let changed = find_account(store, account.name.as_str()).await?;
        output::print_json(&AccountView::of(&changed))?;
    } else {
        output::print(&format!("{} {done}\n", account.name))?;
    }
    store.close().await;
    Ok(Outcome::Done)
}

pub(super) async fn reset_factor(config: &Path, asked: &Reset) -> anyhow::Result<Outcome> {
    reset(config, asked, What::Factors).await
}

pub(super) async fn reset_password(config: &Path, asked: &Reset) -> anyhow::Result<Outcome> {
    reset(config, asked, What::Password).await
}

/// What is taken away.
#[derive(Debug, Clone, Copy)]
enum What {
    Factors,
    Password,
}

async fn reset(config: &Path, asked: &Reset, what: What) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let actions = &workshop.actions;
    let account = find_account(&actions.store, &asked.account.account)
        .await?
        .account;
    if account.disabled {
        return Err(anyhow!(
            "the account `{0}` is disabled and could not use an invitation; enable it first with `gatepass account \
             enable {0}`",
            account.name
        ));
    }
    let inviting = Inviting::prepare(&workshop.settings, asked.sending)?;
    let by = environment::actor;
    let gone = match what {
        What::Factors => {
            actions.reset_factors(account.id, by()).await?;
            "second factors and the password"
        }
        What::Password => {
            actions.reset_password(account.id, by()).await?;
            "password"
        }
    };
    let now = actions.clock.now();
    let secret = actions.invite(account.id, inviting.valid_for(), by()).await?;
    let done = format!(
        "the {gone} of {} are worth nothing any more; sessions and tokens have ended",
        account.name
    );
    let outcome = inviting
        .tell(&account, &secret, &done, now, asked.account.format)
        .await?;
    actions.store.close().await;
    Ok(outcome)
}
