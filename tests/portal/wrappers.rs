//! Programs that nobody here wrote: a published client of Rocket.Chat's, and a tester of OpenAPI documents.

use std::process::Stdio;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::member::{Office, PASSWORD, WithCode, told};
use crate::support::installed;

#[tokio::test]
async fn a_published_client_of_rocket_chat_works_unchanged() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let created = office
        .world
        .grant_with(|wanted| wanted.grantor = "bob".to_owned())
        .await;
    let credentials = &created.credentials;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/portal/wrapper.py");
    let mut wrapper = Command::new(installed("python"))
        .arg(script)
        .args([office.url(""), office.world.url("")])
        .arg(office.world.dir.path().join("ca.pem"))
        .args([
            "ann",
            PASSWORD,
            &credentials.user_name,
            credentials.password.reveal(),
        ])
        .arg(credentials.security_code.as_ref().unwrap().reveal())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(wrapper.stdout.take().unwrap()).lines();
    let mut answers = wrapper.stdin.take().unwrap();
    let mut last = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line == "code?" {
            let code = format!("{}\n", ann.app.code());
            answers.write_all(code.as_bytes()).await.unwrap();
        }
        last = line;
    }
    assert!(
        wrapper.wait().await.unwrap().success(),
        "it says why on standard error"
    );
    // One code was right, and five wrong ones are taken before the lock.
    assert_eq!(last, r#"{"tries": 6}"#);
}

/// No 5xx, and no answer that the document does not tell of.
#[tokio::test]
async fn the_document_tells_the_truth() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let signed_in = ann.program().await;
    let terms = json!({"name": "tester", "bypassSecondFactor": true});
    let request = signed_in.post("/api/v1/tokens").json(&terms);
    let (_, made) = told(request.with_code("totp", &ann.app.code())).await;
    let token = made["token"].as_str().unwrap();
    let tested = Command::new(installed("python"))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/portal/schema.py"))
        .args([
            "run",
            &office.url("/api/v1/openapi.json"),
            "--phases",
            "examples,coverage,fuzzing",
        ])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args([
            "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        ])
        // A stream has no end, and the sign-in slows down whoever tries it a thousand times.
        .args([
            "--exclude-path",
            "/api/v1/activity",
            "--exclude-path",
            "/api/v1/login",
        ])
        .args([
            "--max-examples",
            "10",
            "--seed",
            "1",
            "--generation-database",
            "none",
            "--no-color",
        ])
        .arg(format!(
            "--tls-verify={}",
            office.world.dir.path().join("ca.pem").display()
        ))
        .current_dir(office.world.dir.path())
        .output()
        .await
        .unwrap();
    let told = String::from_utf8_lossy(&tested.stdout);
    assert!(
        tested.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&tested.stderr)
    );
}
