//! An agent with a valid session who writes requests by hand, in front of an upstream that records every byte.

use super::client::Protocol;
use super::recorder::{Recorded, Recorder};
use super::wire::{Wire, WireAnswer};
use super::world::{HOST, World, WorldBuilder};

pub struct Attacker {
    pub world: World,
    pub upstream: Recorder,
    /// The value of the session cookie.
    pub cookie: String,
    wire: Option<Wire>,
}

impl Attacker {
    /// Signed in, and the upstream has seen nothing yet.
    pub async fn inside(builder: WorldBuilder) -> Self {
        let upstream = Recorder::start().await;
        let world = builder.upstream(&upstream.as_upstream()).start().await;
        let (client, _) = world.signed_in(Protocol::Http1).await;
        let cookie = client.session_cookie().unwrap();
        Self {
            world,
            upstream,
            cookie,
            wire: None,
        }
    }

    /// Request line and fields of a request in the session, with the empty line.
    pub fn head(&self, method: &str, target: &str, fields: &[(&str, &str)]) -> String {
        let session = format!("__Host-gatepass={}", self.cookie);
        let own = [("Cookie", session.as_str())];
        plain_head(method, target, own.iter().chain(fields))
    }

    /// On the connection of the last request, as long as the gateway keeps it.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> WireAnswer {
        let mut wire = match self.wire.take() {
            Some(wire) => wire,
            None => Wire::open(&self.world).await,
        };
        wire.send(bytes).await;
        let answer = wire.answer().await;
        if !answer
            .field("connection")
            .is_some_and(|it| it.eq_ignore_ascii_case("close"))
        {
            self.wire = Some(wire);
        }
        answer
    }

    /// What the upstream got of a request that it is to get: exactly one.
    pub async fn passes(&mut self, bytes: impl AsRef<[u8]>) -> Recorded {
        self.upstream.clear();
        let answer = self.send(bytes).await;
        assert_eq!(answer.status, 200, "{}\n{}", answer.head, answer.body);
        let mut seen = self.upstream.requests();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }

    pub async fn get(&mut self, target: &str, fields: &[(&str, &str)]) -> WireAnswer {
        self.send(self.head("GET", target, fields)).await
    }
}

/// A request without any session.
pub fn visitor_head(method: &str, target: &str, fields: &[(&str, &str)]) -> String {
    plain_head(method, target, fields.iter())
}

fn plain_head<'f>(
    method: &str,
    target: &str,
    fields: impl Iterator<Item = &'f (&'f str, &'f str)>,
) -> String {
    let fields: String = fields
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("{method} {target} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\n{fields}\r\n")
}
