//! Checks where a site's app listens, and how it is spoken to.

use std::time::Duration;

use jiff::SignedDuration;

use super::Check;
use crate::config::file::{Parsed, SiteSection};
use crate::config::key_path::KeyPath;
use crate::config::settings::{Upstream, UpstreamSettings};

impl Check<'_> {
    pub(super) fn upstreams(&mut self, section: &SiteSection, at: &KeyPath) -> Vec<Upstream> {
        let list = at.key("upstream");
        if section.upstream.is_empty() {
            self.complain(
                &list,
                "at least one upstream is needed: write `upstream = [\"http://127.0.0.1:8080\"]`",
            );
        }
        let mut upstreams: Vec<Upstream> = Vec::new();
        for (index, upstream) in section.upstream.iter().enumerate() {
            if upstreams.contains(&upstream.0) {
                self.complain(
                    &list.index(index),
                    "this upstream is in the list already: remove one",
                );
            }
            upstreams.push(upstream.0.clone());
        }
        upstreams
    }

    pub(super) fn upstream_settings(&mut self, section: &SiteSection, at: &KeyPath) -> UpstreamSettings {
        let tls = section.upstream_tls.as_ref();
        let is_tls = |upstream: &Parsed<Upstream>| matches!(upstream.0, Upstream::Tcp { tls: true, .. });
        let is_incomplete = self.is_incomplete(&at.key("upstream"));
        if tls.is_some() && !is_incomplete && !section.upstream.iter().any(is_tls) {
            self.complain(
                &at.key("upstream_tls"),
                "no upstream of this site uses TLS: write `https://` in `upstream`, or remove this",
            );
        }
        let ca_at = at.key("upstream_tls").key("ca");
        let ca = tls.and_then(|tls| tls.ca.as_ref());
        let ca = ca.map(|path| self.existing_file(&ca_at, &path.0));
        UpstreamSettings {
            ca,
            tls_name: tls
                .and_then(|tls| tls.name.as_ref())
                .map(|name| name.0.to_string()),
            protocol: section.upstream_protocol,
            connect_timeout: self.some_time(&at.key("connect_timeout"), section.connect_timeout.0),
            read_timeout: self.some_time(&at.key("read_timeout"), section.read_timeout.0),
            health_check_every: self.some_time(&at.key("health_check"), section.health_check.0),
        }
    }

    fn some_time(&mut self, at: &KeyPath, duration: SignedDuration) -> Duration {
        if duration.is_zero() {
            self.complain(at, "must be longer than no time at all: write `5s`, for example");
        }
        duration.unsigned_abs()
    }
}
