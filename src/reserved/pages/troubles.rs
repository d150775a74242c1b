//! The wording of everything that is nobody's decision: waiting, an app that does not answer, and goodbye.

use super::{Link, MessagePage, Place};

impl<'a> MessagePage<'a> {
    /// 429: too many requests; `retry_after_seconds` is the value of `Retry-After`.
    #[must_use]
    pub fn too_many(place: Place<'a>, retry_after_seconds: u64) -> Self {
        let lead = place.say_of("gate-slow-down-lead", "wait", place.wait(retry_after_seconds));
        Self::saying(place, 429, "gate-slow-down", lead).leading_to([Link::AGAIN])
    }

    /// 502: the app could not be reached.
    #[must_use]
    pub fn app_unreachable(place: Place<'a>, code: &'a str) -> Self {
        Self::saying(place, 502, "gate-unreachable", place.say("gate-unreachable-lead"))
            .advising("gate-unreachable-advice")
            .coded(code)
            .leading_to([Link::AGAIN, Link::START])
    }

    /// 504: the app was reached and did not answer in time.
    #[must_use]
    pub fn app_too_slow(place: Place<'a>, code: &'a str) -> Self {
        Self::saying(place, 504, "gate-too-slow", place.say("gate-too-slow-lead"))
            .advising("gate-too-slow-advice")
            .coded(code)
            .leading_to([Link::AGAIN, Link::START])
    }

    /// 503: access could not be checked or recorded, so the answer is no for now.
    #[must_use]
    pub fn undecided(place: Place<'a>, code: &'a str) -> Self {
        Self::saying(place, 503, "gate-undecided", place.say("gate-undecided-lead"))
            .advising("gate-undecided-advice")
            .coded(code)
            .leading_to([Link::AGAIN])
    }

    /// 200: the agent ended the session.
    #[must_use]
    pub fn signed_out(place: Place<'a>) -> Self {
        Self::saying(place, 200, "gate-signed-out", place.say("gate-signed-out-lead")).leading_to([Link {
            label: "gate-signed-out-again",
            href: Link::SIGN_IN.href,
        }])
    }
}
