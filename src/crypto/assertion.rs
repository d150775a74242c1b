//! A signed statement to the app about who acts for whom: a JWT (RFC 7519) with EdDSA (RFC 8037), as RFC 8725 advises.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::Serialize;
use serde_json::json;

use super::random::random_bytes;

/// How long an assertion holds. Long enough for one request, too short to be kept.
const LIFETIME: SignedDuration = SignedDuration::from_secs(60);

/// Signs assertions and publishes the key that verifies them.
pub struct Assertion {
    key: Ed25519KeyPair,
    key_id: String,
}

/// What one request's assertion says.
#[derive(Debug, Clone, Copy)]
pub struct AssertionClaims<'c> {
    pub issuer: &'c str,
    /// `aud`: the site's name.
    pub site: &'c str,
    /// `sub`: whose account the app shows.
    pub grantor: &'c str,
    /// `act.sub`: who really acts (RFC 8693 section 4.1).
    pub agent: &'c str,
    pub grant: &'c str,
    pub scopes: &'c [String],
    pub ticket: Option<&'c str>,
}

#[derive(Serialize)]
struct Actor<'c> {
    sub: &'c str,
}

#[derive(Serialize)]
struct GrantClaim<'c> {
    grant: &'c str,
    scopes: &'c [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'c str>,
}

#[derive(Serialize)]
struct Payload<'c> {
    iss: &'c str,
    aud: &'c str,
    sub: &'c str,
    act: Actor<'c>,
    jti: String,
    iat: i64,
    exp: i64,
    gp: GrantClaim<'c>,
}

impl Assertion {
    pub(super) fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        let key = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let fingerprint = digest(&SHA256, key.public_key().as_ref());
        let key_id = HEXLOWER.encode(fingerprint.as_ref().get(..8)?);
        Some(Self { key, key_id })
    }

    /// A fresh assertion for one request. `None` only if serialising fails, which means: do not forward.
    pub fn sign(&self, claims: AssertionClaims<'_>, now: Timestamp) -> Option<String> {
        let header = json!({"alg": "EdDSA", "kid": self.key_id, "typ": "JWT"}).to_string();
        let payload = serde_json::to_string(&Payload {
            iss: claims.issuer,
            aud: claims.site,
            sub: claims.grantor,
            act: Actor { sub: claims.agent },
            jti: BASE64URL_NOPAD.encode(&random_bytes::<16>()),
            iat: now.as_second(),
            exp: now.checked_add(LIFETIME).ok()?.as_second(),
            gp: GrantClaim {
                grant: claims.grant,
                scopes: claims.scopes,
                ticket: claims.ticket,
            },
        })
        .ok()?;
        let signed = format!(
            "{}.{}",
            BASE64URL_NOPAD.encode(header.as_bytes()),
            BASE64URL_NOPAD.encode(payload.as_bytes())
        );
        let signature = self.key.sign(signed.as_bytes());
        Some(format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref())))
    }

    /// The JSON Web Key Set (RFC 7517) with the public key (RFC 8037 section 2).
    pub fn key_set(&self) -> serde_json::Value {
        json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.key_id,
            "x": BASE64URL_NOPAD.encode(self.key.public_key().as_ref()),
        }]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assertion_verifies_against_the_published_key() {
        let assertion = Assertion::from_seed(&[3; 32]).unwrap();
        let scopes = ["contacts=full".to_owned()];
        let claims = AssertionClaims {
            issuer: "https://support.example.com",
            site: "crm",
            grantor: "ann",
            agent: "Sam",
            grant: "g1",
            scopes: &scopes,
            ticket: Some("T-1"),
        };
        let jwt = assertion
            .sign(claims, Timestamp::from_second(1_000).unwrap())
            .unwrap();
        let (signed, signature) = jwt.rsplit_once('.').unwrap();
        let set = assertion.key_set();
        let public = BASE64URL_NOPAD
            .decode(set["keys"][0]["x"].as_str().unwrap().as_bytes())
            .unwrap();
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public)
            .verify(
                signed.as_bytes(),
                &BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap(),
            )
            .unwrap();
        let payload = BASE64URL_NOPAD
            .decode(signed.split_once('.').unwrap().1.as_bytes())
            .unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(payload["sub"], "ann");
        assert_eq!(payload["act"]["sub"], "Sam");
        assert_eq!(payload["exp"], 1_060);
        assert_eq!(
            payload["gp"],
            json!({"grant": "g1", "scopes": ["contacts=full"], "ticket": "T-1"})
        );
    }
}
