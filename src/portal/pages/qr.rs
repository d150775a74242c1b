//! A QR code as inline SVG (ISO/IEC 18004), drawn from the text itself: no picture service ever sees a secret.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use super::html::Html;

/// What an authenticator app scans.
#[derive(Clone)]
pub struct Qr {
    /// `otpauth://totp/…`
    pub link: String,
    /// The secret in base 32, for typing.
    pub secret: String,
}

impl Qr {
    /// Of an `otpauth:` link, whose `secret` is what people type.
    pub(in crate::portal) fn of(link: &str) -> Self {
        let query = link.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let secret = query.split('&').find_map(|part| part.strip_prefix("secret="));
        Self {
            link: link.to_owned(),
            secret: secret.unwrap_or_default().to_owned(),
        }
    }

    /// The drawing; `None` for a link that is too long to draw.
    pub(super) fn drawing(&self, label: impl AsRef<str>) -> Option<Html> {
        /// Quiet zone around the code, in modules.
        const MARGIN: i32 = 4;
        let code = QrCode::encode_text(&self.link, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let mut dots = String::new();
        for y in 0..size {
            for x in (0..size).filter(|x| code.get_module(*x, y)) {
                // Writing to a `String` does not fail.
                let _ = write!(dots, "M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
            }
        }
        let side = size + 2 * MARGIN;
        let label = escaped(label.as_ref());
        Some(Html::made_by_us(format!(
            r##"<svg class="qr" viewBox="0 0 {side} {side}" width="216" height="216" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0,0h{side}v{side}H0z"/><path fill="#000" d="{dots}"/></svg>"##
        )))
    }

    /// The secret in groups of four.
    pub(super) fn grouped(&self) -> String {
        let letters: Vec<char> = self.secret.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::Qr;

    fn qr(link: String) -> Qr {
        Qr {
            link,
            secret: "JBSWY3DPEHPK3PXPJB".into(),
        }
    }

    #[test]
    fn a_drawing_says_what_it_is_and_holds_no_text_of_its_own() {
        let html = qr("otpauth://totp/a?secret=b".into())
            .drawing("\"Key\" & <more>")
            .unwrap()
            .to_string();
        assert!(
            html.contains("aria-label=\"&quot;Key&quot; &amp; &lt;more>\""),
            "{html}"
        );
        assert!(!html.contains("otpauth"), "{html}");
        // Version 2, 25 modules a side, within a quiet zone of 4.
        assert!(html.contains("viewBox=\"0 0 33 33\""), "{html}");
    }

    #[test]
    fn what_is_too_long_is_not_drawn() {
        assert!(qr("x".repeat(3000)).drawing("Key").is_none());
    }

    #[test]
    fn a_secret_is_typed_in_groups_of_four() {
        assert_eq!(qr(String::new()).grouped(), "JBSW Y3DP EHPK 3PXP JB");
    }
}
