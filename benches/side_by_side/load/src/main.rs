//! Puts load on one proxy and says what came of it. Each command prints `begin` when its measured time starts and
//! `end {json}` when it is over; whoever runs it reads the proxy's CPU time at these two moments.
//!
//! One thread, because it shares its core with the upstream. Any answer but the expected one ends it with an error:
//! a proxy that refuses quickly must not look fast.

mod closed;
mod echo;
mod handshakes;
mod http1;
mod http2;
mod idle;
mod open;
mod target;
mod websocket;
mod window;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use target::Target;
use window::Window;

#[derive(Parser)]
enum Command {
    #[command(flatten)]
    Against(Load),
    /// The upstream of the WebSocket measure: sends every message back
    Echo {
        #[arg(long)]
        tcp: SocketAddr,
        #[arg(long)]
        unix: PathBuf,
    },
}

#[derive(Subcommand)]
enum Load {
    /// Each connection, and each stream on it, sends its next request when it has the last answer
    Closed {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        window: Window,
        #[arg(long)]
        protocol: Protocol,
        #[arg(long)]
        connections: usize,
        /// Requests at once on each HTTP/2 connection
        #[arg(long, default_value_t = 1)]
        streams: usize,
        /// POST a body of so many bytes
        #[arg(long)]
        upload: Option<usize>,
    },
    /// Requests at fixed times, whatever the answers do; latency counts from the time that was meant
    Open {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        window: Window,
        #[arg(long)]
        connections: usize,
        /// Requests per second
        #[arg(long)]
        rate: u32,
    },
    /// Connections that end after the TLS handshake
    Handshakes {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        window: Window,
        #[arg(long)]
        kind: handshakes::Kind,
        #[arg(long)]
        at_once: usize,
    },
    /// Connections that have served one request and wait for the next; held until standard input ends
    Idle {
        #[command(flatten)]
        target: Target,
        #[arg(long)]
        connections: usize,
    },
    /// Messages there and back over WebSockets
    Websocket {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        window: Window,
        #[arg(long)]
        connections: usize,
        /// Bytes in a message
        #[arg(long)]
        message: usize,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Protocol {
    H1,
    H2,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Echo { tcp, unix } => echo::serve(tcp, &unix).await,
        Command::Against(load) => run(load).await,
    }
}

async fn run(load: Load) -> anyhow::Result<()> {
    match load {
        Load::Closed {
            target,
            window,
            protocol,
            connections,
            streams,
            upload,
        } => match protocol {
            Protocol::H1 => closed::http1(&target, window, connections, upload).await,
            Protocol::H2 => closed::http2(&target, window, connections, streams).await,
        },
        Load::Open {
            target,
            window,
            connections,
            rate,
        } => open::run(&target, window, connections, rate).await,
        Load::Handshakes {
            target,
            window,
            kind,
            at_once,
        } => handshakes::run(&target, window, kind, at_once).await,
        Load::Idle { target, connections } => idle::run(&target, connections).await,
        Load::Websocket {
            target,
            window,
            connections,
            message,
        } => websocket::run(&target, window, connections, message).await,
    }
}
