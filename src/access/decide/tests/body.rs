//! What a body says counts as much as what an address says.

use std::sync::Arc;

use super::*;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// `messages` and `contacts` behind one path, told apart by `module`, or by a member of JSON.
fn crm() -> Scene {
    scene().shows("messages", Visibility::Hidden).with(|it| {
        let by_name = |name: &str, value: &str| {
            let mut scope = reading(scope(name, "/index.php"), "module", value);
            let json = JsonRule::new("/params/model", Glob::parse(value).unwrap()).unwrap();
            scope.matchers.push(Matcher {
                paths: vec![PathPattern::parse("/rpc").unwrap()],
                json: vec![json],
                ..Matcher::default()
            });
            scope
        };
        it.policy.elsewhere = Visibility::Hidden;
        it.policy.scopes = vec![by_name("messages", "Messages"), by_name("contacts", "Contacts")].into();
    })
}

fn said(content_type: &str, body: &str) -> Body {
    let mut reader = BodyReader::new([content_type.as_bytes()], false, Arc::default(), 1024).unwrap();
    reader.read(body.as_bytes()).unwrap();
    reader
        .finish()
        .map_or_else(Body::Unreadable, |fields| Body::Read(Arc::new(fields)))
}

fn sends(target: &str, body: Body) -> Scene {
    crm().with(|it| it.request.body = body).asks(Method::POST, target)
}

#[test]
fn a_body_is_asked_for_where_a_rule_depends_on_it_and_nowhere_else() {
    assert!(matches!(
        sends("/index.php", Body::Unread).decided_at(NOON),
        Verdict::ReadBody
    ));
    assert!(matches!(
        sends("/rpc", Body::Unread).decided_at(NOON),
        Verdict::ReadBody
    ));
    assert_eq!(
        sends("/elsewhere", Body::Unread).refused(),
        Reason::Hidden(Vec::new()),
        "no rule is about this place"
    );
    let visitor = sends("/index.php", Body::Unread).with(|it| it.policy.visitors = Visitors::Pass);
    assert!(
        matches!(visitor.of_a_visitor(), Verdict::Forward(_)),
        "visitors are not judged by scopes"
    );
}

#[test]
fn a_form_names_a_part_like_an_address_does() {
    for target in ["/index.php", "/index.php?action=x"] {
        let _ = sends(target, said(FORM, "module=Contacts")).passes();
        assert_eq!(
            sends(target, said(FORM, "module=Messages")).refused(),
            hidden("MESSAGES")
        );
        assert_eq!(
            sends(target, said(FORM, "action=y")).refused(),
            Reason::Hidden(Vec::new())
        );
    }
    let _ = sends("/index.php?module=Contacts", said(FORM, "")).passes();
    let _ = sends("/index.php?module=Contacts", said(FORM, "module=Contacts")).passes();
}

#[test]
fn no_spelling_of_a_name_in_a_form_hides_it() {
    for body in [
        "mod%75le=Messages",
        "+module=Messages",
        "%20module=Messages",
        "module%00x=Messages",
        "module[]=Messages",
        "module%5B0%5D=Messages",
        "a=1&[module]=Messages",
        "MODULE=Messages",
        "mod%u0075le=Messages",
        "module=messages",
        "module=Messages%00",
        "module=%20Messages",
        "module=./Messages",
        "x;module=Messages",
    ] {
        let alone = sends("/index.php", said(FORM, body)).refused();
        assert!(
            matches!(alone, Reason::Hidden(_) | Reason::AmbiguousTarget),
            "{body}: {alone}"
        );
        let beside = sends("/index.php", said(FORM, &format!("module=Contacts&{body}"))).refused();
        assert_eq!(beside, Reason::ConflictingParameters, "{body}");
        let against = sends("/index.php?module=Contacts", said(FORM, body)).refused();
        assert_eq!(against, Reason::ConflictingParameters, "{body}");
    }
}

#[test]
fn a_text_that_speaks_of_a_hidden_part_is_no_request_for_it() {
    for note in [
        "see+Messages",
        "https%3A%2F%2Fcrm%2Findex.php%3Fa%3D1%26module%3DMessages",
        "module%3DMessages",
    ] {
        let body = said(FORM, &format!("module=Contacts&note={note}"));
        let _ = sends("/index.php", body).passes();
    }
}

