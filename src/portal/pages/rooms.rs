//! Rooms: the list, the room itself, and the way in by an invitation. What is encrypted and opened there, the scripts
//! do; the pages hold every word that they say.

use askama::Template;
use jiff::{SignedDuration, Timestamp};

use super::{Frame, span_in_words};

/// `GET /rooms`
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/rooms.html")]
pub struct RoomsPage {
    /// Of the account that reads.
    pub frame: Frame,
    /// The rooms in which it sits.
    pub rooms: Vec<RoomLine>,
    /// For how long a room may be opened, the shortest first.
    pub lifetimes: Vec<SignedDuration>,
}

/// A room in a list.
#[derive(Debug, Clone)]
pub struct RoomLine {
    /// For its address.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The number of the support case; may be empty.
    pub support_case: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// `GET /rooms/{id}`: the same for everybody; who sits in the room is asked by the script.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/room.html")]
pub struct RoomPage {
    pub frame: Frame,
    /// As it stands in the address.
    pub id: String,
    /// Bytes of a file that fits into a message.
    pub largest_file: usize,
}

/// `GET /join/{invitation}`: looking at it uses nothing up.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/room_join.html")]
pub struct JoinPage {
    pub frame: Frame,
    /// As it stands in the address.
    pub invitation: String,
}

/// `GET /help/handoff`: what a customer needs to know, on one screen.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/help_handoff.html")]
pub struct HelpPage {
    pub frame: Frame,
}

impl RoomsPage {
    /// Three days and more in days: nobody thinks of a week as 168 hours.
    fn lifetime(&self, lifetime: &SignedDuration) -> String {
        let hours = u64::try_from(lifetime.as_hours()).unwrap_or_default();
        let is_days = *lifetime == SignedDuration::from_hours(lifetime.as_hours()) && hours % 24 == 0;
        if is_days && hours >= 72 {
            return self.frame.say_count("common-days", hours / 24);
        }
        span_in_words(&self.frame, *lifetime)
    }

    /// A day, or the most that there is below.
    fn is_chosen(&self, lifetime: &SignedDuration) -> bool {
        let day = SignedDuration::from_hours(24);
        let up_to_a_day = self.lifetimes.iter().filter(|it| **it <= day);
        up_to_a_day.max() == Some(lifetime)
    }
}

impl RoomPage {
    fn size(&self, key: &str) -> String {
        self.frame
            .say_of(key, "size", (self.largest_file / 1024).to_string())
    }

    fn sign_in(&self) -> String {
        format!("/sign-in?return=%2Frooms%2F{}", self.id)
    }
}

impl JoinPage {
    fn sign_in(&self) -> String {
        format!("/sign-in?return=%2Fjoin%2F{}", self.invitation)
    }

    /// The script puts the names in, which only whoever has the key is told.
    fn lead(&self) -> String {
        let values = [("host", "(host)"), ("title", "(title)")];
        let values = values.map(|(name, value)| (name, value.into()));
        self.frame.say_all("room-join-lead", &values)
    }
}
