//! Checks what the app is told about a support session.

use http::HeaderName;

use super::Check;
use super::names::Taken;
use crate::config::file::{AssertionChoice, FromText, IdentitySection};
use crate::config::key_path::KeyPath;
use crate::config::settings::{Identity, IdentityTemplate, TemplatePart};

const ASSERTION_HEADER: HeaderName = HeaderName::from_static("x-gatepass-assertion");

/// Headers that say how a message is read, who sent it to whom, or what the client is: RFC 9110 sections 7 and 8,
/// RFC 9112, RFC 6265, RFC 6455, RFC 7239.
const RESERVED: [&str; 13] = [
    "connection",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];
const RESERVED_PREFIXES: [&str; 4] = ["content-", "proxy-", "sec-", "x-forwarded-"];

impl Check<'_> {
    pub(super) fn identity(&mut self, section: &IdentitySection, at: &KeyPath) -> Identity {
        for (key, given) in [
            ("basic", &section.basic),
            ("bearer", &section.bearer),
            ("form", &section.form),
        ] {
            if given.is_some() {
                let what = format!("signing in to the app with `{key}`");
                self.not_in_this_version(&at.key(key), &what, "write `headers` or `assertion`");
            }
        }
        let mut taken = Taken::default();
        let headers = match &section.headers {
            None => default_headers(),
            Some(written) => written
                .iter()
                .filter_map(|(name, template)| {
                    let at = at.key("headers").key(name);
                    let header = self.identity_header(&at, name)?;
                    self.take(&mut taken, &at, "header", header.as_str());
                    Some((header, template.0.clone()))
                })
                .collect(),
        };
        let assertion = match &section.assertion {
            AssertionChoice::Off => None,
            AssertionChoice::DefaultHeader => Some(ASSERTION_HEADER),
            AssertionChoice::Header(header) => Some(header.clone()),
        };
        if let Some(header) = &assertion {
            let at = at.key("assertion");
            if is_reserved(header) {
                self.complain(&at, reserved(header.as_str()));
            }
            if headers.iter().any(|(name, _)| name == header) {
                self.complain(
                    &at,
                    format!("header `{header}` is one of `headers` already: use another one"),
                );
            }
        }
        Identity { headers, assertion }
    }

    fn identity_header(&mut self, at: &KeyPath, name: &str) -> Option<HeaderName> {
        match HeaderName::from_text(name) {
            Ok(header) if is_reserved(&header) => {
                self.complain_of_key(at, reserved(name));
                None
            }
            Ok(header) => Some(header),
            Err(message) => {
                self.complain_of_key(at, message);
                None
            }
        }
    }
}

fn is_reserved(header: &HeaderName) -> bool {
    let name = header.as_str();
    RESERVED.contains(&name) || RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn reserved(name: &str) -> String {
    format!("`{name}` means something to HTTP itself: use another header, such as `X-Remote-User`")
}

fn default_headers() -> Vec<(HeaderName, IdentityTemplate)> {
    [
        ("x-gatepass-user", TemplatePart::User),
        ("x-gatepass-agent", TemplatePart::Agent),
        ("x-gatepass-grant", TemplatePart::Grant),
        ("x-gatepass-scopes", TemplatePart::Scopes),
    ]
    .map(|(name, part)| (HeaderName::from_static(name), IdentityTemplate(vec![part])))
    .to_vec()
}
