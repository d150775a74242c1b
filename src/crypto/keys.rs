//! The gateway's one key file, and the keys that are derived from it (HKDF-SHA-256, RFC 5869).

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use ring::{hkdf, hmac};
use zeroize::Zeroizing;

use super::assertion::Assertion;
use super::private_file::{PrivateFileError, read_private};
use super::random::random_bytes;
use super::seal::{Sealed, Sealer, UnsealError};
use crate::access::{AccountId, ClientEvidence, CodeHolder, GrantId, SessionId, TrustKey};

/// All keys of a gateway. Nodes that share a store share the file.
pub struct Keys {
    sealer: Sealer,
    trust: hmac::Key,
    form: hmac::Key,
    codes: hmac::Key,
    assertion: Assertion,
}

/// The key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("cannot read the key file `{path}`: {source}; `gatepass init` makes one")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write the key file `{path}`: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("the key file `{0}` can be read by others; run `chmod 600 {0}`")]
    TooOpen(PathBuf),
    #[error("the key file `{0}` does not hold 32 bytes in base64; restore it from a backup")]
    Malformed(PathBuf),
}

impl Keys {
    /// Makes a new key file, readable by its owner only. Never overwrites one.
    pub fn create(path: &Path) -> Result<(), KeyError> {
        let failed = |source| KeyError::Write {
            path: path.to_owned(),
            source,
        };
        let text = Zeroizing::new(BASE64.encode(&random_bytes::<32>()));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .map_err(failed)?;
        file.sync_all().map_err(failed)
    }

    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let text = read_private(path).map_err(|error| match error {
            PrivateFileError::Read(source) => KeyError::Read {
                path: path.to_owned(),
                source,
            },
            PrivateFileError::TooOpen => KeyError::TooOpen(path.to_owned()),
        })?;
        let master = BASE64
            .decode(text.reveal().trim().as_bytes())
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        master
            .and_then(|master| Self::derive(&master))
            .ok_or_else(|| KeyError::Malformed(path.to_owned()))
    }

    pub(crate) fn derive(master: &[u8; 32]) -> Option<Self> {
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"gatepass v1").extract(master);
        let derived = |purpose: &str| {
            let mut key = Zeroizing::new([0; 32]);
            prk.expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256)
                .ok()?
                .fill(key.as_mut_slice())
                .ok()?;
            Some(key)
        };
        Some(Self {
            sealer: Sealer::new(&*derived("seal")?)?,
            trust: hmac::Key::new(hmac::HMAC_SHA256, &*derived("trust")?),
            form: hmac::Key::new(hmac::HMAC_SHA256, &*derived("form")?),
            codes: hmac::Key::new(hmac::HMAC_SHA256, &*derived("codes")?),
            assertion: Assertion::from_seed(&*derived("assertion")?)?,
        })
    }

    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, UnsealError> {
        self.sealer.seal(purpose, plain)
    }

    pub fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        self.sealer.open(purpose, sealed).map(Zeroizing::new)
    }

    /// The key under which a client is trusted: it changes with session, grant, user agent and address.
    pub fn trust_key(&self, session: SessionId, grant: GrantId, client: &ClientEvidence) -> TrustKey {
        let ip = client.ip.to_string();
        TrustKey(keyed_digest(
            &self.trust,
            &[
                &session.to_bytes(),
                &grant.to_bytes(),
                client.user_agent.as_bytes(),
                ip.as_bytes(),
            ],
        ))
    }

    /// The same for an account. `bearer`: the session or the access token.
    pub fn account_trust_key(&self, bearer: &str, account: AccountId, client: &ClientEvidence) -> TrustKey {
        let ip = client.ip.to_string();
        TrustKey(keyed_digest(
            &self.trust,
            &[
                b"account",
                bearer.as_bytes(),
                &account.to_bytes(),
                client.user_agent.as_bytes(),
                ip.as_bytes(),
            ],
        ))
    }

    /// What is stored of a short code: worthless without the key, so that a copy of the store cannot be searched for it.
    pub fn code_digest(&self, holder: CodeHolder, purpose: &str, code: &str) -> [u8; 32] {
        keyed_digest(
            &self.codes,
            &[&holder.to_bytes(), purpose.as_bytes(), code.as_bytes()],
        )
    }

    /// A token for a form that was shown under `binding` (a session, or a client without one).
    pub fn form_token(&self, binding: &[u8]) -> String {
        data_encoding::BASE64URL_NOPAD.encode(hmac::sign(&self.form, binding).as_ref())
    }

    pub fn form_token_is_right(&self, binding: &[u8], token: &str) -> bool {
        data_encoding::BASE64URL_NOPAD
            .decode(token.as_bytes())
            .is_ok_and(|tag| hmac::verify(&self.form, binding, &tag).is_ok())
    }

    pub fn assertion(&self) -> &Assertion {
        &self.assertion
    }
}

fn keyed_digest(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        // Length-prefixed, so that no two lists of parts are the same bytes.
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.sign().as_ref());
    digest
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_key_file_is_private_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gatepass.key");
        Keys::create(&path).unwrap();
        Keys::load(&path).unwrap();
        assert!(matches!(Keys::create(&path), Err(KeyError::Write { .. })));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o640);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(Keys::load(&path), Err(KeyError::TooOpen(_))));
    }

    #[test]
    fn another_address_or_browser_is_another_client() {
        let keys = Keys::derive(&[1; 32]).unwrap();
        let (session, grant) = (SessionId::from_bytes([1; 16]), GrantId::from_bytes([2; 16]));
        let client = |ip: &str, agent: &str| ClientEvidence {
            ip: ip.parse().unwrap(),
            user_agent: agent.into(),
        };
        let key = keys.trust_key(session, grant, &client("192.0.2.1", "curl"));
        assert_eq!(key, keys.trust_key(session, grant, &client("192.0.2.1", "curl")));
        assert_ne!(key, keys.trust_key(session, grant, &client("192.0.2.2", "curl")));
        assert_ne!(key, keys.trust_key(session, grant, &client("192.0.2.1", "wget")));
        assert_ne!(
            key,
            keys.trust_key(
                SessionId::from_bytes([9; 16]),
                grant,
                &client("192.0.2.1", "curl")
            )
        );
    }

    #[test]
    fn a_form_token_is_bound_to_what_it_was_made_for() {
        let keys = Keys::derive(&[1; 32]).unwrap();
        let token = keys.form_token(b"session a");
        assert!(keys.form_token_is_right(b"session a", &token));
        assert!(!keys.form_token_is_right(b"session b", &token));
        assert!(!keys.form_token_is_right(b"session a", "nonsense"));
    }
}
