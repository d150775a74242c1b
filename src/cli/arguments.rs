//! The arguments of all commands, as clap reads them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::{
    account, audit, check, completions, demo, explain, grant, handoff, init, learn, preset, reload, run,
    token,
};

/// A TLS gateway that lets support agents into a web app for a limited time and a limited view, without a shared
/// password.
#[derive(Debug, Parser)]
#[command(
    name = "gatepass",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    /// The config file
    #[arg(long, global = true, value_name = "FILE", default_value = "gatepass.toml")]
    pub(super) config: PathBuf,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show Gatepass with a made-up CRM behind it, on this machine only
    Demo(demo::DemoArguments),
    /// Make a config, a key and a development certificate to start with
    Init(init::InitArguments),
    /// Watch an app while you click through it, and propose its scopes
    Learn(learn::LearnArguments),
    /// Run the gateway
    Run(run::RunArguments),
    /// Let running gateways read their config again
    Reload(reload::ReloadArguments),
    /// Say what is wrong with the config, and run its policy tests
    Check(check::CheckArguments),
    /// List the apps whose scopes come with the gateway
    Preset(preset::PresetArguments),
    /// Say what the gateway does with a request, and why
    Explain(Box<explain::ExplainArguments>),
    /// Print the JSON Schema of the config, for editors
    Schema,
    /// Give support access, watch it and take it away
    Grant(grant::GrantArguments),
    /// Say who may use the portal
    Account(account::AccountArguments),
    /// Let programs use the API
    Token(token::TokenArguments),
    /// Hand a secret over, encrypted from end to end
    Handoff(handoff::HandoffArguments),
    /// Read who did what, and verify that the record was not tampered with
    Audit(audit::AuditArguments),
    /// Print completions for a shell
    Completions(completions::CompletionsArguments),
}

/// For commands that print.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Format {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}
