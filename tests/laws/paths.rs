//! Two spellings of one path get one verdict, or the stranger one gets the stricter verdict.

use gatepass::access::Visibility;
use gatepass::access::canonical::readings;
use proptest::prelude::*;

use super::harness::*;
use super::respelling::Kind::{self, *};
use super::respelling::{ALL, disguises, wear, written};

/// Disguises that RFC 3986 section 6.2.2 makes the same as the plain spelling.
const EQUIVALENT: &[Kind] = &[Escape];

/// What honest software sends, too.
const HONEST: &[Kind] = &[
    Escape,
    EscapeSlash,
    DoubleSlash,
    DotSegment,
    Parameter,
    TrailingSlash,
];

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_disguise_never_opens_what_the_plain_path_does_not(
        (site, grant) in site_and_grant(),
        words in plain_path(),
        query in query(),
        worn in disguises(&ALL, 3),
        method in method(),
    ) {
        let plain = written(&words);
        let disguised = wear(&plain, &worn);
        let Ok(respelled) = request(method.clone(), &format!("{disguised}{query}")) else {
            return Ok(());
        };
        let plainly = judge(&request(method, &format!("{plain}{query}")).unwrap(), &grant, &site);
        let respelled = judge(&respelled, &grant, &site);
        prop_assert!(
            respelled.is_no_wider_than(&plainly),
            "{plain} is {plainly:?}, {disguised} is {respelled:?}"
        );
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_hidden_part_is_reached_by_no_disguise(worn in disguises(&ALL, 3), below in plain_path()) {
        let site = site(Visibility::Full, vec![scope("mail", vec![path_matcher("/b/Messages/**")])]);
        let mut words = vec!["b", "Messages"];
        words.extend(below);
        let disguised = wear(&written(&words), &worn);
        if let Ok(request) = request(http::Method::GET, &disguised) {
            prop_assert!(!judge(&request, &grant(&[]), &site).is_forwarded(), "{disguised}");
        }
    }

    #[test]
    fn an_equivalent_spelling_gets_the_same_verdict(
        (site, grant) in site_and_grant(),
        words in plain_path(),
        worn in disguises(EQUIVALENT, 6),
    ) {
        let plain = written(&words);
        let respelled = wear(&plain, &worn);
        prop_assert_eq!(judge(&get(&plain), &grant, &site), judge(&get(&respelled), &grant, &site), "{}", respelled);
    }

    #[test]
    fn honest_oddities_pass_where_every_reading_is_visible(words in plain_path(), worn in disguises(HONEST, 3)) {
        let target = wear(&written(&words), &worn);
        let hidden = scope("hidden", vec![path_matcher("/zzz/**"), with_parameter(path_matcher("/q"), "x", "*")]);
        let site = site(Visibility::Full, vec![hidden]);
        prop_assert_eq!(judge(&get(&target), &grant(&[]), &site), Outcome::Forwarded(Visibility::Full), "{}", target);
    }

    #[test]
    fn honest_oddities_pass_where_only_one_part_is_visible(words in plain_path(), worn in disguises(HONEST, 2)) {
        let target = format!("/app{}", wear(&written(&words), &worn));
        let site = site(Visibility::Hidden, vec![scope("app", vec![path_matcher("/app/**")])]);
        let shown = grant(&[("app", Visibility::Full)]);
        prop_assert_eq!(judge(&get(&target), &shown, &site), Outcome::Forwarded(Visibility::Full), "{}", target);
    }

}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_readings_of_a_path_are_few_and_end(path in "/[a.%2fF5c;?/\\\\ #0-9:$Aé]{0,200}") {
        if let Ok(all) = readings(&path) {
            prop_assert!(all.len() <= 4096 && all.iter().all(|it| it.path.starts_with('/')), "{} {:?}", all.len(), all);
        }
    }
}

#[test]
fn what_real_apps_ask_for_passes() {
    let scopes = vec![
        scope(
            "mail",
            vec![
                path_matcher("/messages/**"),
                with_parameter(path_matcher("/index.php"), "module", "Messages"),
            ],
        ),
        scope(
            "invoices",
            vec![with_parameter(path_matcher("/list"), "x", "secret*")],
        ),
    ];
    let site = site(Visibility::Full, scopes);
    for target in [
        "/app/%E4%BD%A0%E5%A5%BD",
        "/caf%C3%A9/m%C3%BCnchen",
        "/static/a.b.c.min.js",
        "/~user",
        "/a%20b.pdf",
        "/%5Bid%5D/page.js",
        "/100%25.txt",
        "/wiki/Foo_(bar)",
        "/x?url=https%3A%2F%2Fa.b%2Fc%3Fd%3De&x[]=1&x[]=2",
        "/x?url=https://a.b/c?d=e",
        "/x?a=1;b=2&a=3",
        "/x?filter={\"a\":[1,2],\"b\":\"c;d\"}&from=2024-01-01T10:00:00%2B02:00",
        "/x?q=100%25&note=two%0Alines",
        "/a//b",
        "/@scope/pkg",
        "/@scope%2Fpkg",
        "/a+b",
        "/.well-known/security.txt",
        "/rest/orders;v=1;lang=de/12",
        "/odata/Orders('a%2Fb')/$value",
        "/git/repo.git/info/refs?service=git-upload-pack",
        "/a/b/../c",
        "/index.php?module=Contacts&view=List",
        "/index.php/some/page",
        "/?module=Contacts",
        "/list?id=1&id=2",
        "/x;module=Messages",
    ] {
        assert_eq!(
            judge(&get(target), &grant(&[]), &site),
            Outcome::Forwarded(Visibility::Full),
            "{target}"
        );
    }
}
