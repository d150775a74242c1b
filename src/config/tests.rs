//! The config as a whole: what is wrong is named with its place, what is right is trusted with its defaults.

mod explain;
mod manual;
mod policy;
mod presets;
mod problems;
mod settings;

use std::path::Path;

use super::{FileSystem, Problem, Settings, parse};

/// A file system in which every file is there.
struct EverythingThere;

impl FileSystem for EverythingThere {
    fn is_file(&self, _: &Path) -> bool {
        true
    }
}

fn settings(text: &str) -> Settings {
    parse(text, Path::new("/etc/gatepass"), &EverythingThere)
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn problems(text: &str) -> Vec<Problem> {
    parse(text, Path::new("/etc/gatepass"), &EverythingThere).expect_err("this config is not right")
}

/// The least that protects an app, 7 lines; what follows belongs to the site.
const SITE: &str = r#"[[tls]]
certificate = "crm.pem"
key = "crm.key"
[[site]]
name = "crm"
hosts = ["crm.example.com"]
upstream = ["http://127.0.0.1:8080"]
"#;

fn site(more: &str) -> String {
    format!("{SITE}{more}")
}
