//! Security codes: eight fixed digits, or an authenticator app's six (RFC 6238).

use jiff::Timestamp;
use totp_rs::Totp;
use zeroize::Zeroizing;

use super::random::{random_bytes, random_text};
use super::secret::Secret;

/// Digits of a fixed code. With five tries: 5 in 10⁸; SP 800-63B-4 allows 100 in 10⁶.
const FIXED_DIGITS: usize = 8;

/// 160 bits, as RFC 4226 section 4 (R6) recommends.
const SEED_LENGTH: usize = 20;

/// Digits of a mailed code. Five guesses in ten minutes: 5 in 10⁶.
const MAILED_DIGITS: usize = 6;
/// Characters of a recovery code, 5 bits each: 50 bits, with five guesses.
const RECOVERY_LENGTH: usize = 10;

pub fn generate_fixed_code() -> Secret {
    Secret::new(random_text(b"0123456789", FIXED_DIGITS))
}

pub fn generate_mailed_code() -> Secret {
    Secret::new(random_text(b"0123456789", MAILED_DIGITS))
}

/// One of a set that replaces a lost authenticator app, each of them once.
pub fn generate_recovery_code() -> Secret {
    Secret::new(super::password::readable_text(RECOVERY_LENGTH))
}

/// What a person types and pastes, as digits: `123-456`, `123 456` and `123456` are one code.
pub fn normalise_code(typed: &str) -> String {
    let is_filler =
        |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.');
    typed.chars().filter(|c| !is_filler(*c)).collect()
}

/// The shared secret of an authenticator app.
#[derive(Clone)]
pub struct TotpSeed(Zeroizing<[u8; SEED_LENGTH]>);

impl TotpSeed {
    pub fn generate() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The time step for which `code` is right, one step of 30 s either way allowed (RFC 6238 section 5.2).
    /// Whoever accepts it must remember the step and refuse it from then on.
    pub fn matching_step(&self, code: &str, now: Timestamp) -> Option<u64> {
        self.totp("", "")?
            .check(code, u64::try_from(now.as_second()).ok()?)
    }

    /// As people type it where they cannot scan: RFC 4648 base32 without padding.
    pub fn base32(&self) -> Secret {
        Secret::new(data_encoding::BASE32_NOPAD.encode(self.as_bytes()))
    }

    /// The `otpauth:` URL that an app scans or opens.
    pub fn otpauth_url(&self, issuer: &str, account: &str) -> Option<String> {
        self.totp(issuer, account)?.to_url().ok()
    }

    fn totp(&self, issuer: &str, account: &str) -> Option<Totp> {
        let issuer = (!issuer.is_empty()).then(|| issuer.replace(':', " "));
        let account = if account.is_empty() { "account" } else { account };
        totp_rs::Builder::new()
            .with_secret(totp_rs::Secret::new(Box::from(self.as_bytes())))
            .with_skew(1)
            .with_issuer(issuer)
            .with_account_name(account.replace(':', " "))
            .build()
            .ok()
    }
}

impl std::fmt::Debug for TotpSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_dashes_do_not_matter() {
        for typed in ["46120937", "4612-0937", " 4612 0937 ", "4612–0937"] {
            assert_eq!(normalise_code(typed), "46120937");
        }
        assert_eq!(generate_fixed_code().reveal().len(), 8);
    }

    #[test]
    fn codes_agree_with_rfc_6238_appendix_b() {
        // The RFC lists eight digits for SHA-1; six digits are their last six.
        let seed = TotpSeed::from_bytes(b"12345678901234567890").unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(seed.matching_step("287082", at(59)), Some(1));
        assert_eq!(seed.matching_step("081804", at(1_111_111_109)), Some(37_037_036));
        assert_eq!(
            seed.matching_step("287082", at(59 + 30)),
            Some(1),
            "one step late"
        );
        assert_eq!(seed.matching_step("287082", at(59 + 60)), None, "two steps late");
        assert_eq!(seed.matching_step("287083", at(59)), None);
    }

    #[test]
    fn the_url_names_issuer_and_account() {
        let url = TotpSeed::generate()
            .otpauth_url("Gatepass crm", "ann.k7q4")
            .unwrap();
        assert!(url.starts_with("otpauth://totp/"), "{url}");
        assert!(url.contains("issuer=Gatepass"), "{url}");
    }
}
