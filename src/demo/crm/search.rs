//! Full-text search over everything the firm keeps. It shows each hit to whoever may search: keeping
//! messages from a support agent is the gateway's work, and this page is how a leak would look.

use super::failure::Failure;
use super::params::Params;
use super::records::Records;
use super::shell::Section;

/// Characters of text shown on either side of a hit.
const CONTEXT: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    All,
    Contacts,
    Invoices,
    Messages,
    Conversations,
}

impl Within {
    pub(super) const ALL: [Self; 5] = [
        Self::All,
        Self::Contacts,
        Self::Invoices,
        Self::Messages,
        Self::Conversations,
    ];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Contacts => "contacts",
            Self::Invoices => "invoices",
            Self::Messages => "messages",
            Self::Conversations => "conversations",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::All => "Everything",
            Self::Contacts => "Contacts",
            Self::Invoices => "Invoices",
            Self::Messages => "Messages",
            Self::Conversations => "Conversations",
        }
    }

    /// The parameter `in`.
    pub(super) fn asked(params: &Params) -> Result<Self, Failure> {
        match params.get("in") {
            None => Ok(Self::All),
            Some(key) => Self::ALL
                .into_iter()
                .find(|within| within.key() == key)
                .ok_or_else(|| {
                    Failure::Invalid("`in` must be contacts, invoices, messages, conversations or all".into())
                }),
        }
    }
}

pub(super) struct Hit {
    pub section: Section,
    pub href: String,
    pub title: String,
    pub excerpt: Excerpt,
}

/// Text around the place where the words were found.
pub(super) struct Excerpt {
    pub before: String,
    pub found: String,
    pub after: String,
}

pub(super) fn search(records: &Records, words: &str, within: Within) -> Vec<Hit> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    let mut look = |section: Section, id, title: String, text: &str| {
        if let Some(excerpt) = excerpt(text, words) {
            hits.push(Hit {
                section,
                href: format!("{}/{id}", section.href()),
                title,
                excerpt,
            });
        }
    };
    if matches!(within, Within::All | Within::Contacts) {
        for contact in &records.contacts {
            let text = format!(
                "{}, {}, {}, {}, {}. {}",
                contact.name, contact.role, contact.company, contact.city, contact.email, contact.next_step
            );
            look(Section::Contacts, contact.id, contact.name.clone(), &text);
        }
    }
    if matches!(within, Within::All | Within::Invoices) {
        for invoice in &records.invoices {
            let customer = records.party(invoice.contact);
            let items: Vec<&str> = invoice.lines.iter().map(|line| line.what.as_str()).collect();
            let text = format!(
                "{}, {}, {}: {}",
                invoice.number,
                customer.company,
                invoice.subject,
                items.join(", ")
            );
            look(Section::Invoices, invoice.id, invoice.number.clone(), &text);
        }
    }
    if matches!(within, Within::All | Within::Messages) {
        for message in &records.messages {
            let text = format!("{}: {}", message.subject, message.body);
            look(Section::Messages, message.id, message.subject.clone(), &text);
        }
    }
    if matches!(within, Within::All | Within::Conversations) {
        for talk in &records.conversations {
            let said: Vec<&str> = talk.entries.iter().map(|entry| entry.text.as_str()).collect();
            let text = format!("{}: {}", talk.topic, said.join(" "));
            look(Section::Conversations, talk.id, talk.topic.clone(), &text);
        }
    }
    hits
}

/// The first occurrence, without regard to the case of ASCII letters (which keeps byte positions).
fn excerpt(text: &str, words: &str) -> Option<Excerpt> {
    let start = text.to_ascii_lowercase().find(&words.to_ascii_lowercase())?;
    let (before, rest) = text.split_at_checked(start)?;
    let (found, after) = rest.split_at_checked(words.len())?;
    let skipped = before.chars().count().saturating_sub(CONTEXT);
    let mut shown: String = if skipped > 0 { "… ".into() } else { String::new() };
    shown.extend(before.chars().skip(skipped));
    let mut rest: String = after.chars().take(CONTEXT).collect();
    if after.chars().count() > CONTEXT {
        rest.push_str(" …");
    }
    Some(Excerpt {
        before: shown,
        found: found.into(),
        after: rest,
    })
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_hit_is_found_without_regard_to_case() {
        let hit = excerpt("Hélène's Wool Felt", "wool").unwrap();
        assert_eq!(
            (hit.before.as_str(), hit.found.as_str(), hit.after.as_str()),
            ("Hélène's ", "Wool", " Felt")
        );
        assert!(excerpt("Hélène", "linen").is_none());
    }
}
