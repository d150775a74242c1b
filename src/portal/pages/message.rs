//! A page that says one thing and what to do next.

use askama::Template;
use http::StatusCode;

use super::Frame;

/// For everything that is no page of its own.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/message.html")]
pub struct MessagePage {
    /// Of whoever reads, signed in or not.
    pub frame: Frame,
    /// What is said.
    pub kind: MessageKind,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageKind {
    /// There is nothing here, or nothing for this reader.
    NotFound,
    /// Something went wrong on our side.
    Trouble {
        /// Short code by which the operator finds it.
        code: String,
    },
    /// The form was too old or not ours: nothing was changed.
    FormExpired,
    /// The reader may not do this.
    Forbidden,
    /// Too many requests, or too many people.
    TooBusy {
        /// Seconds until it is worth another try.
        wait_seconds: u64,
    },
    /// The invitation was used, or its time is up.
    InvitationOver,
    /// The link in the mail was used, its time is up, or the grant is over.
    FreezeOver,
}

impl MessagePage {
    /// HTTP status to answer with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.kind {
            MessageKind::NotFound => StatusCode::NOT_FOUND,
            MessageKind::Trouble { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            MessageKind::FormExpired | MessageKind::Forbidden => StatusCode::FORBIDDEN,
            MessageKind::TooBusy { .. } => StatusCode::TOO_MANY_REQUESTS,
            MessageKind::InvitationOver | MessageKind::FreezeOver => StatusCode::GONE,
        }
    }

    fn title(&self) -> String {
        self.frame.say(match self.kind {
            MessageKind::NotFound => "common-not-found-title",
            MessageKind::Trouble { .. } => "common-trouble-title",
            MessageKind::FormExpired => "common-form-expired-title",
            MessageKind::Forbidden => "common-forbidden-title",
            MessageKind::TooBusy { .. } => "common-busy-title",
            MessageKind::InvitationOver => "common-invitation-over-title",
            MessageKind::FreezeOver => "common-freeze-over-title",
        })
    }

    fn lead(&self) -> String {
        let frame = &self.frame;
        match &self.kind {
            MessageKind::NotFound => frame.say("common-not-found-lead"),
            MessageKind::Trouble { .. } => frame.say("common-trouble-lead"),
            MessageKind::FormExpired => frame.say("common-form-expired-lead"),
            MessageKind::Forbidden => frame.say("common-forbidden-lead"),
            MessageKind::TooBusy { wait_seconds } => {
                frame.say_of("common-busy-lead", "wait", frame.wait(wait_seconds))
            }
            MessageKind::InvitationOver => frame.say("common-invitation-over-lead"),
            MessageKind::FreezeOver => frame.say("common-freeze-over-lead"),
        }
    }

    fn code(&self) -> Option<&str> {
        match &self.kind {
            MessageKind::Trouble { code } => Some(code),
            MessageKind::NotFound
            | MessageKind::FormExpired
            | MessageKind::Forbidden
            | MessageKind::TooBusy { .. }
            | MessageKind::InvitationOver
            | MessageKind::FreezeOver => None,
        }
    }
}
