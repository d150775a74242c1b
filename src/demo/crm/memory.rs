//! The CRM's memory: every record behind one lock, and the clock it was given.
//! Each bound here keeps a visitor from growing the process without end.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::failure::Failure;
use super::records::{Contact, Entry, Note, RecordId, Records, Side, StoredFile};
use super::seed;

/// Bytes that all files may take together.
pub(super) const FILE_ROOM: usize = 20 * 1024 * 1024;
/// Files kept at once; an empty file costs memory too.
const FILES: usize = 500;
/// Entries of one conversation, and notes of one contact.
const ENTRIES: usize = 200;

pub(crate) struct Crm {
    records: RwLock<Records>,
    now: fn() -> Timestamp,
}

/// What the edit form of a contact may change.
pub(super) struct ContactChange {
    pub name: String,
    pub role: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub city: String,
    pub stage: super::records::Stage,
    pub next_step: String,
}

impl Crm {
    /// The seeded firm. Dates are laid out around `now()`, so equal clocks make equal firms.
    pub(crate) fn new(now: fn() -> Timestamp) -> Self {
        Self {
            records: RwLock::new(seed::records(whole_second(now()))),
            now,
        }
    }

    /// To the second, which is all that pages show.
    pub(super) fn now(&self) -> Timestamp {
        whole_second((self.now)())
    }

    pub(super) fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Records> {
        self.records.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change_contact(
        &self,
        id: RecordId,
        change: ContactChange,
        by: String,
    ) -> Result<(), Failure> {
        let now = self.now();
        self.with_contact(id, |contact| {
            contact.name = change.name;
            contact.role = change.role;
            contact.company = change.company;
            contact.email = change.email;
            contact.phone = change.phone;
            contact.city = change.city;
            contact.stage = change.stage;
            contact.next_step = change.next_step;
            contact.changed_at = now;
            contact.changed_by = by;
            Ok(())
        })
    }

    pub(super) fn add_note(&self, id: RecordId, text: String, author: String) -> Result<Note, Failure> {
        let note = Note {
            at: self.now(),
            author,
            text,
        };
        self.with_contact(id, |contact| {
            if contact.notes.len() >= ENTRIES {
                return Err(Failure::Full("this contact has all the notes the demo keeps"));
            }
            contact.notes.push(note.clone());
            Ok(note)
        })
    }

    pub(super) fn reply(&self, id: RecordId, text: String, author: String) -> Result<(), Failure> {
        let at = self.now();
        let mut records = self.records.write().unwrap_or_else(PoisonError::into_inner);
        let conversation = records
            .conversations
            .iter_mut()
            .find(|conversation| conversation.id == id)
            .ok_or(Failure::NotFound("conversation"))?;
        if conversation.entries.len() >= ENTRIES {
            return Err(Failure::Full(
                "this conversation has all the entries the demo keeps",
            ));
        }
        conversation.entries.push(Entry {
            author,
            side: Side::Us,
            at,
            text,
        });
        Ok(())
    }

    /// Bytes that may still be uploaded.
    pub(super) fn file_room(&self) -> usize {
        FILE_ROOM.saturating_sub(self.read().file_bytes())
    }

    /// Keeps all of `uploads` or none of them.
    pub(super) fn keep_files(&self, uploads: Vec<Upload>, by: &str) -> Result<(), Failure> {
        let at = self.now();
        let mut records = self.records.write().unwrap_or_else(PoisonError::into_inner);
        let coming: usize = uploads.iter().map(|upload| upload.bytes.len()).sum();
        if records.file_bytes() + coming > FILE_ROOM {
            return Err(Failure::TooLarge);
        }
        if records.files.len() + uploads.len() > FILES {
            return Err(Failure::Full("there are as many files as the demo keeps"));
        }
        for Upload {
            name,
            content_type,
            bytes,
        } in uploads
        {
            let id = RecordId(records.files.iter().map(|file| file.id.0).max().unwrap_or(0) + 1);
            records.files.push(StoredFile {
                id,
                name,
                content_type,
                bytes,
                at,
                by: by.to_owned(),
            });
        }
        Ok(())
    }

    fn with_contact<T>(
        &self,
        id: RecordId,
        change: impl FnOnce(&mut Contact) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut records = self.records.write().unwrap_or_else(PoisonError::into_inner);
        let contact = records
            .contacts
            .iter_mut()
            .find(|contact| contact.id == id)
            .ok_or(Failure::NotFound("contact"))?;
        change(contact)
    }
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// A file as it came in, not yet kept.
pub(super) struct Upload {
    pub name: String,
    pub content_type: String,
    pub bytes: bytes::Bytes,
}
