//! `gatepass preset`: the apps whose scopes come with the gateway.

use clap::Args;

use super::{Outcome, output};
use crate::config::PRESETS;

#[derive(Debug, Args)]
pub(super) struct PresetArguments {
    /// Print this one as it is written, with where it knows things from; without a name, list them all
    name: Option<String>,
}

pub(super) fn preset(asked: &PresetArguments) -> anyhow::Result<Outcome> {
    let Some(name) = &asked.name else {
        for preset in &PRESETS {
            output::print(&format!("{:<16} {}\n", preset.name, preset.title()))?;
        }
        output::print("\nUse one with `preset = \"…\"` in the [[site]] of the app.\n")?;
        return Ok(Outcome::Done);
    };
    let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else {
        anyhow::bail!("there is no preset `{name}`: `gatepass preset` lists them");
    };
    output::print(preset.text)?;
    Ok(Outcome::Done)
}
