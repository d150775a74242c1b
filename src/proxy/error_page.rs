//! What the client gets when forwarding fails: whose fault it is decides the status.

use http::StatusCode;
use pingora::{Error, ErrorSource, ErrorType};

use super::answer::{self, Asker};
use crate::reserved::message;
use crate::reserved::pages::MessagePage;
use crate::web::{Answer, Audience, contract};

/// `None`: the client is gone, nobody reads an answer.
pub(super) fn status_of(error: &Error) -> Option<StatusCode> {
    use ErrorType::{
        ConnectTimedout, ConnectionClosed, HTTPStatus, ReadError, ReadTimedout, WriteError, WriteTimedout,
    };
    let status = match (error.etype(), error.esource()) {
        (HTTPStatus(status), _) => StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        (ConnectTimedout | ReadTimedout | WriteTimedout, ErrorSource::Upstream) => {
            StatusCode::GATEWAY_TIMEOUT
        }
        (_, ErrorSource::Upstream) => StatusCode::BAD_GATEWAY,
        (ReadError | WriteError | ConnectionClosed, ErrorSource::Downstream) => return None,
        (ReadTimedout, ErrorSource::Downstream) => StatusCode::REQUEST_TIMEOUT,
        (_, ErrorSource::Downstream) => StatusCode::BAD_REQUEST,
        (_, ErrorSource::Internal | ErrorSource::Unset) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Some(status)
}

pub(super) fn answer(asker: &Asker<'_>, status: StatusCode) -> Answer {
    let (place, code) = (asker.place(), asker.code);
    match (asker.reader.audience, status) {
        (_, StatusCode::SERVICE_UNAVAILABLE) => answer::undecided(asker),
        (Audience::Navigation, StatusCode::BAD_GATEWAY) => {
            message(&MessagePage::app_unreachable(place, code))
        }
        (Audience::Navigation, StatusCode::GATEWAY_TIMEOUT) => {
            message(&MessagePage::app_too_slow(place, code))
        }
        (Audience::Navigation, StatusCode::BAD_REQUEST) => message(&MessagePage::ambiguous(place, code)),
        (Audience::Navigation, _) => {
            let mut page = MessagePage::undecided(place, code);
            page.status = status.as_u16();
            message(&page)
        }
        (Audience::Program, _) => {
            let (reason, detail) = match status {
                StatusCode::BAD_GATEWAY => ("app-unreachable", "the app behind the gateway does not answer"),
                StatusCode::GATEWAY_TIMEOUT => ("app-too-slow", "the app behind the gateway takes too long"),
                StatusCode::BAD_REQUEST => ("bad-request", "the request cannot be understood"),
                StatusCode::REQUEST_TIMEOUT => ("request-timeout", "the request did not arrive in time"),
                _ => ("internal-error", "the gateway could not forward the request"),
            };
            contract::problem(status, reason, detail, Some(code))
        }
    }
}
