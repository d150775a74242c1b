//! Letters to the person who gave support access: what happens with it, and how to stop it.

use jiff::Timestamp;

use super::draft::{Draft, Reader, text};
use crate::mail::Letter;

/// News about a grant.
#[derive(Debug, Clone)]
pub struct GrantLetter<'a> {
    pub to: &'a Reader,
    pub product: &'a str,
    pub site: &'a str,
    /// Who helps, as far as that is known.
    pub agent: Option<&'a str>,
    /// The helpdesk's ticket.
    pub ticket: Option<&'a str>,
    /// The grant's page in the portal.
    pub page: &'a str,
    /// The link that stops the access without signing in; `None`: there is nothing left to stop.
    pub freeze: Option<&'a str>,
    pub news: GrantNews<'a>,
}

#[derive(Debug, Clone, Copy)]
pub enum GrantNews<'a> {
    Created {
        /// Where it begins later.
        from: Option<Timestamp>,
        until: Timestamp,
        /// Labels of what the grant shows; empty: nothing in particular.
        shows: &'a [String],
    },
    FirstUse {
        at: Timestamp,
        /// A browser and an address, in words.
        client: &'a str,
    },
    SecondClient {
        at: Timestamp,
        client: &'a str,
    },
    /// Something that the grant does not show was asked for.
    Denied {
        at: Timestamp,
        /// Method and path, or the part's label.
        what: &'a str,
    },
    /// Too many wrong passwords or codes: nobody signs in with these credentials any more.
    LockedOut {
        at: Timestamp,
    },
    NearlyEnded {
        minutes: u64,
        until: Timestamp,
    },
    Ended {
        at: Timestamp,
        how: Ending,
        summary: GrantSummary,
    },
}

/// How a grant came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    RanOut,
    Revoked,
}

/// What happened in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantSummary {
    pub requests: u64,
    pub denied: u64,
    pub clients: u64,
}

impl GrantLetter<'_> {
    pub fn letter(&self) -> Letter {
        let mut draft = Draft::to(self.to, self.product);
        let agent = match self.agent {
            Some(agent) => agent.to_owned(),
            None => draft.word("mail-grant-agent-unnamed"),
        };
        let known = [("agent", text(&agent)), ("site", text(self.site))];
        let (key, subject) = self.keys();
        draft.say_with(key, &known);
        let mut facts = vec![("mail-fact-site", self.site.to_owned())];
        facts.extend(self.agent.map(|agent| ("mail-fact-agent", agent.to_owned())));
        facts.extend(self.ticket.map(|ticket| ("mail-fact-ticket", ticket.to_owned())));
        facts.extend(self.facts(&draft));
        draft.facts(&facts);
        if let GrantNews::Ended { summary, .. } = self.news {
            summarise(&mut draft, summary);
        }
        if let Some(freeze) = self.freeze {
            draft.say("mail-grant-freeze");
            draft.verbatim(freeze);
        }
        draft.say("mail-grant-page");
        draft.verbatim(self.page);
        let mut values = known.to_vec();
        if let GrantNews::NearlyEnded { minutes, .. } = self.news {
            values.push(("minutes", minutes.into()));
        }
        draft.finish(subject, &values)
    }

    /// What the letter says first, and its subject.
    fn keys(&self) -> (&'static str, &'static str) {
        match self.news {
            GrantNews::Created { from: Some(_), .. } => ("mail-grant-agreed", "mail-grant-agreed-subject"),
            GrantNews::Created { from: None, .. } => ("mail-grant-created", "mail-grant-created-subject"),
            GrantNews::FirstUse { .. } => ("mail-grant-first-use", "mail-grant-first-use-subject"),
            GrantNews::SecondClient { .. } => {
                ("mail-grant-second-client", "mail-grant-second-client-subject")
            }
            GrantNews::Denied { .. } => ("mail-grant-denied", "mail-grant-denied-subject"),
            GrantNews::LockedOut { .. } => ("mail-grant-locked-out", "mail-grant-locked-out-subject"),
            GrantNews::NearlyEnded { .. } => ("mail-grant-nearly-ended", "mail-grant-nearly-ended-subject"),
            GrantNews::Ended { how, .. } => match how {
                Ending::RanOut => ("mail-grant-ran-out", "mail-grant-ended-subject"),
                Ending::Revoked => ("mail-grant-revoked", "mail-grant-ended-subject"),
            },
        }
    }

    fn facts(&self, draft: &Draft<'_>) -> Vec<(&'static str, String)> {
        match self.news {
            GrantNews::Created { from, until, shows } => {
                let from = from.map(|at| ("mail-fact-from", draft.moment(at)));
                let mut facts = Vec::from_iter(from);
                facts.push(("mail-fact-until", draft.moment(until)));
                if !shows.is_empty() {
                    facts.push(("mail-fact-shows", shows.join(", ")));
                }
                facts
            }
            GrantNews::FirstUse { at, client } | GrantNews::SecondClient { at, client } => vec![
                ("mail-fact-when", draft.moment(at)),
                ("mail-fact-client", client.to_owned()),
            ],
            GrantNews::Denied { at, what } => vec![
                ("mail-fact-when", draft.moment(at)),
                ("mail-fact-what", what.to_owned()),
            ],
            GrantNews::LockedOut { at } => vec![("mail-fact-when", draft.moment(at))],
            GrantNews::NearlyEnded { until, .. } => vec![("mail-fact-until", draft.moment(until))],
            GrantNews::Ended { at, .. } => vec![("mail-fact-ended", draft.moment(at))],
        }
    }
}

fn summarise(draft: &mut Draft<'_>, summary: GrantSummary) {
    let GrantSummary {
        requests,
        denied,
        clients,
    } = summary;
    if requests == 0 && denied == 0 {
        return draft.say("mail-grant-never-used");
    }
    let counts = [
        ("requests", requests.into()),
        ("denied", denied.into()),
        ("clients", clients.into()),
    ];
    draft.say_with("mail-grant-summary", &counts);
}
