//! The files that the pages load, and the policy that allows exactly those.

use crate::web::{BASE_CSS, FORMS_JS};

/// A file served as it is under `/assets/`, to anyone: it holds nothing about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Last part of its path.
    pub name: &'static str,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// The file's text, UTF-8.
    pub body: &'static str,
}

impl Asset {
    /// Value of `ETag` (RFC 9110 section 8.8.3): the same text has the same tag.
    #[must_use]
    pub fn etag(&self) -> String {
        format!(
            "\"{:08x}-{:x}\"",
            crc32fast::hash(self.body.as_bytes()),
            self.body.len()
        )
    }
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every file that a page may load.
const ASSETS: [Asset; 19] = [
    Asset {
        name: "base.css",
        content_type: CSS,
        body: BASE_CSS,
    },
    Asset {
        name: "forms.js",
        content_type: SCRIPT,
        body: FORMS_JS,
    },
    Asset {
        name: "portal.css",
        content_type: CSS,
        body: include_str!("../assets/portal.css"),
    },
    Asset {
        name: "portal.js",
        content_type: SCRIPT,
        body: include_str!("../assets/portal.js"),
    },
    Asset {
        name: "request.js",
        content_type: SCRIPT,
        body: include_str!("../assets/request.js"),
    },
    Asset {
        name: "secret.js",
        content_type: SCRIPT,
        body: include_str!("../assets/secret.js"),
    },
    Asset {
        name: "copy.js",
        content_type: SCRIPT,
        body: include_str!("../assets/copy.js"),
    },
    Asset {
        name: "handoff-send.js",
        content_type: SCRIPT,
        body: include_str!("../assets/handoff-send.js"),
    },
    Asset {
        name: "handoff-open.js",
        content_type: SCRIPT,
        body: include_str!("../assets/handoff-open.js"),
    },
    Asset {
        name: "activity.js",
        content_type: SCRIPT,
        body: include_str!("../assets/activity.js"),
    },
    Asset {
        name: "handoff.js",
        content_type: SCRIPT,
        body: include_str!("../assets/handoff.js"),
    },
    Asset {
        name: "handoff-room.js",
        content_type: SCRIPT,
        body: include_str!("../assets/handoff-room.js"),
    },
    Asset {
        name: "room-device.js",
        content_type: SCRIPT,
        body: include_str!("../assets/room-device.js"),
    },
    Asset {
        name: "room-take-seat.js",
        content_type: SCRIPT,
        body: include_str!("../assets/room-take-seat.js"),
    },
    Asset {
        name: "room-talk.js",
        content_type: SCRIPT,
        body: include_str!("../assets/room-talk.js"),
    },
    Asset {
        name: "room-share.js",
        content_type: SCRIPT,
        body: include_str!("../assets/room-share.js"),
    },
    Asset {
        name: "room.js",
        content_type: SCRIPT,
        body: include_str!("../assets/room.js"),
    },
    // The words of encryption passwords: the English list of BIP-39.
    Asset {
        name: "words.txt",
        content_type: "text/plain; charset=utf-8",
        body: include_str!("../../handoff/words.txt"),
    },
    Asset {
        name: "mark.svg",
        content_type: "image/svg+xml",
        body: include_str!("../../reserved/assets/mark.svg"),
    },
];

/// The file of this name.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// `Content-Security-Policy` under which all pages work (CSP Level 3).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
