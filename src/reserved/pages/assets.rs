//! The files that the pages load, and the policy that allows exactly those.

use crate::web::{BASE_CSS, FORMS_JS};

/// A file served as it is under `/.gatepass/`, to anyone: it holds nothing about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Full path on the app's origin.
    pub path: &'static str,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// The file's text, UTF-8.
    pub body: &'static str,
}

/// Every file that a page may load.
pub const ASSETS: [Asset; 4] = [
    Asset {
        path: "/.gatepass/base.css",
        content_type: "text/css; charset=utf-8",
        body: BASE_CSS,
    },
    Asset {
        path: "/.gatepass/page.css",
        content_type: "text/css; charset=utf-8",
        body: include_str!("../assets/page.css"),
    },
    Asset {
        path: "/.gatepass/forms.js",
        content_type: "text/javascript; charset=utf-8",
        body: FORMS_JS,
    },
    Asset {
        path: "/.gatepass/mark.svg",
        content_type: "image/svg+xml",
        body: include_str!("../assets/mark.svg"),
    },
];

/// `Content-Security-Policy` under which all pages work (CSP Level 3).
///
/// `form-action` is also checked on the redirect that answers a form (Chromium does so on every hop). An app that
/// sends its visitors straight on to another origin after sign-in needs that origin added.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
