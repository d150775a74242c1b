//! Programs that nobody here wrote: published clients of Rocket.Chat's, and a tester of OpenAPI documents.

use std::path::Path;
use std::process::Stdio;

use gatepass::access::CodeMethod;
use gatepass::actions::CreatedGrant;
use jiff::SignedDuration;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::member::{Authenticator, Office, PASSWORD, WithCode, told};
use crate::support::{installed, node_modules};

#[tokio::test]
async fn a_published_client_of_rocket_chat_works_unchanged() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let created = a_grant_of(&office, "bob", CodeMethod::Fixed).await;
    let mut wrapper = Command::new(installed("python"));
    wrapper
        .arg(beside_this_file("wrapper.py"))
        .args([office.url(""), office.world.url("")])
        .arg(office.world.dir.path().join("ca.pem"))
        .args(["ann", PASSWORD])
        .args(credentials(&created));
    let last = conversation(wrapper, |line| (line == "code?").then(|| ann.app.code())).await;
    // One code was right, and five wrong ones are taken before the lock.
    assert_eq!(last, r#"{"tries": 6}"#);
}

#[tokio::test]
async fn the_client_for_javascript_works_unchanged() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    office.hire("bob").await;
    let rotating = a_grant_of(&office, "cora", CodeMethod::Totp).await;
    let otpauth = rotating.credentials.otpauth.as_ref().unwrap();
    let agents_app = Authenticator::scan(otpauth.reveal(), office.clock.clone());
    let fixed = a_grant_of(&office, "dan", CodeMethod::Fixed).await;
    let mut wrapper = Command::new("node");
    wrapper
        .arg(beside_this_file("wrapper.cjs"))
        .args([&office.url(""), &office.world.url(""), PASSWORD])
        .args(credentials(&rotating))
        .args(credentials(&fixed))
        .env("NODE_PATH", node_modules())
        .env("NODE_EXTRA_CA_CERTS", office.world.dir.path().join("ca.pem"));
    let answer = |line: &str| match line {
        "ann" => Some(ann.app.code()),
        "agent" => Some(agents_app.code()),
        "later" => {
            office.clock.advance(SignedDuration::from_mins(6));
            Some("it is".to_owned())
        }
        _ => None,
    };
    assert_eq!(conversation(wrapper, answer).await, "done");
}

fn beside_this_file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/portal")
        .join(name)
}

async fn a_grant_of(office: &Office, grantor: &str, code: CodeMethod) -> CreatedGrant {
    let wanted = |wanted: &mut gatepass::actions::NewGrant| {
        grantor.clone_into(&mut wanted.grantor);
        wanted.code = code;
    };
    office.world.grant_with(wanted).await
}

/// User name, password, and the code if it is a fixed one.
fn credentials(created: &CreatedGrant) -> Vec<&str> {
    let shown = &created.credentials;
    let code = shown.security_code.as_ref().map(gatepass::crypto::Secret::reveal);
    let always = [shown.user_name.as_str(), shown.password.reveal()];
    always.into_iter().chain(code).collect()
}

/// Answers the lines in which a program asks for something, and returns its last one.
async fn conversation(mut program: Command, answer: impl Fn(&str) -> Option<String>) -> String {
    let mut running = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let mut answers = running.stdin.take().unwrap();
    let mut last = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some(answer) = answer(&line) {
            answers.write_all(format!("{answer}\n").as_bytes()).await.unwrap();
        }
        last = line;
    }
    let done = running.wait().await.unwrap();
    assert!(done.success(), "it says why on standard error");
    last
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
