//! What `learn` makes of a morning of clicking.

use std::cell::Cell;

use axum::body::Body;
use http::{Method, Response, Uri};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::access::{BodyFields, Unreadable};
use crate::cli::learn::overheard::Overheard;
use crate::cli::learn::written::as_toml;
use crate::config::file::ScopeSection;

/// `GET /path`, or `POST /path` with a body of a type; what comes back is of another type.
fn seen(request: &str, body: Option<(&str, &str)>, answer: &str) -> Seen {
    let (method, target) = request.split_once(' ').unwrap();
    let (method, target): (Method, Uri) = (method.parse().unwrap(), target.parse().unwrap());
    let response = Response::builder()
        .header("content-type", answer)
        .body(())
        .unwrap();
    Seen::new(method, &target, heard(body), &response)
}

fn heard(body: Option<(&str, &str)>) -> Result<BodyFields, Unreadable> {
    use futures_util::FutureExt;
    use futures_util::StreamExt;
    let mut headers = http::HeaderMap::new();
    let (content_type, text) = body.unwrap_or_default();
    if !content_type.is_empty() {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    let (overheard, listener) = Overheard::new(&headers, Body::from(text.to_owned()));
    let pieces = Body::new(overheard).into_data_stream().count().now_or_never();
    assert!(pieces.is_some());
    listener.heard()
}

fn page(target: &str) -> Seen {
    seen(&format!("GET {target}"), None, "text/html")
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Each scope's name, and the lines of its `match`.
fn proposed(all: &[Seen]) -> Vec<String> {
    let text = as_toml(&propose(all), all.len());
    let mut scopes = Vec::new();
    let mut name = "";
    for line in text.lines() {
        if let Some(it) = line.strip_prefix("name = ") {
            name = it.trim_matches('"');
        } else if let Some(rule) = line.strip_prefix("    ") {
            scopes.push(format!("{name}: {}", rule.trim_end_matches(',')));
        }
    }
    scopes
}

#[test]
fn modules_of_one_program_are_scopes_of_their_own() {
    let all = [
        page("/index.php"),
        page("/index.php?module=Contacts&action=ListView"),
        page("/index.php?module=Contacts&action=DetailView&record=17"),
        page("/index.php?module=Messages&action=index"),
        seen(
            "POST /index.php",
            Some((FORM, "module=Messages&action=Save&subject=hello")),
            "text/html",
        ),
    ];
    assert_eq!(
        proposed(&all),
        [
            r#"contacts: { path = "/index.php", parameters = { "module" = "Contacts" } }"#,
            r#"messages: { path = "/index.php", parameters = { "module" = "Messages" } }"#,
            r#"start: { path = "/index.php", parameters = { "module" = { not = "*" } } }"#,
        ]
    );
}

#[test]
fn parts_are_found_in_paths_below_what_only_holds_them() {
    let all = [
        page("/"),
        page("/contacts"),
        page("/contacts/17/edit?view=grid"),
        page("/contacts?view=list"),
        page("/api/v2/contacts.json?page=3"),
        page("/messages/5"),
        page("/contact_groups/"),
    ];
    assert_eq!(
        proposed(&all),
        [
            r#"contact-groups: { path = "/contact_groups/**" }"#,
            r#"contacts: { path = ["/api/v2/contacts.json", "/contacts/**"] }"#,
            r#"messages: { path = "/messages/**" }"#,
            r#"start: { path = "/" }"#,
        ]
    );
}

#[test]
fn what_a_json_body_names_is_matched_in_json() {
    let call = |model: &str, method: &str| {
        let body =
            format!(r#"{{"method":"call","params":{{"model":"{model}","method":"{method}","args":[[7]]}}}}"#);
        seen(
            "POST /web/dataset/call_kw",
            Some(("application/json", &body)),
            "application/json",
        )
    };
    let all = [
        call("res.partner", "read"),
        call("mail.message", "search"),
        call("res.partner", "web_search"),
    ];
    assert_eq!(
        proposed(&all),
        [
            r#"mail-message: { path = "/web/dataset/call_kw", json = { "/params/model" = "mail.message" } }"#,
            r#"res-partner: { path = "/web/dataset/call_kw", json = { "/params/model" = "res.partner" } }"#,
        ]
    );
}

#[test]
fn a_menu_under_a_name_of_its_own_is_found_by_its_use() {
    let all: Vec<Seen> = [
        "/?abteilung=kunden",
        "/?abteilung=post",
        "/?abteilung=kunden&nr=7",
        "/?abteilung=post&nr=9",
    ]
    .map(page)
    .into();
    assert_eq!(
        proposed(&all),
        [
            r#"kunden: { path = "/", parameters = { "abteilung" = "kunden" } }"#,
            r#"post: { path = "/", parameters = { "abteilung" = "post" } }"#,
        ]
    );
}

#[test]
fn styles_and_scripts_are_told_from_what_people_uploaded() {
    let all = [
        seen("GET /static/app/site.css?v=3", None, "text/css"),
        seen("GET /static/app/site.js", None, "text/javascript"),
        seen("GET /static/img/logo.png", None, "image/png"),
        seen("GET /favicon.ico", None, "image/x-icon"),
        seen("GET /uploads/passport.jpg", None, "image/jpeg"),
        seen("GET /index.php/x.js", None, "text/html"),
    ];
    let proposal = propose(&all);
    assert_eq!(
        Vec::from_iter(&proposal.assets),
        [
            "/favicon.ico",
            "/static/app/*.css",
            "/static/app/*.js",
            "/static/img/*.png"
        ]
    );
    assert_eq!(
        proposed(&all),
        [
            r#"uploads: { path = "/uploads/**" }"#,
            r#"x: { path = "/index.php/x.js" }"#,
        ]
    );
}

#[test]
fn what_people_typed_is_in_no_proposal() {
    let all = [
        seen(
            "POST /login.php",
            Some((FORM, "action=login&user=annasmith&password=Hunterhunter")),
            "text/html",
        ),
        seen(
            "POST /login.php",
            Some((FORM, "action=login&user=annasmith&password=Correcthorse")),
            "text/html",
        ),
        page("/index.php?module=Contacts&search_text=annasmith&csrf=Hunterhunter"),
        page("/index.php?module=Messages&search_text=annasmith&csrf=Correcthorse"),
        page("/find?q=annasmith"),
        page("/find?q=annasmith"),
        page("/find?q=Correcthorse"),
        page("/find?q=Correcthorse"),
        page("/reset/Hunterhunter12345"),
        page("/anna.smith@example.com/inbox"),
    ];
    let text = as_toml(&propose(&all), all.len());
    for typed in ["annasmith", "Hunter", "Correct", "anna.smith"] {
        assert!(!text.contains(typed), "{text}");
    }
    assert!(
        text.contains("# POST /login.php (action=login, user, password), 2 times"),
        "{text}"
    );
    assert!(
        text.contains("# In no scope, and so hidden:\n# GET /*/inbox"),
        "{text}"
    );
}

#[test]
fn who_says_two_things_at_once_is_in_no_scope() {
    let all = [
        page("/index.php?module=Contacts"),
        seen(
            "POST /index.php?module=Contacts",
            Some((FORM, "module=Messages")),
            "text/html",
        ),
    ];
    let proposal = propose(&all);
    assert_eq!(proposal.scopes.len(), 1);
    assert_eq!(proposal.left.len(), 1);
}

#[test]
fn what_the_gateway_would_refuse_is_said() {
    let mut refused = page("/a");
    refused.path = Err("it is odd".to_owned());
    let text = as_toml(&propose(&[refused]), 1);
    assert!(
        text.contains("# Refused by the gateway, whatever scopes say:\n# it is odd"),
        "{text}"
    );
}

#[derive(serde::Deserialize)]
struct Site {
    scope: Vec<ScopeSection>,
}

#[derive(serde::Deserialize)]
struct File {
    #[serde(default)]
    site: Option<Site>,
}

/// Whatever is asked, and however odd: it can be read as scopes, and each has a name of its own.
#[test]
fn every_proposal_is_one_that_the_config_takes() {
    let target = concat!(
        r#"/([a-z{},*%"\[\]]{0,6}/){0,2}[a-z.{}"'#=]{0,8}"#,
        r#"(\?(module|view|a"b|\[x)=[A-Za-z"%0-9/]{0,5}){0,1}"#
    );
    let visits = prop::collection::vec(target, 0..12);
    let scopes = Cell::new(0);
    let tried = TestRunner::deterministic().run(&visits, |targets| {
        let targets = targets.iter().filter_map(|target| target.parse::<Uri>().ok());
        let all: Vec<Seen> = targets
            .map(|target| Seen::new(Method::GET, &target, heard(None), &Response::new(())))
            .collect();
        let text = as_toml(&propose(&all), all.len());
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let sections = file.site.map_or(Vec::new(), |site| site.scope);
        let names = sections.iter().map(|scope| &scope.name.as_ref().unwrap().0);
        prop_assert_eq!(names.collect::<BTreeSet<_>>().len(), sections.len());
        scopes.set(scopes.get() + sections.len());
        Ok(())
    });
    assert_eq!(tried, Ok(()));
    assert!(scopes.get() > 300, "{scopes:?}");
}
