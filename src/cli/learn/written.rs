//! A proposal as a person reads it, and `check` too.

use std::collections::BTreeMap;

use toml::Value;

use super::grouping::{Proposal, Proposed, Requests, Rule};
use super::seen::Place;

/// `seen`: how many requests it comes from.
pub(super) fn as_toml(proposal: &Proposal, seen: usize) -> String {
    let mut text = format!(
        "# Scopes that `gatepass learn` proposes, from {seen} requests.\n\
         #\n\
         # Put together what people know by one name, call it so, and remove what nobody shall ever be shown: what is in no\n\
         # scope is hidden. `gatepass init --scopes FILE` begins a config with them; in one that there is, they go to the end of\n\
         # the app's [[site]], in place of scopes that it has. Above each stand the requests that it comes from, without values.\n"
    );
    for scope in &proposal.scopes {
        text.push_str(&scope_text(scope));
    }
    if !proposal.assets.is_empty() {
        let patterns: Vec<Value> = proposal.assets.iter().cloned().map(Value::String).collect();
        text.push_str(&format!(
            "\n# Styles and scripts, which are the same for everybody.\n[[site.scope]]\nname = \"assets\"\nlabel = \"Styles and scripts\"\n\
             offer = false\ndefault = \"full\"\nchallenge = \"never\"\nmatch = [{{ path = {}, methods = [\"GET\"] }}]\n",
            Value::Array(patterns)
        ));
    }
    for (heading, requests) in [
        ("In no scope, and so hidden:", &proposal.left),
        ("Refused by the gateway, whatever scopes say:", &proposal.refused),
    ] {
        if !requests.is_empty() {
            text.push_str(&format!("\n# {heading}\n{}", request_lines(requests)));
        }
    }
    text
}

fn scope_text(scope: &Proposed) -> String {
    let mut text = format!(
        "\n{}[[site.scope]]\nname = {}\nlabel = {}\nmatch = [\n",
        request_lines(&scope.requests),
        quoted(&scope.name),
        quoted(&scope.label)
    );
    for rule in rules_in_lines(scope) {
        text.push_str(&format!("    {rule},\n"));
    }
    text.push_str("]\n");
    text
}

/// Paths in one rule, and the values of one parameter in one.
fn rules_in_lines(scope: &Proposed) -> Vec<String> {
    let mut paths: Vec<Value> = Vec::new();
    let mut parameters: BTreeMap<(&str, Place, &str), Vec<Value>> = BTreeMap::new();
    let mut lines = Vec::new();
    for rule in &scope.rules {
        match rule {
            Rule::Path(path) => paths.push(Value::String(path.clone())),
            Rule::Parameter {
                path,
                place,
                name,
                value: Some(value),
            } => {
                let key = (path.as_str(), *place, name.as_str());
                parameters
                    .entry(key)
                    .or_default()
                    .push(Value::String(value.clone()));
            }
            Rule::Parameter {
                path,
                place,
                name,
                value: None,
            } => {
                lines.push(parameter_rule(path, *place, name, "{ not = \"*\" }"));
            }
        }
    }
    if !paths.is_empty() {
        lines.insert(0, format!("{{ path = {} }}", one_or_all(paths)));
    }
    for ((path, place, name), values) in parameters {
        lines.push(parameter_rule(path, place, name, &one_or_all(values)));
    }
    lines
}

fn parameter_rule(path: &str, place: Place, name: &str, values: &str) -> String {
    let key = match place {
        Place::Address | Place::Form => "parameters",
        Place::Json => "json",
    };
    format!(
        "{{ path = {}, {key} = {{ {} = {values} }} }}",
        quoted(path),
        quoted(name)
    )
}

fn one_or_all(mut values: Vec<Value>) -> String {
    match values.as_slice() {
        [_] => values.remove(0).to_string(),
        _ => Value::Array(values).to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn request_lines(requests: &Requests) -> String {
    let line = |(shape, times): (&String, &usize)| match times {
        1 => format!("# {shape}\n"),
        _ => format!("# {shape}, {times} times\n"),
    };
    requests.iter().map(line).collect()
}
