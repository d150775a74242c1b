//! A talk with a contact: a chat, or the notes of a call or a visit.

use jiff::Timestamp;
use serde::Serialize;

use super::RecordId;

#[derive(Clone, Serialize)]
pub(in super::super) struct Conversation {
    pub id: RecordId,
    pub contact: RecordId,
    pub channel: Channel,
    pub topic: String,
    pub entries: Vec<Entry>,
}

impl Conversation {
    pub(crate) fn last(&self) -> Option<&Entry> {
        self.entries.last()
    }
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Channel {
    Phone,
    Chat,
    Visit,
}

impl Channel {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Phone => "Phone",
            Self::Chat => "Chat",
            Self::Visit => "Visit",
        }
    }
}

#[derive(Clone, Serialize)]
pub(in super::super) struct Entry {
    pub author: String,
    pub side: Side,
    pub at: Timestamp,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Side {
    Us,
    Them,
}
