//! Text → the config as written. Goes on after a value that cannot be read, so that one run finds them all.

use serde::Deserialize;
use toml::de::{DeTable, Deserializer, Error};

use super::file::ConfigFile;
use super::key_path::{KeyPath, Step};
use super::outline::Outline;
use super::problem::{Problem, nearest, suggest};

/// What could be read, what could not, and where everything stands.
pub(super) struct Read<'t> {
    pub(super) file: ConfigFile,
    pub(super) outline: Outline<'t>,
    pub(super) problems: Vec<Problem>,
}

/// `Err`: the text is not even TOML.
pub(super) fn read(text: &str) -> Result<Read<'_>, Vec<Problem>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut outline = Outline::of(text, root.get_ref());
    // Only the first: what the parser says after it is mostly its consequence.
    let first = errors
        .iter()
        .min_by_key(|error| error.span().map_or(0, |span| span.start));
    if let Some(error) = first {
        return Err(vec![syntax_problem(error, &outline)]);
    }
    let mut problems = Vec::new();
    loop {
        let mut readable = root.clone();
        *readable.get_mut() = outline.readable(root.get_ref());
        let error = match ConfigFile::deserialize(Deserializer::from(readable)) {
            Ok(file) => {
                return Ok(Read {
                    file,
                    outline,
                    problems,
                });
            }
            Err(error) => error,
        };
        let Some(path) = error.span().and_then(|span| outline.find(&span)) else {
            problems.push(syntax_problem(&error, &outline));
            return Err(problems);
        };
        let explanation = explain(error.message());
        if let Some(meant) = &explanation.meant_key {
            outline.set_misspelt(path.parent().key(meant));
        }
        problems.push(explanation.at(&path, &outline));
        // Each turn takes one value away, so the loop ends.
        outline.set_aside(path);
    }
}

fn syntax_problem(error: &Error, outline: &Outline<'_>) -> Problem {
    let (line, column) = outline.position(error.span().map_or(0, |span| span.start));
    Problem {
        line,
        column,
        key: String::new(),
        message: error.message().replace('\n', ", "),
        help: None,
    }
}

/// Serde's words in ours.
#[derive(Default)]
struct Explanation {
    message: String,
    help: Option<String>,
    /// The key is wrong, not what it holds.
    is_about_key: bool,
    /// The key that was probably meant.
    meant_key: Option<String>,
}

impl Explanation {
    fn at(self, path: &KeyPath, outline: &Outline<'_>) -> Problem {
        let (line, column) = if self.is_about_key {
            outline.position_of_key(path)
        } else {
            outline.position_of_value(path)
        };
        Problem {
            line,
            column,
            key: path.to_string(),
            help: self.help.or_else(|| section_help(path, &self.message)),
            message: self.message,
        }
    }
}

/// `[tls]` instead of `[[tls]]` is the mistake that people make most.
fn section_help(path: &KeyPath, message: &str) -> Option<String> {
    let Some(Step::Key(name)) = path.steps().last() else {
        return None;
    };
    let is_section = matches!(name.as_str(), "tls" | "site" | "scope" | "test");
    (is_section && message == "expected a list, found a table").then(|| {
        let names = path.steps().iter().filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        let names: Vec<&str> = names.collect();
        format!(
            "write the section's name in double brackets, `[[{}]]`",
            names.join(".")
        )
    })
}

fn explain(message: &str) -> Explanation {
    if let Some((key, known)) = split_unknown(message, "unknown field `") {
        return Explanation {
            message: "unknown key".to_owned(),
            help: suggest(key, &known),
            is_about_key: true,
            meant_key: nearest(key, &known).map(str::to_owned),
        };
    }
    if let Some((word, known)) = split_unknown(message, "unknown variant `") {
        return Explanation {
            message: format!("`{word}` is not a choice here"),
            help: suggest(word, &known),
            ..Explanation::default()
        };
    }
    let found_and_expected = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "));
    let message = match found_and_expected {
        Some((found, expected)) => format!("expected {}, found {}", in_toml(expected), in_toml(found)),
        None if message == "wanted string or table" => "expected a string".to_owned(),
        None => message.to_owned(),
    };
    Explanation {
        message,
        ..Explanation::default()
    }
}

/// ``unknown field `a`, expected one of `b`, `c` `` → `a`, [`b`, `c`].
fn split_unknown<'m>(message: &'m str, prefix: &str) -> Option<(&'m str, Vec<&'m str>)> {
    let (written, expected) = message.strip_prefix(prefix)?.split_once("`, ")?;
    Some((written, expected.split('`').skip(1).step_by(2).collect()))
}

fn in_toml(words: &str) -> String {
    match words {
        "a sequence" | "sequence" => "a list".to_owned(),
        "a map" | "map" => "a table".to_owned(),
        "usize" | "u64" => "a whole number, 0 or more".to_owned(),
        "u16" => "a whole number from 0 to 65535".to_owned(),
        other => other.to_owned(),
    }
}
