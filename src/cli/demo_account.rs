//! Accounts on the demo's portal, Ann's and Sam's: made in the first run, with passwords that are shown in that run only.

use std::collections::BTreeMap;

use crate::access::{AccountName, Role, SiteName};
use crate::actions::Actions;
use crate::actions::account::{EmailStanding, NewAccount, Start};
use crate::config::{Portal, Site};
use crate::crypto::{Secret, generate_password};

use super::environment;

/// What the user of the CRM is called on the portal, too.
pub(super) const ANN: &str = "ann";
/// Who helps, and has no user in the CRM.
const SAM: &str = "sam";
/// The demo's grant names it, so that Sam sees on the portal what was handed over.
pub(super) const SAM_EMAIL: &str = "sam@vendor.localhost";

/// Where Ann and Sam sign in, and with what.
pub(super) struct PortalShown {
    pub(super) url: String,
    pub(super) ann: Person,
    pub(super) sam: Person,
}

/// Somebody with an account.
pub(super) struct Person {
    pub(super) account: AccountName,
    /// `None`: it was shown in an earlier run.
    pub(super) password: Option<Secret>,
}

/// `None`: somebody has taken the portal out of the demo's config.
pub(super) async fn accounts_for(
    actions: &Actions,
    portal: Option<&Portal>,
    site: &Site,
) -> anyhow::Result<Option<PortalShown>> {
    let Some(portal) = portal else {
        return Ok(None);
    };
    let url = portal.url.clone();
    let earlier = actions.store.account_of_app_user(&site.policy.name, ANN).await?;
    let ann = match earlier {
        Some(stored) => Person {
            account: stored.account.name,
            password: None,
        },
        None => {
            let apps = [(site.policy.name.clone(), ANN.to_owned())].into();
            add(actions, ANN, "ann@crm.localhost", Role::Grantor, apps).await?
        }
    };
    let sam = match actions.store.account_by_name(&SAM.parse()?).await? {
        Some(stored) => Person {
            account: stored.account.name,
            password: None,
        },
        None => add(actions, SAM, SAM_EMAIL, Role::Agent, BTreeMap::new()).await?,
    };
    Ok(Some(PortalShown { url, ann, sam }))
}

async fn add(
    actions: &Actions,
    name: &str,
    email: &str,
    role: Role,
    apps: BTreeMap<SiteName, String>,
) -> anyhow::Result<Person> {
    let password = generate_password();
    let new = NewAccount {
        name: name.parse()?,
        email: email.parse()?,
        // The demo sends no mail by which they could confirm it.
        email_standing: EmailStanding::VouchedFor,
        role,
        apps,
        start: Start::Password(password.clone()),
    };
    let added = actions.add_account(new, environment::actor()).await?;
    Ok(Person {
        account: added.account.name,
        password: Some(password),
    })
}
