//! A mail between a contact and the firm.

use jiff::Timestamp;
use serde::Serialize;

use super::RecordId;

#[derive(Clone, Serialize)]
pub(in super::super) struct Message {
    pub id: RecordId,
    pub contact: RecordId,
    pub way: Way,
    pub subject: String,
    pub body: String,
    pub at: Timestamp,
    pub unread: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Way {
    Received,
    Sent,
}
