//! Step 6: what of the response may be seen, and by whom it may be kept.

use http::header::{CACHE_CONTROL, CONNECTION, LOCATION, SET_COOKIE};
use pingora::http::ResponseHeader;

use super::identify::Authority;
use super::routes::Route;
use super::upstreams::Upstreams;
use crate::web::{collides_with_ours, stays_on_origin};

/// Takes out of a response what must not come through.
pub(super) fn clean_response(
    response: &mut ResponseHeader,
    route: &Route,
    authority: &Authority,
    in_session: bool,
) -> pingora::Result<()> {
    keep_hop_by_hop_fields_here(response);
    keep_our_cookie_ours(response)?;
    rewrite_location(response, route, authority)?;
    // Interim responses (RFC 9110 section 15.2) describe nothing that could be kept.
    if in_session && !response.status.is_informational() {
        // What a support session saw stays in no cache.
        response.insert_header(CACHE_CONTROL, "private, no-store")?;
    }
    Ok(())
}

/// Cookies do not belong into trailers (RFC 9110 section 6.5.1), and nobody would look there for ours.
pub(super) fn clean_trailers(trailers: &mut http::HeaderMap) {
    trailers.remove(SET_COOKIE);
}

/// RFC 9110 section 7.6.1: what is about the app's connection says nothing about the client's. pingora writes
/// `Connection` anew, and frames the body by the two fields that stay.
fn keep_hop_by_hop_fields_here(response: &mut ResponseHeader) {
    let named = response.headers.get_all(CONNECTION).iter().flat_map(|value| {
        let options = value.to_str().unwrap_or_default().split(',');
        let options = options.map(str::trim);
        // What nearly every app says, and what names no field.
        let naming = options.filter(|option| !option.eq_ignore_ascii_case("keep-alive"));
        naming.map(str::to_ascii_lowercase)
    });
    let stays = ["", "upgrade", "content-length", "transfer-encoding"];
    let gone: Vec<String> = named
        .filter(|name| !stays.contains(&name.as_str()) && response.headers.contains_key(name))
        .collect();
    for name in gone {
        response.remove_header(name.as_str());
    }
    for name in ["keep-alive", "proxy-connection"] {
        response.remove_header(name);
    }
}

fn keep_our_cookie_ours(response: &mut ResponseHeader) -> pingora::Result<()> {
    let cookies = response.headers.get_all(SET_COOKIE);
    if !cookies.iter().any(collides_with_ours) {
        return Ok(());
    }
    let kept: Vec<_> = cookies
        .iter()
        .filter(|cookie| !collides_with_ours(cookie))
        .cloned()
        .collect();
    response.remove_header(&SET_COOKIE);
    for cookie in kept {
        response.append_header(SET_COOKIE, cookie)?;
    }
    Ok(())
}

/// An app that does not know its public address redirects to the inner one, or to `http`. The same place, seen from
/// outside, is a path on this origin.
fn rewrite_location(
    response: &mut ResponseHeader,
    route: &Route,
    authority: &Authority,
) -> pingora::Result<()> {
    let Some(location) = response
        .headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
    else {
        return Ok(());
    };
    let own_plain = format!("http://{}", authority.written);
    let origins = Upstreams::inner_origins(&route.site)
        .into_iter()
        .chain([own_plain]);
    let path = origins.into_iter().find_map(|origin| {
        let rest = location
            .get(..origin.len())
            .filter(|it| it.eq_ignore_ascii_case(&origin))?;
        let rest = location.get(rest.len()..)?;
        match rest.as_bytes().first() {
            None => Some("/".to_owned()),
            // What a browser would take for another origin is left as the app wrote it.
            Some(b'/') if stays_on_origin(rest) => Some(rest.to_owned()),
            Some(b'?' | b'#') => Some(format!("/{rest}")),
            Some(_) => None,
        }
    });
    match path {
        Some(path) => response.insert_header(LOCATION, path),
        None => Ok(()),
    }
}
