//! Who reads the answer: a person in a browser window, or a program.

use http::HeaderMap;
use http::header::{ACCEPT, ACCEPT_LANGUAGE};

use super::cookies::{LANGUAGE_COOKIE, cookie_values};
use crate::words::Language;

/// A navigation gets pages and redirects, everything else gets JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Navigation,
    Program,
}

impl Audience {
    /// Fetch Metadata decides where it is sent; else an `Accept` that names `text/html` (`*/*` is a program).
    pub fn of(headers: &HeaderMap) -> Self {
        let navigates = match headers.get("sec-fetch-mode") {
            Some(mode) => mode == "navigate",
            None => headers.get_all(ACCEPT).iter().any(|accept| {
                accept.to_str().is_ok_and(|accept| {
                    accept.split(',').any(|it| {
                        it.split(';')
                            .next()
                            .unwrap_or_default()
                            .trim()
                            .eq_ignore_ascii_case("text/html")
                    })
                })
            }),
        };
        if navigates {
            Self::Navigation
        } else {
            Self::Program
        }
    }
}

/// Who reads the answer, and in which language. What programs read is English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    pub audience: Audience,
    pub language: Language,
}

impl Reader {
    pub const PROGRAM: Self = Self {
        audience: Audience::Program,
        language: Language::English,
    };

    pub fn of(headers: &HeaderMap) -> Self {
        let audience = Audience::of(headers);
        let language = match audience {
            Audience::Program => Language::English,
            Audience::Navigation => language_of(headers),
        };
        Self { audience, language }
    }
}

/// The one that the reader chose, or else that the browser asks for.
pub fn language_of(headers: &HeaderMap) -> Language {
    let chosen = cookie_values(headers).find(|(name, _)| *name == LANGUAGE_COOKIE.as_bytes());
    let chosen = chosen.and_then(|(_, tag)| std::str::from_utf8(tag).ok());
    let asked = headers.get(ACCEPT_LANGUAGE);
    Language::chosen(chosen, asked.and_then(|asked| asked.to_str().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(headers: &[(&'static str, &'static str)]) -> Audience {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Audience::of(&map)
    }

    #[test]
    fn only_a_navigation_gets_pages() {
        assert_eq!(audience(&[("sec-fetch-mode", "navigate")]), Audience::Navigation);
        assert_eq!(
            audience(&[("sec-fetch-mode", "cors"), ("accept", "text/html")]),
            Audience::Program
        );
        assert_eq!(
            audience(&[("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")]),
            Audience::Navigation
        );
        assert_eq!(audience(&[("accept", "*/*")]), Audience::Program);
        assert_eq!(audience(&[("accept", "text/htmlx")]), Audience::Program);
        assert_eq!(audience(&[]), Audience::Program);
    }
}
