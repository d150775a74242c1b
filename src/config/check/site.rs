//! Checks one site.

use std::net::SocketAddr;

use jiff::SignedDuration;

use super::Check;
use super::names::Taken;
use crate::access::canonical::LARGEST_BODY;
use crate::access::{CodeMethod, Idleness, SitePolicy};
use crate::config::file::SiteSection;
use crate::config::key_path::KeyPath;
use crate::config::settings::Site;
use crate::config::units::format_duration;

/// A grant is help with a problem, not an account.
const LONGEST_GRANT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// When somebody last did something is known to the store to ten seconds.
const SHORTEST_IDLENESS: SignedDuration = SignedDuration::from_mins(1);

impl Check<'_> {
    /// `listen`: the address whose port people type.
    pub(super) fn site(
        &mut self,
        section: &SiteSection,
        at: &KeyPath,
        listen: Option<&SocketAddr>,
        names: &mut Taken,
        all_hosts: &mut Taken,
    ) -> Option<Site> {
        let name = self.required(&at.key("name"), section.name.as_ref(), "name = \"crm\"");
        if let Some(name) = name {
            self.take(names, &at.key("name"), "site name", name.0.as_str());
        }
        let hosts = self.hosts(section, at, all_hosts);
        let preset = self.preset(section, at);
        let parameters = self.site_parameters(section, &preset, at);
        let scopes = self.scopes(section, &preset, parameters.dialect, at);
        let tests = self.policy_tests(section, &preset, at);
        let preset_tests = self.preset_tests(&preset, at);
        let upstreams = self.upstreams(section, at);
        let upstream = self.upstream_settings(section, at);
        let durations = self.durations(section, at);
        let security_codes = self.security_codes(section, at);
        let identity = self.identity(&section.identity, &at.key("identity"));
        Some(Site {
            url: url(hosts.first()?, listen?.port()),
            policy: SitePolicy {
                name: name?.0.clone(),
                visitors: section.visitors,
                elsewhere: section.elsewhere,
                challenge: section.challenge,
                trust_for: section.trust_for.0,
                parameters,
                idleness: self.idleness(section, at),
                scopes: scopes.into(),
            },
            hosts,
            upstreams,
            upstream,
            identity,
            durations,
            security_codes,
            tests,
            preset_tests,
            judge_body_up_to: self.judge_body_up_to(section, at),
        })
    }

    fn idleness(&mut self, section: &SiteSection, at: &KeyPath) -> Idleness {
        let after = section.idle_timeout.0;
        if after.is_positive() && after < SHORTEST_IDLENESS {
            self.complain(
                &at.key("idle_timeout"),
                "people read for longer: write at least `1m`, or `0` for never",
            );
        }
        Idleness {
            after: Some(after).filter(|after| after.is_positive()),
            polling: section
                .polling
                .iter()
                .flat_map(|paths| &paths.0.0)
                .cloned()
                .collect(),
        }
    }

    fn judge_body_up_to(&mut self, section: &SiteSection, at: &KeyPath) -> usize {
        let size = usize::try_from(section.judge_body_up_to.0.0).unwrap_or(usize::MAX);
        if size > LARGEST_BODY {
            let text = "more than 64 KiB of a body are not kept: write `64KiB`, or less";
            self.complain(&at.key("judge_body_up_to"), text);
        }
        size
    }

    fn hosts(&mut self, section: &SiteSection, at: &KeyPath, taken: &mut Taken) -> Vec<String> {
        let list = at.key("hosts");
        if section.hosts.is_empty() {
            self.complain(
                &list,
                "at least one host is needed: write `hosts = [\"crm.example.com\"]`",
            );
        }
        for (index, host) in section.hosts.iter().enumerate() {
            self.take(taken, &list.index(index), "host", host.0.as_str());
        }
        section.hosts.iter().map(|host| host.0.to_string()).collect()
    }

    fn security_codes(&mut self, section: &SiteSection, at: &KeyPath) -> Vec<CodeMethod> {
        let list = at.key("security_codes");
        let codes = &section.security_codes;
        if codes.is_empty() {
            self.complain(
                &list,
                "at least one kind of code is needed: write `security_codes = [\"fixed\"]`",
            );
        }
        for (index, code) in codes.iter().enumerate() {
            let at = list.index(index);
            if codes.iter().take(index).any(|before| before == code) {
                self.complain(&at, "stands here twice: name each kind of code once");
            }
            if *code == CodeMethod::Email && !self.sends_mail {
                self.complain(&at, "codes by mail need a mail server: write a `[mail]` section");
            }
        }
        codes.clone()
    }

    fn durations(&mut self, section: &SiteSection, at: &KeyPath) -> Vec<SignedDuration> {
        let list = at.key("durations");
        if section.durations.is_empty() {
            self.complain(
                &list,
                "at least one duration is needed: write `durations = [\"8h\"]`",
            );
        }
        let mut before = SignedDuration::ZERO;
        for (index, duration) in section.durations.iter().enumerate() {
            let (at, duration) = (list.index(index), duration.0);
            if duration <= before {
                let text = format!(
                    "must be longer than {}: list the shortest first",
                    format_duration(before)
                );
                self.complain(&at, text);
            }
            if duration > LONGEST_GRANT {
                let longest = format_duration(LONGEST_GRANT);
                self.complain(
                    &at,
                    format!("a grant lasts {longest} at most: write a shorter duration"),
                );
            }
            before = duration;
        }
        section.durations.iter().map(|duration| duration.0).collect()
    }
}

/// What people type. 443 is the port that browsers leave out (RFC 9110 section 4.2.2).
pub(super) fn url(host: &str, port: u16) -> String {
    match port {
        443 => format!("https://{host}/"),
        other => format!("https://{host}:{other}/"),
    }
}
