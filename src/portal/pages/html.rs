//! Pieces of HTML that our own code has made, and icons. Strangers' words never get in here unescaped.

use std::fmt;

/// Markup that a template prints as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Only for text that this crate wrote, or has escaped.
    pub(super) fn made_by_us(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Html {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// A drawing of 20 × 20 that says nothing to a screen reader: words always stand beside it.
pub(super) fn icon(name: &str) -> Html {
    let lines = match name {
        "eye" => {
            r#"<path d="M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10z"/><circle cx="10" cy="10" r="2.4"/>"#
        }
        "block" => r#"<circle cx="10" cy="10" r="7"/><path d="m5.2 5.2 9.6 9.6"/>"#,
        "key" => {
            r#"<circle cx="6.6" cy="13.4" r="3.6"/><path d="m9.2 10.8 7.3-7.3M13.4 6.600l2.600 2.600"/>"#
        }
        "pencil" => r#"<path d="M3.500 16.500 4.500 12.500 13.500 3.500 16.500 6.500 7.500 15.500z"/>"#,
        "clock" => r#"<circle cx="10" cy="10" r="7"/><path d="M10 6v4l2.700 1.800"/>"#,
        "person" => {
            r#"<circle cx="10" cy="6.800" r="3.300"/><path d="M3.500 17c.6-3.600 3.200-5.200 6.500-5.200s5.900 1.600 6.500 5.200"/>"#
        }
        "pause" => r#"<path d="M7 4.500v11M13 4.500v11"/>"#,
        "play" => r#"<path d="M6.500 4.200v11.600l9-5.800z"/>"#,
        "stop" => r#"<rect x="5" y="5" width="10" height="10" rx="1.500"/>"#,
        "check" => r#"<path d="m4 10.500 4 4 8-9"/>"#,
        "warning" => r#"<path d="M10 3 2.500 16.500h15z"/><path d="M10 8v4M10 14.300v.1"/>"#,
        "copy" => {
            r#"<rect x="7" y="7" width="9.500" height="9.500" rx="1.500"/><path d="M13 7V5a1.500 1.500 0 0 0-1.500-1.500h-6.500A1.500 1.500 0 0 0 3.500 5v6.500A1.500 1.500 0 0 0 5 13h2"/>"#
        }
        "file" => r#"<path d="M10 3v9.500M6 9l4 4 4-4M3.500 16.500h13"/>"#,
        "print" => r#"<path d="M6 7.500v-4h8v4M6 13.500H3.500v-6h13v6H14"/><path d="M6 11.500h8v5H6z"/>"#,
        "gear" => {
            r#"<circle cx="10" cy="10" r="2.500"/><path d="M10 2.800v2.400M10 14.800v2.400M2.800 10h2.400M14.800 10h2.400M4.900 4.900l1.700 1.700M13.400 13.400l1.700 1.700M4.900 15.100l1.700-1.700M13.400 6.600l1.700-1.700"/>"#
        }
        _ => r#"<circle cx="10" cy="10" r="3"/>"#,
    };
    Html(format!(
        r#"<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>"#
    ))
}
