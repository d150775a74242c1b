//! Whether the session, its grant and its client count at all.

use super::*;

#[test]
fn a_visitor_is_asked_to_sign_in_or_passes_untouched() {
    assert!(matches!(
        scene().of_a_visitor(),
        Verdict::Challenge(Demand::SignIn)
    ));
    let open = scene().with(|it| it.policy.visitors = Visitors::Pass);
    let Verdict::Forward(permit) = open.gets("/messages").of_a_visitor() else {
        panic!("a visitor does not pass");
    };
    assert!(permit.agent().is_none());
}

#[test]
fn nobody_opens_a_tunnel_or_asks_for_a_mirror() {
    for method in [Method::CONNECT, Method::TRACE] {
        let open = scene()
            .with(|it| it.policy.visitors = Visitors::Pass)
            .asks(method.clone(), "/");
        assert!(matches!(
            open.of_a_visitor(),
            Verdict::Refuse(Reason::MethodNotAllowed)
        ));
        assert_eq!(scene().asks(method, "/").refused(), Reason::MethodNotAllowed);
    }
    for method in ["get", "PROPFIND", "Post"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        assert_eq!(scene().asks(method, "/").refused(), Reason::MethodNotAllowed);
    }
}

#[test]
fn a_permit_carries_what_was_judged() {
    let permit = scene().asks(Method::POST, "/contacts/20?tab=notes").passes();
    assert_eq!(permit.site().as_str(), "crm");
    assert_eq!(permit.method(), Method::POST);
    assert_eq!(permit.target().as_str(), "/contacts/20?tab=notes");
    let agent = permit.agent().unwrap();
    assert_eq!(
        (agent.visibility, &agent.touched[..]),
        (Visibility::Full, &[1][..])
    );
}

#[test]
fn a_grant_holds_from_its_first_moment_until_before_its_last() {
    let start = at(NOON - 100);
    assert_eq!(scene().refused_at(NOON - 101), Reason::GrantNotBegun(start));
    assert!(matches!(scene().decided_at(NOON - 100), Verdict::Forward(_)));
    assert!(matches!(scene().decided_at(NOON + 99), Verdict::Forward(_)));
    assert_eq!(scene().refused_at(NOON + 100), Reason::GrantExpired);
}

#[test]
fn a_revoked_grant_opens_nothing_and_a_paused_one_waits() {
    let revoked = || scene().with(|it| it.grant.state = GrantState::Revoked { at: at(NOON) });
    let paused = || scene().with(|it| it.grant.state = GrantState::Paused { at: at(NOON) });
    assert_eq!(revoked().refused(), Reason::GrantRevoked);
    assert_eq!(revoked().refused_at(NOON + 100), Reason::GrantRevoked);
    assert_eq!(revoked().refused_at(NOON - 101), Reason::GrantRevoked);
    assert_eq!(paused().refused(), Reason::GrantPaused);
    assert_eq!(paused().refused_at(NOON + 100), Reason::GrantExpired);
}

#[test]
fn a_session_of_another_generation_is_over() {
    for generation in [2, 4] {
        let other = scene().with(|it| it.session.generation = generation);
        assert_eq!(other.refused(), Reason::GrantRegenerated);
    }
}

#[test]
fn a_session_of_another_site_or_grant_opens_nothing_here() {
    assert_eq!(
        scene().with(|it| it.policy.name = SiteName::new("erp")).refused(),
        Reason::WrongSite
    );
    let other = scene().with(|it| it.session.grant = GrantId::from_bytes([9; 16]));
    assert_eq!(other.refused(), Reason::WrongSite);
}

#[test]
fn a_grant_for_some_networks_refuses_the_others() {
    let only = |network: &str| scene().with(|it| it.grant.networks = vec![network.parse().unwrap()]);
    assert_eq!(only("198.51.100.0/24").refused(), Reason::NetworkNotAllowed);
    let _ = only("192.0.2.0/24").passes();
    let mapped = only("192.0.2.0/24").with(|it| it.request.client.ip = "::ffff:192.0.2.7".parse().unwrap());
    let _ = mapped.passes();
}

#[test]
fn half_a_sign_in_opens_nothing() {
    let half = || scene().with(|it| it.session.stage = SessionStage::AwaitingCode);
    assert_eq!(half().demanded(), Demand::FinishSignIn);
    let hidden = half().shows("messages", Visibility::Hidden).gets("/messages");
    assert_eq!(hidden.demanded(), Demand::FinishSignIn);
    let proven = half()
        .trusted(-1, 100)
        .with(|it| it.proof = Some(StepUpProof::assertion()));
    assert_eq!(proven.demanded(), Demand::FinishSignIn);
}

#[test]
fn no_script_is_registered_that_would_outlive_the_session() {
    let script = scene().with(|it| it.request.purpose = Purpose::ServiceWorker);
    assert_eq!(script.refused(), Reason::ServiceWorker);
}

#[test]
fn a_session_in_which_nothing_happens_ends_where_site_or_grant_say_so() {
    let idle = |site: i64, grant: i64, passed: i64| {
        let limit = |seconds| Some(SignedDuration::from_secs(seconds)).filter(SignedDuration::is_positive);
        let scene = scene().with(|it| {
            it.policy.idleness.after = limit(site);
            it.grant.limits.idle = limit(grant);
            it.active_at = at(NOON - passed);
        });
        matches!(scene.decided_at(NOON), Verdict::Challenge(Demand::SignIn))
    };
    for (site, grant, ends_after) in [(60, 0, 60), (0, 30, 30), (60, 30, 30), (30, 60, 30)] {
        assert!(!idle(site, grant, ends_after - 1), "{site} {grant}");
        assert!(idle(site, grant, ends_after), "{site} {grant}");
    }
    assert!(!idle(0, 0, 99));
}

#[test]
fn what_pages_ask_for_by_themselves_is_no_deed() {
    let mut policy = scene().policy;
    let is_deed = |policy: &SitePolicy, target: &str| {
        policy.is_deed(&CanonicalTarget::parse(target.as_bytes()).unwrap())
    };
    assert!(is_deed(&policy, "/heartbeat"));
    policy.idleness.polling = vec![PathPattern::parse("/heartbeat").unwrap()];
    assert!(!is_deed(&policy, "/heartbeat?t=7"));
    assert!(!is_deed(&policy, "/heart%62eat"));
    assert!(is_deed(&policy, "/heartbeat/more"));
}
