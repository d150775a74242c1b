//! People with an account on the portal, and what proves that they are who they say.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::grant::Grant;
use super::id::AccountId;
use super::policy::SiteName;

/// Everything about an account that is no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: AccountId,
    pub name: AccountName,
    pub email: EmailAddress,
    /// A code that was sent there came back.
    pub email_verified: bool,
    /// Codes by mail are taken as a second factor.
    pub email_factor: bool,
    /// Since when an authenticator app is enrolled.
    pub totp_since: Option<Timestamp>,
    pub role: Role,
    /// The user name that the account has in each site's app.
    pub apps: BTreeMap<SiteName, String>,
    pub disabled: bool,
    pub created_at: Timestamp,
    /// Tag of the language that was chosen last (RFC 5646), for mails.
    pub language: Option<String>,
}

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Gives access to what its own account in an app shows.
    Grantor,
    /// Runs the gateway.
    Operator,
    /// Helps.
    Agent,
}

/// What proves, besides the password, that somebody is the account's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactor {
    /// An authenticator app (RFC 6238), or one of its recovery codes.
    Totp,
    /// A code by mail.
    Email,
    /// The password once more: where there is nothing else.
    Password,
}

impl Account {
    /// A grantor acts for the own account in an app, and for nobody else's: not even an operator can.
    pub fn owns(&self, grant: &Grant) -> bool {
        self.apps.get(&grant.site) == Some(&grant.grantor)
    }

    /// In the order in which one is chosen. Never [`SecondFactor::Password`].
    pub fn factors(&self) -> Vec<SecondFactor> {
        let mut enabled = SecondFactor::ALL.to_vec();
        enabled.retain(|factor| factor.is_enabled_for(self));
        enabled
    }
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grantor => "grantor",
            Self::Operator => "operator",
            Self::Agent => "agent",
        }
    }
}

impl SecondFactor {
    /// In the order in which one is chosen.
    pub const ALL: [Self; 3] = [Self::Totp, Self::Email, Self::Password];

    /// The one with this word on the wire.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == text)
    }

    /// It is enrolled. The password is not: it is what is left where nothing is.
    const fn is_enabled_for(self, account: &Account) -> bool {
        match self {
            Self::Totp => account.totp_since.is_some(),
            Self::Email => account.email_factor && account.email_verified,
            Self::Password => false,
        }
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Email => "email",
            Self::Password => "password",
        }
    }
}

/// What somebody signs in as: 1 to 64 characters of `a-z`, digits, `.`, `_`, `-`, in lower case. One spelling only, so
/// that no second spelling has a count of guesses of its own (CVE-2025-24806).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no account name: use 1 to 64 of the characters a-z, 0-9, `.`, `_` and `-`")]
pub struct AccountNameError(String);

impl FromStr for AccountName {
    type Err = AccountNameError;

    /// Upper case becomes lower case.
    fn from_str(text: &str) -> Result<Self, AccountNameError> {
        let name = text.trim().to_ascii_lowercase();
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
        if (1..=64).contains(&name.len()) && name.bytes().all(allowed) {
            Ok(Self(name))
        } else {
            Err(AccountNameError(text.to_owned()))
        }
    }
}

/// Where mails go. Checked for what cannot be delivered to or would break a header; whether it is read, only a mail
/// can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no e-mail address: write it as ann@example.com")]
pub struct EmailAddressError(String);

impl FromStr for EmailAddress {
    type Err = EmailAddressError;

    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        let address = text.trim();
        let right = address.rsplit_once('@').is_some_and(|(local, domain)| {
            // RFC 5321 section 4.5.3.1
            (1..=64).contains(&local.len())
                && (1..=255).contains(&domain.len())
                && local
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"()<>[],;:\\\"@".contains(&byte))
                && domain
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
                && domain.split('.').all(|label| !label.is_empty())
        });
        if right {
            Ok(Self(address.to_owned()))
        } else {
            Err(EmailAddressError(text.to_owned()))
        }
    }
}

impl EmailAddress {
    /// Enough to recognise one's own address, too little to learn another's: `a•••@example.com`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or(("", &self.0));
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{domain}")
    }
}

macro_rules! text_type {
    ($type:ty, $error:ty) => {
        impl $type {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(it: $type) -> Self {
                it.0
            }
        }
    };
}

text_type!(AccountName, AccountNameError);
text_type!(EmailAddress, EmailAddressError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_spelling() {
        for spelling in ["ann", " Ann ", "ANN"] {
            assert_eq!(spelling.parse::<AccountName>().unwrap().as_str(), "ann");
        }
        for wrong in ["", "ann lee", "änn", "a@b", &"a".repeat(65)] {
            assert!(wrong.parse::<AccountName>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_holds_nothing_that_breaks_a_header() {
        let right: EmailAddress = "ann.lee+crm@mail.example.com".parse().unwrap();
        assert_eq!(right.masked(), "a•••@mail.example.com");
        for wrong in [
            "ann",
            "@example.com",
            "ann@",
            "ann@a..b",
            "a b@example.com",
            "a\r\nBcc: x@example.com",
            "a@example.com\n",
            "<a@example.com>",
            "a@b@c",
            "ann@exam_ple.com",
        ] {
            let read = wrong.parse::<EmailAddress>();
            assert!(read.is_err() || wrong.trim() != wrong, "{wrong:?} {read:?}");
        }
    }
}
