//! `account …` and `token …`, without a gateway that runs.

use std::net::TcpListener;

use serde_json::{Value, json};

use crate::program::Place;

/// With a portal.
fn place() -> Place {
    let place = Place::initialised();
    place.edit("gatepass.toml", "#[portal]", "[portal]");
    place.edit(
        "gatepass.toml",
        "#host = \"support.example.com\"",
        "host = \"support.localhost\"",
    );
    place
}

fn add(place: &Place, rest: &str) -> Value {
    place.json(&format!("account add {rest} --json"))
}

#[test]
fn an_account_is_added_reset_and_disabled() {
    let place = place();
    let ann = add(
        &place,
        "Ann --email ann@example.com --role grantor --site app=ann.app",
    );
    let invite = ann["invite"].as_str().unwrap();
    let start = "https://support.localhost:8443/invitation/";
    assert!(
        invite.strip_prefix(start).is_some_and(|it| it.len() >= 43),
        "{invite}"
    );
    assert_eq!(ann["name"], "ann");

    let shown = place.json("account show ann --json");
    assert_eq!(shown["id"], ann["id"]);
    assert_eq!(shown["state"], "invited");
    assert_eq!(shown["role"], "grantor");
    assert_eq!(shown["apps"], json!({"app": "ann.app"}));
    assert_eq!(shown["factors"], json!([]));

    for reset in ["reset-factor", "reset-password"] {
        let again = place.json(&format!("account {reset} ann --json"));
        assert_eq!(again["id"], ann["id"]);
        let link = again["invite"].as_str().unwrap();
        assert!(link.starts_with(start), "{link}");
        assert_ne!(link, invite);
    }

    assert_eq!(
        place.json("account disable ann --json")["state"],
        "disabled",
        "the account"
    );
    assert_eq!(place.run("account disable ann").out, "ann is disabled already\n");
    let useless = place.run("account reset-password ann");
    assert_eq!((useless.code, useless.out.as_str()), (1, ""));
    assert!(
        useless.err.contains("gatepass account enable ann"),
        "{}",
        useless.err
    );
    assert_eq!(place.run("account enable ann").out, "ann is enabled again\n");
    assert_eq!(place.json("account list --json")[0]["state"], "invited");

    let log = place.run("audit list").out;
    for deed in [
        "added an account",
        "made an invitation",
        "reset an account's second factors",
        "reset an account's password",
        "disabled an account",
        "enabled an account",
    ] {
        assert!(
            log.contains(&format!("tester (command line) {deed}")),
            "{deed}: {log}"
        );
    }
    let secret = invite.trim_start_matches(start);
    assert!(!log.contains(secret), "the log holds no secret");
}

/// Where no mail is sent, nobody can confirm an address with a code; the operator may know whose it is.
#[test]
fn an_operator_vouches_for_an_address_or_does_not() {
    let place = place();
    let sam = "sam --email sam@vendor.example --role agent";
    add(&place, &format!("{sam} --email-is-theirs"));
    add(&place, "eve --email eve@vendor.example --role agent");
    for (name, verified) in [("sam", true), ("eve", false)] {
        let shown = place.json(&format!("account show {name} --json"));
        assert_eq!(shown["emailVerified"], verified, "{name}");
        assert_eq!(
            shown["factors"],
            json!([]),
            "{name}: mails are no second factor yet"
        );
    }
    let vouched = place.run("account vouch eve");
    let done = "eve is the owner of eve@vendor.example: you vouch for it\n";
    assert_eq!((vouched.code, vouched.out.as_str()), (0, done), "{}", vouched.err);
    assert_eq!(place.json("account show eve --json")["emailVerified"], true);
    let again = place.run("account vouch eve").out;
    assert_eq!(again, "eve has a confirmed address already\n");
    let log = place.run("audit list").out;
    let deed = "tester (command line) vouched for the address of an account";
    assert_eq!(log.matches(deed).count(), 1, "{log}");
}

#[test]
fn a_password_comes_from_standard_input() {
    let place = place();
    let add = "account add bob --email bob@example.com --role operator --password-stdin";
    let done = place.run_with_input(add, "tulip harbour nineteen\n");
    assert_eq!(
        (done.code, done.out.as_str()),
        (0, "added the operator bob\n"),
        "{}",
        done.err
    );
    let shown = place.run("account show bob").out;
    assert!(shown.contains("State           active\n"), "{shown}");
    for (input, complaint) in [
        ("", "there is no password on standard input"),
        ("short\n", "shorter than 12 characters"),
        ("password1234\n", "among the first that guessers try"),
    ] {
        let refused = place.run_with_input(&add.replace("bob", "eve"), input);
        assert_eq!(refused.code, 1, "{input:?}");
        assert!(refused.err.contains(complaint), "{}", refused.err);
    }
    let both = place.run_with_input(&format!("{add} --invite"), "tulip harbour nineteen\n");
    assert_eq!(both.code, 2);
    assert_eq!(place.json("account list --json").as_array().unwrap().len(), 1);
}

