//! stub
use clap::Args;
use super::Outcome;
#[derive(Debug, Args)]
pub(super) struct DemoArguments {}
pub(super) fn demo(_: &DemoArguments) -> anyhow::Result<Outcome> { Ok(Outcome::Done) }
