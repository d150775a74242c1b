//! Where a page stands, and in whose language it speaks.

use crate::words::{FluentValue, Language, words};

/// On which host, and for which reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The app's host name as the agent knows it.
    pub host: &'a str,
    pub language: Language,
    /// Path and query of this page, to come back to in another language; `None`: nothing of ours is at this address.
    pub here: Option<&'a str>,
}

impl Place<'_> {
    /// For the `lang` attribute.
    pub(super) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    pub(super) fn say(&self, key: &str) -> String {
        words(self.language).say(key)
    }

    pub(super) fn say_of<'v>(&self, key: &str, name: &'v str, value: impl Into<FluentValue<'v>>) -> String {
        words(self.language).say_with(key, &[(name, value.into())])
    }

    /// The policy's own words for several places, quoted: `“Messages” and “Billing”`. Empty for none.
    pub(super) fn quoted(&self, labels: &[String]) -> String {
        let quoted = |label: &String| self.say_of("gate-quoted", "place", label.as_str());
        match labels {
            [] => String::new(),
            [only] => quoted(only),
            [first @ .., last] => {
                let first: Vec<String> = first.iter().map(quoted).collect();
                let values = [("places", first.join(", ")), ("last", quoted(last))];
                words(self.language).say_with("gate-quoted-and", &values)
            }
        }
    }

    /// How long to wait before trying again. Rounds up, so that the next try works.
    pub(super) fn wait(&self, seconds: u64) -> String {
        crate::web::time::wait(words(self.language), seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_quoted_in_the_words_of_the_policy() {
        let labels = ["Messages", "Files", "Billing"].map(String::from);
        let place = |language| Place {
            host: "crm.test",
            language,
            here: None,
        };
        let english = place(Language::English);
        assert_eq!(english.quoted(&[]), "");
        assert_eq!(english.quoted(&labels[..1]), "“Messages”");
        assert_eq!(english.quoted(&labels), "“Messages”, “Files” and “Billing”");
        assert_eq!(
            place(Language::German).quoted(&labels[1..]),
            "„Files“ und „Billing“"
        );
    }
}
