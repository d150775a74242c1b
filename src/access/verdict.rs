//! The output of a decision, and the stable words for its reasons.

use std::fmt;

use jiff::Timestamp;

use super::canonical::Unreadable;
use super::challenge::ChallengeRule;
use super::decide::Permit;
use super::scope::Visibility;

/// What becomes of a request (PDP output, NIST SP 800-162).
#[derive(Debug)]
#[must_use = "a verdict that is dropped is a request that nobody decided"]
pub enum Verdict {
    /// It depends on what the body says: to be asked again with [`Body::Read`](super::Body::Read) or
    /// [`Body::Unreadable`](super::Body::Unreadable), for which this is never the answer.
    ReadBody,
    Challenge(Demand),
    Forward(Permit),
    Refuse(Reason),
}

/// Which proof is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Nobody is signed in.
    SignIn,
    /// The password was given, the code was not.
    FinishSignIn,
    /// The client is not trusted at this moment.
    StepUp,
    /// This place asks every time; trust does not count.
    StepUpAlways,
}

impl Demand {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::FinishSignIn => "finish-sign-in",
            Self::StepUp => "step-up",
            Self::StepUpAlways => "step-up-always",
        }
    }
}

/// Why a request is refused. The codes are stable: logs, journal, JSON answers and operators' scripts use them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    GrantRevoked,
    GrantPaused,
    GrantExpired,
    /// Its time comes at this moment.
    GrantNotBegun(Timestamp),
    /// The credentials that this session began with were regenerated.
    GrantRegenerated,
    /// The session belongs to another site.
    WrongSite,
    NetworkNotAllowed,
    MethodNotAllowed,
    ServiceWorker,
    /// Hidden, in the words of the policy; empty when no scope names the place.
    Hidden(Vec<String>),
    ReadOnly(Vec<String>),
    /// It would be visible in one reading and hidden in another.
    AmbiguousTarget,
    ConflictingParameters,
    /// The parameter of this name is not written as the site wants it.
    MisshapenParameter(String),
    /// A hidden scope could be named by the body, which cannot be read.
    BodyNotJudged(Unreadable),
}

impl Reason {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GrantRevoked => "grant-revoked",
            Self::GrantPaused => "grant-paused",
            Self::GrantExpired => "grant-expired",
            Self::GrantNotBegun(_) => "grant-not-begun",
            Self::GrantRegenerated => "grant-regenerated",
            Self::WrongSite => "wrong-site",
            Self::NetworkNotAllowed => "network-not-allowed",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::ServiceWorker => "service-worker",
            Self::Hidden(_) => "hidden",
            Self::ReadOnly(_) => "read-only",
            Self::AmbiguousTarget => "ambiguous-target",
            Self::ConflictingParameters => "conflicting-parameters",
            Self::MisshapenParameter(_) => "misshapen-parameter",
            Self::BodyNotJudged(Unreadable::UnknownType) => "body-not-judged",
            Self::BodyNotJudged(Unreadable::TooLarge) => "body-too-large",
            Self::BodyNotJudged(Unreadable::Malformed) => "body-malformed",
        }
    }

    /// The session has nothing left to live on.
    pub const fn ends_session(&self) -> bool {
        match self {
            Self::GrantRevoked | Self::GrantExpired | Self::GrantRegenerated => true,
            Self::GrantPaused
            | Self::GrantNotBegun(_)
            | Self::WrongSite
            | Self::NetworkNotAllowed
            | Self::MethodNotAllowed
            | Self::ServiceWorker
            | Self::Hidden(_)
            | Self::ReadOnly(_)
            | Self::AmbiguousTarget
            | Self::ConflictingParameters
            | Self::MisshapenParameter(_)
            | Self::BodyNotJudged(_) => false,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What the policy says of a request under a grant, before anything else is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// In the plain reading.
    pub plain: Visibility,
    /// In the least visible reading, as far as is known.
    pub visibility: Visibility,
    /// Of the scopes that the request is in whatever its body says; `None`: in no such scope.
    pub named: Option<Visibility>,
    /// As above, and in the least visible world of a body that is not known.
    pub with_body: Visibility,
    pub challenge: ChallengeRule,
    /// What is asked for whatever the body says.
    pub least_challenge: ChallengeRule,
    /// Some rule depends on what the request says.
    pub reads_what_is_said: bool,
    /// Indices of the scopes that the request is, or may be, in.
    pub touched: Vec<usize>,
    /// A parameter that a scope reads occurs with different values.
    pub conflict: bool,
    /// A parameter that does not have the shape that the site wants.
    pub misshapen: Option<String>,
}

impl Judgement {
    /// Takes the stricter of two readings; `plain` stays that of the first.
    pub(super) fn narrow(&mut self, other: Self) {
        self.visibility = self.visibility.min(other.visibility);
        self.named = [self.named, other.named].into_iter().flatten().min();
        self.with_body = self.with_body.min(other.with_body);
        self.challenge = self.challenge.max(other.challenge);
        self.least_challenge = self.least_challenge.max(other.least_challenge);
        self.reads_what_is_said |= other.reads_what_is_said;
        self.conflict |= other.conflict;
        self.misshapen = self.misshapen.take().or(other.misshapen);
        for scope in other.touched {
            if !self.touched.contains(&scope) {
                self.touched.push(scope);
            }
        }
    }
}
