//! What the firm keeps: contacts, invoices, messages, conversations, files.

mod contact;
mod conversation;
mod invoice;
mod message;

use std::fmt;

use bytes::Bytes;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::failure::Failure;
pub(super) use contact::{Contact, Note, Stage};
pub(super) use conversation::{Channel, Conversation, Entry, Side};
pub(super) use invoice::{Invoice, InvoiceRow, InvoiceStatus, Line, Payment};
pub(super) use message::{Message, Way};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(super) struct RecordId(pub u32);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

pub(super) struct Records {
    pub contacts: Vec<Contact>,
    pub invoices: Vec<Invoice>,
    pub messages: Vec<Message>,
    pub conversations: Vec<Conversation>,
    pub files: Vec<StoredFile>,
}

impl Records {
    pub(super) fn contact(&self, id: RecordId) -> Result<&Contact, Failure> {
        self.contacts
            .iter()
            .find(|contact| contact.id == id)
            .ok_or(Failure::NotFound("contact"))
    }

    pub(super) fn invoice(&self, id: RecordId) -> Result<&Invoice, Failure> {
        self.invoices
            .iter()
            .find(|invoice| invoice.id == id)
            .ok_or(Failure::NotFound("invoice"))
    }

    pub(super) fn message(&self, id: RecordId) -> Result<&Message, Failure> {
        self.messages
            .iter()
            .find(|message| message.id == id)
            .ok_or(Failure::NotFound("message"))
    }

    pub(super) fn conversation(&self, id: RecordId) -> Result<&Conversation, Failure> {
        self.conversations
            .iter()
            .find(|talk| talk.id == id)
            .ok_or(Failure::NotFound("conversation"))
    }

    pub(super) fn file(&self, id: RecordId) -> Result<&StoredFile, Failure> {
        self.files
            .iter()
            .find(|file| file.id == id)
            .ok_or(Failure::NotFound("file"))
    }

    pub(super) fn file_bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }

    /// All invoices, newest first, as they stand on `today`.
    pub(super) fn invoice_rows(&self, today: Date) -> Vec<InvoiceRow> {
        let row = |invoice: &Invoice| InvoiceRow::new(invoice, self.party(invoice.contact), today);
        self.invoices.iter().rev().map(row).collect()
    }

    /// Name and company of a contact, for lists of other records.
    pub(super) fn party(&self, contact: RecordId) -> Party {
        self.contact(contact).map_or_else(
            |_| Party {
                id: contact,
                name: "Unknown".into(),
                company: String::new(),
            },
            |contact| Party {
                id: contact.id,
                name: contact.name.clone(),
                company: contact.company.clone(),
            },
        )
    }
}

#[derive(Clone, Serialize)]
pub(super) struct Party {
    pub id: RecordId,
    pub name: String,
    pub company: String,
}

#[derive(Clone)]
pub(super) struct StoredFile {
    pub id: RecordId,
    pub name: String,
    pub content_type: String,
    pub bytes: Bytes,
    pub at: Timestamp,
    pub by: String,
}
