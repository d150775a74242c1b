//! The languages that we speak, and which of them a reader gets.

use unic_langid::LanguageIdentifier;

/// A language that every page and every mail exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// For everybody whose language we do not speak.
    English,
    /// With the formal address.
    German,
    /// With the formal address.
    Italian,
    /// As it is spoken in Brazil.
    Portuguese,
}

impl Language {
    /// All of them, in the order in which a reader is offered them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::Italian, Self::Portuguese];

    /// The reader's language: the one they chose (`cookie` holds its tag), else the best that the browser asks for
    /// (`Accept-Language`, RFC 9110 section 12.5.4), else English.
    #[must_use]
    pub fn chosen(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        cookie
            .and_then(Self::tagged)
            .or_else(|| accept_language.and_then(Self::best_of))
            .unwrap_or(Self::English)
    }

    /// The language with exactly this tag, in any case.
    #[must_use]
    pub fn tagged(tag: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(tag.trim()))
    }

    /// Its tag (BCP 47), for `lang` attributes, the cookie and `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Italian => "it",
            Self::Portuguese => "pt-BR",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Italian => "Italiano",
            Self::Portuguese => "Português (Brasil)",
        }
    }

    /// The tag as Fluent wants it; it chooses the plural rules. A test sees to it that each tag is one.
    pub(super) fn id(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }

    /// The language that is asked for most; of those that are asked for alike, the first.
    fn best_of(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, u16)> = None;
        for range in accept_language.split(',') {
            let (range, weight) = range.split_once(';').unwrap_or((range, ""));
            let (Some(language), Some(weight)) = (Self::speaking(range.trim()), thousandths(weight)) else {
                continue;
            };
            if weight > best.map_or(0, |(_, best)| best) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// The language for a range such as `de-AT`: a reader of one kind of German reads ours.
    fn speaking(range: &str) -> Option<Self> {
        let primary = range.split('-').next().unwrap_or_default();
        let spoken = [
            ("en", Self::English),
            ("de", Self::German),
            ("it", Self::Italian),
            ("pt", Self::Portuguese),
        ];
        let found = spoken.iter().find(|(tag, _)| primary.eq_ignore_ascii_case(tag));
        found.map(|(_, language)| *language)
    }
}

/// A weight such as `q=0.8`, in thousandths; none is 1 (RFC 9110 section 12.4.2). `None`: it is not one.
fn thousandths(parameter: &str) -> Option<u16> {
    let parameter = parameter.trim();
    if parameter.is_empty() {
        return Some(1000);
    }
    let value = parameter
        .strip_prefix("q=")
        .or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let is_weight = ["0", "1"].contains(&whole) && rest.len() <= 3;
    if !is_weight || !rest.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let all: u16 = format!("{whole}{rest:0<3}").parse().ok()?;
    (all <= 1000).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::Language;
    use super::Language::{English, German, Italian, Portuguese};

    #[test]
    fn the_browser_says_what_its_reader_prefers() {
        for (asked, expected) in [
            ("de", German),
            ("de-AT,de;q=0.9,en;q=0.8", German),
            ("fr-FR, it;q=0.7, en;q=0.3", Italian),
            ("en;q=0.2, pt-PT;q=0.9", Portuguese),
            ("en;q=0.5, de;q=0.5", English),
            ("de;q=0, it;q=0.1", Italian),
            ("IT-ch", Italian),
            ("fr, ja", English),
            ("de;q=2, de;q=nonsense, it;q=0.001", Italian),
            ("*", English),
            ("", English),
        ] {
            assert_eq!(Language::chosen(None, Some(asked)), expected, "{asked}");
        }
        assert_eq!(Language::chosen(None, None), English);
    }

    #[test]
    fn what_the_reader_chose_wins() {
        assert_eq!(Language::chosen(Some("it"), Some("de")), Italian);
        assert_eq!(Language::chosen(Some("pt-br"), Some("de")), Portuguese);
        assert_eq!(Language::chosen(Some("klingon"), Some("de")), German);
    }

    #[test]
    fn every_language_is_found_by_its_own_tag() {
        for language in Language::ALL {
            assert_eq!(Language::tagged(language.tag()), Some(language));
            assert_eq!(language.id().to_string(), language.tag());
        }
    }
}
