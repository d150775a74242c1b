//! What is wrong with a config, for the person who wrote it.

use std::fmt;

/// One thing to mend, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// The way to the value, such as `site[0].scope[1].match[0].path`; empty: the file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it, when the message does not say.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// ``did you mean `hosts`?``, or the list of what would be right.
pub fn suggest(written: &str, names: &[&str]) -> Option<String> {
    if let Some(near) = nearest(written, names) {
        return Some(format!("did you mean `{near}`?"));
    }
    let known: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    (!known.is_empty()).then(|| format!("known here: {}", known.join(", ")))
}

/// The name that was probably meant.
pub(super) fn nearest<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    let folded = written.to_lowercase();
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), *name))
        // A third of the letters may be wrong: with more, the guess is more often wrong than right.
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        let names = ["hosts", "upstream"];
        assert_eq!(suggest("hostz", &names).unwrap(), "did you mean `hosts`?");
        assert_eq!(suggest("UPSTREAM", &names).unwrap(), "did you mean `upstream`?");
        assert_eq!(
            suggest("colour", &names).unwrap(),
            "known here: `hosts`, `upstream`"
        );
        assert_eq!(suggest("x", &[]), None);
    }
}
