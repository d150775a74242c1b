//! How a program shows its session or its access token: `Authorization: Bearer`, or `X-Auth-Token` beside `X-User-Id`.
//! Only what begins as ours do counts; an app's own tokens in the same places pass untouched.

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderName};

use super::cookies::{SessionCookie, session_cookie};
use crate::crypto::{AccessToken, TokenKind};

const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// What a request says of its session, wherever it says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresentedSession {
    Absent,
    Present {
        token: String,
        /// Whose it is, where the request says so; it must be right.
        user: Option<String>,
    },
    /// An access token of the form that ours have.
    AccessToken {
        token: String,
        /// Whose it is, where the request says so; it must be right.
        user: Option<String>,
    },
    /// It begins as ours do, and its checksum is wrong: mistyped or made up.
    Mistyped,
    /// Two cookies, or a cookie and a token: somebody tries to slip one past us. Refused.
    Duplicate,
}

/// From the cookie, or from the headers of a program.
pub fn presented_session(headers: &HeaderMap) -> PresentedSession {
    let cookie = session_cookie(headers);
    let mut tokens = tokens_of_ours(headers);
    match (cookie, tokens.next(), tokens.next()) {
        (SessionCookie::Duplicate, ..) | (SessionCookie::Present(_), Some(_), _) | (_, _, Some(_)) => {
            PresentedSession::Duplicate
        }
        (SessionCookie::Present(token), None, None) => PresentedSession::Present { token, user: None },
        (SessionCookie::Absent, Some((name, text)), None) => {
            let user = headers.get(USER_ID).and_then(|user| user.to_str().ok());
            let user = user.filter(|_| name == AUTH_TOKEN).map(str::to_owned);
            let token = text.to_owned();
            match AccessToken::kind_of(text) {
                Some(TokenKind::SignedIn) => PresentedSession::Present { token, user },
                Some(TokenKind::Personal) => PresentedSession::AccessToken { token, user },
                None => PresentedSession::Mistyped,
            }
        }
        (SessionCookie::Absent, None, None) => PresentedSession::Absent,
    }
}

/// Where a request shows a token of ours. What the app put there passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OurTokens {
    plain: bool,
    bearer: bool,
}

impl OurTokens {
    pub fn among(headers: &HeaderMap) -> Self {
        let mut found = Self {
            plain: false,
            bearer: false,
        };
        for (name, _) in tokens_of_ours(headers) {
            if name == AUTH_TOKEN {
                found.plain = true;
            } else {
                found.bearer = true;
            }
        }
        found
    }

    /// Whether the field of this name is none of the app's business.
    pub fn are_in(self, name: &HeaderName) -> bool {
        (self.bearer && *name == AUTHORIZATION) || (self.plain && (*name == AUTH_TOKEN || *name == USER_ID))
    }
}

/// Fields that hold a token of ours, of whatever kind, or what is left of one: none of them is the app's business.
fn tokens_of_ours(headers: &HeaderMap) -> impl Iterator<Item = (HeaderName, &str)> {
    let plain = headers
        .get_all(AUTH_TOKEN)
        .iter()
        .map(|value| (AUTH_TOKEN, value));
    let bearers = headers
        .get_all(AUTHORIZATION)
        .iter()
        .map(|value| (AUTHORIZATION, value));
    plain.chain(bearers).filter_map(|(name, value)| {
        let text = value.to_str().ok()?;
        let token = if name == AUTHORIZATION {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())?
        } else {
            text.trim()
        };
        AccessToken::begins_like_ours(token).then_some((name, token))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing(headers: &HeaderMap) -> Vec<&str> {
        let tokens = OurTokens::among(headers);
        let names = headers.keys().filter(|name| !tokens.are_in(name));
        names.map(HeaderName::as_str).collect()
    }

    fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn only_what_has_our_form_is_ours() {
        let ours = AccessToken::generate(TokenKind::SignedIn);
        let bearer = format!("Bearer {}", ours.reveal());
        let present = |user: Option<&str>| PresentedSession::Present {
            token: ours.reveal().to_owned(),
            user: user.map(str::to_owned),
        };
        assert_eq!(
            presented_session(&headers(&[("authorization", &bearer)])),
            present(None)
        );
        let pair = [("x-auth-token", ours.reveal()), ("x-user-id", "u")];
        assert_eq!(presented_session(&headers(&pair)), present(Some("u")));
        for foreign in [
            [
                ("authorization", "Bearer eyJhbGciOiJub25lIn0"),
                ("x-user-id", "u"),
            ],
            [("authorization", "Basic YTpi"), ("x-user-id", "u")],
            [("x-auth-token", "the-apps-own"), ("x-user-id", "u")],
        ] {
            let map = headers(&foreign);
            assert_eq!(presented_session(&map), PresentedSession::Absent);
            assert_eq!(passing(&map), foreign.map(|(name, _)| name));
        }
        let personal = AccessToken::generate(TokenKind::Personal);
        let pair = [("x-auth-token", personal.reveal()), ("x-user-id", "u")];
        assert_eq!(
            presented_session(&headers(&pair)),
            PresentedSession::AccessToken {
                token: personal.reveal().to_owned(),
                user: Some("u".to_owned()),
            }
        );
        let mistyped = format!("Bearer {}x", personal.reveal());
        let map = headers(&[("authorization", &mistyped)]);
        assert_eq!(presented_session(&map), PresentedSession::Mistyped);
        assert!(
            passing(&map).is_empty(),
            "nobody else is to learn most of a secret"
        );
        let twice = [
            ("authorization", bearer.as_str()),
            ("x-auth-token", ours.reveal()),
        ];
        assert_eq!(presented_session(&headers(&twice)), PresentedSession::Duplicate);
        let with_cookie = [
            ("authorization", bearer.as_str()),
            ("cookie", "__Host-gatepass=x"),
        ];
        assert_eq!(
            presented_session(&headers(&with_cookie)),
            PresentedSession::Duplicate
        );
        let map = headers(&[
            ("authorization", &bearer),
            ("x-auth-token", ours.reveal()),
            ("x-user-id", "u"),
            ("accept", "*/*"),
        ]);
        assert_eq!(passing(&map), ["accept"]);
    }
}
