//! A part that is hidden by a parameter is reached by no other spelling of it.

use gatepass::access::{Dialect, Glob, ParameterRule, Values, Visibility};
use http::Method;
use proptest::prelude::*;

use super::harness::*;

/// Spellings of a name that some server files under the plain one.
fn name(plain: &'static str) -> impl Strategy<Value = String> {
    let letter = 0..plain.len();
    let respelled = |at: usize, one: &dyn Fn(u8) -> String| {
        format!(
            "{}{}{}",
            &plain[..at],
            one(plain.as_bytes()[at]),
            &plain[at + 1..]
        )
    };
    (letter, 0..17_usize).prop_map(move |(at, kind)| match kind {
        0 => plain.to_owned(),
        1 => respelled(at, &|c| format!("%{c:02X}")),
        2 => respelled(at, &|c| format!("%25{c:02X}")),
        3 => respelled(at, &|c| format!("%2525{c:02X}")),
        4 => plain.to_uppercase(),
        5 => format!("{plain}[]"),
        6 => format!("{plain}%5B%5D"),
        7 => format!("{plain}[0]"),
        8 => format!("%20{plain}"),
        9 => format!("+{plain}"),
        10 => format!("{plain}%20"),
        11 => format!("{plain}%00x"),
        12 => format!("[{plain}]"),
        13 => respelled(at, &|c| {
            format!("%{:02x}%{:02x}", 0xc0 | (c >> 6), 0x80 | (c & 0x3f))
        }),
        14 => respelled(at, &|c| format!("%25u{c:04x}")),
        15 => respelled(at, &|c| format!("{}%CC%81", char::from(c))),
        _ => format!("{plain}["),
    })
}

/// Spellings of a name that PHP reads as the plain one, or as an array of that name.
fn php_name(plain: &'static str) -> impl Strategy<Value = String> {
    (0..plain.len(), 0..7_usize).prop_map(move |(at, kind)| {
        let escaped = format!(
            "{}%{:02x}{}",
            &plain[..at],
            plain.as_bytes()[at],
            &plain[at + 1..]
        );
        match kind {
            0 => plain.to_owned(),
            1 => escaped,
            2 => format!("{escaped}[]"),
            3 => format!("{plain}%5B7][x"),
            4 => format!("%20{escaped}"),
            5 => format!("{plain}%00.x"),
            _ => format!("{plain}[x]y"),
        }
    })
}

/// Spellings of a value that some server takes for the plain one.
fn value(plain: &'static str) -> impl Strategy<Value = String> {
    (0..plain.len(), 0..13_usize).prop_map(move |(at, kind)| {
        let respelled = |one: String| format!("{}{one}{}", &plain[..at], &plain[at + 1..]);
        let c = plain.as_bytes()[at];
        match kind {
            0 => plain.to_owned(),
            1 => respelled(format!("%{c:02x}")),
            2 => respelled(format!("%25{c:02x}")),
            3 => respelled(format!("%2525{c:02x}")),
            4 => plain.to_lowercase(),
            5 => format!("%20{plain}"),
            6 => format!("{plain}+"),
            7 => format!("{plain}%00"),
            8 => format!("{plain}%0A"),
            9 => respelled(format!("{}%E2%80%8B", char::from(c))),
            10 => format!("x/../{plain}"),
            11 => format!("./{plain}/"),
            _ => respelled(format!("%{:02x}%{:02x}", 0xc0 | (c >> 6), 0x80 | (c & 0x3f))),
        }
    })
}

