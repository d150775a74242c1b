//! Where an app listens, as a URL: `http://127.0.0.1:8080`, `https://app.internal`, `unix:/run/app.sock`.

use std::net::Ipv6Addr;
use std::path::PathBuf;

use super::parsed::FromText;
use crate::config::settings::Upstream;

impl FromText for Upstream {
    const EXPECTED: &'static str = "a URL, such as \"http://127.0.0.1:8080\"";
    const PATTERN: Option<&'static str> = Some("^(https?://[^/]|unix:/)");

    fn from_text(text: &str) -> Result<Self, String> {
        let complain = |why: &str| format!("`{text}`: {why}");
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.starts_with('/') && !path.starts_with("//") && !path.contains('\0') {
                Ok(Self::Unix {
                    path: PathBuf::from(path),
                })
            } else {
                Err(complain(
                    "write the absolute path of the socket, `unix:/run/app.sock`",
                ))
            };
        }
        let (rest, tls) = if let Some(rest) = text.strip_prefix("http://") {
            (rest, false)
        } else if let Some(rest) = text.strip_prefix("https://") {
            (rest, true)
        } else {
            return Err(complain(
                "an upstream starts with `http://`, `https://` or `unix:/`",
            ));
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains('@') {
            // Not repeated, because what stands there may be a password.
            return Err("an upstream has no user name or password: leave out what is before `@`".to_owned());
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(complain(
                "an upstream has no path and no query: what the client asks for is sent as it is",
            ));
        }
        let (host, port) = split_port(authority, if tls { 443 } else { 80 })
            .ok_or_else(|| complain("the port is a number from 1 to 65535"))?;
        let host = plain_host(host).ok_or_else(|| complain("write a host name or an address after `//`"))?;
        Ok(Self::Tcp { host, port, tls })
    }
}

/// `host`, `host:80`, `[::1]`, `[::1]:80`; `None`: no port where a port should be.
fn split_port(authority: &str, default: u16) -> Option<(&str, u16)> {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            let port = is_number.then(|| port.parse().ok())??;
            (port != 0).then_some((host, port))
        }
        _ => Some((authority, default)),
    }
}

/// Lower-case, and an IPv6 address without its brackets.
fn plain_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(address.to_string());
    }
    // `_` is in no certificate, but in the names that container networks give.
    let is_plain = host
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let has_labels = host.split('.').all(|label| !label.is_empty());
    (is_plain && has_labels).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tcp(host: &str, port: u16, tls: bool) -> Upstream {
        Upstream::Tcp {
            host: host.to_owned(),
            port,
            tls,
        }
    }

    #[test]
    fn an_upstream_is_a_scheme_a_host_and_perhaps_a_port() {
        for (text, upstream) in [
            ("http://127.0.0.1:8080", tcp("127.0.0.1", 8080, false)),
            ("http://App.internal", tcp("app.internal", 80, false)),
            ("https://app.internal/", tcp("app.internal", 443, true)),
            ("https://[::1]", tcp("::1", 443, true)),
            ("http://[2001:db8::1]:81", tcp("2001:db8::1", 81, false)),
            ("http://my_app:3000", tcp("my_app", 3000, false)),
        ] {
            assert_eq!(Upstream::from_text(text), Ok(upstream), "{text}");
        }
        assert_eq!(
            Upstream::from_text("unix:/run/app.sock"),
            Ok(Upstream::Unix {
                path: "/run/app.sock".into()
            })
        );
    }

    #[test]
    fn what_is_no_upstream_is_refused_with_a_reason() {
        for (text, reason) in [
            ("127.0.0.1:8080", "starts with"),
            ("ftp://app", "starts with"),
            ("unix:run/app.sock", "absolute path"),
            ("unix:///run/app.sock", "absolute path"),
            ("http://app/x", "no path"),
            ("http://app?x", "no path"),
            ("http://app//", "no path"),
            ("http://a:b@app", "no user name"),
            ("http://app:", "number from 1"),
            ("http://app:0", "number from 1"),
            ("http://app:+80", "number from 1"),
            ("http://app:65536", "number from 1"),
            ("http://", "host name or an address"),
            ("http://:80", "host name or an address"),
            ("http://::1", "host name or an address"),
            ("http://[::1", "host name or an address"),
            ("http://a..b", "host name or an address"),
        ] {
            let message = Upstream::from_text(text).unwrap_err();
            assert!(message.contains(reason), "{message}");
        }
    }
}