#[test]
fn json_names_a_part_by_its_place_and_each_call_of_a_batch_counts() {
    let call = |model: &str| format!(r#"{{"params":{{"model":"{model}","args":[1,2]}}}}"#);
    let rpc = |body: &str| sends("/rpc", said(JSON, body));
    let _ = rpc(&call("Contacts")).passes();
    assert_eq!(rpc(&call("Messages")).refused(), hidden("MESSAGES"));
    assert_eq!(rpc(&call("Invoices")).refused(), Reason::Hidden(Vec::new()));
    let batch = |one: &str, other: &str| rpc(&format!("[{},{}]", call(one), call(other)));
    let _ = batch("Contacts", "Contacts").passes();
    assert_eq!(batch("Contacts", "Messages").refused(), hidden("MESSAGES"));
    assert_eq!(batch("Messages", "Contacts").refused(), hidden("MESSAGES"));
    assert_eq!(
        batch("Contacts", "Invoices").refused(),
        Reason::Hidden(Vec::new())
    );
    assert_eq!(rpc("[]").refused(), Reason::Hidden(Vec::new()));
    assert_eq!(
        rpc(r#"{"params":{"model":["Contacts","Messages"]}}"#).refused(),
        Reason::ConflictingParameters
    );
    assert_eq!(
        rpc(r#"{"params":{"model":"Contacts","MODEL":"Messages"}}"#).refused(),
        Reason::ConflictingParameters
    );
    assert_eq!(
        rpc(r#"{"params":{"model":"Contacts"},"params":{"model":"Messages"}}"#).refused(),
        Reason::BodyNotJudged(Unreadable::Malformed)
    );
}

#[test]
fn a_json_document_has_parameters_too() {
    assert_eq!(
        sends("/index.php", said(JSON, r#"{"module":"Messages"}"#)).refused(),
        hidden("MESSAGES")
    );
}

#[test]
fn what_cannot_be_read_is_refused_where_it_matters() {
    for why in [
        Unreadable::TooLarge,
        Unreadable::UnknownType,
        Unreadable::Malformed,
    ] {
        let unreadable = || Body::Unreadable(why);
        assert_eq!(
            sends("/index.php?module=Contacts", unreadable()).refused(),
            Reason::BodyNotJudged(why)
        );
        let all = sends("/index.php", unreadable())
            .shows("messages", Visibility::Full)
            .with(|it| it.policy.elsewhere = Visibility::Full);
        let _ = all.passes();
    }
}

#[test]
fn whoever_has_to_prove_something_does_so_before_the_body_is_read() {
    let asked = |rule: ChallengeRule, of_messages: Option<ChallengeRule>| {
        sends("/index.php", Body::Unread).with(|it| {
            it.policy.challenge = rule;
            it.policy.scopes[0].challenge = of_messages;
        })
    };
    assert_eq!(asked(ChallengeRule::Window, None).demanded(), Demand::StepUp);
    assert_eq!(
        asked(ChallengeRule::Window, Some(ChallengeRule::Always)).demanded(),
        Demand::StepUp,
        "the body may or may not name the part that always asks"
    );
    let milder = asked(ChallengeRule::Window, Some(ChallengeRule::Never));
    assert!(matches!(milder.decided_at(NOON), Verdict::ReadBody));
}

/// PHP reads forms of POST only and no JSON: what only a body names must not open what the address alone would not.
#[test]
fn what_some_servers_pass_over_opens_nothing() {
    let json = || sends("/index.php", said(JSON, r#"{"module":"Contacts"}"#));
    assert_eq!(json().refused(), Reason::AmbiguousTarget);
    let _ = json().with(|it| it.policy.elsewhere = Visibility::Full).passes();
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        let form = || crm().with(|it| it.request.body = said(FORM, "module=Contacts"));
        assert_eq!(
            form().asks(method.clone(), "/index.php").refused(),
            Reason::AmbiguousTarget,
            "{method}"
        );
        let _ = form().asks(method, "/index.php?module=Contacts").passes();
    }
}
