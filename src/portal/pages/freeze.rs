//! The emergency brake in a mail: one press pauses an access, without a sign-in.

use askama::Template;
use jiff::Timestamp;

use super::Frame;

/// `GET /freeze/{token}`: says what will happen.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/freeze.html")]
pub struct FreezePage {
    /// Nobody needs to be signed in.
    pub frame: Frame,
    /// Path of this page, where the form goes.
    pub action: String,
    /// The app.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// When the grant ends by itself.
    pub expires_at: Timestamp,
}

/// The answer to its `POST`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/frozen.html")]
pub struct FrozenPage {
    /// Nobody needs to be signed in.
    pub frame: Frame,
    /// The app.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
}

fn sentence(frame: &Frame, key: &str, agent: &Option<String>, site: &str) -> String {
    let agent = frame.agent_or_none(agent);
    frame.say_all(key, &[("agent", agent.into()), ("site", site.into())])
}

impl FreezePage {
    fn lead(&self) -> String {
        sentence(&self.frame, "support-freeze-lead", &self.agent, &self.site)
    }
}

impl FrozenPage {
    fn lead(&self) -> String {
        sentence(&self.frame, "support-frozen-lead", &self.agent, &self.site)
    }
}
