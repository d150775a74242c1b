//! The JSON that programs get: the second-factor contract (chapter `programs` of the manual) and problem details (RFC 9457).

use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::answer::Answer;
use super::time::seconds_until;
use crate::access::{CodeMethod, ThrottleRule};

/// What a program must know to repeat its request with a code.
#[derive(Debug, Clone)]
pub struct ChallengeDetails<'c> {
    /// The word for the method on the wire.
    pub method: &'static str,
    /// Empty where only the password is left.
    pub available: Vec<&'static str>,
    /// Where a person can answer instead.
    pub challenge: &'c str,
    /// Where the method is `email`.
    pub mailed: Option<MailedCodeDetails>,
}

/// What a program learns of a mailed code.
#[derive(Debug, Clone)]
pub struct MailedCodeDetails {
    /// This very request sent it.
    pub sent_now: bool,
    /// Enough to recognise the address.
    pub address: String,
    pub until: Option<Timestamp>,
    /// Seconds that are left of it.
    pub expires_in: u64,
}

impl<'c> ChallengeDetails<'c> {
    /// Of an agent: a grant has one method.
    pub fn of_grant(method: CodeMethod, challenge: &'c str) -> Self {
        let method = method_name(method);
        Self {
            method,
            available: vec![method],
            challenge,
            mailed: None,
        }
    }

    fn json(self) -> Value {
        let mailed = self.mailed.as_ref();
        let mut details = json!({
            "method": self.method,
            "codeGenerated": mailed.is_some_and(|mailed| mailed.sent_now),
            "availableMethods": self.available,
            "expiresIn": mailed.map_or(0, |mailed| mailed.expires_in),
            "challenge": self.challenge,
        });
        if let (Some(mailed), Some(details)) = (mailed, details.as_object_mut()) {
            details.insert("emailOrUsername".to_owned(), Value::from(mailed.address.as_str()));
            details.insert(
                "codeCount".to_owned(),
                Value::from(u8::from(mailed.until.is_some())),
            );
            let expires: Vec<String> = mailed.until.iter().map(ToString::to_string).collect();
            details.insert("codeExpires".to_owned(), Value::from(expires));
        }
        details
    }
}

/// The word for a method on the wire.
pub const fn method_name(method: CodeMethod) -> &'static str {
    match method {
        CodeMethod::Fixed => "code",
        CodeMethod::Totp => "totp",
        CodeMethod::Email => "email",
    }
}

/// No code came.
pub fn totp_required(details: ChallengeDetails<'_>) -> Answer {
    challenge("TOTP Required [totp-required]", "totp-required", details.json())
}

/// The code was wrong, late, or used before.
pub fn totp_invalid(details: ChallengeDetails<'_>) -> Answer {
    challenge("TOTP Invalid [totp-invalid]", "totp-invalid", details.json())
}

/// Too many wrong codes. `retry_after`: seconds; `None`: only new credentials help, which no wait brings.
pub fn totp_max_attempts(details: ChallengeDetails<'_>, retry_after: Option<u64>) -> Answer {
    let mut details = details.json();
    if let Some(details) = details.as_object_mut() {
        details.insert(
            "retryAfter".to_owned(),
            retry_after.map_or(Value::Null, Value::from),
        );
    }
    let error = "TOTP Maximum Failed Attempts Reached [totp-max-attempts]";
    let answer = challenge(error, "totp-max-attempts", details);
    match retry_after {
        Some(seconds) => answer.retry_after(seconds),
        None => answer,
    }
}

/// The rule asks for a second factor, and the account has none.
pub fn totp_not_enrolled(enrol: &str) -> Answer {
    let body = json!({
        "success": false, "error": "a second factor is needed for this; enrol one first [totp-not-enrolled]",
        "errorType": "totp-not-enrolled", "details": {"enrol": enrol},
    });
    Answer::json(StatusCode::FORBIDDEN, &body)
}

fn challenge(error: &str, error_type: &str, details: Value) -> Answer {
    let body = json!({"success": false, "error": error, "errorType": error_type, "details": details});
    Answer::json(StatusCode::BAD_REQUEST, &body)
}

/// The sign-in lacks its code: the form of the login, which differs from that of other calls.
pub fn login_needs_code(details: ChallengeDetails<'_>) -> Answer {
    let body = json!({
        "success": false, "status": "error", "error": "totp-required", "message": "TOTP Required",
        "details": details.json(),
    });
    Answer::json(StatusCode::UNAUTHORIZED, &body)
}

/// Anything about the sign-in is wrong: one body for all of it.
pub fn unauthorized() -> Answer {
    let body =
        json!({"success": false, "status": "error", "error": "Unauthorized", "message": "Unauthorized"});
    Answer::json(StatusCode::UNAUTHORIZED, &body)
}

pub fn not_logged_in() -> Answer {
    let message = "You must be logged in to do this.";
    let body = json!({"success": false, "status": "error", "error": message, "message": message});
    Answer::json(StatusCode::UNAUTHORIZED, &body)
}

pub fn too_many_requests(limit: u32, retry_after: u64, reset_at: i64) -> Answer {
    let error = "Error, too many requests. Please slow down. [error-too-many-requests]";
    let body = json!({"success": false, "error": error, "errorType": "error-too-many-requests",
                      "details": {"timeToReset": retry_after.saturating_mul(1000), "seconds": retry_after}});
    Answer::json(StatusCode::TOO_MANY_REQUESTS, &body)
        .retry_after(retry_after)
        .with(
            http::HeaderName::from_static("x-ratelimit-limit"),
            HeaderValue::from(limit),
        )
        .with(
            http::HeaderName::from_static("x-ratelimit-remaining"),
            HeaderValue::from(0),
        )
        .with(
            http::HeaderName::from_static("x-ratelimit-reset"),
            HeaderValue::from(reset_at.saturating_mul(1000)),
        )
}

/// Too many tries to sign in from one network.
pub fn too_many_sign_ins(until: Option<Timestamp>, now: Timestamp) -> Answer {
    let reset = until.unwrap_or(now).as_second();
    too_many_requests(ThrottleRule::NETWORK.attempts, seconds_until(until, now), reset)
}

/// Any other error. `reason`: a stable kebab-case code; `code`: what the operator looks the case up by.
pub fn problem(status: StatusCode, reason: &str, detail: &str, code: Option<&str>) -> Answer {
    problem_with(
        status,
        reason,
        detail,
        code.map(|code| ("code", Value::from(code))),
    )
}

/// The same with one more member.
pub fn problem_with(status: StatusCode, reason: &str, detail: &str, more: Option<(&str, Value)>) -> Answer {
    let title = status.canonical_reason().unwrap_or("Error");
    let mut body = json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail,
        "success": false, "error": format!("{detail} [{reason}]"), "errorType": reason,
    });
    if let (Some((name, value)), Some(body)) = (more, body.as_object_mut()) {
        body.insert(name.to_owned(), value);
    }
    Answer::json(status, &body).retyped(HeaderValue::from_static("application/problem+json"))
}
