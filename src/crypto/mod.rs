//! Secrets: how they are drawn, shown, kept and checked. The only place that draws randomness.

mod access_token;
mod assertion;
mod development;
mod keys;
mod password;
mod pool;
mod private_file;
mod random;
mod seal;
mod secret;
mod security_code;
mod session_token;

pub use access_token::{AccessToken, TokenKind};
pub use assertion::{Assertion, AssertionClaims};
pub use development::{DevelopmentCertificate, DevelopmentCertificateError};
pub use keys::{KeyError, Keys};
pub use password::{PasswordHash, generate_password, password_digest, readable_text};
pub use pool::{HashingPool, PoolBusy};
pub use private_file::{PrivateFileError, read_private};
pub use random::random_bytes;
pub use seal::{Sealed, UnsealError};
pub use secret::Secret;
pub use security_code::{
    TotpSeed, generate_fixed_code, generate_mailed_code, generate_recovery_code, normalise_code,
};
pub use session_token::{SessionToken, TokenDigest};
