//! `gatepass handoff send`: seals standard input, leaves it with a portal, prints the link.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use serde_json::json;

use super::portal::{Portal, Reaching};
use crate::cli::arguments::Format;
use crate::cli::{Outcome, output};
use crate::config::{format_duration, load, parse_duration};
use crate::crypto::{Secret, TokenDigest, read_private};
use crate::handoff::{LinkCode, LinkKey, Message};

/// More than any portal takes.
const MOST_INPUT: u64 = 128 * 1024;

#[derive(Debug, Args)]
pub(super) struct SendArguments {
    /// The portal's address, such as `https://support.example.com`; the one in the config, if nothing is said
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// A file that holds a personal access token and nothing else, readable by its owner only
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Draw an extra code, to be told by phone, without which the link opens nothing
    #[arg(long)]
    code: bool,
    /// How long the link lives, such as `1h`; as long as the portal allows, if nothing is said
    #[arg(long = "for", value_name = "DURATION", value_parser = parse_duration)]
    lifetime: Option<SignedDuration>,
    #[command(flatten)]
    reaching: Reaching,
    #[command(flatten)]
    format: Format,
}

pub(super) async fn send(config: &Path, asked: &SendArguments) -> anyhow::Result<Outcome> {
    let url = match &asked.to {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => portal_of(config)?,
    };
    let shown = asked.token_file.display();
    let token = read_private(&asked.token_file).map_err(|error| anyhow!("cannot use `{shown}`: {error}"))?;
    let message = Message::Text {
        text: secret_from_stdin()?.reveal().to_owned(),
    };
    let portal = Portal::at(&url, &asked.reaching)?;
    let key = LinkKey::generate();
    let code = asked.code.then(LinkCode::generate);
    let shared = key.with(code.as_ref());
    let digest = |bytes: &[u8; 32]| BASE64URL_NOPAD.encode(&TokenDigest::of_bytes(bytes).0);
    let body = json!({
        "id": shared.id().to_string(),
        "claimDigest": digest(shared.claim()),
        "proofDigest": shared.proof().map(digest),
        "sealed": BASE64URL_NOPAD.encode(&shared.seal(&message)),
        "duration": asked.lifetime.map(format_duration),
    });
    let kept = portal
        .post("/handoff/links", Some(token.reveal().trim()), &body)
        .await?;
    let kept = kept.map_err(|refused| anyhow!("the portal refuses: {}", refused.words))?;
    let link = key.link(&url);
    let expires_at = kept.get("expiresAt").cloned().unwrap_or_default();
    let code = code.map(|code| code.shown());
    if asked.format.json {
        output::print_json(&json!({
            "link": link.reveal(),
            "code": code.as_ref().map(Secret::reveal),
            "expiresAt": expires_at,
        }))?;
        return Ok(Outcome::Done);
    }
    output::print(&format!("{}\n", link.reveal()))?;
    if let Some(code) = code {
        output::print(&format!("Code, to be told by phone: {}\n", code.reveal()))?;
    }
    output::say_aside(&format!(
        "It opens once, until {}.\n",
        expires_at.as_str().unwrap_or_default()
    ));
    Ok(Outcome::Done)
}

pub(super) fn portal_of(config: &Path) -> anyhow::Result<String> {
    let settings = load(config)?;
    let portal = settings.portal.ok_or_else(|| {
        anyhow!(
            "`{}` has no portal; say where to with `--to https://…`",
            config.display()
        )
    })?;
    Ok(portal.url.trim_end_matches('/').to_owned())
}

/// As it is, without the line end that `echo` and editors add.
pub(super) fn secret_from_stdin() -> anyhow::Result<Secret> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MOST_INPUT).read_to_string(&mut text);
    let text = Secret::new(text);
    read.map_err(|error| anyhow!("cannot read the secret from standard input: {error}"))?;
    let secret = text.reveal();
    let secret = secret.strip_suffix('\n').unwrap_or(secret);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    if secret.is_empty() {
        return Err(anyhow!(
            "there is nothing on standard input; write the secret there"
        ));
    }
    Ok(Secret::new(secret.to_owned()))
}
