//! Host names as they stand in certificates and `Host` headers: ASCII, lower-case, without port.

use std::fmt;

use super::parsed::FromText;

/// A lower-case DNS name (RFC 1123 section 2.1) or IPv4 address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostName(String);

/// RFC 1035 section 2.3.4.
const LONGEST_HOST: usize = 253;
/// RFC 1035 section 2.3.4.
const LONGEST_LABEL: usize = 63;

impl HostName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromText for HostName {
    const EXPECTED: &'static str = "a host name, such as \"crm.example.com\"";

    fn from_text(text: &str) -> Result<Self, String> {
        let complaint = if text.contains("://") {
            "a host name has no scheme: leave out what ends in `://`"
        } else if text.contains('/') {
            "a host name has no path: leave out the `/` and what follows"
        } else if text.contains(':') {
            "a host name has no port: `listen` says the port"
        } else if text.contains('*') {
            "wildcards are not supported: list each host name"
        } else if !text.is_ascii() {
            "a host name is written in ASCII: write it in Punycode, `xn--…`"
        } else if !is_host(text) {
            "this is no host name: write it like `crm.example.com`"
        } else {
            return Ok(Self(text.to_ascii_lowercase()));
        };
        Err(format!("`{text}`: {complaint}"))
    }
}

fn is_host(text: &str) -> bool {
    text.len() <= LONGEST_HOST
        && text.split('.').all(|label| {
            (1..=LONGEST_LABEL).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_kept_in_lower_case() {
        assert_eq!(
            HostName::from_text("CRM.Example.com").unwrap().as_str(),
            "crm.example.com"
        );
        for host in ["localhost", "127.0.0.1", "xn--bcher-kva.example", "a-1.b"] {
            assert!(HostName::from_text(host).is_ok(), "{host}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused_with_a_reason() {
        for (host, reason) in [
            ("https://crm.example.com", "no scheme"),
            ("crm.example.com/app", "no path"),
            ("crm.example.com:8443", "no port"),
            ("[::1]", "no port"),
            ("*.example.com", "wildcards"),
            ("bücher.example", "Punycode"),
            ("", "no host name"),
            ("crm.example.com.", "no host name"),
            ("-a.example", "no host name"),
            ("a b", "no host name"),
            ("a_b", "no host name"),
        ] {
            let message = HostName::from_text(host).unwrap_err();
            assert!(message.contains(reason), "{message}");
        }
    }
}
