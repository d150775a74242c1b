//! Chooses light or dark, kept in the cookie `theme`: an app's own cookie for the gateway to pass on.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::failure::Failure;
use super::super::params::Posted;
use super::super::viewer::Theme;

pub(crate) async fn choose(Posted(typed): Posted) -> Result<Response, Failure> {
    let theme = typed
        .get("theme")
        .and_then(Theme::parse)
        .ok_or_else(|| Failure::Invalid("`theme` must be auto, light or dark".into()))?;
    let cookie = format!("theme={}; Path=/; Max-Age=31536000; SameSite=Lax", theme.key());
    let back = Redirect::to(local(typed.get("return").unwrap_or("/")));
    Ok(([(header::SET_COOKIE, cookie)], back).into_response())
}

/// Only a path on this host: not `//host`, and not `/\host`, which browsers read alike.
fn local(address: &str) -> &str {
    let mut start = address.chars();
    let safe = start.next() == Some('/') && !matches!(start.next(), Some('/' | '\\'));
    if safe && !address.contains(|c: char| c.is_control()) {
        address
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn the_way_back_stays_on_this_host() {
        assert_eq!(local("/contacts?page=2"), "/contacts?page=2");
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "",
            "/\t/evil.example",
        ] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
