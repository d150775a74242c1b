//! Checks what is not about a single site.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use super::Check;
use super::names::Taken;
use crate::access::TrustedProxies;
use crate::config::file::ConfigFile;
use crate::config::key_path::KeyPath;
use crate::config::settings::{CertificateFiles, Settings};

impl Check<'_> {
    /// The whole file.
    pub(super) fn gateway(&mut self, file: &ConfigFile) -> Settings {
        let root = KeyPath::default();
        let listen = self.listen(file);
        let state = self.state(&file.state);
        let journal = match &file.journal {
            Some(journal) => self.resolve(&journal.0),
            None => state.parent().map(|dir| dir.join("journal")).unwrap_or_default(),
        };
        let tls = self.tls(file);
        let mut hosts = Taken::default();
        let portal = self.portal(file.portal.as_ref(), listen.first(), &mut hosts);
        let mail = self.mail(file.mail.as_ref(), portal.as_ref());
        let mut names = Taken::default();
        let mut sites = Vec::new();
        for (index, section) in file.site.iter().enumerate() {
            let at = root.key("site").index(index);
            let site = self.site(section, &at, listen.first(), &mut names, &mut hosts);
            sites.extend(site.map(Arc::new));
        }
        Settings {
            listen,
            state,
            key: self.resolve(&file.key.0),
            journal,
            workers: workers(file.workers),
            health: file.health.as_ref().map(|health| health.0),
            drain_for: file.drain_for.0.unsigned_abs(),
            trusted_proxies: TrustedProxies::new(file.trusted_proxies.iter().map(|it| it.0).collect()),
            tls_profile: file.tls_profile,
            connections_per_client: self.connections_per_client(file.connections_per_client),
            tls,
            portal,
            mail,
            handoff: self.handoff(&file.handoff),
            sites,
            warnings: Vec::new(),
        }
    }

    fn listen(&mut self, file: &ConfigFile) -> Vec<SocketAddr> {
        let at = KeyPath::default().key("listen");
        if file.listen.is_empty() {
            self.complain(&at, "at least one address is needed: write `[\"[::]:8443\"]`");
        }
        let mut taken = Taken::default();
        for (index, address) in file.listen.iter().enumerate() {
            self.take(&mut taken, &at.index(index), "address", &address.0.to_string());
        }
        if let Some(health) = &file.health {
            let at = KeyPath::default().key("health");
            self.take(&mut taken, &at, "address", &health.0.to_string());
        }
        file.listen.iter().map(|address| address.0).collect()
    }

    fn connections_per_client(&mut self, configured: usize) -> usize {
        if configured == 0 {
            let at = KeyPath::default().key("connections_per_client");
            self.complain(&at, "nobody could connect: write at least `1`");
        }
        configured
    }

    fn state(&mut self, state: &str) -> PathBuf {
        let at = KeyPath::default().key("state");
        if state.starts_with("postgres:") || state.starts_with("postgresql:") {
            self.not_in_this_version(&at, "PostgreSQL", "write the path of an SQLite file");
        } else if state.is_empty() || state.contains('\0') || state.contains(':') {
            // Not repeated, because a URL may hold a password.
            self.complain(
                &at,
                "this is no path: write that of an SQLite file, `data/gatepass.db`",
            );
        }
        self.resolve(state.as_ref())
    }

    fn tls(&mut self, file: &ConfigFile) -> Vec<CertificateFiles> {
        let list = KeyPath::default().key("tls");
        if file.tls.is_empty() && !(file.site.is_empty() && file.portal.is_none()) {
            self.complain(
                &list,
                "no certificate, and nothing is served without TLS: add `[[tls]]` with `certificate` and `key`",
            );
        }
        let mut taken = Taken::default();
        let mut certificates = Vec::new();
        for (index, section) in file.tls.iter().enumerate() {
            let at = list.index(index);
            let certificate = self
                .required(
                    &at.key("certificate"),
                    section.certificate.as_ref(),
                    "certificate = \"certs/crm.pem\"",
                )
                .map(|path| self.existing_file(&at.key("certificate"), &path.0));
            let key = self
                .required(&at.key("key"), section.key.as_ref(), "key = \"certs/crm.key\"")
                .map(|path| self.existing_file(&at.key("key"), &path.0));
            if let Some(certificate) = &certificate {
                let name = certificate.display().to_string();
                self.take(&mut taken, &at.key("certificate"), "certificate", &name);
            }
            if let (Some(certificate), Some(key)) = (certificate, key) {
                certificates.push(CertificateFiles { certificate, key });
            }
        }
        certificates
    }
}

fn workers(configured: usize) -> usize {
    if configured > 0 {
        return configured;
    }
    // Where the machine does not say, one thread is slow and right.
    std::thread::available_parallelism().map_or(1, NonZero::get)
}
