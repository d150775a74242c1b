//! Many at once: limits and "only one" hold in the store, not in the order of arrival.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::member::{Office, PASSWORD, WithCode, a_request, told};

#[tokio::test]
async fn fifty_requests_at_once_open_one_grant() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let trusted = program.post("/api/v1/grants/aaaaaaaaaaaaaaaaaaaaaaaaaa/regenerate");
    assert_eq!(told(trusted).await.0, 404);
    let first = program.post("/api/v1/grants").json(&a_request());
    let (status, made) = told(first.with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        told(program.post(&format!("/api/v1/grants/{id}/revoke"))).await.0,
        200
    );
    // The client is trusted now; a few at a time, because each takes two slow hashes.
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let burst = (0..10).map(|_| told(program.post("/api/v1/grants").json(&a_request())));
        statuses.extend(join_all(burst).await.into_iter().map(|(status, _)| status));
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [201, 409, 429].contains(status)),
        "{statuses:?}"
    );
    let (_, list) = told(program.get("/api/v1/grants")).await;
    let live = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|grant| grant["state"] == "active");
    assert_eq!(live.count(), 1);
}

/// A one-time code is accepted once; wrong ones are verified no more often than the limit allows (CVE-2024-4629).
#[tokio::test]
async fn codes_are_counted_under_concurrency() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = office.program();
    let code = ann.app.code();
    let login = json!({"user": "ann", "password": PASSWORD, "code": code});
    let burst = (0..5).map(|_| told(program.post("/api/v1/login").json(&login)));
    let right = join_all(burst).await;
    assert_eq!(
        right.iter().filter(|(status, _)| *status == 200).count(),
        1,
        "{right:?}"
    );

    office.clock.advance(jiff::SignedDuration::from_mins(16));
    let program = ann.program().await;
    let guesses = (0..20).map(|guess| {
        let request = program.post("/api/v1/tokens").json(&json!({"name": "n"}));
        told(request.with_code("totp", &format!("{guess:06}")))
    });
    let answers = join_all(guesses).await;
    let verified = answers
        .iter()
        .filter(|(_, answer)| answer["errorType"] == "totp-invalid");
    assert!(verified.count() <= 5, "{answers:?}");
}

#[tokio::test]
async fn regenerating_at_once_leaves_one_valid_pair() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let request = program.post("/api/v1/grants").json(&a_request());
    let (_, made) = told(request.with_code("totp", &ann.app.code())).await;
    let id = made["id"].as_str().unwrap();
    let path = format!("/api/v1/grants/{id}/regenerate");
    let burst = join_all((0..6).map(|_| told(program.post(&path)))).await;
    let passwords: BTreeSet<String> = burst
        .iter()
        .filter(|(status, _)| *status == 200)
        .map(|(_, made)| made["password"].as_str().unwrap().to_owned())
        .collect();
    assert!(!passwords.is_empty());
    let user = made["userName"].as_str().unwrap();
    let secrets = office
        .world
        .running
        .gateway
        .actions
        .store
        .grant_to_sign_in_with(user)
        .await
        .unwrap();
    let hash = secrets.unwrap().1.password;
    let valid = passwords
        .iter()
        .filter(|it| hash.verify(&gatepass::crypto::Secret::new((*it).clone())));
    assert_eq!(valid.count(), 1);
}
