//! The trace of a refusal is found by its code, also when the grant is long over.

use crate::premises::Premises;
use crate::support::{Protocol, Recorder, body_of};

#[tokio::test]
async fn a_refusal_is_explained_by_its_code_as_it_was_then() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let _gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http2).await;
    let refused = client.call("/messages/7?token=secret").await;
    assert_eq!(refused.status(), 403);
    let code = body_of(refused).await["code"].as_str().unwrap().to_owned();
    let grant = &premises.decisions()[0].grant.unwrap();
    assert_eq!(premises.command(&format!("grant revoke {grant}")).await.code, 0);
    let explained = premises.command(&format!("explain --code {code} --json")).await;
    assert_eq!(explained.code, 0, "{}", explained.err);
    let why: serde_json::Value = serde_json::from_str(&explained.out).unwrap();
    assert_eq!(why["recorded"]["reason"], "hidden");
    assert_eq!(why["reason"], "hidden", "not that it was revoked later");
    assert_eq!(
        why["scopes"][0]["matchers"][0]["written"],
        "{ path = \"/messages/**\" }"
    );
    assert!(!explained.out.contains("secret"), "{}", explained.out);
    let told = premises.command(&format!("explain --code {code}")).await.out;
    assert!(told.contains("x stands for what was not recorded"), "{told}");
}
