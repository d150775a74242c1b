//! `gatepass audit list`: changes from the store and decisions from the journal, merged by time.

use std::collections::{HashSet, VecDeque};
use std::path::Path;

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::in_words;
use crate::access::{GrantId, SiteName};
use crate::audit::{ChangeRecord, DecisionFilter, DecisionRecord, DecisionVerdict, JournalReader, ShortCode};
use crate::cli::arguments::Format;
use crate::cli::place::Library;
use crate::cli::{Outcome, grant, output};
use crate::config::parse_duration;
use crate::store::Seq;

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// Only what concerns this grant: its id, the beginning of its id, or its user name
    #[arg(long, value_name = "ID")]
    grant: Option<String>,
    /// Only what concerns this site
    #[arg(long)]
    site: Option<String>,
    /// Only decisions that ended like this
    #[arg(long)]
    verdict: Option<Verdict>,
    /// Only the decision with this code, which the refused person reads out
    #[arg(long, value_name = "CODE", value_parser = parse_code)]
    code: Option<ShortCode>,
    /// Only from then on: a duration back from now, such as 1h, or a moment, such as 2026-11-20T12:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = Since::parse)]
    since: Option<Since>,
    /// Only changes
    #[arg(long, conflicts_with_all = ["decisions", "verdict", "code"])]
    changes: bool,
    /// Only decisions
    #[arg(long)]
    decisions: bool,
    /// At most so many, the newest; 0 is all
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Verdict {
    Forward,
    Challenge,
    Refuse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Ago(SignedDuration),
    Moment(Timestamp),
}

/// One line of the list.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Entry {
    Change(ChangeRecord),
    Decision(DecisionRecord),
}

impl Entry {
    pub(super) const fn at(&self) -> Timestamp {
        match self {
            Self::Change(change) => change.at,
            Self::Decision(decision) => decision.at,
        }
    }
}

/// Changes are read in pieces of this size.
const CHANGES_AT_ONCE: u32 = 1000;

pub(super) async fn list(config: &Path, asked: &ListArguments) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let wanted = Wanted::of(&library, asked).await?;
    let mut entries = Newest::new(asked.limit);
    if !(asked.decisions || asked.verdict.is_some() || asked.code.is_some()) {
        changes(&library, &wanted, &mut entries).await?;
    }
    let mut decisions = Newest::new(asked.limit);
    if !asked.changes {
        self::decisions(&library.settings.journal, wanted.filter(asked), &mut decisions)?;
    }
    let mut all: Vec<Entry> = entries.0.into_iter().chain(decisions.0).collect();
    all.sort_by_key(Entry::at);
    let too_many = if asked.limit == 0 {
        0
    } else {
        all.len().saturating_sub(asked.limit)
    };
    let mut text = String::new();
    for entry in all.iter().skip(too_many) {
        text.push_str(&if asked.format.json {
            output::json_line(entry)?
        } else {
            in_words::line(entry)
        });
    }
    if text.is_empty() && !asked.format.json {
        text.push_str("nothing recorded that fits\n");
    }
    output::print(&text)?;
    Ok(Outcome::Done)
}

/// What is asked for, looked up.
struct Wanted {
    grant: Option<GrantId>,
    site: Option<SiteName>,
    /// The grants of the wanted site: changes name grants, not sites.
    grants_of_site: HashSet<GrantId>,
    since: Option<Timestamp>,
}

impl Wanted {
    async fn of(library: &Library, asked: &ListArguments) -> anyhow::Result<Self> {
        let grant = match &asked.grant {
            Some(grant) => Some(grant::find_grant(&library.store, grant).await?.id),
            None => None,
        };
        let site = asked.site.as_deref().map(SiteName::new);
        let mut grants_of_site = HashSet::new();
        if let Some(site) = &site {
            let grants = library.store.grants().await?;
            grants_of_site.extend(grants.iter().filter(|it| it.site == *site).map(|it| it.id));
            if grants_of_site.is_empty() && library.settings.site_named(site).is_none() {
                return Err(anyhow!(
                    "there is no site `{site}`, neither in the config nor in the record"
                ));
            }
        }
        let since = asked.since.map(|since| since.from(library.now()));
        Ok(Self {
            grant,
            site,
            grants_of_site,
            since,
        })
    }

