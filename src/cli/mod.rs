//! The command line, one file per command. Exit codes: 0 done, 1 refused or failed, 2 wrong use.
//!
//! Commands act on the store through `actions`, as the gateway does; a running gateway follows them.

mod account;
mod arguments;
mod audit;
mod check;
mod completions;
mod credentials;
mod cuts;
mod demo;
mod demo_account;
mod demo_text;
mod environment;
mod explain;
mod grant;
mod handoff;
mod init;
mod learn;
mod output;
mod place;
mod preset;
mod reload;
mod run;
mod schema;
mod signals;
#[cfg(test)]
mod tests;
mod token;
mod words;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};

/// How a command ended that has itself said what there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed,
}

/// Does what the arguments of this process say.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong_use(error),
    };
    match follow(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            // Not `{error:#}`: our messages name their cause already.
            output::complain(&error.to_string());
            ExitCode::from(1)
        }
    }
}

fn follow(arguments: Arguments) -> anyhow::Result<Outcome> {
    let config = arguments.config.as_path();
    match arguments.command {
        Command::Demo(asked) => demo::demo(&asked),
        Command::Init(asked) => init::init(&asked),
        Command::Learn(asked) => learn::learn(&asked),
        Command::Run(asked) => run::run(config, &asked),
        Command::Reload(asked) => reload::reload(config, &asked),
        Command::Check(asked) => check::check(config, &asked),
        Command::Explain(asked) => explain::explain_request(config, &asked),
        Command::Schema => schema::schema(),
        Command::Grant(asked) => grant::grant(config, asked),
        Command::Account(asked) => account::account(config, asked),
        Command::Token(asked) => token::token(config, asked),
        Command::Handoff(asked) => handoff::handoff(config, asked),
        Command::Audit(asked) => audit::audit(config, asked),
        Command::Completions(asked) => completions::completions(&asked),
        Command::Preset(asked) => preset::preset(&asked),
    }
}

/// `--help` and `--version` come here, too: they are no errors.
fn wrong_use(error: clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
    } else {
        output::complain(&usage_complaint(&error));
    }
    ExitCode::from(2)
}

/// What clap says, in our form.
fn usage_complaint(error: &clap::Error) -> String {
    let text = error.render().to_string();
    text.strip_prefix("error: ")
        .unwrap_or(&text)
        .trim_end()
        .to_owned()
}
