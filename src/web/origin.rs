//! Where a request comes from and where it may be sent back to.

use http::HeaderMap;
use http::header::ORIGIN;

/// A browser says that another site sent this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossSite;

/// Whether a state-changing request comes from our own pages. `Ok(true)`: a browser says so; `Ok(false)`: it comes
/// from no browser, whose cookies nobody else can use.
pub fn browser_says_same_origin(headers: &HeaderMap, own_authority: &str) -> Result<bool, CrossSite> {
    if let Some(site) = headers.get("sec-fetch-site") {
        if site != "same-origin" && site != "none" {
            return Err(CrossSite);
        }
        // `Origin: null` comes with a strict referrer policy; Fetch Metadata has already answered.
        let origin = headers.get(ORIGIN);
        return match origin {
            Some(origin) if origin != "null" && !is_own(origin.as_bytes(), own_authority) => Err(CrossSite),
            Some(_) | None => Ok(true),
        };
    }
    match headers.get(ORIGIN) {
        None => Ok(false),
        Some(origin) if is_own(origin.as_bytes(), own_authority) => Ok(true),
        Some(_) => Err(CrossSite),
    }
}

fn is_own(origin: &[u8], own_authority: &str) -> bool {
    origin
        .strip_prefix(b"https://")
        .is_some_and(|authority| authority.eq_ignore_ascii_case(own_authority.as_bytes()))
}

/// A place on this origin to go back to. Anything that a browser could read as another origin becomes `/`
/// (CVE-2020-5233, mod_auth_openidc's `/\`).
pub fn clean_return_target(target: &str) -> &str {
    let is_ours = target.starts_with("/.gatepass/");
    if stays_on_origin(target) && !is_ours && target.len() <= 2048 {
        target
    } else {
        "/"
    }
}

/// A path that no browser reads as another origin: the URL Standard takes `\` for `/` and drops tabs and line ends.
pub fn stays_on_origin(target: &str) -> bool {
    target.starts_with('/')
        && !target.starts_with("//")
        && target
            .bytes()
            .all(|byte| matches!(byte, 0x21..=0x7e) && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(fields: &[(&'static str, &'static str)]) -> HeaderMap {
        fields
            .iter()
            .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn another_site_cannot_post_for_us() {
        let own = "crm.localhost:8443";
        let check = |fields: &[(&'static str, &'static str)]| browser_says_same_origin(&headers(fields), own);
        assert_eq!(check(&[("origin", "https://crm.localhost:8443")]), Ok(true));
        assert_eq!(
            check(&[("sec-fetch-site", "same-origin"), ("origin", "null")]),
            Ok(true)
        );
        assert_eq!(check(&[]), Ok(false));
        for foreign in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "http://crm.localhost:8443")],
            &[("origin", "https://crm.localhost")],
            &[("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.example"),
            ],
        ] {
            assert_eq!(check(foreign), Err(CrossSite), "{foreign:?}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_origin() {
        for target in ["/contacts?x=1", "/", "/a//b", "/%2f%2fevil"] {
            assert_eq!(clean_return_target(target), target);
        }
        for target in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "evil",
            "/a\tb",
            "/\u{a0}",
            "/.gatepass/challenge",
            "/a\\b",
        ] {
            assert_eq!(clean_return_target(target), "/", "{target}");
        }
    }
}
