//! A request's body, as far as rules read it: forms, forms with files, and JSON.
//!
//! Only one spelling of each is read. What two servers could read in two ways, and what nobody can read, is
//! [`Unreadable`]: it is refused where a scope depends on it, and passes where none does.

mod form;
mod json;
mod media_type;
mod multipart;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use self::media_type::MediaType;
use self::multipart::MultipartReader;
use super::dialect::Dialect;
use super::parameters::Occurrence;

pub use json::{Leaf, Step};

/// Names that some rule reads, and how the app reads names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadNames {
    dialect: Dialect,
    /// As [`Dialect::rule_name`] writes them.
    names: HashSet<String>,
}

impl ReadNames {
    pub fn new(dialect: Dialect, names: impl IntoIterator<Item = String>) -> Self {
        let names = names.into_iter().collect();
        Self { dialect, names }
    }

    /// Some rule may be about a field that is called so.
    fn include(&self, field: &str) -> bool {
        let names = self.dialect.names_of(field);
        names.is_some_and(|(_, names)| names.iter().any(|name| self.names.contains(name)))
    }
}

/// Largest body that is read whole, in bytes. It is kept until it is forwarded.
pub const LARGEST_BODY: usize = 64 * 1024;

/// What a body says, ready to be asked by rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyFields(Vec<BodyPart>);

/// What is judged as one. A JSON batch has several, and each must be allowed; every other body has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyPart {
    pub fields: Vec<Occurrence<'static>>,
    /// The scalars of a JSON document, each with its place.
    pub leaves: Vec<Leaf>,
}

/// An empty form.
impl Default for BodyFields {
    fn default() -> Self {
        Self(vec![BodyPart::default()])
    }
}

impl BodyFields {
    pub fn parts(&self) -> &[BodyPart] {
        &self.0
    }

    fn of_form(fields: Vec<Occurrence<'static>>) -> Self {
        let leaves = Vec::new();
        Self(vec![BodyPart { fields, leaves }])
    }
}

/// Why a body tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unreadable {
    /// Longer than what is kept to be judged.
    TooLarge,
    /// No form and no JSON, or nothing says what it is, or it is compressed.
    UnknownType,
    /// Not what it says it is, or written in a way that servers read differently.
    Malformed,
}

/// Reads a body as it comes.
#[derive(Debug)]
pub struct BodyReader {
    kind: Kind,
    dialect: Dialect,
    taken: usize,
    largest: usize,
}

#[derive(Debug)]
enum Kind {
    Form(Vec<u8>),
    Json(Vec<u8>),
    Multipart(MultipartReader),
}

impl BodyReader {
    /// `content_types`: all fields of that name. `largest`: bytes, at most [`LARGEST_BODY`].
    pub fn new<'t>(
        content_types: impl IntoIterator<Item = &'t [u8]>,
        is_encoded: bool,
        names: Arc<ReadNames>,
        largest: usize,
    ) -> Result<Self, Unreadable> {
        let dialect = names.dialect;
        let mut types = content_types.into_iter();
        let kind = match (types.next(), types.next()) {
            (None, _) => return Err(Unreadable::UnknownType),
            (Some(_), Some(_)) => return Err(Unreadable::Malformed),
            (Some(_), None) if is_encoded => return Err(Unreadable::UnknownType),
            (Some(one), None) => match MediaType::parse(one)? {
                MediaType::Form => Kind::Form(Vec::new()),
                MediaType::Json => Kind::Json(Vec::new()),
                MediaType::Multipart { boundary } => Kind::Multipart(MultipartReader::new(&boundary, names)),
            },
        };
        let largest = largest.min(LARGEST_BODY);
        Ok(Self {
            kind,
            dialect,
            taken: 0,
            largest,
        })
    }

    pub fn read(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.taken += piece.len();
        match &mut self.kind {
            Kind::Form(text) | Kind::Json(text) => text.extend_from_slice(piece),
            Kind::Multipart(reader) => reader.read(piece)?,
        }
        if self.taken > self.largest && !self.is_in_file() {
            return Err(Unreadable::TooLarge);
        }
        Ok(())
    }

    /// Bytes after which nothing more is read, unless a file is being sent.
    pub const fn largest(&self) -> usize {
        self.largest
    }

    /// More may come than is read: a file.
    pub const fn may_hold_files(&self) -> bool {
        matches!(self.kind, Kind::Multipart(_))
    }

    /// What comes now is the content of a file, which no rule reads.
    pub const fn is_in_file(&self) -> bool {
        match &self.kind {
            Kind::Form(_) | Kind::Json(_) => false,
            Kind::Multipart(reader) => reader.is_in_file(),
        }
    }

    /// The body is complete.
    pub fn finish(self) -> Result<BodyFields, Unreadable> {
        match self.kind {
            Kind::Form(text) => form::read(self.dialect, &text).map(BodyFields::of_form),
            Kind::Json(text) => json::read(self.dialect, &text).map(BodyFields),
            Kind::Multipart(reader) => reader.finish().map(BodyFields::of_form),
        }
    }

    /// The rest is a file, and what may follow it: what came so far is judged, and the rest watched as it passes.
    /// `None`: no file is being sent.
    pub fn pass_on(self) -> Option<(BodyFields, UploadWatch)> {
        match self.kind {
            Kind::Multipart(reader) if reader.is_in_file() => {
                let (fields, watch) = reader.pass_on();
                Some((BodyFields::of_form(fields), UploadWatch(watch)))
            }
            Kind::Form(_) | Kind::Json(_) | Kind::Multipart(_) => None,
        }
    }
}

/// Looks at the rest of an upload while it is forwarded. After a file there may be more files, and fields that no rule
/// reads; any other ends the request before the app has all of it.
#[derive(Debug, Clone)]
pub struct UploadWatch(MultipartReader);

impl UploadWatch {
    pub fn read(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.0.read(piece)
    }

    /// The body is complete.
    pub fn finish(&mut self) -> Result<(), Unreadable> {
        self.0.check_end()
    }
}
