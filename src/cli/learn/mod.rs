//! `gatepass learn`: stands before an app while its operator clicks through it, and proposes scopes for what was asked.
//!
//! What it writes down names parts of the app; what people typed, and what could be a secret, stays out of it.

mod dispatch;
mod grouping;
mod overheard;
mod relay;
mod seen;
mod written;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;
use http::uri::Authority;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use self::relay::Relay;
use self::seen::Seen;
use super::grant::from_text;
use super::init::write_new;
use super::output::{self, Printable};
use super::run::control_runtime;
use super::signals::Signals;
use super::{Outcome, words};
use crate::config::Upstream;

#[derive(Debug, Args)]
pub(super) struct LearnArguments {
    /// Where the app listens, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL", value_parser = from_text::<Upstream>)]
    upstream: Upstream,
    /// Where the browser goes instead, in plain HTTP and on this machine only; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 8081)))]
    listen: SocketAddr,
    /// The only certificate authorities that may vouch for an app behind https. Default: this machine's
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The host name that the app is asked for, where it answers for none but its own. Default: as the browser says
    #[arg(long, value_name = "NAME")]
    host: Option<Authority>,
    /// Write the proposal to this file, which must not be there yet. Default: print it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn learn(asked: &LearnArguments) -> anyhow::Result<Outcome> {
    if !asked.listen.ip().is_loopback() {
        return Err(anyhow!(
            "`--listen {}`: whoever reaches this address reaches the app; write one of this machine's own, such as 127.0.0.1:8081",
            asked.listen
        ));
    }
    // Before an hour of clicking, not after it.
    if let Some(out) = asked.out.as_ref().filter(|out| out.exists()) {
        return Err(anyhow!("`{}` exists and is not overwritten", out.display()));
    }
    let runtime = control_runtime()?;
    let seen = runtime.block_on(watch(asked));
    runtime.shutdown_background();
    let seen = seen?;
    let proposal = grouping::propose(&seen);
    let text = written::as_toml(&proposal, seen.len());
    match &asked.out {
        Some(out) => {
            write_new(out, &text, 0o644)?;
            let scopes = words::count(proposal.scopes.len(), "scope");
            output::say_aside(&format!("wrote {scopes} to {}\n", out.display()));
        }
        None => output::print(&text)?,
    }
    Ok(Outcome::Done)
}

/// Until somebody has seen enough.
async fn watch(asked: &LearnArguments) -> anyhow::Result<Vec<Seen>> {
    let mut signals = Signals::listen()?;
    let listener = TcpListener::bind(asked.listen).await;
    let listener = listener.map_err(|error| anyhow!("cannot listen on `{}`: {error}", asked.listen))?;
    let address = listener.local_addr()?;
    let (sender, mut receiver) = unbounded_channel();
    let relay = Relay::new(asked, address, sender)?;
    let serving = tokio::spawn(relay.serve(listener));
    output::say_aside(&format!(
        "Open http://{address}/ and click through the app. Ctrl-C, or q and Enter, ends it.\n"
    ));
    let mut all = Vec::new();
    tokio::select! {
        () = listen_to(&mut receiver, &mut all) => {}
        () = signals.stop() => {}
        () = enough_is_typed() => {}
    }
    serving.abort();
    // What was answered already has been seen, too.
    while let Ok(seen) = receiver.try_recv() {
        note(seen, &mut all);
    }
    Ok(all)
}

async fn listen_to(receiver: &mut UnboundedReceiver<Seen>, all: &mut Vec<Seen>) {
    while let Some(seen) = receiver.recv().await {
        note(seen, all);
    }
}

fn note(seen: Seen, all: &mut Vec<Seen>) {
    output::say_aside(&format!("{}\n", Printable(&seen.to_string())));
    all.push(seen);
}

/// `q` on a line of its own. Without anybody at the keyboard: never.
async fn enough_is_typed() {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.trim() == "q" {
            return;
        }
    }
    std::future::pending().await
}
