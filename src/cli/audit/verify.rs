//! `gatepass audit verify`: the chain of changes and all journals, from their first record to their last.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::audit::{
    ChainHash, ChangeRecord, ChangesReport, JournalReport, WorkerReport, verify_changes, verify_journal,
};
use crate::cli::arguments::Format;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};
use crate::store::{LoggedChange, Seq};

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    intact: bool,
    changes: ChangesReport,
    /// Events whose columns, by which gateways find them, say something else than their text.
    altered_columns: Vec<u64>,
    journal: JournalReport,
}

const CHANGES_AT_ONCE: u32 = 1000;

pub(super) async fn verify(config: &Path, asked: &VerifyArguments) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let (rows, altered_columns) = read_changes(&library).await?;
    let changes = verify_changes(rows);
    let journal = read_journal(&library.settings.journal)?;
    let intact = changes.problem.is_none() && altered_columns.is_empty() && journal.is_intact();
    let report = Report {
        intact,
        changes,
        altered_columns,
        journal,
    };
    if asked.format.json {
        output::print_json(&report)?;
    } else {
        output::print(&report.in_words())?;
    }
    if !intact {
        output::complain(&format!(
            "the record is not what was written: {}; keep copies of the store and the journal as they are, and find out who could write there",
            report.problems().join("; ")
        ));
    }
    Ok(if intact { Outcome::Done } else { Outcome::Failed })
}

type Row = (u64, String, ChainHash);

async fn read_changes(library: &Library) -> anyhow::Result<(Vec<Row>, Vec<u64>)> {
    let mut rows = Vec::new();
    let mut altered = Vec::new();
    let mut after = Seq::default();
    loop {
        let logged = library.store.changes_after(after, CHANGES_AT_ONCE).await?;
        let Some(last) = logged.last() else {
            return Ok((rows, altered));
        };
        after = last.seq;
        altered.extend(
            logged
                .iter()
                .filter(|change| !says_the_same(change))
                .map(|change| change.seq.0),
        );
        rows.extend(
            logged
                .into_iter()
                .map(|change| (change.seq.0, change.body, change.hash)),
        );
    }
}

/// Text that cannot be read is the chain's matter.
fn says_the_same(change: &LoggedChange) -> bool {
    ChangeRecord::parse(&change.body).is_ok_and(|record| {
        record.at.as_millisecond() == change.at.as_millisecond()
            && record.event.action.code() == change.action
            && record.event.grant == change.grant
            && record.event.session == change.session
    })
}

fn read_journal(dir: &Path) -> anyhow::Result<JournalReport> {
    if !dir.is_dir() {
        // The gateway has not run yet.
        return Ok(JournalReport::default());
    }
    verify_journal(dir).map_err(|error| anyhow!("cannot read the journal `{}`: {error}", dir.display()))
}

impl Report {
    fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = self
            .changes
            .problem
            .iter()
            .map(|it| format!("changes: {it}"))
            .collect();
        if self.changes.problem.is_none() {
            let altered = self.altered_columns.iter();
            problems.extend(
                altered.map(|seq| format!("changes: event {seq}: its columns do not say what its text says")),
            );
        }
        let workers = self.journal.workers.iter();
        problems.extend(workers.filter_map(|it| Some(format!("journal: {}", it.problem.as_ref()?))));
        problems
    }

    fn in_words(&self) -> String {
        let verdict = |problem: bool| if problem { "BROKEN" } else { "intact" };
        let changes = &self.changes;
        let broken = changes.problem.is_some() || !self.altered_columns.is_empty();
        let mut text = format!(
            "changes    {}  {}\n",
            verdict(broken),
            words::count_u64(changes.events, "event")
        );
        // Writing to a string cannot fail.
        let _ = writeln!(text, "           {}", period(changes.first, changes.last));
        let _ = writeln!(text, "           head {}", changes.head);
        for worker in &self.journal.workers {
            text.push_str(&worker_in_words(worker, verdict(worker.problem.is_some())));
        }
        if self.journal.workers.is_empty() {
            text.push_str("journal    no decisions yet\n");
        }
        for stranger in &self.journal.strangers {
            let _ = writeln!(
                text,
                "note       `{}` in the journal's directory is not ours",
                output::Printable(stranger)
            );
        }
        text
    }
}

fn worker_in_words(worker: &WorkerReport, verdict: &str) -> String {
    let mut text = format!(
        "worker {:<3} {verdict}  {} in {}\n           {}\n",
        worker.worker,
        words::count_u64(worker.records, "decision"),
        words::count_u64(worker.segments, "segment"),
        period(worker.first, worker.last),
    );
    if let Some((segment, hash)) = &worker.head {
        let _ = writeln!(text, "           head {hash} in {segment}");
    }
    if let Some(segment) = &worker.starts_after {
        let _ = writeln!(
            text,
            "           begins after {segment}, which is not here any more"
        );
    }
    for segment in &worker.torn {
        let _ = writeln!(
            text,
            "           {segment} ends in an unfinished record, which was never acted on"
        );
    }
    text
}

fn period(first: Option<Timestamp>, last: Option<Timestamp>) -> String {
    match (first, last) {
        (Some(first), Some(last)) => format!("{first:.3} to {last:.3}"),
        _ => "nothing yet".to_owned(),
    }
}
