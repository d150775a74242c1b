//! `[[site.scope]]`: a named part of an app, and `[[site.test]]`: what it should do.

use std::collections::BTreeMap;

use http::{HeaderValue, Method};
use schemars::JsonSchema;
use serde::Deserialize;

use super::parsed::{FromText, OneOrMore, Parsed};
use super::paths::PathPatterns;
use super::values::ValuesSection;
use crate::access::{ChallengeRule, ScopeName, Visibility};

/// A part of the app that a grant shows or hides.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["name", "match"]))]
pub struct ScopeSection {
    /// What grants, logs and the command line call it: a-z, 0-9, `-`, `_`. Required.
    pub name: Option<Parsed<ScopeName>>,
    /// What people read. Default: the name.
    pub label: Option<String>,
    /// What a new grant offers: `"hidden"`, `"read-only"` or `"full"`. Default: `"hidden"`.
    #[serde(rename = "default")]
    pub default_visibility: Option<Visibility>,
    /// `false`: nobody is asked. It is as `default` says in every grant: never visible, or always, like styles and menus.
    /// Default: `true`.
    pub offer: Option<bool>,
    /// When this part asks for a security code: `"never"`, `"window"` (unless the client is trusted at the moment)
    /// or `"always"`. Default: the site's `challenge`.
    pub challenge: Option<ChallengeRule>,
    /// Which requests belong to it: those that one of these matches. At least one.
    #[serde(rename = "match")]
    pub matches: Vec<MatchSection>,
}

/// One element of `match`: a request must fulfil all of its parts. At least one part.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("minProperties" = 1))]
pub struct MatchSection {
    /// One or more paths, one of which it must have. `*` stands for anything in a segment, `**` for any number of segments;
    /// `{a,b}` for either; written decoded. Default: any path.
    pub path: Option<OneOrMore<Parsed<PathPatterns>>>,
    /// Default: all methods.
    pub methods: Option<Vec<MethodName>>,
    /// Parameter name → values, one of which it must have, in the address or in the body: texts in which `*` stands for
    /// anything, numbers, `{ from = 209, to = 237 }`, `{ regex = "M[0-9]+" }`; or `{ not = … }`. Default: any parameters.
    pub parameters: Option<BTreeMap<String, ValuesSection>>,
    /// Place in a JSON body (RFC 6901; `*` for any member or element) → values, one of which something there, or below
    /// it, must have. Default: any body.
    pub json: Option<BTreeMap<String, ValuesSection>>,
}

/// The methods that the gateway forwards for a support session (RFC 9110 section 9.3, RFC 5789).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum MethodName {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
}

/// An expectation that `gatepass check` verifies with the gateway's own decision.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["request", "expect"]))]
pub struct TestSection {
    /// What the grant shows: scope names, in full, or `name=read-only`. Default: nothing.
    #[serde(rename = "with")]
    pub shown: Vec<Parsed<ShownScope>>,
    /// Method and target: `"GET /index.php?module=Messages"`. Required.
    pub request: Option<Parsed<TestRequest>>,
    /// What the request says in its body. Default: none.
    pub body: Option<String>,
    /// The body's `Content-Type`. Default: that of a form.
    #[serde(rename = "type")]
    pub content_type: Option<String>,
    /// The `Cookie` header that comes with it. Default: none.
    pub cookies: Option<Parsed<HeaderValue>>,
    /// `"hidden"`, `"read-only"`, `"full"`, or `"refused"`: malformed, ambiguous or not judgeable. Required.
    pub expect: Option<TestExpectation>,
}

/// `contacts` or `invoices=read-only`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownScope {
    pub name: ScopeName,
    pub visibility: Visibility,
}

/// `GET /path?query`. The target is kept as written: a test may ask for something malformed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRequest {
    pub method: Method,
    pub target: String,
}

/// The words of `expect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TestExpectation {
    Hidden,
    ReadOnly,
    Full,
    Refused,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Get => Self::GET,
            MethodName::Head => Self::HEAD,
            MethodName::Options => Self::OPTIONS,
            MethodName::Post => Self::POST,
            MethodName::Put => Self::PUT,
            MethodName::Patch => Self::PATCH,
            MethodName::Delete => Self::DELETE,
        }
    }
}

impl FromText for ShownScope {
    const EXPECTED: &'static str = "a scope, such as \"contacts\" or \"contacts=read-only\"";
    const PATTERN: Option<&'static str> = Some("^[a-z0-9][a-z0-9_-]*(=(hidden|read-only|full))?$");

    fn from_text(text: &str) -> Result<Self, String> {
        let (name, visibility) = match text.split_once('=') {
            Some((name, word)) => (
                name,
                word.parse::<Visibility>().map_err(|error| error.to_string())?,
            ),
            None => (text, Visibility::Full),
        };
        Ok(Self {
            name: ScopeName::from_text(name)?,
            visibility,
        })
    }
}

impl FromText for HeaderValue {
    const EXPECTED: &'static str = "cookies, such as \"module=Messages; theme=dark\"";

    fn from_text(text: &str) -> Result<Self, String> {
        Self::from_str(text)
            .map_err(|_| format!("`{text}` can stand in no header: write `name=value; name=value`"))
    }
}

impl FromText for TestRequest {
    const EXPECTED: &'static str = "a request, such as \"GET /path?query\"";
    const PATTERN: Option<&'static str> = Some("^[A-Z]+ .");

    fn from_text(text: &str) -> Result<Self, String> {
        text.split_once(' ')
            .filter(|(_, target)| !target.is_empty())
            .and_then(|(method, target)| {
                Some(Self {
                    method: Method::from_bytes(method.as_bytes()).ok()?,
                    target: target.to_owned(),
                })
            })
            .filter(|request| request.method.as_str() == request.method.as_str().to_ascii_uppercase())
            .ok_or_else(|| {
                format!("`{text}` is no request: write the method in capitals, a blank and the target, `GET /path?query`")
            })
    }
}
