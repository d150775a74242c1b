//! Certificates to develop and try things out with: an authority of one's own, and a certificate that it vouches for.
//!
//! The authority's key is thrown away at once and the authority is limited to the certificate's hosts: whoever trusts it
//! trusts nothing else.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::secret::Secret;

/// A certificate with what belongs to it, in PEM.
pub struct DevelopmentCertificate {
    /// What a browser has to trust.
    pub authority: String,
    pub certificate: String,
    pub key: Secret,
}

/// The certificate could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make a certificate for `{hosts}`: {source}; choose a host name such as `app.localhost`")]
pub struct DevelopmentCertificateError {
    hosts: String,
    source: rcgen::Error,
}

/// Browsers take at most 398 days (CA/Browser Forum baseline requirements, section 6.3.2).
const LASTS: SignedDuration = SignedDuration::from_hours(397 * 24);

impl DevelopmentCertificate {
    /// Valid from yesterday, because clocks differ.
    pub fn generate(hosts: &[&str], now: Timestamp) -> Result<Self, DevelopmentCertificateError> {
        generate(hosts, now).map_err(|source| DevelopmentCertificateError {
            hosts: hosts.join(", "),
            source,
        })
    }

    /// Whether a browser that trusts `authority` takes `certificate` for `host` at `when`. Both in PEM.
    pub fn holds(authority: &[u8], certificate: &[u8], host: &str, when: Timestamp) -> bool {
        let Ok(authority) = CertificateDer::from_pem_slice(authority) else {
            return false;
        };
        let Ok(certificate) = CertificateDer::from_pem_slice(certificate) else {
            return false;
        };
        let Ok(anchor) = anchor_from_trusted_cert(&authority) else {
            return false;
        };
        let Ok(leaf) = EndEntityCert::try_from(&certificate) else {
            return false;
        };
        let Ok(name) = ServerName::try_from(host) else {
            return false;
        };
        let seconds = u64::try_from(when.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let anchors = [anchor];
        let chain = leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &[],
            time,
            KeyUsage::server_auth(),
            None,
            None,
        );
        chain.is_ok() && leaf.verify_is_valid_for_subject_name(&name).is_ok()
    }
}

fn generate(hosts: &[&str], now: Timestamp) -> Result<DevelopmentCertificate, rcgen::Error> {
    let names: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let for_whom = names.join(", ");
    let mut authority = params(
        Vec::new(),
        &format!("Gatepass development CA for {for_whom}"),
        now,
    )?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority.name_constraints = Some(NameConstraints {
        permitted_subtrees: names.iter().cloned().map(GeneralSubtree::DnsName).collect(),
        excluded_subtrees: Vec::new(),
    });
    let authority_key = KeyPair::generate()?;
    let authority_pem = authority.self_signed(&authority_key)?.pem();

    let mut leaf = params(names, &for_whom, now)?;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    let leaf_key = KeyPair::generate()?;
    let leaf = leaf.signed_by(&leaf_key, &Issuer::new(authority, authority_key))?;
    Ok(DevelopmentCertificate {
        authority: authority_pem,
        certificate: leaf.pem(),
        key: Secret::new(leaf_key.serialize_pem()),
    })
}

fn params(names: Vec<String>, common_name: &str, now: Timestamp) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    let midnight = |at: Timestamp| {
        let day = at.to_zoned(TimeZone::UTC).date();
        date_time_ymd(
            day.year().into(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
    };
    params.not_before = midnight(now - SignedDuration::from_hours(24));
    params.not_after = midnight(now + LASTS);
    Ok(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_holds_for_its_host_and_its_time() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let made = DevelopmentCertificate::generate(&["app.localhost"], now).unwrap();
        let holds = |host, when| {
            DevelopmentCertificate::holds(made.authority.as_bytes(), made.certificate.as_bytes(), host, when)
        };
        assert!(holds("app.localhost", now));
        assert!(holds("app.localhost", now + SignedDuration::from_hours(396 * 24)));
        assert!(!holds(
            "app.localhost",
            now + SignedDuration::from_hours(399 * 24)
        ));
        assert!(!holds("other.localhost", now));
    }

    #[test]
    fn a_certificate_may_hold_for_several_hosts() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let hosts = ["crm.localhost", "support.localhost"];
        let made = DevelopmentCertificate::generate(&hosts, now).unwrap();
        let holds = |host| {
            DevelopmentCertificate::holds(made.authority.as_bytes(), made.certificate.as_bytes(), host, now)
        };
        assert!(hosts.into_iter().all(holds));
        assert!(!holds("app.localhost"));
    }

    #[test]
    fn another_authority_does_not_vouch_for_it() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let ours = DevelopmentCertificate::generate(&["app.localhost"], now).unwrap();
        let other = DevelopmentCertificate::generate(&["app.localhost"], now).unwrap();
        let (authority, certificate) = (other.authority.as_bytes(), ours.certificate.as_bytes());
        assert!(!DevelopmentCertificate::holds(
            authority,
            certificate,
            "app.localhost",
            now
        ));
    }
}
