//! Codes that are mailed to agents: guessed, replayed, taken from another grant or another purpose, too old, asked for
//! without end (controls 15 and 16).

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::support::{MailedWorld, body_of};

#[tokio::test]
async fn asking_for_another_code_gives_no_more_guesses() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    mailed.login(&created.credentials, "").await;
    for _ in 0..5 {
        assert_eq!(mailed.login(&created.credentials, "000000").await.0, 401);
        mailed.wait(61);
        mailed.login(&created.credentials, "").await;
    }
    let right = mailed.newest_code();
    assert_eq!(mailed.login(&created.credentials, &right).await.0, 401, "locked");
    let fresh = mailed.world.regenerate(created.grant.id).await;
    mailed.login(&fresh, "").await;
    assert_eq!(mailed.login(&fresh, &mailed.newest_code()).await.0, 200);
}

#[tokio::test]
async fn a_code_works_once_also_from_many_hands_at_once() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    mailed.login(&created.credentials, "").await;
    let code = mailed.newest_code();
    let hands = join_all((0..4).map(|_| mailed.login(&created.credentials, &code))).await;
    let mut statuses: Vec<u16> = hands.iter().map(|(status, _)| *status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401]);
    assert_eq!(mailed.login(&created.credentials, &code).await.0, 401);

    let program = mailed.program(&created.credentials).await;
    program.refused("/billing/7", "").await;
    let code = mailed.newest_code();
    let before = mailed.world.app.count();
    let hands = join_all((0..4).map(|_| program.get("/billing/7", &code))).await;
    let through = hands.iter().filter(|answer| answer.status() == 200).count();
    assert_eq!((through, mailed.world.app.count()), (1, before + 1));
}

#[tokio::test]
async fn a_code_opens_what_it_was_asked_for_and_nothing_else() {
    let mailed = MailedWorld::start().await;
    let (ann, bob) = (mailed.grant("ann").await, mailed.grant("bob").await);
    mailed.login(&ann.credentials, "").await;
    let of_ann = mailed.newest_code();
    mailed.login(&bob.credentials, "").await;
    let of_bob = mailed.newest_code();
    assert_eq!(mailed.login(&ann.credentials, &of_bob).await.0, 401);
    assert_eq!(mailed.login(&ann.credentials, &of_ann).await.0, 200);

    // One of the sign-in is none of a challenge, nor one of a session one of another; and the other way round.
    let program = mailed.program(&ann.credentials).await;
    let other = mailed.program(&ann.credentials).await;
    mailed.login(&ann.credentials, "").await;
    let of_sign_in = mailed.newest_code();
    other.refused("/billing/7", "").await;
    let of_other = mailed.newest_code();
    for foreign in [&of_sign_in, &of_other, &of_bob] {
        assert_eq!(program.refused("/billing/7", foreign).await.0, "totp-invalid");
    }
    assert_eq!(mailed.login(&ann.credentials, &of_other).await.0, 401);
    assert_eq!(mailed.world.app.count(), 0);
    assert_eq!(other.get("/billing/7", &of_other).await.status(), 200);
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_with_the_next_one_and_with_its_credentials() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    mailed.login(&created.credentials, "").await;
    let stale = mailed.newest_code();
    mailed.wait(600);
    assert_eq!(mailed.login(&created.credentials, &stale).await.0, 401, "stale");

    let person = mailed.half_signed_in(&created.credentials).await;
    let page = person.visit("/.gatepass/challenge").await.text().await.unwrap();
    let older = mailed.newest_code();
    mailed.wait(60);
    person
        .answer(&page, "/.gatepass/challenge", &[("send", "email")])
        .await;
    assert_ne!(older, mailed.newest_code());
    assert_eq!(
        mailed.login(&created.credentials, &older).await.0,
        401,
        "not the newest"
    );
    assert_eq!(
        mailed.login(&created.credentials, &mailed.newest_code()).await.0,
        200
    );

    mailed.login(&created.credentials, "").await;
    let of_old = mailed.newest_code();
    let fresh = mailed.world.regenerate(created.grant.id).await;
    assert_eq!(mailed.login(&fresh, &of_old).await.0, 401, "of other credentials");
}

/// Nobody's mailbox is flooded, and nobody without the password makes us write at all.
#[tokio::test]
async fn mails_to_an_agent_are_counted() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let stranger = mailed.world.client(crate::support::Protocol::Http2);
    let guess = [
        ("user", created.credentials.user_name.as_str()),
        ("password", "wrong"),
    ];
    let login = stranger.request(Method::POST, "/.gatepass/api/v1/login");
    let answer = login.form(&guess).send().await.unwrap();
    assert_eq!(body_of(answer).await["error"], "Unauthorized");
    assert!(mailed.smtp.received().is_empty());

    let program = mailed.program(&created.credentials).await;
    for sent in 1..20 {
        let (_, asked) = program.refused("/billing/7", "").await;
        assert_eq!(asked["codeGenerated"], true, "{sent}");
        assert_eq!(
            program.get("/billing/7", &mailed.newest_code()).await.status(),
            200
        );
    }
    let (kind, asked) = program.refused("/billing/7", "").await;
    assert_eq!(kind, "totp-required");
    assert_eq!(
        (&asked["codeGenerated"], &asked["codeCount"]),
        (&json!(false), &json!(0))
    );
    assert_eq!(mailed.smtp.codes().len(), 20);
    mailed.wait(3600);
    let (_, asked) = program.refused("/billing/7", "").await;
    assert_eq!(asked["codeGenerated"], true);
}
