//! What comes out of a config that is right.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use super::*;
use crate::access::{ChallengeRule, CodeMethod, Visibility, Visitors};
use crate::config::{MailTls, Upstream, UpstreamProtocol, format_duration};

#[test]
fn an_empty_config_has_the_defaults() {
    let settings = settings("");
    assert_eq!(settings.listen, ["[::]:8443".parse().unwrap()]);
    assert_eq!(settings.state, PathBuf::from("/etc/gatepass/data/gatepass.db"));
    assert_eq!(settings.key, PathBuf::from("/etc/gatepass/data/gatepass.key"));
    assert_eq!(settings.journal, PathBuf::from("/etc/gatepass/data/journal"));
    assert!(settings.workers >= 1);
    assert_eq!(settings.health, None);
    assert_eq!(settings.drain_for, Duration::from_secs(30));
    assert_eq!(settings.connections_per_client, 512);
    assert_eq!(settings.portal, None);
    assert_eq!(settings.mail, None);
    assert!(settings.sites.is_empty());
}

#[test]
fn the_least_that_protects_an_app_hides_everything() {
    let settings = settings(SITE);
    let site = settings.site("crm").unwrap();
    assert_eq!(site.url, "https://crm.example.com:8443/");
    assert_eq!(site.policy.elsewhere, Visibility::Hidden);
    assert_eq!(site.policy.visitors, Visitors::Refuse);
    assert_eq!(site.policy.challenge, ChallengeRule::Window);
    assert_eq!(site.policy.trust_for, SignedDuration::from_mins(5));
    assert_eq!(site.upstream.protocol, UpstreamProtocol::Auto);
    let durations: Vec<String> = site.durations.iter().map(|it| format_duration(*it)).collect();
    assert_eq!(durations, ["1h", "2h", "4h", "8h", "1d", "2d"]);
    assert_eq!(site.security_codes, [CodeMethod::Fixed, CodeMethod::Totp]);
    let headers: Vec<&str> = site
        .identity
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        headers,
        [
            "x-gatepass-user",
            "x-gatepass-agent",
            "x-gatepass-grant",
            "x-gatepass-scopes"
        ]
    );
    assert_eq!(site.identity.assertion, None);
}

#[test]
fn paths_start_at_the_config_file_and_the_journal_lies_beside_the_state() {
    let settings = settings("state = \"/var/lib/gatepass/state.db\"\nkey = \"k\"");
    assert_eq!(settings.key, PathBuf::from("/etc/gatepass/k"));
    assert_eq!(settings.journal, PathBuf::from("/var/lib/gatepass/journal"));
}

#[test]
fn the_url_leaves_out_the_port_that_browsers_leave_out() {
    let settings = settings(&format!("listen = [\"0.0.0.0:443\", \"[::1]:8443\"]\n{SITE}"));
    assert_eq!(settings.sites[0].url, "https://crm.example.com/");
}

const PORTAL: &str =
    "[[tls]]\ncertificate = \"a.pem\"\nkey = \"a.key\"\n[portal]\nhost = \"support.example.com\"\n";

#[test]
fn a_portal_needs_a_host_and_nothing_else() {
    let settings = settings(PORTAL);
    let portal = settings.portal.unwrap();
    assert_eq!(portal.host, "support.example.com");
    assert_eq!(portal.url, "https://support.example.com:8443/");
    assert_eq!(portal.name, "Gatepass");
    let durations = [portal.idle, portal.longest, portal.trust_for, portal.invitation];
    assert_eq!(durations.map(format_duration), ["30m", "12h", "5m", "3d"]);
}

#[test]
fn mail_leaves_over_tls_unless_the_server_is_on_this_machine() {
    let of = |more: &str| {
        let text = format!("[mail]\nserver = \"smtp.example.com\"\nfrom = \"a@b.example\"\n{more}");
        settings(&text).mail.unwrap()
    };
    let mail = of("");
    assert_eq!((mail.server.as_str(), mail.port), ("smtp.example.com", 465));
    assert_eq!(mail.tls, MailTls::Implicit { ca: None });
    assert_eq!((mail.login, mail.hello.as_str()), (None, "b.example"));
    let mail = of("tls = \"starttls\"\nca = \"ca.pem\"\nuser = \"me\"\npassword_file = \"p\"");
    assert_eq!(mail.port, 587);
    let ca = Some(PathBuf::from("/etc/gatepass/ca.pem"));
    assert_eq!(mail.tls, MailTls::StartTls { ca });
    let login = mail.login.unwrap();
    assert_eq!(login.user, "me");
    assert_eq!(login.password_file, PathBuf::from("/etc/gatepass/p"));
    let text = format!("{PORTAL}[mail]\nserver = \"127.0.0.1\"\ntls = \"none\"\nfrom = \"G <a@b.example>\"");
    let mail = settings(&text).mail.unwrap();
    assert_eq!((mail.tls, mail.port), (MailTls::Off, 25));
    assert_eq!(mail.hello, "support.example.com");
    assert_eq!(mail.from.name.as_deref(), Some("G"));
}

#[test]
fn hosts_are_kept_in_lower_case() {
    let settings = settings(&SITE.replace("crm.example.com", "CRM.Example.com"));
    assert_eq!(settings.sites[0].hosts, ["crm.example.com"]);
}

#[test]
fn everything_in_the_contract_that_works_in_this_version_is_understood() {
    let settings = settings(
        r#"
        listen = ["127.0.0.1:8443"]
        trusted_proxies = ["10.0.0.0/8", "192.0.2.1"]
        [[tls]]
        certificate = "crm.pem"
        key = "crm.key"
        [[site]]
        name = "crm"
        hosts = ["crm.example.com", "www.example.com"]
        upstream = ["http://127.0.0.1:8080", "https://app.internal", "unix:/run/app.sock"]
        upstream_tls = { ca = "ca.pem", name = "app.internal" }
        upstream_protocol = "http/1.1"
        visitors = "pass"
        elsewhere = "full"
        trust_for = "0"
        challenge = "never"
        identity = { headers = { "X-Remote-User" = "{user}", Authorization = "Agent {agent}" }, assertion = true }
        [[site.scope]]
        name = "messages"
        label = "Allow to see messages"
        default = "read-only"
        challenge = "always"
        match = [
            { parameters = { module = ["Messages", "Emails"] } },
            { path = "/messages/**", methods = ["GET", "POST"] },
        ]
        "#,
    );
    assert!(settings.trusted_proxies.contains("192.0.2.1".parse().unwrap()));
    let site = settings.site("crm").unwrap();
    assert_eq!(
        site.upstreams[2],
        Upstream::Unix {
            path: "/run/app.sock".into()
        }
    );
    assert_eq!(site.upstream.ca, Some(PathBuf::from("/etc/gatepass/ca.pem")));
    assert_eq!(site.upstream.tls_name.as_deref(), Some("app.internal"));
    assert_eq!(site.upstream.protocol, UpstreamProtocol::Http1);
    assert!(site.policy.trust_for.is_zero());
    assert_eq!(site.identity.headers.len(), 2);
    assert_eq!(site.identity.assertion.as_ref().unwrap(), "x-gatepass-assertion");
    let scope = &site.policy.scopes[0];
    assert_eq!(scope.label, "Allow to see messages");
    assert_eq!(scope.default, Visibility::ReadOnly);
    assert_eq!(scope.challenge, Some(ChallengeRule::Always));
    assert_eq!(scope.matchers.len(), 2);
}
