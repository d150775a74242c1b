//! After everything was done, no secret is anywhere but where it was shown (S2.6, invariant 5).

use std::path::Path;

use serde_json::json;

use crate::member::{Office, PASSWORD, WithCode, a_request, told};

#[tokio::test]
async fn no_secret_is_at_rest() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let code = ann.app.code();
    let (_, made) = told(
        program
            .post("/api/v1/grants")
            .json(&a_request())
            .with_code("totp", &code),
    )
    .await;
    let (_, token) = told(
        program
            .post("/api/v1/tokens")
            .json(&json!({"name": "n"}))
            .with_code("totp", &ann.app.code()),
    )
    .await;
    let (_, begun) = told(program.post("/api/v1/me/factors/totp")).await;
    let mut secrets = vec![
        PASSWORD.to_owned(),
        program.token.clone().unwrap().0,
        begun["secret"].as_str().unwrap().to_owned(),
        token["token"].as_str().unwrap().to_owned(),
        made["password"].as_str().unwrap().to_owned(),
        made["securityCode"].as_str().unwrap().to_owned(),
    ];
    secrets.extend(ann.recovery_codes.iter().cloned());
    let files = files_below(office.world.dir.path());
    assert!(
        files.iter().any(|(name, _)| name.ends_with("gatepass.db-wal")),
        "the write-ahead log is looked at"
    );
    for secret in &secrets {
        assert!(secret.len() >= 8, "{secret}");
        for (name, bytes) in &files {
            let found = memchr::memmem::find(bytes, secret.as_bytes());
            assert!(found.is_none(), "{secret} is in {name}");
        }
    }
}

fn files_below(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}
