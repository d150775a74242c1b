//! What we say to people, in four languages: catalogs in Fluent's format, one folder per language, one file per area.
//!
//! A key opens with the name of its area: `support-…` lives in `support.ftl`. Nothing here knows a page or a mail.

mod language;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use fluent_bundle::FluentValue;
pub use language::Language;

/// The catalogs of one language, in the order of [`AREAS`].
macro_rules! catalogs {
    ($tag:literal) => {
        [
            include_str!(concat!($tag, "/common.ftl")),
            include_str!(concat!($tag, "/sign_in.ftl")),
            include_str!(concat!($tag, "/support.ftl")),
            include_str!(concat!($tag, "/activity.ftl")),
            include_str!(concat!($tag, "/account.ftl")),
            include_str!(concat!($tag, "/mail.ftl")),
            include_str!(concat!($tag, "/confirm.ftl")),
            include_str!(concat!($tag, "/gate.ftl")),
            include_str!(concat!($tag, "/room.ftl")),
            include_str!(concat!($tag, "/handoff.ftl")),
        ]
    };
}

/// What the keys of each catalog open with.
#[cfg(test)]
const AREAS: [&str; 10] = [
    "common", "sign-in", "support", "activity", "account", "mail", "confirm", "gate", "room", "handoff",
];

const fn sources(language: Language) -> [&'static str; 10] {
    match language {
        Language::English => catalogs!("en"),
        Language::German => catalogs!("de"),
        Language::Italian => catalogs!("it"),
        Language::Portuguese => catalogs!("pt-BR"),
    }
}

/// Everything we can say in one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// The words of `language`, read once.
#[must_use]
pub fn words(language: Language) -> &'static Words {
    static ALL: LazyLock<[Words; 4]> = LazyLock::new(|| Language::ALL.map(Words::read));
    let [english, german, italian, portuguese] = &*ALL;
    match language {
        Language::English => english,
        Language::German => german,
        Language::Italian => italian,
        Language::Portuguese => portuguese,
    }
}

impl Words {
    /// Which language these are.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message `key`. One that is missing is said in English; one that nobody wrote is the key itself.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.fill(key, None)
    }

    /// The message `key` with its variables filled in. Values of several types are written as [`FluentValue`]s.
    #[must_use]
    pub fn say_with<'a, V>(&self, key: &str, values: &[(&'a str, V)]) -> String
    where
        V: Into<FluentValue<'a>> + Clone,
    {
        let filled: FluentArgs<'a> = values
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        self.fill(key, Some(&filled))
    }

    fn fill(&self, key: &str, values: Option<&FluentArgs<'_>>) -> String {
        let found = self.find(key, values);
        let found = found.or_else(|| match self.language {
            Language::English => None,
            Language::German | Language::Italian | Language::Portuguese => {
                words(Language::English).find(key, values)
            }
        });
        found.unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, key: &str, values: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        // What cannot be filled in stays visible as `{$name}`; the tests see to it that nothing does.
        let mut unfilled = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, values, &mut unfilled)
                .into_owned(),
        )
    }

    fn read(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
        // The marks around each value keep mixed writing directions apart. All four languages run left to right,
        // and the marks would be copied along with what people copy.
        bundle.set_use_isolating(false);
        for source in sources(language) {
            // What Fluent cannot read is left out and said in English. The tests let no such thing through.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source.to_owned());
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }
}
