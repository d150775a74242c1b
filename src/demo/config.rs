//! The demo's config: written once, and from then on only its addresses change, so that edits survive.

use std::net::SocketAddr;

use super::addresses::Addresses;

const FIRST: &str = include_str!("config.toml");

/// `written`: what is there from an earlier run.
pub(super) fn config_text(written: Option<&str>, addresses: &Addresses, crm: SocketAddr) -> String {
    let listen: Vec<String> = addresses
        .listen
        .iter()
        .map(|address| format!("\"{address}\""))
        .collect();
    let ours = [
        ("listen", format!("[{}]", listen.join(", "))),
        ("health", format!("\"{}\"", addresses.health)),
        ("upstream", format!("[\"http://{crm}\"]")),
    ];
    let mut text = String::new();
    for line in written.unwrap_or(FIRST).lines() {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        match ours.iter().find(|(name, _)| Some(*name) == key) {
            Some((name, value)) => text.push_str(&format!("{name} = {value}\n")),
            None => text.push_str(&format!("{line}\n")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{FileSystem, parse, run_policy_tests};
    use crate::demo::HOSTS;

    struct Everywhere;

    impl FileSystem for Everywhere {
        fn is_file(&self, _: &Path) -> bool {
            true
        }
    }

    fn addresses(port: u16) -> Addresses {
        Addresses {
            listen: vec![SocketAddr::from(([127, 0, 0, 1], port))],
            health: "127.0.0.1:9443".parse().unwrap(),
        }
    }

    #[test]
    fn the_demo_passes_its_own_policy_tests() {
        let text = config_text(None, &addresses(8443), "127.0.0.1:4000".parse().unwrap());
        let settings = parse(&text, Path::new("/demo"), &Everywhere).unwrap();
        assert_eq!(
            run_policy_tests(&settings, "2026-11-20T12:00:00Z".parse().unwrap()),
            []
        );
        assert_eq!(settings.warnings, []);
        let site = settings.site("crm").unwrap();
        assert_eq!(site.url, "https://crm.localhost:8443/");
        assert!(site.tests.len() >= 10);
        let portal = settings.portal.as_ref().unwrap();
        assert_eq!(portal.url, "https://support.localhost:8443/");
        assert_eq!([site.hosts[0].as_str(), portal.host.as_str()], HOSTS);
    }

    #[test]
    fn an_edit_survives_the_next_run() {
        let first = config_text(None, &addresses(8443), "127.0.0.1:4000".parse().unwrap());
        let edited = first.replace("trust_for = \"5m\"", "trust_for = \"1m\"");
        let second = config_text(Some(&edited), &addresses(8444), "127.0.0.1:5000".parse().unwrap());
        assert!(second.contains("trust_for = \"1m\""));
        assert!(second.contains("listen = [\"127.0.0.1:8444\"]"));
        assert!(second.contains("upstream = [\"http://127.0.0.1:5000\"]"));
        assert!(!second.contains("8443\"]"));
    }
}