/// Places in a target where some server finds a parameter.
fn place() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("/index.php?", ""),
        ("/index.php?a=1&", "&b=2"),
        ("/index.php?a=1;", ";b=2"),
        ("/index.php?a;", ""),
        ("/index.php?a=1&amp;", ""),
        ("/index.php??", ""),
        ("/index.php?a=b?", ""),
        ("/index.php?&&", "&&"),
        ("/index.php%3F", ""),
        ("/index.php%253Fa=1%26", "?b=2"),
        ("/index.php;", ""),
        ("/index.php;", "?a=1"),
        ("/index.php%3Ba=1;", "/x"),
        ("/index.php/x?", ""),
        ("/?", ""),
        ("/INDEX.PHP?", ""),
        ("//index.php?", ""),
    ])
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_part_hidden_by_a_parameter_is_reached_by_no_respelling(
        name in name("module"), value in value("Messages"), (before, after) in place(),
    ) {
        // A `;parameter` of a segment ends with the segment (RFC 3986 section 3.3).
        prop_assume!(before.contains('?') || before.contains("3F") || !value.contains('/'));
        let matcher = with_parameter(path_matcher("/index.php"), "module", "Messages");
        let site = site(Visibility::Full, vec![scope("mail", vec![matcher])]);
        let target = format!("{before}{name}={value}{after}");
        let Ok(request) = request(Method::GET, &target) else { return Ok(()) };
        let verdict = judge(&request, &grant(&[]), &site);
        prop_assert!(!verdict.is_forwarded(), "{target} is {verdict:?}");
    }

    #[test]
    fn a_part_hidden_by_a_parameter_is_reached_by_no_respelling_that_php_knows(
        (name, blanks) in (php_name("module"), 0..3_usize), value in value("Messages"), rest in 0..4_usize,
    ) {
        let mut matcher = path_matcher("/index.php");
        matcher.parameters.extend(ParameterRule::in_dialect(Dialect::Php, "module", Glob::parse("Messages").unwrap()));
        let mut site = site(Visibility::Full, vec![scope("mail", vec![matcher])]);
        site.parameters.dialect = Dialect::Php;
        let (before, after) = [("", ""), ("a=1&", "&b=2"), ("?", ""), ("&&module=Contacts&", "")][rest];
        let target = format!("/index.php?{before}{}{name}={value}{after}", "+".repeat(blanks));
        let Ok(request) = request(Method::GET, &target) else { return Ok(()) };
        let verdict = judge(&request, &grant(&[]), &site);
        prop_assert!(!verdict.is_forwarded(), "{target} is {verdict:?}");
    }

    #[test]
    fn everything_but_a_value_is_not_that_value_in_any_spelling(
        name in name("module"), value in value("Messages"), (before, after) in place(),
    ) {
        prop_assume!(before.contains('?') || before.contains("3F") || !value.contains('/'));
        let all_but = Values::from(Glob::parse("Messages").unwrap()).negated().unwrap();
        let matcher = with_values(path_matcher("/index.php"), "module", all_but);
        let site = site(Visibility::Hidden, vec![scope("others", vec![matcher])]);
        let target = format!("{before}{name}={value}{after}");
        let Ok(request) = request(Method::GET, &target) else { return Ok(()) };
        let verdict = judge(&request, &grant(&[("others", Visibility::Full)]), &site);
        prop_assert!(!verdict.is_forwarded(), "{target} is {verdict:?}");
    }

    #[test]
    fn a_parameter_that_opens_a_part_cannot_be_overridden(
        name in name("module"), value in value("Messages"), (before, after) in place(), first in any::<bool>(),
    ) {
        let matcher = with_parameter(path_matcher("/index.php"), "module", "Contacts");
        let site = site(Visibility::Hidden, vec![scope("contacts", vec![matcher]), scope("home", vec![path_matcher("/")])]);
        let target = format!("{before}{name}={value}{after}");
        let target = match target.split_once('?') {
            Some((path, query)) if first => format!("{path}?module=Contacts&{query}"),
            Some(_) => format!("{target}&module=Contacts"),
            None => format!("{target}?module=Contacts"),
        };
        let shown = grant(&[("contacts", Visibility::Full), ("home", Visibility::Full)]);
        let Ok(request) = request(Method::GET, &target) else { return Ok(()) };
        let verdict = judge(&request, &shown, &site);
        prop_assert!(!verdict.is_forwarded() || target.starts_with("/?"), "{target} is {verdict:?}");
    }

    #[test]
    fn escaping_a_name_or_value_once_changes_no_verdict(at in 0..6_usize, kind in 0..3_usize) {
        let (plain, escaped) = ("module=Messages", [
            format!("{}%{:02X}{}=Messages", &"module"[..at], "module".as_bytes()[at], &"module"[at + 1..]),
            format!("module={}%{:02x}{}", &"Messages"[..at], "Messages".as_bytes()[at], &"Messages"[at + 1..]),
            "module=Messages&module=Messages".to_owned(),
        ]);
        for elsewhere in [Visibility::Hidden, Visibility::Full] {
            for shown in [Visibility::Hidden, Visibility::ReadOnly, Visibility::Full] {
                let matcher = with_parameter(path_matcher("/index.php"), "module", "Messages");
                let site = site(elsewhere, vec![scope("mail", vec![matcher])]);
                let grant = grant(&[("mail", shown)]);
                prop_assert_eq!(
                    judge(&get(&format!("/index.php?{plain}")), &grant, &site),
                    judge(&get(&format!("/index.php?{}", escaped[kind])), &grant, &site)
                );
            }
        }
    }
}
