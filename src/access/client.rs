//! Who is on the other end of the connection, as far as the network can tell.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// What a request shows of the client that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientEvidence {
    pub ip: IpAddr,
    pub user_agent: String,
}

/// Networks whose proxies may speak for their clients. Empty means: believe the socket only.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    pub fn contains(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.0.iter().any(|network| network.contains(&ip))
    }

    /// The rightmost hop that is not a trusted proxy. `hops` are in the order of the header, the nearest last.
    ///
    /// A hop that does not parse ends the search at the proxy that vouched for it: nothing left of it is believed.
    pub fn client_ip<'h>(&self, socket: IpAddr, hops: impl DoubleEndedIterator<Item = &'h str>) -> IpAddr {
        let mut client = socket.to_canonical();
        for hop in hops.rev() {
            if !self.contains(client) {
                break;
            }
            match parse_hop(hop) {
                Some(ip) => client = ip.to_canonical(),
                None => break,
            }
        }
        client
    }
}

/// The `for` of each element of a `Forwarded` field (RFC 7239 section 4), in order. What is no address stands for a hop
/// that nobody knows: an element without `for`, and the whole field when a quote in it has no end, because what a proxy
/// added would be inside.
pub fn forwarded_hops(forwarded: &str) -> Vec<&str> {
    const NOBODY_KNOWS: &str = "unknown";
    let Some(elements) = split_outside_quotes(forwarded, ',') else {
        return vec![NOBODY_KNOWS];
    };
    let hop = |element| {
        let mut pairs = split_outside_quotes(element, ';')?.into_iter();
        pairs.find_map(|pair| {
            let (name, hop) = pair.trim().split_once('=')?;
            name.eq_ignore_ascii_case("for").then_some(hop)
        })
    };
    let elements = elements.into_iter().filter(|element| !element.trim().is_empty());
    elements
        .map(|element| hop(element).unwrap_or(NOBODY_KNOWS))
        .collect()
}

/// Proxies quote what clients sent: a separator inside quotes separates nothing. `None`: a quote has no end.
fn split_outside_quotes(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text
        .split(|c| {
            let is_escaped = std::mem::take(&mut escaped);
            match c {
                '\\' if quoted => escaped = !is_escaped,
                '"' if !is_escaped => quoted = !quoted,
                _ => {}
            }
            c == separator && !quoted
        })
        .collect();
    (!quoted).then_some(parts)
}

/// `192.0.2.1`, `192.0.2.1:80`, `"[2001:db8::1]:80"`, `[2001:db8::1]` or `2001:db8::1` (RFC 7239 section 6).
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    if let Some(rest) = hop.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_whole = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return address
            .parse::<Ipv6Addr>()
            .ok()
            .filter(|_| is_whole)
            .map(IpAddr::V6);
    }
    hop.parse().ok().or_else(|| {
        let (address, port) = hop.rsplit_once(':')?;
        address
            .parse::<Ipv4Addr>()
            .ok()
            .filter(|_| is_port(port))
            .map(IpAddr::V4)
    })
}

/// A number, or a name that hides one (RFC 7239 section 6.3).
fn is_port(text: &str) -> bool {
    let is_obfuscated = text.len() > 1 && text.starts_with('_');
    is_obfuscated || text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn without_trusted_proxies_only_the_socket_counts() {
        let nobody = TrustedProxies::default();
        assert_eq!(
            nobody.client_ip(ip("198.51.100.9"), ["203.0.113.7"].into_iter()),
            ip("198.51.100.9")
        );
    }

    #[test]
    fn the_rightmost_untrusted_hop_is_the_client() {
        let ours = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        let hops = ["6.6.6.6", "203.0.113.7", "10.0.0.2"];
        assert_eq!(
            ours.client_ip(ip("10.0.0.1"), hops.into_iter()),
            ip("203.0.113.7")
        );
        assert_eq!(
            ours.client_ip(ip("::ffff:10.0.0.1"), hops.into_iter()),
            ip("203.0.113.7")
        );
    }

    #[test]
    fn a_hop_that_does_not_parse_is_not_stepped_over() {
        let ours = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(
            ours.client_ip(ip("10.0.0.1"), ["203.0.113.7", "unknown"].into_iter()),
            ip("10.0.0.1")
        );
    }

    #[test]
    fn a_quoted_separator_makes_no_hop() {
        for (forwarded, expected) in [
            (
                "for=1.1.1.1;proto=https, For=\"[2001:db8::1]:80\"",
                &["1.1.1.1", "\"[2001:db8::1]:80\""][..],
            ),
            ("for=1.1.1.1;host=\"a, for=2.2.2.2\"", &["1.1.1.1"]),
            ("host=\"a\\\", for=2.2.2.2\";for=1.1.1.1", &["1.1.1.1"]),
            ("proto=https, , for=1.1.1.1", &["unknown", "1.1.1.1"]),
            ("for=\"1.1.1.1, for=2.2.2.2", &["unknown"]),
            ("for=1.1.1.1;host=\", for=2.2.2.2", &["unknown"]),
        ] {
            assert_eq!(forwarded_hops(forwarded), expected);
        }
    }

    #[test]
    fn hops_may_carry_ports_and_brackets() {
        for (hop, expected) in [
            ("192.0.2.1:4711", "192.0.2.1"),
            ("\"[2001:db8::1]:80\"", "2001:db8::1"),
            ("2001:db8::2", "2001:db8::2"),
            ("192.0.2.1:_hidden", "192.0.2.1"),
        ] {
            assert_eq!(parse_hop(hop), Some(ip(expected)));
        }
        for hop in [
            "[192.0.2.1]",
            "[2001:db8::1",
            "[2001:db8::1]x",
            "[2001:db8::1]:",
            "192.0.2.1:",
            "192.0.2.1:x",
            "[]",
        ] {
            assert_eq!(parse_hop(hop), None, "{hop}");
        }
    }
}
