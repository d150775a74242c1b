//! Paths in whole segments, with wildcards.

use super::canonical::Reading;
use super::glob::Glob;

/// A path in whole segments: `*` inside a segment, `**` for any number of segments. A slash at the end is ignored,
/// and `/messages/**` includes `/messages` itself.
#[derive(Debug, Clone)]
pub struct PathPattern {
    written: String,
    pub(super) segments: Vec<Segment>,
    is_folded: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Segment {
    Any,
    One(Glob),
}

/// A path pattern that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathPatternError {
    #[error("a path pattern starts with `/`")]
    NoSlash,
    #[error("`**` stands for whole segments: write `/**/`, not `{0}`")]
    PartialDoubleStar(String),
    #[error("a path pattern is written decoded, without `%`, `?`, `#`, `;`, `\\`, `//` and dot segments")]
    NotPlain,
}

impl PathPattern {
    pub fn parse(written: &str) -> Result<Self, PathPatternError> {
        let rest = written.strip_prefix('/').ok_or(PathPatternError::NoSlash)?;
        if written.contains(['%', '?', '#', ';', '\\', '\0']) || written.contains("//") {
            return Err(PathPatternError::NotPlain);
        }
        let mut segments = Vec::new();
        for segment in without_last_empty(rest) {
            segments.push(match segment {
                "**" => Segment::Any,
                "." | ".." => return Err(PathPatternError::NotPlain),
                partial if partial.contains("**") => {
                    return Err(PathPatternError::PartialDoubleStar(partial.to_owned()));
                }
                one => Segment::One(Glob::parse(one).map_err(|_| PathPatternError::NotPlain)?),
            });
        }
        let is_folded = segments.iter().all(|segment| match segment {
            Segment::Any => true,
            Segment::One(glob) => glob.is_folded(),
        });
        Ok(Self {
            written: written.to_owned(),
            segments,
            is_folded,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Folded, it reads as written: where a path does so too, its folded reading has nothing to add.
    pub fn is_folded(&self) -> bool {
        self.is_folded
    }

    pub fn matches(&self, reading: &Reading<'_>) -> bool {
        let Some(rest) = inner_of(&reading.path) else {
            return false;
        };
        matches_from(
            &self.segments,
            Some(rest).filter(|rest| !rest.is_empty()),
            reading.folded,
        )
    }

    /// Its first segment, if there is one, stands for itself alone.
    pub(super) fn begins_literally(&self) -> bool {
        self.segments
            .first()
            .is_none_or(|first| first.literal(false).is_some())
    }

    /// What a path must begin with to match.
    pub(super) fn literal_start(&self, folded: bool) -> impl Iterator<Item = &str> {
        self.segments
            .iter()
            .map_while(move |segment| segment.literal(folded))
    }

    /// What a path must end with to match, beginning with the last segment.
    pub(super) fn literal_end(&self, folded: bool) -> impl Iterator<Item = &str> {
        let segments = self.segments.iter().rev();
        segments.map_while(move |segment| segment.literal(folded))
    }
}

impl Segment {
    fn literal(&self, folded: bool) -> Option<&str> {
        match self {
            Self::Any => None,
            Self::One(glob) => glob.literal(folded),
        }
    }
}

/// The segments of a path, as patterns count them, except that of `/` there is an empty one. `None`: not a path.
pub(super) fn segments_of(path: &str) -> Option<impl DoubleEndedIterator<Item = &str> + Clone> {
    Some(inner_of(path)?.split('/'))
}

/// Without the slashes around it. `None`: not a path.
fn inner_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    Some(rest.strip_suffix('/').unwrap_or(rest))
}

fn without_last_empty(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').take(if path.is_empty() { 0 } else { usize::MAX })
}

/// The same walk as [`glob`], over segments, which are split off only when they are looked at. `None`: no segment
/// is left.
fn matches_from(pattern: &[Segment], path: Option<&str>, folded: bool) -> bool {
    let (mut pattern, mut path) = (pattern, path);
    let mut retry: Option<(&[Segment], Option<&str>)> = None;
    while let Some(rest) = path {
        let (segment, after) = first_segment(rest);
        (pattern, path) = match pattern {
            [Segment::Any, after_any @ ..] => {
                retry = Some((after_any, after));
                (after_any, path)
            }
            [Segment::One(glob), next @ ..] if glob.matches(segment, folded) => (next, after),
            _ => match retry {
                Some((after_any, taken)) => {
                    let further = taken
                        .and_then(|rest| rest.split_once('/'))
                        .map(|(_, further)| further);
                    retry = Some((after_any, further));
                    (after_any, taken)
                }
                None => return false,
            },
        };
    }
    pattern.iter().all(|segment| matches!(segment, Segment::Any))
}

/// By hand, because segments are too short for the searcher of `split_once` to pay.
fn first_segment(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'/') {
        Some(end) => (path.get(..end).unwrap_or_default(), path.get(end + 1..)),
        None => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::parse(pattern).unwrap().matches(&Reading {
            path: Cow::Borrowed(path),
            folded: false,
            only_where_named: false,
        })
    }

    #[test]
    fn patterns_match_whole_segments() {
        for (pattern, path, expected) in [
            ("/app", "/app", true),
            ("/app", "/app/", true),
            ("/app", "/app-evil", false),
            ("/app", "/app/x", false),
            ("/app/**", "/app", true),
            ("/app/**", "/app/a/b", true),
            ("/app/**", "/app-evil", false),
            ("/*/edit", "/20/edit", true),
            ("/*/edit", "/a/b/edit", false),
            ("/**/edit", "/a/b/edit", true),
            ("/**/edit", "/edit", true),
            ("/**/edit", "/edit/x", false),
            ("/files/*.pdf", "/files/a.pdf", true),
            ("/files/*.pdf", "/files/a.pdf.exe", false),
            ("/**", "/", true),
            ("/**", "/x/y", true),
            ("/", "/", true),
            ("/", "/x", false),
            ("/a/**/b/**/c", "/a/b/b/x/c", true),
            ("/**/b", "/a//b", true),
            ("/**/**", "/a", true),
            ("/**/a/b", "/a/a/b", true),
            ("/**/a/b", "/a/b/a", false),
            ("/a/*", "/a//", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_folded_reading_is_compared_with_the_folded_pattern() {
        let pattern = PathPattern::parse("/Messages/**").unwrap();
        assert!(pattern.matches(&Reading {
            path: Cow::Borrowed("/messages/1"),
            folded: true,
            only_where_named: false,
        }));
        assert!(!pattern.matches(&Reading {
            path: Cow::Borrowed("/messages/1"),
            folded: false,
            only_where_named: false,
        }));
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_refused() {
        for pattern in ["messages", "/a**", "/a%20b", "/a/../b", "/a//b", "/a?b"] {
            assert!(PathPattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
