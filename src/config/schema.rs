//! The config's shape as a JSON Schema, for editors that complete, explain and check what is written.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use super::file::ConfigFile;

/// Where generated configs look for it, beside themselves: editors read this comment in the first line.
pub const SCHEMA_FILE: &str = "gatepass.schema.json";

/// Draft 7, which all editors' checkers of TOML understand.
pub fn schema() -> String {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(in_toml));
    let schema = settings.into_generator().into_root_schema_for::<ConfigFile>();
    format!("{:#}\n", Value::from(schema))
}

/// TOML knows no null, and a description is text that flows.
fn in_toml(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text
            .replace("\n\n", "\u{0}")
            .replace('\n', " ")
            .replace('\u{0}', "\n\n");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else {
        return;
    };
    choices.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
    if choices.len() == 1
        && let Some(Value::Object(only)) = choices.pop()
    {
        schema.remove("anyOf");
        // Beside a `$ref` everything else is ignored (draft 7, section 8.3).
        if only.contains_key("$ref") {
            schema.insert("allOf".to_owned(), Value::Array(vec![Value::Object(only)]));
        } else {
            for (name, value) in only {
                schema.insert(name, value);
            }
        }
    }
}
