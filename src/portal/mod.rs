//! What is served under the portal's own host name, which never shares an origin with an app.
//!
//! So far: the keys that verify assertions. Accounts and grants in a browser will live here.

pub mod pages;

use http::{Method, StatusCode};

use crate::crypto::Keys;
use crate::reserved::message;
use crate::reserved::pages::MessagePage;
use crate::web::{Answer, Audience, contract};

/// Answers a request to the portal's host.
pub fn answer(keys: &Keys, authority: &str, method: &Method, target: &[u8], audience: Audience) -> Answer {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match (target, reads, audience) {
        (b"/.well-known/jwks.json", true, _) => Answer::json(StatusCode::OK, &keys.assertion().key_set()),
        (_, _, Audience::Navigation) => message(&MessagePage::not_found(authority)),
        (_, _, Audience::Program) => {
            contract::problem(StatusCode::NOT_FOUND, "not-found", "there is nothing here", None)
        }
    }
}
