//! Text that people type: trimmed, present, bounded.

use super::failure::Failure;

/// Characters of a note, a reply or a message.
pub(super) const TEXT: usize = 2000;
/// Characters of a one-line field.
pub(super) const LINE: usize = 120;

/// Trimmed text of 1 to `limit` characters.
pub(super) fn text(written: Option<&str>, limit: usize) -> Result<String, Failure> {
    let text = written.unwrap_or_default().trim();
    if text.is_empty() {
        return Err(Failure::Invalid("write something first".into()));
    }
    if text.chars().count() > limit {
        return Err(Failure::Invalid(format!("keep it under {limit} characters")));
    }
    Ok(text.to_owned())
}