    fn includes(&self, change: &ChangeRecord) -> bool {
        let grant = change.event.grant;
        self.since.is_none_or(|since| since <= change.at)
            && self.grant.is_none_or(|wanted| grant == Some(wanted))
            && (self.site.is_none() || grant.is_some_and(|grant| self.grants_of_site.contains(&grant)))
    }

    fn filter(&self, asked: &ListArguments) -> DecisionFilter {
        DecisionFilter {
            code: asked.code,
            grant: self.grant,
            site: self.site.clone(),
            verdict: asked.verdict.map(|verdict| match verdict {
                Verdict::Forward => DecisionVerdict::Forward,
                Verdict::Challenge => DecisionVerdict::Challenge,
                Verdict::Refuse => DecisionVerdict::Refuse,
            }),
            since: self.since,
        }
    }
}

async fn changes(library: &Library, wanted: &Wanted, entries: &mut Newest) -> anyhow::Result<()> {
    let mut after = Seq::default();
    loop {
        let logged = library.store.changes_after(after, CHANGES_AT_ONCE).await?;
        let Some(last) = logged.last() else { return Ok(()) };
        after = last.seq;
        for change in &logged {
            match ChangeRecord::parse(&change.body) {
                Ok(record) if wanted.includes(&record) => entries.add(Entry::Change(record)),
                Ok(_) => {}
                Err(_) => {
                    output::complain(&format!(
                        "change {} cannot be read; run `gatepass audit verify`",
                        change.seq.0
                    ));
                }
            }
        }
    }
}

fn decisions(journal: &Path, filter: DecisionFilter, entries: &mut Newest) -> anyhow::Result<()> {
    if !journal.is_dir() {
        // The gateway has not run yet.
        return Ok(());
    }
    let unreadable = |error| anyhow!("cannot read the journal `{}`: {error}", journal.display());
    for record in JournalReader::open(journal, filter).map_err(unreadable)? {
        match record {
            Ok(record) => entries.add(Entry::Decision(record)),
            Err(error) => output::complain(&error.to_string()),
        }
    }
    Ok(())
}

/// Keeps the newest entries of those that come by time, so that a long journal takes no memory.
struct Newest(VecDeque<Entry>, usize);

impl Newest {
    const fn new(limit: usize) -> Self {
        Self(VecDeque::new(), limit)
    }

    fn add(&mut self, entry: Entry) {
        if self.1 > 0 && self.0.len() == self.1 {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }
}

impl Since {
    fn parse(text: &str) -> Result<Self, String> {
        if let Ok(moment) = text.parse() {
            return Ok(Self::Moment(moment));
        }
        parse_duration(text).map(Self::Ago).map_err(|_| {
            format!("`{text}` is no time: write how long ago, such as `1h`, or a moment, such as `2026-11-20T12:00:00Z`")
        })
    }

    fn from(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(duration) => now.checked_sub(duration).unwrap_or(Timestamp::MIN),
            Self::Moment(moment) => moment,
        }
    }
}

fn parse_code(text: &str) -> Result<ShortCode, String> {
    text.parse::<ShortCode>().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_moment_or_a_while_ago() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (text, moment) in [
            ("1h", "2026-11-20T11:00:00Z"),
            ("2d", "2026-11-18T12:00:00Z"),
            ("2026-11-20T13:00:00+02:00", "2026-11-20T11:00:00Z"),
        ] {
            assert_eq!(
                Since::parse(text).unwrap().from(now),
                moment.parse().unwrap(),
                "{text}"
            );
        }
        for text in ["", "yesterday", "2026-11-20", "-1h"] {
            assert!(Since::parse(text).is_err(), "{text}");
        }
    }
}
