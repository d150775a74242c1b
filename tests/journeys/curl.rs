//! The same story with the real `curl`: what the documentation tells programs to do.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;

use crate::support::World;

/// Exit codes of `curl(1)`: a transfer that ended early (HTTP/1), a stream that was not closed cleanly (HTTP/2).
const PARTIAL_FILE: i32 = 18;
const HTTP2_STREAM: i32 = 92;

/// `curl` with a cookie jar, that trusts the world's authority and finds its host.
struct Curl {
    standing: Vec<String>,
    origin: String,
}

impl Curl {
    fn new(world: &World, protocol: &str) -> Self {
        let file = |name: &str| world.dir.path().join(name).display().to_string();
        let jar = file(&format!("jar{protocol}"));
        let resolve = format!("{}:127.0.0.1", world.authority);
        let standing = [
            "--disable",
            "--silent",
            "--show-error",
            protocol,
            "--resolve",
            &resolve,
        ];
        let own = [
            "--cacert",
            &file("ca.pem"),
            "--cookie",
            &jar,
            "--cookie-jar",
            &jar,
        ]
        .map(str::to_owned);
        Self {
            standing: standing.map(str::to_owned).into_iter().chain(own).collect(),
            origin: world.url(""),
        }
    }

    fn command(&self, path: &str, options: &[&str]) -> Command {
        let mut command = Command::new("curl");
        command
            .args(&self.standing)
            .args(options)
            .arg(format!("{}{path}", self.origin))
            .kill_on_drop(true);
        command
    }

    /// Status and body.
    async fn get(&self, path: &str, options: &[&str]) -> (u16, String) {
        let with_status = [options, &["--write-out", "\n%{http_code}"]].concat();
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(path, &with_status).output().await.unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        let text = String::from_utf8(stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), body.to_owned())
    }

    async fn get_json(&self, path: &str, options: &[&str]) -> (u16, Value) {
        let (status, body) = self.get(path, options).await;
        (
            status,
            serde_json::from_str(&body).unwrap_or_else(|_| panic!("no JSON: {body}")),
        )
    }
}

#[tokio::test]
async fn curl_signs_in_browses_answers_a_challenge_and_is_cut() {
    let world = World::start().await;
    for protocol in ["--http1.1", "--http2"] {
        let created = world.grant().await;
        let credentials = &created.credentials;
        let code = credentials.security_code.as_ref().unwrap().reveal();
        let curl = Curl::new(&world, protocol);
        let seen_before = world.app.count();

        let (status, told) = curl.get_json("/contacts/20", &[]).await;
        assert_eq!(
            (status, told["error"].as_str()),
            (401, Some("You must be logged in to do this."))
        );
        let user_name = format!("username={}", credentials.user_name);
        let password = format!("password={}", credentials.password.reveal());
        let form = ["--data-urlencode", &user_name, "--data-urlencode", &password];
        let (status, asked) = curl.get_json("/.gatepass/sign-in", &form).await;
        assert_eq!((status, asked["error"].as_str()), (401, Some("totp-required")));
        assert_eq!(asked["details"]["method"], "code");
        assert_eq!(
            curl.get_json("/contacts/20", &[]).await.0,
            401,
            "half a sign-in opens nothing"
        );
        assert_eq!(world.app.count(), seen_before);
        let answer = format!("code={code}");
        let (status, done) = curl
            .get_json("/.gatepass/challenge", &["--data-urlencode", &answer])
            .await;
        assert_eq!((status, done["success"].as_bool()), (200, Some(true)));

        assert_eq!(
            curl.get("/contacts/20?tab=notes", &[]).await,
            (200, "app: /contacts/20?tab=notes\n".to_owned())
        );
        let (status, hidden) = curl.get_json("/messages/1", &[]).await;
        assert_eq!((status, hidden["errorType"].as_str()), (403, Some("hidden")));

        let change = ["--request", "PUT", "--data", "paid=yes"];
        let (status, asked) = curl.get_json("/billing/7", &change).await;
        assert_eq!(
            (status, asked["errorType"].as_str()),
            (400, Some("totp-required"))
        );
        let code_header = format!("x-2fa-code: {code}");
        let repeat = [
            &change[..],
            &["--header", &code_header, "--header", "x-2fa-method: code"],
        ]
        .concat();
        assert_eq!(
            curl.get("/billing/7", &repeat).await,
            (200, "app: /billing/7\npaid=yes".to_owned())
        );
        assert!(world.app.last().header("x-2fa-code").is_none());

        the_download_is_cut(&world, &curl, created.grant.id).await;
        let (status, over) = curl.get_json("/contacts/20", &[]).await;
        assert_eq!(
            (status, over["error"].as_str()),
            (401, Some("You must be logged in to do this."))
        );
    }
}

async fn the_download_is_cut(world: &World, curl: &Curl, grant: gatepass::access::GrantId) {
    let file = world.dir.path().join("download");
    let options = ["--no-buffer", "--output", file.to_str().unwrap()];
    let mut download = curl
        .command("/live/download", &options)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while length(&file) == 0 {
        assert!(download.try_wait().unwrap().is_none(), "the download goes on");
        tokio::task::yield_now().await;
    }
    world.revoke(grant).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), download.wait())
        .await
        .expect("curl ends");
    let exit_code = ended.unwrap().code().unwrap();
    assert!(
        [PARTIAL_FILE, HTTP2_STREAM].contains(&exit_code),
        "curl ended with {exit_code}"
    );
    std::fs::remove_file(file).unwrap();
}

fn length(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}
