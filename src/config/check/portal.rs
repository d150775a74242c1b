//! Checks the portal: its host, its name, how long people stay signed in.

use std::net::SocketAddr;

use jiff::SignedDuration;

use super::Check;
use super::names::Taken;
use super::site::url;
use crate::config::file::PortalSection;
use crate::config::key_path::KeyPath;
use crate::config::settings::Portal;
use crate::config::units::format_duration;

/// The most that `idle` and `longest` may be. As long as a grant may last: who comes back after that can sign in again.
pub const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Trust is about people who are still sitting there.
const LONGEST_TRUST: SignedDuration = SignedDuration::from_hours(24);
/// A link in a mailbox that makes an account must not lie there for ever.
const LONGEST_INVITATION: SignedDuration = SignedDuration::from_hours(30 * 24);
/// It stands in subjects and on telephones, next to other words.
const LONGEST_NAME: usize = 60;

impl Check<'_> {
    /// `listen`: the address whose port people type.
    pub(super) fn portal(
        &mut self,
        section: Option<&PortalSection>,
        listen: Option<&SocketAddr>,
        hosts: &mut Taken,
    ) -> Option<Portal> {
        let section = section?;
        let at = KeyPath::default().key("portal");
        let idle = self.span(&at.key("idle"), section.idle.0, LONGEST_SESSION);
        let longest = self.span(&at.key("longest"), section.longest.0, LONGEST_SESSION);
        if idle > longest {
            let longest = format_duration(longest);
            self.complain(
                &at.key("idle"),
                format!("a session ends after {longest} in any case: write a shorter duration, or a longer `longest`"),
            );
        }
        self.at_most(&at.key("trust_for"), section.trust_for.0, LONGEST_TRUST);
        let invitation = self.span(&at.key("invitation"), section.invitation.0, LONGEST_INVITATION);
        let name = self.product_name(&at.key("name"), &section.name);
        let at = at.key("host");
        let host = self.required(&at, section.host.as_ref(), "host = \"support.example.com\"")?;
        self.take(hosts, &at, "host", host.0.as_str());
        Some(Portal {
            url: url(host.0.as_str(), listen?.port()),
            host: host.0.to_string(),
            name,
            idle,
            longest,
            trust_for: section.trust_for.0,
            invitation,
        })
    }

    /// Longer than no time, at most `most`.
    pub(super) fn span(
        &mut self,
        at: &KeyPath,
        duration: SignedDuration,
        most: SignedDuration,
    ) -> SignedDuration {
        if duration.is_zero() {
            self.complain(at, "must be longer than no time at all: write `30m`, for example");
        }
        self.at_most(at, duration, most);
        duration
    }

    fn at_most(&mut self, at: &KeyPath, duration: SignedDuration, most: SignedDuration) {
        if duration > most {
            let most = format_duration(most);
            self.complain(at, format!("this is {most} at most: write a shorter duration"));
        }
    }

    /// Authenticators put a colon between the name and the account, so the name has none.
    fn product_name(&mut self, at: &KeyPath, name: &str) -> String {
        let is_plain = !name.contains(|c: char| c.is_control() || c == ':') && name.trim() == name;
        if !is_plain || name.is_empty() || name.chars().count() > LONGEST_NAME {
            self.complain(
                at,
                format!("this is no name: write 1 to {LONGEST_NAME} characters on one line, without `:`"),
            );
        }
        name.to_owned()
    }
}
