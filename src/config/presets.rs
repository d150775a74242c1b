//! Known apps, whose parts are described already: the files in `config/presets`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::file::{FromText, ParameterSection, Parsed, ScopeSection, TestSection};
use super::problem::suggest;
use crate::access::{Dialect, Glob};

/// A file in `config/presets`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// What the config calls it.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All of them, by name.
pub static PRESETS: [Preset; 10] = [
    Preset {
        name: "espocrm",
        text: include_str!("../../config/presets/espocrm.toml"),
    },
    Preset {
        name: "odoo",
        text: include_str!("../../config/presets/odoo.toml"),
    },
    Preset {
        name: "redmine",
        text: include_str!("../../config/presets/redmine.toml"),
    },
    Preset {
        name: "request-tracker",
        text: include_str!("../../config/presets/request-tracker.toml"),
    },
    Preset {
        name: "rocketchat",
        text: include_str!("../../config/presets/rocketchat.toml"),
    },
    Preset {
        name: "roundcube",
        text: include_str!("../../config/presets/roundcube.toml"),
    },
    Preset {
        name: "suitecrm",
        text: include_str!("../../config/presets/suitecrm.toml"),
    },
    Preset {
        name: "vtenext",
        text: include_str!("../../config/presets/vtenext.toml"),
    },
    Preset {
        name: "vtiger",
        text: include_str!("../../config/presets/vtiger.toml"),
    },
    Preset {
        name: "wordpress",
        text: include_str!("../../config/presets/wordpress.toml"),
    },
];

/// What a preset says of an app. What it does not name stays as the site's `elsewhere` says: hidden, unless somebody decides
/// otherwise.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PresetFile {
    pub dialect: Option<Dialect>,
    pub cookies: Option<Vec<Parsed<Glob>>>,
    pub parameters: BTreeMap<String, ParameterSection>,
    pub scope: Vec<ScopeSection>,
    /// `check` warns where what an operator adds changes their outcome.
    pub test: Vec<TestSection>,
}

impl Preset {
    /// Its first line: which app it is for, and what it does.
    pub fn title(&self) -> &'static str {
        self.text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("# ")
    }

    pub fn read(&self) -> Result<PresetFile, toml::de::Error> {
        toml::from_str(self.text)
    }
}

/// The text would be long.
impl fmt::Debug for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Preset").field(&self.name).finish()
    }
}

impl FromText for &'static Preset {
    const EXPECTED: &'static str = "the name of a known app, such as \"vtenext\"";

    fn from_text(text: &str) -> Result<Self, String> {
        let known = PRESETS.iter().find(|preset| preset.name == text);
        known.ok_or_else(|| {
            let names: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
            let help = suggest(text, &names).unwrap_or_default();
            format!("there is no preset `{text}`; {help}")
        })
    }
}
