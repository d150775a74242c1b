//! Writing to standard output and standard error. A reader that goes away early is no error.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use anyhow::anyhow;
use serde::Serialize;

pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(anyhow!("cannot write the output: {error}")),
    }
}

/// One line of JSON.
pub(super) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    print(&json_line(value)?)
}

pub(super) fn json_line(value: &impl Serialize) -> anyhow::Result<String> {
    let text =
        serde_json::to_string(value).map_err(|error| anyhow!("cannot write the output as JSON: {error}"))?;
    Ok(format!("{text}\n"))
}

/// Tells the person, not the program that reads the output.
pub(super) fn complain(message: &str) {
    say_aside(&format!("gatepass: {message}\n"));
}

/// Text on standard error, as it is.
pub(super) fn say_aside(text: &str) {
    // There is nobody left to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What somebody else wrote: to the byte for a program; on a terminal, nothing that would move or colour what stands there.
pub(super) fn printable_lines(text: &str, on_terminal: bool) -> String {
    if !on_terminal {
        return text.to_owned();
    }
    let lines = text.split('\n').map(|line| Printable(line).to_string());
    lines.collect::<Vec<_>>().join("\n")
}

/// Text that others wrote, safe to show on a terminal: control characters, which could rewrite the screen, and marks
/// that turn the direction of reading are shown as escapes.
pub(super) struct Printable<'t>(pub(super) &'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for character in self.0.chars() {
            let turns_text = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if character.is_control() || turns_text {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_cannot_steer_the_terminal() {
        let shown = Printable("Zoë\u{1b}[2J\r\n\u{202e}").to_string();
        assert_eq!(shown, "Zoë\\u{1b}[2J\\u{d}\\u{a}\\u{202e}");
    }
}
