//! Explanations name what the config says.

use jiff::Timestamp;

use super::*;
use crate::access::Grant;
use crate::config::{Explanation, Rehearsal, RehearsedBody, explain, rehearsed_grant};

const SCOPES: &str = r#"elsewhere = "full"
[[site.scope]]
name = "messages"
label = "Messages"
match = [
  { path = "/messages/**" },
  { parameters = { module = ["Messages",
                             "Emails"] } },
]
[[site.scope]]
name = "rpc"
challenge = "never"
[[site.scope.match]]
path = "/rpc"
json = { "/model" = "mail.*" }
"#;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn explained_with(request: &str, body: RehearsedBody, shown: &[&str], read_only: bool) -> Explanation {
    let settings = settings(&site(SCOPES));
    let site = settings.site("crm").unwrap();
    let scopes = site.policy.scopes.iter();
    let shown = scopes.filter(|scope| shown.contains(&scope.name.as_str()));
    let shown = shown.map(|scope| (scope.name.clone(), crate::access::Visibility::Full));
    let grant = Grant {
        read_only,
        ..rehearsed_grant(site, shown.collect(), now())
    };
    let (method, target) = request.split_once(' ').unwrap();
    let mut rehearsal = Rehearsal::new(method.parse().unwrap(), target);
    rehearsal.body = body;
    explain(site, &rehearsal, &grant, now())
}

fn explained(request: &str) -> Explanation {
    explained_with(request, RehearsedBody::Usual, &[], false)
}

#[test]
fn a_matcher_is_named_as_it_stands_in_the_file() {
    let why = explained("GET /index.html?module=Emails&x=1");
    insta::assert_snapshot!(serde_json::to_string_pretty(&why).unwrap());
}

#[test]
fn a_matcher_under_a_heading_of_its_own_is_named_whole() {
    let said = RehearsedBody::Said {
        content_type: "application/json".to_owned(),
        text: r#"{"model": "mail.message", "ids": [7]}"#.to_owned(),
    };
    let why = explained_with("POST /rpc", said, &[], false);
    insta::assert_snapshot!(serde_json::to_string_pretty(&why).unwrap());
}

#[test]
fn every_verdict_has_its_sentence() {
    let json = |text: &str| RehearsedBody::Said {
        content_type: "application/json".to_owned(),
        text: text.to_owned(),
    };
    let usual = || RehearsedBody::Usual;
    let told: Vec<String> = [
        ("GET /", usual(), &[][..], false),
        ("GET /messages/1", usual(), &["messages"], false),
        ("GET /messages/1", usual(), &[], false),
        ("GET /%6dessages/1", usual(), &[], false),
        ("POST /messages/1", usual(), &["messages"], true),
        ("POST /x", usual(), &[], true),
        ("GET /a;/../messages", usual(), &[], false),
        ("GET /x?module=Emails&module=Other", usual(), &["messages"], false),
        ("POST /rpc", RehearsedBody::Unknown, &["rpc"], false),
        ("POST /rpc", json("{\"model\": 1"), &[], false),
        ("POST /rpc", json("{\"model\": \"mail.x\"}"), &["rpc"], false),
        ("TRACE /", usual(), &[], false),
        ("GET relative", usual(), &[], false),
    ]
    .into_iter()
    .map(|(request, body, shown, read_only)| {
        let why = explained_with(request, body, shown, read_only);
        let reason = why.reason.unwrap_or("passes");
        format!("{request}: {reason}: {}", why.because)
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Whatever is asked: the explanation says what the gateway does.
#[test]
fn an_explanation_is_what_the_gateway_decides() {
    for target in [
        "/",
        "/messages",
        "/x?module=Emails",
        "/a//messages/b",
        "/x?a=1&MODULE=emails",
    ] {
        for shown in [&[][..], &["messages"]] {
            let why = explained_with(&format!("GET {target}"), RehearsedBody::Usual, shown, false);
            let scopes = shown.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
            let expect = why.visibility.unwrap();
            let text = format!(
                "{SCOPES}[[site.test]]\nwith = [{}]\nrequest = \"GET {target}\"\nexpect = \"{}\"\n",
                scopes.join(", "),
                if why.reason.is_none_or(|reason| reason == "hidden") {
                    expect.as_str()
                } else {
                    "refused"
                },
            );
            let settings = settings(&site(&text));
            assert_eq!(
                crate::config::run_policy_tests(&settings, now()),
                [],
                "{target} {shown:?}"
            );
        }
    }
}
