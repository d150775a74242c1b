//! The wording of every "no": what is not shared, what is over, what cannot be judged.

use super::message::Start;
use super::{FactValue, Link, MessagePage, Moment, Place};

impl<'a> MessagePage<'a> {
    /// 403: a part that the grant does not show. `labels` are the policy's words, empty for what no scope names.
    #[must_use]
    pub fn hidden(place: Place<'a>, labels: &[String], ends: &Moment, code: &'a str, start: Start) -> Self {
        let lead = match labels {
            [] => place.say("gate-hidden-elsewhere"),
            some => place.say_of("gate-hidden-places", "places", place.quoted(some)),
        };
        Self::saying(place, 403, "gate-hidden", lead)
            .advising("gate-hidden-advice")
            .stating("gate-your-access-ends", FactValue::Time(ends.clone()))
            .coded(code)
            .leading_in(start)
    }

    /// 403: a change in a part that the grant only lets be viewed.
    #[must_use]
    pub fn read_only(
        place: Place<'a>,
        labels: &[String],
        ends: &Moment,
        code: &'a str,
        start: Start,
    ) -> Self {
        let lead = match labels {
            [] => place.say("gate-read-only-elsewhere"),
            some => place.say_of("gate-read-only-places", "places", place.quoted(some)),
        };
        Self::saying(place, 403, "gate-read-only", lead)
            .advising("gate-read-only-advice")
            .stating("gate-your-access-ends", FactValue::Time(ends.clone()))
            .coded(code)
            .leading_in(start)
    }

    /// 403: the grant is over, by time or by the customer's hand; the agent need not know which.
    #[must_use]
    pub fn ended(place: Place<'a>, ended: &Moment) -> Self {
        Self::saying(place, 403, "gate-ended", place.say("gate-ended-lead"))
            .advising("gate-ended-advice")
            .stating("gate-access-ended", FactValue::Time(ended.clone()))
            .leading_to([Link {
                label: "gate-ended-sign-in",
                href: Link::SIGN_IN.href,
            }])
    }

    /// 403: the credentials are right, and too early.
    #[must_use]
    pub fn not_begun(place: Place<'a>, begins: &Moment) -> Self {
        Self::saying(place, 403, "gate-not-begun", place.say("gate-not-begun-lead"))
            .advising("gate-not-begun-advice")
            .stating("gate-access-begins", FactValue::Time(begins.clone()))
            .leading_to([Link::AGAIN])
    }

    /// 403: the customer holds the grant for now.
    #[must_use]
    pub fn paused(place: Place<'a>, ends: &Moment) -> Self {
        Self::saying(place, 403, "gate-paused", place.say("gate-paused-lead"))
            .advising("gate-paused-advice")
            .stating("gate-your-access-ends", FactValue::Time(ends.clone()))
            .leading_to([Link::AGAIN])
    }

    /// 403: the grant allows certain networks, and this is none of them. `address` is the client's, as we see it.
    #[must_use]
    pub fn other_network(place: Place<'a>, address: &str, code: &'a str) -> Self {
        Self::saying(place, 403, "gate-network", place.say("gate-network-lead"))
            .advising("gate-network-advice")
            .stating("gate-your-address", FactValue::Text(address.to_owned()))
            .coded(code)
            .leading_to([Link::AGAIN])
    }

    /// 400: a request that could be read in two ways, so it was judged in neither.
    #[must_use]
    pub fn ambiguous(place: Place<'a>, code: &'a str) -> Self {
        Self::saying(place, 400, "gate-ambiguous", place.say("gate-ambiguous-lead"))
            .advising("gate-ambiguous-advice")
            .coded(code)
            .leading_to([Link::START])
    }

    /// 413: a form or upload too large to look into, where a part of the app depends on what is inside.
    #[must_use]
    pub fn too_large(place: Place<'a>, code: &'a str) -> Self {
        Self::saying(place, 413, "gate-too-large", place.say("gate-too-large-lead"))
            .advising("gate-too-large-advice")
            .coded(code)
            .leading_to([Link::START])
    }

    /// 404: nothing of ours at this address under `/.gatepass/`.
    #[must_use]
    pub fn not_found(place: Place<'a>) -> Self {
        Self::saying(place, 404, "gate-not-found", place.say("gate-not-found-lead")).leading_to([Link::START])
    }

    /// 421: no site of ours has this host name (RFC 9110 §15.5.20).
    #[must_use]
    pub fn unknown_site(place: Place<'a>) -> Self {
        Self::saying(
            place,
            421,
            "gate-unknown-site",
            place.say("gate-unknown-site-lead"),
        )
        .advising("gate-unknown-site-advice")
    }
}
