//! Trust ends with its window, its session and its grant, and belongs to one client.

use std::sync::Arc;

use gatepass::access::*;
use jiff::SignedDuration;
use proptest::prelude::*;

use super::harness::*;

fn asked() -> SitePolicy {
    SitePolicy {
        challenge: ChallengeRule::Window,
        ..site(Visibility::Full, Vec::new())
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn trust_holds_exactly_inside_its_window_and_the_sites(
        since in -700..700_i64, length in -10..700_i64, window in 0..400_i64, same_key in prop::bool::weighted(0.8),
    ) {
        let site = SitePolicy { trust_for: SignedDuration::from_secs(window), ..asked() };
        let mut standing = standing(&grant(&[]));
        let until = since + length;
        standing.trust = Some(TrustedClient { key: TrustKey([7; 32]), since: at(NOW + since), until: at(NOW + until) });
        let mut request = get("/x");
        request.trust_key = Some(TrustKey(if same_key { [7; 32] } else { [8; 32] }));
        let verdict = outcome(&decide(&request, &Standing::Agent(standing.clone()), &site, at(NOW)));
        let trusted = same_key && since <= 0 && 0 < until && -since < window;
        let expected = if trusted { Outcome::Forwarded(Visibility::Full) } else { Outcome::Challenged(Demand::StepUp) };
        prop_assert_eq!(verdict, expected);

        request.trust_key = None;
        let verdict = outcome(&decide(&request, &Standing::Agent(standing), &site, at(NOW)));
        prop_assert_eq!(verdict, Outcome::Challenged(Demand::StepUp));
    }

    #[test]
    fn neither_trust_nor_proof_outlives_the_grant_or_its_generation(
        now in -3000..3000_i64, generation in 0..3_u32, state in 0..3_usize, other_grant in any::<bool>(),
        complete in any::<bool>(),
    ) {
        let state = [GrantState::Active, GrantState::Paused { at: at(NOW) }, GrantState::Revoked { at: at(NOW) }][state];
        let grant = Grant { state, ..grant(&[]) };
        let mut standing = standing(&grant);
        let mut session = Session { generation, ..(*standing.session).clone() };
        if other_grant {
            session.grant = GrantId::from_bytes([9; 16]);
        }
        if !complete {
            session.stage = SessionStage::AwaitingCode;
        }
        standing.session = Arc::new(session);
        standing.trust = Some(TrustedClient { key: TrustKey([7; 32]), since: at(0), until: at(NOW * 2) });
        standing.proof = Some(StepUpProof::assertion());
        let mut request = get("/x");
        request.trust_key = Some(TrustKey([7; 32]));
        let site = SitePolicy { trust_for: SignedDuration::MAX, ..asked() };
        let verdict = outcome(&decide(&request, &Standing::Agent(standing), &site, at(NOW + now)));
        let live = (-1000..1000).contains(&now) && generation == 1 && state == GrantState::Active && !other_grant;
        prop_assert_eq!(verdict.is_forwarded(), live && complete, "{:?}", verdict);
    }
}
