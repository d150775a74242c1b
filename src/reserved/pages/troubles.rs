//! The wording of everything that is nobody's decision: waiting, an app that does not answer, and goodbye.

use super::{Link, MessagePage, words};

impl<'a> MessagePage<'a> {
    /// 429: too many requests; `retry_after_seconds` is the value of `Retry-After`.
    #[must_use]
    pub fn too_many(host: &'a str, retry_after_seconds: u64) -> Self {
        let lead = format!(
            "That was a lot at once. Please wait {}.",
            words::wait(retry_after_seconds)
        );
        Self::saying(host, 429, "Let’s slow down a little", &lead).leading_to([Link::AGAIN])
    }

    /// 502: the app could not be reached.
    #[must_use]
    pub fn app_unreachable(host: &'a str, code: &'a str) -> Self {
        let lead = "Your support access is fine, but the app itself cannot be reached right now.";
        Self::saying(host, 502, "The app is not answering", lead)
            .advising("Try again in a minute. If it stays this way, tell the customer.")
            .coded(code)
            .leading_to([Link::AGAIN, Link::START])
    }

    /// 504: the app was reached and did not answer in time.
    #[must_use]
    pub fn app_too_slow(host: &'a str, code: &'a str) -> Self {
        let lead = "Your support access is fine, but the app did not answer in time.";
        Self::saying(host, 504, "The app is taking too long", lead)
            .advising("If you were saving something, check whether it was saved before you repeat it.")
            .coded(code)
            .leading_to([Link::AGAIN, Link::START])
    }

    /// 503: access could not be checked or recorded, so the answer is no for now.
    #[must_use]
    pub fn undecided(host: &'a str, code: &'a str) -> Self {
        let lead = "Your access could not be checked just now. To be on the safe side, nothing was opened.";
        Self::saying(host, 503, "We need a moment", lead)
            .advising("Try again in a minute. If it stays this way, pass on the reference.")
            .coded(code)
            .leading_to([Link::AGAIN])
    }

    /// 200: the agent ended the session.
    #[must_use]
    pub fn signed_out(host: &'a str) -> Self {
        Self::saying(
            host,
            200,
            "You are signed out",
            "Your session on this browser is over. You can close this page.",
        )
        .leading_to([Link {
            label: "Sign in again",
            href: Link::SIGN_IN.href,
        }])
    }
}