#[test]
fn links_and_secrets_are_laid_out_for_people() {
    let place = place();
    let added = place.run("account add ann --email ann@example.com --role grantor --site app=ann");
    for text in [
        "added the grantor ann\n",
        "  Invitation     https://support.localhost:8443/invitation/",
        "(in 3 d)",
        "It works once",
    ] {
        assert!(added.out.contains(text), "{text}: {}", added.out);
    }
    let list = place.run("account list").out;
    assert!(list.starts_with("NAME  ROLE     STATE    E-MAIL"), "{list}");
    let token = place.run("token create --account ann --name ci --expires 90d");
    for text in [
        "  Token          gp_pat_",
        "  User id  ",
        "(in 90 d)",
        "not shown again",
    ] {
        assert!(token.out.contains(text), "{text}: {}", token.out);
    }
    let tokens = place.run("token list").out;
    assert!(tokens.starts_with("ID "), "{tokens}");
    assert!(tokens.contains("never"), "{tokens}");
}

#[test]
fn a_token_from_its_making_to_its_end() {
    let place = place();
    let ann = add(
        &place,
        "ann --email ann@example.com --role grantor --site app=ann",
    );
    add(&place, "bob --email bob@example.com --role operator");
    let made = place.json(
        "token create --account ann --name ci --bypass --expires 90d --scope grants:read --network 10.0.0.0/8 --json",
    );
    assert_eq!(made["userId"], ann["id"]);
    let secret = made["token"].as_str().unwrap();
    assert!(secret.starts_with("gp_pat_"), "{secret}");
    let listed = place.json("token list --account ann --json");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let token = &listed[0];
    assert_eq!(token["id"], made["id"]);
    assert_eq!(token["bypassSecondFactor"], true);
    assert_eq!(token["scopes"], json!(["grants:read"]));
    assert_eq!(token["networks"], json!(["10.0.0.0/8"]));
    assert!(token["expiresAt"].is_string());
    assert!(secret.ends_with(token["lastCharacters"].as_str().unwrap()));
    assert_eq!(place.json("token list --account bob --json"), json!([]));

    let id = made["id"].as_str().unwrap();
    let of_another = place.run(&format!("token revoke {id} --account bob"));
    assert_eq!(of_another.code, 1);
    assert!(of_another.err.contains("bob has no token"), "{}", of_another.err);
    assert_eq!(
        place.json(&format!("token revoke {id} --account ann --json")),
        json!({"id": id, "cut": [], "waitedFor": 0})
    );
    assert_eq!(place.run(&format!("token revoke {id} --account ann")).code, 1);
    assert_eq!(place.json("token list --json"), json!([]));

    place.json("token create --account ann --name by-name --json");
    assert_eq!(
        place.run("token revoke by-name --account ann").out,
        "revoked; no gateway is running, nothing to cut\n"
    );
}

#[test]
fn what_is_refused_says_what_to_do() {
    let place = place();
    add(
        &place,
        "ann --email ann@example.com --role grantor --site app=ann",
    );
    place.json("token create --account ann --name ci --json");
    let add = "account add eve --email eve@example.com --role";
    let said: Vec<String> = [
        format!("{add} agent --site app=eve"),
        format!("{add} grantor --site crm=eve"),
        format!("{add} grantor --site app=eve --site app=eva"),
        format!("{add} grantor --site app=ann"),
        "account add ann --email ann@example.com --role grantor".to_owned(),
        format!("{add} operator --send"),
        "account show eve".to_owned(),
        "token create --account ann --name ci".to_owned(),
        "token create --account ann --name x --scope everything".to_owned(),
        "token list --account eve".to_owned(),
    ]
    .iter()
    .map(|arguments| {
        let ended = place.run(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{arguments}");
        ended.err
    })
    .collect();
    insta::assert_snapshot!(said.concat());
    assert_eq!(place.json("account list --json").as_array().unwrap().len(), 1);
    assert_eq!(place.run(&format!("{add} boss")).code, 2);
    assert_eq!(place.run(&format!("{add} grantor --site app")).code, 2);
    assert_eq!(
        place
            .run("account add E!! --email e@example.com --role operator")
            .code,
        2
    );
    assert_eq!(place.run("account add eve --email eve --role operator").code, 2);

    let without_portal = Place::initialised();
    let refused = without_portal.run(&format!("{add} operator"));
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("the config has no `[portal]`"),
        "{}",
        refused.err
    );
    let reset = without_portal.run_with_input(
        &format!("{add} operator --password-stdin"),
        "tulip harbour nineteen",
    );
    assert_eq!(reset.code, 0, "{}", reset.err);
    assert_eq!(without_portal.run("account reset-factor eve").code, 1);
    assert_eq!(
        without_portal.json("account show eve --json")["state"],
        "active",
        "nothing was taken away"
    );
}

#[test]
fn a_mail_server_that_is_away_costs_no_invitation() {
    let place = place();
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for (old, new) in [
        ("#[mail]", "[mail]".to_owned()),
        (
            "#server = \"smtp.example.com\"",
            "server = \"127.0.0.1\"".to_owned(),
        ),
        ("#tls = \"implicit\"", "tls = \"none\"".to_owned()),
        ("#port = 465", format!("port = {port}")),
        ("#from = ", "from = ".to_owned()),
    ] {
        place.edit("gatepass.toml", old, &new);
    }
    let added = place.run("account add ann --email ann@example.com --role operator --send --json");
    assert_eq!(added.code, 1);
    assert!(added.err.contains("the invitation is not sent"), "{}", added.err);
    let printed: Value = serde_json::from_str(&added.out).unwrap();
    assert!(printed["invite"].is_string());
}
