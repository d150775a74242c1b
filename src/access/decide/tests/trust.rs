//! When a code is demanded, and what excuses from it.

use super::*;

fn asked() -> Scene {
    scene().challenges(ChallengeRule::Window)
}

#[test]
fn a_client_that_is_not_trusted_is_asked_for_a_code() {
    assert_eq!(asked().demanded(), Demand::StepUp);
    let _ = asked().trusted(-10, 290).passes();
}

#[test]
fn trust_counts_for_one_client_of_one_session() {
    let other = |key| asked().trusted(-10, 290).with(|it| it.request.trust_key = key);
    assert_eq!(other(Some(TrustKey([8; 32]))).demanded(), Demand::StepUp);
    assert_eq!(other(None).demanded(), Demand::StepUp);
}

#[test]
fn trust_counts_from_its_first_moment_until_before_its_last() {
    assert_eq!(asked().trusted(1, 10).demanded(), Demand::StepUp);
    let _ = asked().trusted(0, 1).passes();
    assert_eq!(asked().trusted(-10, 0).demanded(), Demand::StepUp);
    assert_eq!(asked().trusted(0, 0).demanded(), Demand::StepUp);
}

#[test]
fn a_shorter_setting_ends_the_trust_that_was_given_before_it() {
    let window = |seconds| {
        let trusted = asked().trusted(-60, 240);
        trusted.with(|it| it.policy.trust_for = SignedDuration::from_secs(seconds))
    };
    let _ = window(61).passes();
    assert_eq!(window(60).demanded(), Demand::StepUp);
    assert_eq!(window(0).demanded(), Demand::StepUp);
    let fresh = asked()
        .trusted(0, 300)
        .with(|it| it.policy.trust_for = SignedDuration::ZERO);
    assert_eq!(fresh.demanded(), Demand::StepUp);
}

#[test]
fn a_place_that_always_asks_ignores_trust_and_takes_a_proof() {
    let always = || scene().challenges(ChallengeRule::Always).trusted(-10, 290);
    assert_eq!(always().demanded(), Demand::StepUpAlways);
    let _ = always()
        .with(|it| it.proof = Some(StepUpProof::assertion()))
        .passes();
    let _ = asked()
        .with(|it| it.proof = Some(StepUpProof::assertion()))
        .passes();
}

#[test]
fn a_scope_may_ask_more_or_less_than_its_site_and_the_strictest_scope_wins() {
    let rules = |messages, contacts| {
        asked().with(|it| {
            it.policy.scopes[0].challenge = messages;
            it.policy.scopes[1].challenge = contacts;
            it.policy.scopes[1].matchers = it.policy.scopes[0].matchers.clone();
        })
    };
    let never = Some(ChallengeRule::Never);
    let _ = rules(never, never).gets("/messages").passes();
    assert_eq!(rules(never, never).gets("/other").demanded(), Demand::StepUp);
    assert_eq!(rules(never, None).gets("/messages").demanded(), Demand::StepUp);
    let always = rules(never, Some(ChallengeRule::Always)).gets("/messages");
    assert_eq!(always.demanded(), Demand::StepUpAlways);
}

#[test]
fn a_lenient_scope_that_only_the_body_could_name_excuses_nobody() {
    let scene = asked().with(|it| {
        let lenient = Scope {
            challenge: Some(ChallengeRule::Never),
            ..scope("contacts", "/**")
        };
        it.policy.scopes = vec![reading(lenient, "module", "Contacts")].into();
        it.request.body = Body::Unreadable(crate::access::Unreadable::UnknownType);
    });
    assert_eq!(scene.asks(Method::POST, "/x").demanded(), Demand::StepUp);
}

#[test]
fn what_is_hidden_asks_for_no_code() {
    let blind = asked().shows("messages", Visibility::Hidden);
    assert_eq!(blind.gets("/messages").refused(), hidden("MESSAGES"));
}

/// A program with an access token is an agent in all but its codes.
#[test]
fn a_programs_owner_excuses_it_where_trust_would_and_nowhere_else() {
    let program = |scene: Scene, codes| {
        scene.with(|it| {
            it.session.holder = Holder::Program {
                token: TokenId::from_bytes([2; 16]),
                owner: AccountId::from_bytes([3; 16]),
                codes,
            }
        })
    };
    assert_eq!(program(asked(), ProgramCodes::Asked).demanded(), Demand::StepUp);
    let _ = program(asked(), ProgramCodes::Excused).passes();
    let always = scene().challenges(ChallengeRule::Always);
    assert_eq!(
        program(always, ProgramCodes::Excused).demanded(),
        Demand::StepUpAlways
    );
    let hidden = program(asked(), ProgramCodes::Excused).gets("/messages/1");
    let hidden = hidden.shows("messages", Visibility::Hidden);
    assert!(matches!(hidden.refused(), Reason::Hidden(_)));
}

/// Not even where visitors pass: it means to be somebody.
#[test]
fn a_token_that_opens_nothing_makes_no_visitor() {
    for visitors in [Visitors::Pass, Visitors::Refuse] {
        let scene = scene().with(|it| it.policy.visitors = visitors);
        let verdict = decide(&scene.request, &Standing::Unproven, &scene.policy, at(NOON));
        assert!(matches!(verdict, Verdict::Challenge(Demand::SignIn)));
    }
}
