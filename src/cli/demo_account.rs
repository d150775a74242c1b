//! Ann's account on the demo's portal: made in the first run, with a password that is shown in that run only.

use crate::access::{AccountName, Role};
use crate::actions::Actions;
use crate::actions::account::{NewAccount, Start};
use crate::config::{Portal, Site};
use crate::crypto::{Secret, generate_password};

use super::environment;

/// What the user of the CRM is called on the portal, too.
pub(super) const ANN: &str = "ann";

/// Where Ann signs in, and with what.
pub(super) struct PortalShown {
    pub(super) url: String,
    pub(super) account: AccountName,
    /// `None`: it was shown in an earlier run.
    pub(super) password: Option<Secret>,
}

/// `None`: somebody has taken the portal out of the demo's config.
pub(super) async fn account_for(
    actions: &Actions,
    portal: Option<&Portal>,
    site: &Site,
) -> anyhow::Result<Option<PortalShown>> {
    let Some(portal) = portal else {
        return Ok(None);
    };
    let url = portal.url.clone();
    let earlier = actions.store.account_of_app_user(&site.policy.name, ANN).await?;
    if let Some(stored) = earlier {
        return Ok(Some(PortalShown {
            url,
            account: stored.account.name,
            password: None,
        }));
    }
    let password = generate_password();
    let new = NewAccount {
        name: ANN.parse()?,
        email: "ann@crm.localhost".parse()?,
        role: Role::Grantor,
        apps: [(site.policy.name.clone(), ANN.to_owned())].into(),
        start: Start::Password(password.clone()),
    };
    let added = actions.add_account(new, environment::actor()).await?;
    Ok(Some(PortalShown {
        url,
        account: added.account.name,
        password: Some(password),
    }))
}
