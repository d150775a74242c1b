//! What our API answers when it does not do what was asked: RFC 9457, in the words of the action that refused.

use http::StatusCode;

use crate::actions::account::{AccountSignInError, ChangePasswordError, EnrolError, NewTokenError};
use crate::actions::room::RoomError;
use crate::actions::{ChangeGrantError, CreateGrantError, Trouble};
use crate::web::{Answer, contract};

/// A refusal. It is an [`Answer`] like any other; the name says what it is for.
pub(in crate::portal) struct Problem(pub(in crate::portal) Answer);

pub(super) type Result<T = Answer> = std::result::Result<T, Problem>;

impl Problem {
    pub(super) fn new(status: StatusCode, reason: &str, detail: &str) -> Self {
        Self(contract::problem(status, reason, detail, None))
    }

    pub(super) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "there is nothing of that name here",
        )
    }

    pub(super) fn invalid(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", detail)
    }
}

impl axum::response::IntoResponse for Problem {
    fn into_response(self) -> axum::response::Response {
        self.0.into_response()
    }
}

impl From<Answer> for Problem {
    fn from(answer: Answer) -> Self {
        Self(answer)
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Busy(_) => Self(contract::too_many_requests(1, 2, 2)),
            Trouble::Store(_) | Trouble::Crypto => {
                tracing::error!(error = %trouble, "an action failed");
                let detail = "the gateway cannot do that right now; try again in a moment";
                Self(
                    contract::problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail, None)
                        .retry_after(5),
                )
            }
        }
    }
}

impl From<crate::store::StoreError> for Problem {
    fn from(error: crate::store::StoreError) -> Self {
        Trouble::Store(error).into()
    }
}

impl From<CreateGrantError> for Problem {
    fn from(error: CreateGrantError) -> Self {
        let text = error.to_string();
        let (status, reason) = match error {
            CreateGrantError::Trouble(trouble) => return trouble.into(),
            CreateGrantError::NoGrantor(_) => (StatusCode::BAD_REQUEST, "invalid"),
            CreateGrantError::DurationNotOffered { .. } => (StatusCode::BAD_REQUEST, "duration-not-offered"),
            CreateGrantError::NotThen(_) => (StatusCode::BAD_REQUEST, "start-not-offered"),
            CreateGrantError::UnknownScope { .. } => (StatusCode::BAD_REQUEST, "unknown-scope"),
            CreateGrantError::NotOffered { .. } => (StatusCode::BAD_REQUEST, "scope-not-offered"),
            CreateGrantError::CodeNotOffered { .. } => (StatusCode::BAD_REQUEST, "code-not-offered"),
            CreateGrantError::NoAddress => (StatusCode::BAD_REQUEST, "no-agent-email"),
            CreateGrantError::AlreadyLive { .. } => (StatusCode::CONFLICT, "already-live"),
        };
        Self::new(status, reason, &text)
    }
}

impl From<ChangeGrantError> for Problem {
    fn from(error: ChangeGrantError) -> Self {
        match error {
            ChangeGrantError::Unknown(_) => Self::not_found(),
            ChangeGrantError::Over(over) => {
                Self::new(StatusCode::CONFLICT, "already-over", &over.to_string())
            }
            ChangeGrantError::NoAddress => {
                Self::new(StatusCode::CONFLICT, "no-agent-email", &error.to_string())
            }
            ChangeGrantError::Trouble(trouble) => trouble.into(),
        }
    }
}

impl From<NewTokenError> for Problem {
    fn from(error: NewTokenError) -> Self {
        match error {
            NewTokenError::Trouble(trouble) => trouble.into(),
            NewTokenError::NameTaken(_) => Self::new(StatusCode::CONFLICT, "name-taken", &error.to_string()),
            NewTokenError::NotYourApp => unknown_site(&error.to_string()),
            NewTokenError::NoName
            | NewTokenError::Expired
            | NewTokenError::UnknownScope { .. }
            | NewTokenError::TwoSurfaces => Self::invalid(&error.to_string()),
        }
    }
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::Trouble(trouble) => trouble.into(),
            ChangePasswordError::Wrong => {
                Self::new(StatusCode::FORBIDDEN, "wrong-password", &error.to_string())
            }
            ChangePasswordError::Locked { .. } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "totp-max-attempts",
                &error.to_string(),
            ),
            ChangePasswordError::Refused(refused) => {
                Self::new(StatusCode::BAD_REQUEST, "weak-password", &refused.to_string())
            }
        }
    }
}

impl From<EnrolError> for Problem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Trouble(trouble) => trouble.into(),
            EnrolError::Wrong => Self::new(StatusCode::BAD_REQUEST, "totp-invalid", &error.to_string()),
            EnrolError::Locked { .. } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "totp-max-attempts",
                &error.to_string(),
            ),
            EnrolError::NotBegun => Self::new(StatusCode::CONFLICT, "not-begun", &error.to_string()),
        }
    }
}

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        let text = error.to_string();
        let (status, reason) = match error {
            RoomError::Trouble(trouble) => return trouble.into(),
            RoomError::NotThere => (StatusCode::NOT_FOUND, "no-room"),
            RoomError::InvitationOver => (StatusCode::GONE, "invitation-over"),
            RoomError::Taken => (StatusCode::CONFLICT, "taken"),
            RoomError::OwnRoom => (StatusCode::CONFLICT, "own-room"),
            RoomError::OutOfOrder { .. } => (StatusCode::CONFLICT, "out-of-order"),
            RoomError::TooManyTries { locked, now } => {
                return Self(contract::too_many_sign_ins(locked.until, now));
            }
            RoomError::TooManyRooms { .. } | RoomError::Full | RoomError::TooManyMessages => {
                (StatusCode::CONFLICT, "full")
            }
            RoomError::MessageTooLong => (StatusCode::PAYLOAD_TOO_LARGE, "too-long"),
            RoomError::NoTitle
            | RoomError::NoName
            | RoomError::TooLong { .. }
            | RoomError::InvitationTooLong
            | RoomError::Malformed(_) => (StatusCode::BAD_REQUEST, "invalid"),
        };
        Self::new(status, reason, &text)
    }
}

/// The caller acts for no account in this site's app.
pub(super) fn unknown_site(detail: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown-site", detail)
}

/// One body for everything that is wrong about a sign-in.
pub(super) fn refused_sign_in(error: AccountSignInError, now: jiff::Timestamp) -> Problem {
    match error {
        AccountSignInError::Wrong => Problem(contract::unauthorized()),
        AccountSignInError::TooMany { until } => Problem(contract::too_many_sign_ins(until, now)),
        AccountSignInError::Trouble(trouble) => trouble.into(),
    }
}
