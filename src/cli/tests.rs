//! What the command line says: help, complaints about wrong use, and how arguments are read.

use clap::{CommandFactory, Parser};

use super::arguments::Arguments;
use super::usage_complaint;
use crate::access::{Grant, GrantId, Validity};

/// A grant of ann's, for an hour.
pub(in crate::cli) fn a_grant() -> Grant {
    let at = |text: &str| text.parse().unwrap();
    Grant {
        id: GrantId::from_bytes([7; 16]),
        validity: Validity {
            not_before: at("2026-11-20T12:00:00Z"),
            expires_at: at("2026-11-20T13:00:00Z"),
        },
        created_at: at("2026-11-20T12:00:00Z"),
        ..Grant::example()
    }
}

fn help(path: &[&str]) -> String {
    let mut command = Arguments::command().term_width(100);
    command.build();
    let found = path.iter().fold(&mut command, |command, name| {
        command.find_subcommand_mut(name).unwrap()
    });
    found.render_long_help().to_string()
}

#[test]
fn the_help_of_every_command() {
    for path in [
        &[][..],
        &["demo"],
        &["init"],
        &["learn"],
        &["run"],
        &["check"],
        &["grant"],
        &["grant", "create"],
        &["grant", "list"],
        &["grant", "show"],
        &["grant", "revoke"],
        &["account"],
        &["account", "add"],
        &["account", "reset-factor"],
        &["token"],
        &["token", "create"],
        &["token", "list"],
        &["token", "revoke"],
        &["audit"],
        &["audit", "list"],
        &["audit", "verify"],
        &["handoff"],
        &["handoff", "send"],
        &["handoff", "read"],
        &["completions"],
    ] {
        let name = if path.is_empty() {
            "gatepass".to_owned()
        } else {
            path.join("-")
        };
        insta::assert_snapshot!(format!("help-{name}"), help(path));
    }
}

#[test]
fn wrong_use_is_explained() {
    let create = "gatepass grant create --site crm --as ann";
    let complaints = [
        "gatepass serve",
        "gatepass grant revoke",
        create,
        &format!("{create} --for 8hours"),
        &format!("{create} --for 8h --show contacts=some"),
        &format!("{create} --for 8h --show Contacts!"),
        &format!("{create} --for 8h --network 10.0.0.0/99"),
        &format!("{create} --for 8h --code sms"),
        "gatepass account add ann --email ann@example.com",
        "gatepass account add ann --email ann --role grantor",
        "gatepass account add ann --email ann@example.com --role boss",
        "gatepass account add ann --email ann@example.com --role grantor --site crm",
        "gatepass token revoke 7kq2",
        "gatepass token create --account ann --name ci --expires soon",
        "gatepass audit list --code 7KQ2",
        "gatepass audit list --since yesterday",
        "gatepass audit list --changes --decisions",
        "gatepass init --host https://crm.example.com",
        "gatepass run --log xml",
    ]
    .map(|line| {
        let error = Arguments::try_parse_from(line.split(' ')).unwrap_err();
        format!("$ {line}\ngatepass: {}\n", usage_complaint(&error))
    });
    insta::assert_snapshot!(complaints.join("\n"));
}

#[test]
fn what_the_contract_promises_is_read() {
    for line in [
        "gatepass --config x.toml check --json",
        "gatepass check --config x.toml --json",
        "gatepass grant create --site crm --as ann --for 8h --show contacts,messages=read-only --read-only --agent Sam \
         --agent-email sam@example.com --reason why --ticket T-1 --network 10.0.0.0/8 --network 192.0.2.1 \
         --claim-within 1h --code totp --json",
        "gatepass grant list --json",
        "gatepass grant show ann.k7q4 --json",
        "gatepass grant revoke ann.k7q4 --json",
        "gatepass grant regenerate ann.k7q4 --json",
        "gatepass grant pause ann.k7q4 --json",
        "gatepass grant resume ann.k7q4 --json",
        "gatepass account add ann --email ann@example.com --role grantor --site crm=ann --invite --send --json",
        "gatepass account add ann --email ann@example.com --role operator --password-stdin",
        "gatepass account list --json",
        "gatepass account show ann --json",
        "gatepass account disable ann --json",
        "gatepass account enable ann --json",
        "gatepass account reset-factor ann --send --json",
        "gatepass account reset-password ann --json",
        "gatepass token create --account ann --name ci --bypass --expires 90d --scope me --network 10.0.0.0/8 --json",
        "gatepass token list --account ann --json",
        "gatepass token revoke 7kq2 --account ann --json",
        "gatepass audit list --grant x --site crm --verdict refuse --code 7kq2m9xd --since 1h --limit 5 --json",
        "gatepass audit list --changes",
        "gatepass audit list --decisions",
        "gatepass audit verify --json",
        "gatepass completions zsh",
        "gatepass init /tmp/x --host crm.localhost --upstream http://127.0.0.1:1",
        "gatepass run --log text",
        "gatepass demo",
    ] {
        let words = line.split_whitespace();
        assert!(Arguments::try_parse_from(words).is_ok(), "{line}");
    }
}

#[test]
fn the_arguments_are_consistent() {
    Arguments::command().debug_assert();
}
