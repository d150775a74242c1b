//! `gatepass reload`: running gateways read their configuration again, and say what came of it.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use tokio::time::Instant;

use super::arguments::Format;
use super::place::{Workshop, block_on};
use super::{Outcome, check, environment, output, words};
use crate::actions::Actions;
use crate::audit::{Action, ChangeEvent, ChangeRecord};
use crate::store::Seq;

#[derive(Debug, Args)]
pub(super) struct ReloadArguments {
    #[command(flatten)]
    format: Format,
}

/// A gateway looks up its upstreams before it answers; one that takes longer is in trouble.
const ANSWERS_WITHIN: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Changes read at once.
const BATCH: u32 = 256;

/// What the gateways say.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answers {
    answers: Vec<Answer>,
    /// How many gateways were running: with fewer answers, one said nothing.
    waited_for: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    node: String,
    in_force: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Keys that have changed and take a restart.
    #[serde(skip_serializing_if = "Option::is_none")]
    restart: Option<String>,
}

pub(super) fn reload(config: &Path, asked: &ReloadArguments) -> anyhow::Result<Outcome> {
    // Who asks sees mistakes here, with their lines; gateways are not bothered with them.
    if check::settings_that_pass(config)?.is_none() {
        return Ok(Outcome::Failed);
    }
    let answers = block_on(async {
        let Workshop { actions, .. } = Workshop::open(config).await?;
        let answers = ask(&actions).await?;
        actions.store.close().await;
        Ok(answers)
    })?;
    if asked.format.json {
        output::print_json(&answers)?;
    } else {
        answers.tell()?;
    }
    Ok(if answers.all_in_force() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

async fn ask(actions: &Actions) -> anyhow::Result<Answers> {
    let nodes = actions.store.living_nodes(actions.clock.now()).await?;
    let event = ChangeEvent::new(environment::actor(), Action::ReloadAsked);
    let seq = actions.record_event(&event).await?;
    let mut answers = Answers {
        answers: Vec::new(),
        waited_for: nodes.len(),
    };
    let (mut read, deadline) = (seq, Instant::now() + ANSWERS_WITHIN);
    while answers.answers.len() < nodes.len() && Instant::now() < deadline {
        for change in actions.store.changes_after(read, BATCH).await? {
            read = change.seq;
            if let Ok(record) = ChangeRecord::parse(&change.body) {
                answers.answers.extend(Answer::of(record.event, seq));
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(answers)
}

impl Answer {
    /// `None`: the event is no answer to what was asked in `seq`, or later.
    fn of(mut event: ChangeEvent, seq: Seq) -> Option<Self> {
        let in_force = event.action == Action::PolicyReloaded;
        if !in_force && event.action != Action::PolicyReloadRefused {
            return None;
        }
        let asked: u64 = event.detail.get("asked")?.parse().ok()?;
        (asked >= seq.0).then_some(())?;
        Some(Self {
            node: event.detail.remove("node")?,
            in_force,
            error: event.detail.remove("error"),
            restart: event.detail.remove("restart"),
        })
    }
}

impl Answers {
    fn all_in_force(&self) -> bool {
        self.waited_for > 0
            && self.answers.len() >= self.waited_for
            && self.answers.iter().all(|answer| answer.in_force)
    }

    fn tell(&self) -> anyhow::Result<()> {
        if self.waited_for == 0 {
            output::complain("no gateway is running; `gatepass run` starts one");
        }
        let in_force = self.answers.iter().filter(|answer| answer.in_force).count();
        if in_force > 0 {
            let text = format!(
                "the new configuration is in force in {}\n",
                words::count(in_force, "gateway")
            );
            output::print(&text)?;
        }
        for answer in &self.answers {
            if let Some(error) = &answer.error {
                output::complain(&format!(
                    "gateway {} keeps the old configuration: {error}",
                    answer.node
                ));
            }
            if let Some(keys) = &answer.restart {
                output::complain(&format!("gateway {} takes a restart for {keys}", answer.node));
            }
        }
        let silent = self.waited_for.saturating_sub(self.answers.len());
        if silent > 0 {
            output::complain(&format!(
                "{} did not answer within {} s; if it still runs, look at its log",
                words::count(silent, "gateway"),
                ANSWERS_WITHIN.as_secs()
            ));
        }
        Ok(())
    }
}
