//! How much of the app a grant shows.

use super::*;

#[test]
fn a_hidden_part_is_refused_in_the_words_of_the_policy() {
    let blind = || scene().shows("messages", Visibility::Hidden);
    assert_eq!(blind().gets("/messages/7").refused(), hidden("MESSAGES"));
    let _ = blind().gets("/contacts/7").passes();
    let _ = blind().gets("/messages-of-the-day").passes();
}

#[test]
fn a_part_that_the_grant_does_not_name_or_the_site_does_not_offer_is_hidden() {
    let unnamed = scene().with(|it| it.grant.scopes.clear());
    assert_eq!(unnamed.gets("/messages").refused(), hidden("MESSAGES"));
    let unoffered = || scene().with(|it| it.policy.scopes[0].offer = false);
    assert_eq!(unoffered().gets("/messages").refused(), hidden("MESSAGES"));
    let always = |visible| unoffered().with(|it| it.policy.scopes[0].default = visible);
    let _ = always(Visibility::Full).gets("/messages").passes();
    let looked_at = always(Visibility::ReadOnly).asks(Method::POST, "/messages");
    assert_eq!(looked_at.refused(), read_only("MESSAGES"));
}

#[test]
fn a_request_in_several_parts_needs_all_of_them_and_is_told_which_one_is_missing() {
    let both = |messages, contacts| {
        let both = scene().shows("messages", messages).shows("contacts", contacts);
        both.with(|it| it.policy.scopes[1].matchers = it.policy.scopes[0].matchers.clone())
            .gets("/messages")
    };
    let permit = both(Visibility::Full, Visibility::ReadOnly).passes();
    assert_eq!(permit.agent().unwrap().visibility, Visibility::ReadOnly);
    assert_eq!(
        both(Visibility::Full, Visibility::Hidden).refused(),
        hidden("CONTACTS")
    );
    assert_eq!(
        both(Visibility::Hidden, Visibility::Full).refused(),
        hidden("MESSAGES")
    );
}

#[test]
fn what_no_scope_names_follows_the_site() {
    let elsewhere = |visible| scene().with(|it| it.policy.elsewhere = visible);
    assert_eq!(
        elsewhere(Visibility::Hidden).gets("/x").refused(),
        Reason::Hidden(Vec::new())
    );
    let _ = elsewhere(Visibility::Hidden).gets("/messages").passes();
    let _ = elsewhere(Visibility::ReadOnly).gets("/x").passes();
    let change = elsewhere(Visibility::ReadOnly).asks(Method::POST, "/x");
    assert_eq!(change.refused(), Reason::ReadOnly(Vec::new()));
}

#[test]
fn read_only_looks_and_changes_nothing() {
    let look = || scene().shows("messages", Visibility::ReadOnly);
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let _ = look().asks(method, "/messages").passes();
    }
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        assert_eq!(look().asks(method, "/messages").refused(), read_only("MESSAGES"));
    }
    let socket = look().with(|it| it.request.purpose = Purpose::WebSocket);
    assert_eq!(socket.gets("/messages").refused(), read_only("MESSAGES"));
    let body = look().with(|it| it.request.body = Body::Unread);
    assert_eq!(body.gets("/messages").refused(), read_only("MESSAGES"));
    let switch = scene().with(|it| it.grant.read_only = true);
    assert_eq!(
        switch.asks(Method::POST, "/x").refused(),
        Reason::ReadOnly(Vec::new())
    );
}

#[test]
fn a_path_that_may_mean_a_hidden_part_is_ambiguous() {
    let blind = || scene().shows("messages", Visibility::Hidden);
    for target in [
        "/x/..;/messages",
        "//messages",
        "/MESSAGES",
        "/messages%3Fx",
        "/x%2F..%2Fmessages",
    ] {
        assert_eq!(
            blind().gets(target).refused(),
            Reason::AmbiguousTarget,
            "{target}"
        );
        let _ = scene().gets(target).passes();
    }
    assert_eq!(blind().gets("/%6Dessages").refused(), hidden("MESSAGES"));
}

#[test]
fn a_scope_for_get_is_a_scope_for_head() {
    let blind = scene().shows("messages", Visibility::Hidden);
    let blind = blind.with(|it| it.policy.scopes[0].matchers[0].methods = vec![Method::GET]);
    assert_eq!(
        blind.asks(Method::HEAD, "/messages").refused(),
        hidden("MESSAGES")
    );
}

fn crm(elsewhere: Visibility, visible: Visibility) -> Scene {
    scene().shows("messages", visible).with(|it| {
        it.policy.elsewhere = elsewhere;
        it.policy.scopes = vec![reading(scope("messages", "/index.php"), "module", "Messages")].into();
    })
}

#[test]
fn a_parameter_with_two_values_is_a_conflict_where_a_scope_reads_it() {
    let crm = || crm(Visibility::Full, Visibility::Full);
    for target in [
        "/index.php?module=A&module=B",
        "/index.php?module=A&x;module=B",
        "/index.php;module=B?module=A",
    ] {
        assert_eq!(
            crm().gets(target).refused(),
            Reason::ConflictingParameters,
            "{target}"
        );
    }
    let _ = crm().gets("/index.php?module=A&module=A").passes();
    let _ = crm().gets("/index.php?x[]=1&x[]=2").passes();
    let _ = crm().gets("/search?module=A&module=B").passes();
}

#[test]
fn a_parameter_names_a_part_only_where_the_path_fits() {
    let blind = || crm(Visibility::Full, Visibility::Hidden);
    assert_eq!(
        blind().gets("/index.php?module=Messages").refused(),
        hidden("MESSAGES")
    );
    for target in [
        "/index.php?MODULE=messages",
        "/?module=Messages",
        "/index.php/x?module=Messages",
    ] {
        assert_eq!(
            blind().gets(target).refused(),
            Reason::AmbiguousTarget,
            "{target}"
        );
    }
    let _ = blind().gets("/index.php?module=Contacts").passes();
    let _ = blind().gets("/other?module=Messages").passes();
}

#[test]
fn what_only_some_readings_put_into_a_visible_part_may_as_well_be_elsewhere() {
    let among = |values: Values| {
        scene().with(|it| {
            it.policy.elsewhere = Visibility::Hidden;
            let mut everything_else = scope("contacts", "/**");
            everything_else.matchers[0].parameters = vec![ParameterRule::new("module", values)];
            it.policy.scopes.push(everything_else);
        })
    };
    let glob = |pattern| Glob::parse(pattern).unwrap();
    let all_but_messages = || Values::from(glob("Messages")).negated().unwrap();
    let _ = among(all_but_messages()).gets("/?module=Contacts").passes();
    // An app that minds no case shows messages here.
    let lower_case = among(all_but_messages()).gets("/?module=messages");
    assert_eq!(lower_case.refused(), Reason::AmbiguousTarget);
    let _ = among(glob("Con*").into()).gets("/?module=Contacts").passes();
    // To an app that makes a file name of it, this is `Messages`.
    let detour = among(glob("Con*").into()).gets("/?module=Con/../Messages");
    assert_eq!(detour.refused(), Reason::AmbiguousTarget);
}
