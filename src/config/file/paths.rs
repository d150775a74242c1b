//! Path patterns, with `{a,b}` for either of them.

use super::parsed::FromText;
use crate::access::PathPattern;

/// All that one text stands for.
#[derive(Debug, Clone)]
pub struct PathPatterns(pub Vec<PathPattern>);

/// Of one text: enough for a dozen folders with two dozen kinds of files.
const MOST_PATTERNS: usize = 300;

impl FromText for PathPatterns {
    const EXPECTED: &'static str = "a path pattern, such as \"/messages/**\"";
    const PATTERN: Option<&'static str> = Some("^/");

    fn from_text(text: &str) -> Result<Self, String> {
        let patterns = written_out(text).ok_or_else(|| {
            format!("`{text}`: write `{{a,b}}` for `a` or `b`, not one in another, and at most {MOST_PATTERNS} in all")
        })?;
        let patterns = patterns
            .iter()
            .map(|pattern| PathPattern::parse(pattern).map_err(|error| format!("`{text}`: {error}")));
        patterns.collect::<Result<_, _>>().map(Self)
    }
}

/// `/{a,b}/c` as `/a/c` and `/b/c`.
fn written_out(text: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        if before.contains('}') || inside.contains('{') || inside.is_empty() {
            return None;
        }
        let choices: Vec<&str> = inside.split(',').collect();
        if all.len() * choices.len() > MOST_PATTERNS {
            return None;
        }
        all = all
            .iter()
            .flat_map(|so_far| {
                choices
                    .iter()
                    .map(move |choice| format!("{so_far}{before}{choice}"))
            })
            .collect();
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    all.iter_mut().for_each(|pattern| pattern.push_str(rest));
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_choices() {
        assert_eq!(written_out("/a").unwrap(), ["/a"]);
        assert_eq!(
            written_out("/{a,b}/*.{js,css}").unwrap(),
            ["/a/*.js", "/a/*.css", "/b/*.js", "/b/*.css"]
        );
        assert_eq!(written_out("/x{,y}").unwrap(), ["/x", "/xy"]);
        for wrong in ["/{a", "/a}", "/{a{b}}", "/{}", "/{a}}"] {
            assert_eq!(written_out(wrong), None, "{wrong}");
        }
        let many = "{1,2,3,4,5,6,7,8,9,10}".repeat(3);
        assert_eq!(written_out(&format!("/{many}")), None);
    }
}
