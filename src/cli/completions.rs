//! `gatepass completions`: what a shell needs to complete our commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::arguments::Arguments;
use super::{Outcome, output};

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell, for example `source <(gatepass completions bash)`
    shell: Shell,
}

pub(super) fn completions(asked: &CompletionsArguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "gatepass", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
