//! An agent on HTTP/2 in front of an upstream that records: what a frame-level test starts with.

use super::client::Protocol;
use super::frames::{Frame, Frames, Outcome};
use super::recorder::Recorder;
use super::world::{HOST, World, WorldBuilder};

pub struct Http2Visit {
    pub world: World,
    pub upstream: Recorder,
    pub cookie: String,
}

impl Http2Visit {
    pub async fn start() -> Self {
        Self::to(Recorder::start().await).await
    }

    pub async fn to(upstream: Recorder) -> Self {
        let world = WorldBuilder::new()
            .upstream(&upstream.as_upstream())
            .start()
            .await;
        Self::in_world(world, upstream).await
    }

    pub async fn in_world(world: World, upstream: Recorder) -> Self {
        let (client, _) = world.signed_in(Protocol::Http2).await;
        let cookie = client.session_cookie().unwrap();
        upstream.clear();
        Self {
            world,
            upstream,
            cookie,
        }
    }

    pub async fn connect(&self) -> Frames {
        Frames::open(&self.world).await
    }

    /// A request of the agent, as a browser would send it.
    pub fn request(&self, method: &str, path: &str) -> Vec<(&'static str, String)> {
        let mut fields = pseudo(method, path);
        fields.push(("user-agent", "Test Browser 1.0".to_owned()));
        fields.push(("cookie", format!("__Host-gatepass={}", self.cookie)));
        fields
    }

    pub fn get(&self, path: &str) -> Vec<(&'static str, String)> {
        self.request("GET", path)
    }

    pub fn post(&self, path: &str) -> Vec<(&'static str, String)> {
        self.request("POST", path)
    }

    /// Where the fields that make the agent begin: what a test puts in front of them.
    pub fn with_pseudo(&self, pseudo: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let pseudo = pseudo.iter().map(|(name, value)| (*name, (*value).to_owned()));
        pseudo.chain(self.get("/").into_iter().skip(4)).collect()
    }

    /// Sends frames on a connection of their own and tells what became of a stream.
    pub async fn outcome(&self, frames: &[Frame], stream: u32) -> Outcome {
        let mut connection = self.connect().await;
        connection.send(frames).await;
        connection.outcome(stream).await
    }

    /// An honest visitor is served on a connection of its own, and the upstream has seen no complete request but that
    /// one since it was asked the last time.
    pub async fn assert_nothing_else_arrived(&self, after: &str) {
        let mut connection = self.connect().await;
        let outcome = connection.ask(1, &self.get("/contacts/honest")).await;
        assert_eq!(outcome.status(), Some(200), "an honest request after: {after}");
        let seen = self.upstream.requests();
        let lines: Vec<&str> = seen.iter().map(super::recorder::Recorded::request_line).collect();
        assert_eq!(lines, ["GET /contacts/honest HTTP/1.1"], "after: {after}");
        self.upstream.clear();
    }
}

/// The pseudo-header fields of a request to the site.
pub fn pseudo(method: &str, path: &str) -> Vec<(&'static str, String)> {
    vec![
        (":method", method.to_owned()),
        (":scheme", "https".to_owned()),
        (":authority", HOST.to_owned()),
        (":path", path.to_owned()),
    ]
}
