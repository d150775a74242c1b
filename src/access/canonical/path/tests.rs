//! Disguises of a path that must be seen through, and honest paths that must pass.

use super::*;

fn read(path: &str) -> Vec<String> {
    let all = readings(path).unwrap();
    all.into_iter()
        .filter(|it| !it.folded && !it.only_where_named)
        .map(|it| it.path.into_owned())
        .collect()
}

fn read_folded(path: &str) -> Vec<String> {
    readings(path)
        .unwrap()
        .into_iter()
        .filter(|it| it.folded)
        .map(|it| it.path.into_owned())
        .collect()
}

#[test]
fn an_ordinary_path_has_one_reading() {
    for path in [
        "/",
        "/contacts/20/edit",
        "/a-b_c~d/file.tar.gz",
        "/@me:x=1,2+3!",
        "/~user",
        "/static/a.b.c.min.js",
        "/wiki/Foo_(bar)",
        "/@scope/pkg",
        "/a+b",
        "/odata/Things('a')/$value&x",
    ] {
        assert_eq!(read(path), [path]);
    }
    assert_eq!(read("/a%20b.pdf"), ["/a b.pdf"]);
    assert_eq!(read("/a%2Eb"), ["/a.b"]);
    assert_eq!(read("/app/%E4%BD%A0"), ["/app/你"]);
    assert_eq!(read("/caf%E9"), ["/café"], "Latin-1");
}

#[test]
fn folding_an_ordinary_lower_case_path_costs_nothing() {
    let all = readings("/contacts/20/edit").unwrap();
    assert!(matches!(
        all.last(),
        Some(Reading {
            path: Cow::Borrowed(_),
            folded: true,
            ..
        })
    ));
}

#[test]
fn every_disguise_of_a_hidden_path_is_seen_through() {
    for disguise in [
        "/%6Dessages",
        "//messages",
        "/./messages",
        "/x/../messages",
        "/x/%2e%2e/messages",
        "/x%2F..%2Fmessages",
        "/x%5c..%5cmessages",
        "/messages;v=1",
        "/messages%3Bv=1",
        "/messages;v=1/x",
        "/messages%3Fx",
        "/messages%23x",
        "/messages%2500x",
        "/messages%250ax",
        "/messages.",
        "/messages%20",
        "/messages::$DATA",
        "/%20messages",
        "/x/..%20/messages",
        "/%256Dessages",
        "/%25u006Dessages",
        "/%5Cu006Dessages",
        "/x/..;/messages",
        "/.;/messages",
        "/x/%2e%2e;/messages",
        "/x/..%3B/messages",
        "/x%c0%af..%c0%afmessages",
        "/x%c0%2f%c0%ae%c0%ae%c0%2fmessages",
        "/%2525%36Dessages/..%252fmessages",
        "//host/messages",
        "///host/messages",
        "/a%2Fb/%2e%2e/messages",
        "/a%2Fb/%252e%252e/messages",
    ] {
        let found = read(disguise);
        assert!(found.contains(&"/messages".to_owned()), "{disguise}: {found:?}");
    }
}

/// Windows trims the names of directories as it trims those of files.
#[test]
fn a_name_in_the_middle_of_a_path_is_trimmed_too() {
    for disguise in [
        "/messages./1",
        "/messages../1",
        "/messages%20/1",
        "/messages.%20/1",
        "/messages::$DATA/1",
    ] {
        let found = read(disguise);
        assert!(found.contains(&"/messages/1".to_owned()), "{disguise}: {found:?}");
    }
}

#[test]
fn look_alikes_are_seen_through_where_case_is_folded() {
    for disguise in [
        "/MESSAGES",
        "/%EF%BD%8Dessages",
        "/me%C5%BF%C5%BFages",
        "/mess%CC%81ages",
        "/mess%E2%80%8Bages",
        "/mess%2509ages",
        "/x%EF%BC%8F%E2%80%A5%EF%BC%8Fmessages",
        "/x/.%2509./messages",
        "/x%EF%BC%852e./../messages",
        "/m%E9ssages",
        "/M%2545SSAGES%EF%BC%9Bx",
    ] {
        let found = read_folded(disguise);
        assert!(found.contains(&"/messages".to_owned()), "{disguise}: {found:?}");
    }
}

/// Some decoders take what is UTF-8 and replace the rest; others know only Latin-1.
#[test]
fn a_byte_that_is_no_utf8_hides_nothing_around_it() {
    for disguise in ["/mess%E2%80%8Bages/%FF", "/m%E9%AD%ADssages/%FF"] {
        let found = read_folded(disguise);
        assert!(found.contains(&"/messages/y".to_owned()), "{disguise}: {found:?}");
    }
}

#[test]
fn a_php_script_answers_for_its_path_info_and_its_directory() {
    for path in ["/crm/", "/crm/index.php/x/y", "/crm/index.php%2Fx", "/crm/x/.."] {
        assert!(
            readings(path)
                .unwrap()
                .iter()
                .any(|it| it.path == "/crm/index.php" && it.only_where_named),
            "{path}"
        );
    }
    assert!(
        readings("/crm/index.php")
            .unwrap()
            .iter()
            .all(|it| !it.only_where_named)
    );
}

#[test]
fn a_path_with_endless_readings_is_given_up() {
    let endless = "/a;%2f.%255c;..%c0%af%2520.//%253f%2523x::$y".repeat(40);
    assert!(readings(&endless) == Err(TooManyReadings));
}
