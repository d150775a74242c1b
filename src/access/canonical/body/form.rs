//! `application/x-www-form-urlencoded` in a body.

use super::super::dialect::Dialect;
use super::super::parameters::{Occurrence, SeenBy, form_field};
use super::Unreadable;

/// PHP drops what comes after this many, and says so only in its log (`max_input_vars`).
pub(super) const MOST_FIELDS: usize = 1000;

pub(super) fn read(dialect: Dialect, body: &[u8]) -> Result<Vec<Occurrence<'static>>, Unreadable> {
    // Browsers escape everything that is not ASCII, and blanks; what begins like JSON may be read as JSON.
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::Malformed)?;
    if text.trim_start().starts_with(['{', '[', '<']) {
        return Err(Unreadable::Malformed);
    }
    let mut fields = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if pair.contains(';') && dialect == Dialect::Generic {
            // Old frameworks separate by `;` too. Browsers escape it.
            fields.extend(form_field(dialect, pair, SeenBy::Strict));
            let parts = pair.split(';').filter(|part| !part.is_empty());
            fields.extend(parts.filter_map(|part| form_field(dialect, part, SeenBy::Lenient)));
        } else {
            fields.extend(form_field(dialect, pair, SeenBy::Everyone));
        }
        if fields.len() > MOST_FIELDS {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(fields)
}
