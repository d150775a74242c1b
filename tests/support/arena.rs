//! A signed-in agent in front of a recording upstream, who writes on connections what no client library would.

use super::client::Protocol;
use super::recorder::{Recorded, Recorder};
use super::wire::{Wire, WireAnswer};
use super::world::{HOST, World, WorldBuilder};

pub struct Arena {
    pub world: World,
    pub upstream: Recorder,
    pub cookie: String,
}

impl Arena {
    pub async fn start() -> Self {
        Self::before(Recorder::start().await).await
    }

    pub async fn before(upstream: Recorder) -> Self {
        let builder = WorldBuilder::new().upstream(&upstream.as_upstream());
        let world = builder.start().await;
        let (client, _) = world.signed_in(Protocol::Http1).await;
        let cookie = client.session_cookie().unwrap();
        Self {
            world,
            upstream,
            cookie,
        }
    }

    /// Fills in `{H}`, the host, `{S}`, the session's other fields, and `{F}`, both.
    pub fn request(&self, template: &str) -> String {
        let session = format!(
            "User-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={}\r\n",
            self.cookie
        );
        template
            .replace("{F}", "{H}{S}")
            .replace("{H}", &format!("Host: {HOST}\r\n"))
            .replace("{S}", &session)
    }

    pub async fn wire(&self) -> Wire {
        Wire::open(&self.world).await
    }

    /// It is answered with this status, the connection ends, and no byte of it reaches the upstream.
    pub async fn refuses(&self, name: &str, status: u16, template: &str) {
        self.refuses_bytes(name, status, self.request(template).as_bytes())
            .await;
    }

    pub async fn refuses_bytes(&self, name: &str, status: u16, bytes: &[u8]) {
        self.upstream.clear();
        let mut wire = self.wire().await;
        wire.send(bytes).await;
        let answer = if bytes.starts_with(b"HEAD ") {
            wire.try_answer_to_head().await
        } else {
            wire.try_answer().await
        };
        let answer = answer.unwrap_or_else(|| panic!("{name}: no answer"));
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        assert_eq!(answer.field("connection"), Some("close"), "{name}: {answer:?}");
        assert!(wire.is_closed().await, "{name}: it goes on");
        self.saw_nothing(name);
    }

    /// It reaches the upstream as one request, and so does an ordinary one after it on the same connection.
    pub async fn passes(&self, name: &str, template: &str) -> (WireAnswer, Recorded) {
        self.passes_bytes(name, self.request(template).as_bytes()).await
    }

    pub async fn passes_bytes(&self, name: &str, bytes: &[u8]) -> (WireAnswer, Recorded) {
        self.upstream.clear();
        let mut wire = self.wire().await;
        wire.send(bytes).await;
        let answer = wire.try_answer().await;
        let answer = answer.unwrap_or_else(|| panic!("{name}: no answer"));
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        wire.send(self.request("GET /contacts/next HTTP/1.1\r\n{F}\r\n"))
            .await;
        let next = wire.try_answer().await;
        assert_eq!(next.map(|it| it.status), Some(200), "{name}: the next request");
        let mut seen = self.upstream.requests();
        assert_eq!(seen.len(), 2, "{name}: {seen:?}");
        let next = seen.pop().unwrap();
        assert_eq!(next.request_line(), "GET /contacts/next HTTP/1.1", "{name}");
        (answer, seen.pop().unwrap())
    }

    pub fn saw_nothing(&self, name: &str) {
        let seen = self.upstream.connections().concat();
        assert!(
            seen.is_empty(),
            "{name}: the upstream saw {}",
            String::from_utf8_lossy(&seen)
        );
    }
}
