//! `GET /.gatepass/language`: another language for our pages, and back to where one was.
//!
//! Reading does not change what anybody may do, so this is a link and not a form with a token. Another site's link is
//! followed and sets nothing.

use super::visit::Visit;
use crate::web::{Answer, Form, browser_says_same_origin, set_language_cookie, stays_on_origin};
use crate::words::Language;

/// Longest address to come back to, in bytes.
const LONGEST_RETURN: usize = 4096;

pub(super) fn choose(visit: &Visit<'_>) -> Answer {
    let asked = Form::from_query(visit.query);
    let back = Some(asked.text("return")).filter(|it| stays_on_origin(it) && it.len() <= LONGEST_RETURN);
    let answer = Answer::see_other(back.unwrap_or("/"));
    match Language::tagged(asked.text("language")) {
        Some(language) if browser_says_same_origin(visit.headers, visit.authority).is_ok() => {
            answer.set_cookie(set_language_cookie(language.tag()))
        }
        Some(_) | None => answer,
    }
}
