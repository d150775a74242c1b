//! The manual's tutorial does what it says: its commands are read out of it and run.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::program::Place;
use crate::visitor::{browser, sign_in};

const TUTORIAL: &str = include_str!("../../src/manual/tutorial.rs");

/// All of its `sh` blocks.
fn commands() -> String {
    let mut script = String::new();
    let mut in_block = false;
    for line in TUTORIAL.lines() {
        let line = line.strip_prefix("//!").unwrap_or(line);
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line {
            "```sh" => in_block = true,
            "```" => in_block = false,
            line if in_block => script.push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    script
}

/// The shell and whatever it has started.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[tokio::test]
async fn its_commands_protect_an_app() {
    let place = Place::empty();
    let (app, learn, gateway) = (free_port(), free_port(), free_port());
    // The ports that it names may be taken on this machine; otherwise it runs as it stands there.
    let script = commands()
        .replace("gatepass learn ", "gatepass learn --listen 127.0.0.1:8081 ")
        .replace(
            "cd gate\n",
            &format!("cd gate\nsed -i s/:8443/:{gateway}/ gatepass.toml\n"),
        )
        .replace("localhost:8443", &format!("localhost:{gateway}"))
        .replace("8080", &app.to_string())
        .replace("8081", &learn.to_string());
    std::fs::write(place.path("tutorial.sh"), script).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_gatepass")).parent().unwrap();
    let said = std::fs::File::create(place.path("said")).unwrap();
    let started = Command::new("bash")
        .args([
            "-c",
            &format!("PATH={}:$PATH; set -eu; . ./tutorial.sh", program.display()),
        ])
        .current_dir(place.path(""))
        .stdin(Stdio::null())
        .stdout(said.try_clone().unwrap())
        .stderr(said)
        .process_group(0)
        .spawn()
        .unwrap();
    let mut shell = Group(started);
    let ended = shell.0.wait().unwrap();
    let said = std::fs::read_to_string(place.path("said")).unwrap();
    assert!(ended.success(), "{said}");
    // What the page says of its commands.
    for line in [
        "200 POST /index.php  module, search",
        "# POST /index.php (module=Messages, search)",
        "    { path = \"/index.php\", parameters = { \"module\" = \"Messages\" } },",
        "ok: 1 site, 3 scopes, 0 tests, 1 certificate",
        "ok: 1 site, 3 scopes, 1 test, 1 certificate",
    ] {
        assert!(said.lines().any(|it| it == line), "no `{line}`:\n{said}");
    }
    for part in [
        "Verdict     passes",
        "refused, `hidden`",
        "refused, `conflicting-parameters`",
    ] {
        assert!(said.contains(part), "no `{part}`:\n{said}");
    }
    let learned = std::fs::read_to_string(place.path("learned.toml")).unwrap();
    assert!(!learned.contains("alarm"), "{learned}");
    assert_eq!(pages(&place, gateway).await, ["Zoe Example, 02 1234", "refused"]);
}

/// What an agent sees who is shown contacts: theirs, and messages.
async fn pages(place: &Place, port: u16) -> [&'static str; 2] {
    let made = place
        .json("--config gate/gatepass.toml grant create --site app --as bob --for 1h --show contacts --json");
    let ca = place.path("gate/certs/shop.localhost-ca.pem");
    let (browser, _cookies) = browser(&ca, &["shop.localhost"], port);
    let url = format!("https://shop.localhost:{port}/");
    assert_eq!(sign_in(&browser, &url, &made).await.status(), 303);
    let shows = async |module: &str, text: &'static str| {
        let page = browser
            .get(format!("{url}index.php?module={module}"))
            .send()
            .await
            .unwrap();
        if page.status() == 403 {
            return "refused";
        }
        assert!(page.text().await.unwrap().contains(text));
        text
    };
    [
        shows("Contacts", "Zoe Example, 02 1234").await,
        shows("Messages", "The alarm code is 4711.").await,
    ]
}
