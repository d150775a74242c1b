//! The firm as the demo starts: made-up people on reserved names and numbers (RFC 2606, Ofcom drama ranges).
//! Laid out backwards from one moment, so that equal clocks give equal records.

mod contacts;
mod conversations;
mod files;
mod invoices;
mod messages;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::records::Records;

pub(super) fn records(now: Timestamp) -> Records {
    Records {
        contacts: contacts::contacts(now),
        invoices: invoices::invoices(now.to_zoned(TimeZone::UTC).date()),
        messages: messages::messages(now),
        conversations: conversations::conversations(now),
        files: files::files(now),
    }
}

fn minutes_before(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(now)
}
