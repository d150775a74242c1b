//! `gatepass handoff read`: fetches what was sealed, once, and opens it here.

use std::io::IsTerminal;

use anyhow::anyhow;
use clap::Args;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::portal::{Portal, Reaching, Refused};
use crate::cli::arguments::Format;
use crate::cli::{Outcome, output};
use crate::handoff::{LinkCode, LinkKey, Message, Unreadable};

#[derive(Debug, Args)]
pub(super) struct ReadArguments {
    /// The whole link, in quotes
    #[arg(value_name = "LINK")]
    link: String,
    /// The extra code that its sender told you
    #[arg(long, value_name = "CODE", value_parser = LinkCode::parse)]
    code: Option<LinkCode>,
    #[command(flatten)]
    reaching: Reaching,
    #[command(flatten)]
    format: Format,
}

pub(super) async fn read(asked: &ReadArguments) -> anyhow::Result<Outcome> {
    let (url, key) = LinkKey::parse(&asked.link)?;
    let portal = Portal::at(&url, &asked.reaching)?;
    let shared = key.with(asked.code.as_ref());
    let body = json!({
        "claim": BASE64URL_NOPAD.encode(shared.claim()),
        "proof": shared.proof().map(|proof| BASE64URL_NOPAD.encode(proof)),
    });
    let opened = portal
        .post(&format!("/handoff/links/{}/open", shared.id()), None, &body)
        .await?
        .map_err(|refused| in_words(&refused))?;
    let sealed = opened
        .get("sealed")
        .and_then(Value::as_str)
        .and_then(|sealed| BASE64URL_NOPAD.decode(sealed.as_bytes()).ok())
        .ok_or(Unreadable::Malformed);
    let message = sealed.and_then(|sealed| shared.open(&sealed)).map_err(|error| {
        anyhow!(
            "{error}. The portal did not hand out what the sender sealed: do not trust it, call the sender and ask for \
             a new link"
        )
    })?;
    if asked.format.json {
        output::print_json(&message)?;
    } else {
        output::print(&shown(&message, std::io::stdout().is_terminal()))?;
    }
    Ok(Outcome::Done)
}

/// A program gets it to the byte; a terminal is not rewritten by what somebody else wrote.
fn shown(message: &Message, on_terminal: bool) -> String {
    let safe = |text: &str| output::printable_lines(text, on_terminal);
    match message {
        Message::Text { text } => format!("{}\n", safe(text)),
        Message::Credentials { lines } => lines
            .iter()
            .map(|line| format!("{}: {}\n", safe(&line.label), safe(&line.value)))
            .collect(),
    }
}

fn in_words(refused: &Refused) -> anyhow::Error {
    match refused.reason.as_str() {
        "code-needed" => anyhow!("this link needs a code: ask its sender, and add `--code CODE`"),
        "wrong-code" => {
            let left = refused
                .details
                .get("left")
                .and_then(Value::as_u64)
                .unwrap_or_default();
            anyhow!("the code is wrong; after {left} more wrong ones everything is wiped")
        }
        "link-opened" => anyhow!(
            "this link was opened already: if it was not you, tell its sender at once, because somebody else has read it"
        ),
        "link-revoked" => anyhow!("its sender has revoked this link; ask for a new one"),
        "link-expired" => anyhow!("the time of this link is up; ask for a new one"),
        "link-wiped" => anyhow!("the code was wrong too often, and everything was wiped; ask for a new link"),
        _ => anyhow!("the portal refuses: {}", refused.words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_rewritten_by_what_somebody_sent() {
        let message = Message::Text {
            text: "one\ntwo\u{1b}[2J".into(),
        };
        assert_eq!(shown(&message, false), "one\ntwo\u{1b}[2J\n");
        assert_eq!(shown(&message, true), "one\ntwo\\u{1b}[2J\n");
    }
}
