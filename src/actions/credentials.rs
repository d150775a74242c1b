//! A grant's credentials: drawn together, shown once, kept as hashes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Actions, Trouble};
use crate::access::{CodeMethod, Grant, ScopeName, Visibility};
use crate::config::Site;
use crate::crypto::{PasswordHash, Secret, TotpSeed, generate_fixed_code, generate_password};
use crate::store::{GrantSecrets, StoredCode};

/// What the grantor hands to the agent. Its JSON is what operators' scripts rely on; it exists only until it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    pub id: String,
    pub site: String,
    pub url: String,
    pub user_name: String,
    #[serde(serialize_with = "revealed")]
    pub password: Secret,
    #[serde(serialize_with = "revealed_if_any")]
    pub security_code: Option<Secret>,
    #[serde(serialize_with = "revealed_if_any")]
    pub otpauth: Option<Secret>,
    /// Where it is later than its making.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    /// What the agent will see; hidden scopes are left out.
    pub scopes: BTreeMap<ScopeName, Visibility>,
}

fn revealed<S: serde::Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.reveal())
}

fn revealed_if_any<S: serde::Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => serializer.serialize_some(secret.reveal()),
        None => serializer.serialize_none(),
    }
}

/// New secrets, in the clear and as they are stored.
pub(super) struct Drawn {
    pub(super) stored: GrantSecrets,
    password: Secret,
    security_code: Option<Secret>,
    otpauth: Option<Secret>,
}

impl Drawn {
    pub(super) fn credentials(self, grant: &Grant, site: &Site, now: Timestamp) -> Credentials {
        let scopes = site
            .policy
            .scopes
            .iter()
            .map(|scope| (scope.name.clone(), grant.visibility_of(scope)));
        Credentials {
            id: grant.id.to_string(),
            site: grant.site.to_string(),
            url: site.url.clone(),
            user_name: grant.user_name.clone(),
            password: self.password,
            security_code: self.security_code,
            otpauth: self.otpauth,
            starts_at: grant.begins_after(now),
            expires_at: grant.validity.expires_at,
            scopes: scopes
                .filter(|(_, visibility)| *visibility > Visibility::Hidden)
                .collect(),
        }
    }
}

/// What a sealed seed is bound to.
pub(super) fn seed_purpose(grant: &Grant) -> String {
    format!("totp seed of grant {}", grant.id)
}

impl Actions {
    pub(super) async fn draw_secrets(&self, grant: &Grant) -> Result<Drawn, Trouble> {
        let password = generate_password();
        let password_hash = self.hash(password.clone()).await?;
        match grant.code {
            CodeMethod::Email => Ok(Drawn {
                stored: GrantSecrets {
                    password: password_hash,
                    code: StoredCode::Mailed,
                },
                password,
                security_code: None,
                otpauth: None,
            }),
            CodeMethod::Fixed => {
                let code = generate_fixed_code();
                let code_hash = self.hash(code.clone()).await?;
                Ok(Drawn {
                    stored: GrantSecrets {
                        password: password_hash,
                        code: StoredCode::Fixed(code_hash),
                    },
                    password,
                    security_code: Some(code),
                    otpauth: None,
                })
            }
            CodeMethod::Totp => {
                let seed = TotpSeed::generate();
                let issuer = format!("Gatepass {}", grant.site);
                let otpauth = seed
                    .otpauth_url(&issuer, &grant.user_name)
                    .ok_or(Trouble::Crypto)?;
                let sealed = self
                    .keys
                    .seal(&seed_purpose(grant), seed.as_bytes())
                    .map_err(|_| Trouble::Crypto)?;
                Ok(Drawn {
                    stored: GrantSecrets {
                        password: password_hash,
                        code: StoredCode::Totp(sealed),
                    },
                    password,
                    security_code: None,
                    otpauth: Some(Secret::new(otpauth)),
                })
            }
        }
    }

    async fn hash(&self, secret: Secret) -> Result<PasswordHash, Trouble> {
        self.hashing
            .run(move || PasswordHash::of(&secret))
            .await?
            .ok_or(Trouble::Crypto)
    }
}
