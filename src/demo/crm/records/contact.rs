//! A person the firm deals with.

use jiff::Timestamp;
use serde::Serialize;

use super::RecordId;

#[derive(Clone, Serialize)]
pub(in super::super) struct Contact {
    pub id: RecordId,
    pub name: String,
    pub role: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub city: String,
    pub iban: String,
    pub stage: Stage,
    pub next_step: String,
    pub notes: Vec<Note>,
    pub changed_at: Timestamp,
    pub changed_by: String,
}

impl Contact {
    pub(crate) fn initials(&self) -> String {
        self.name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(2)
            .collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Stage {
    Lead,
    Customer,
    Partner,
    Dormant,
}

impl Stage {
    pub(crate) const ALL: [Self; 4] = [Self::Lead, Self::Customer, Self::Partner, Self::Dormant];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Lead => "Lead",
            Self::Customer => "Customer",
            Self::Partner => "Partner",
            Self::Dormant => "Dormant",
        }
    }

    pub(crate) fn parse(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.label() == label)
    }
}

#[derive(Clone, Serialize)]
pub(in super::super) struct Note {
    pub at: Timestamp,
    pub author: String,
    pub text: String,
}
