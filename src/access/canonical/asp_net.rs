//! What ASP.NET is documented to read of a request, read by us as well: it runs where no test of ours can start it.
//!
//! Sources: `HttpUtility.UrlDecode`, `HttpRequest.Item`, `NameValueCollection`, "Model Binding in ASP.NET Core" and "ASP.NET Session
//! State" of Microsoft's documentation.

use super::{Dialect, Parameters, fold, loose_name, readings};

fn names(all: &Parameters<'_>, name: &str, value: &str) -> bool {
    let (name, value) = (loose_name(name), fold(value).into_owned());
    all.iter()
        .any(|it| it.may_be_called(&name) && it.loose_values.contains(&value))
}

#[test]
fn names_have_no_case_and_escapes_may_be_unicode() {
    for query in [
        "MODULE=Messages",
        "%4DODULE=Messages",
        "%u006Dodule=%u004Dessages",
        "%U006Dodule=Messages",
        "x=1&Module=messages",
    ] {
        assert!(names(&Parameters::parse(query), "module", "Messages"), "{query}");
    }
}

#[test]
fn models_are_bound_by_dots_brackets_and_indices() {
    for query in [
        "filter.module=Messages",
        "Filter.Module=Messages",
        "filter[module]=Messages",
        "filter%5bMODULE%5d=Messages",
    ] {
        assert!(
            names(&Parameters::parse(query), "filter.module", "Messages"),
            "{query}"
        );
    }
    let of_a_list = Parameters::parse("Filter[0].Module=Messages");
    assert!(names(&of_a_list, "filter[0].module", "Messages"));
}

/// A collection gives all values of a name, joined by commas; model binding takes the first, and a form before the address.
#[test]
fn of_a_name_that_comes_twice_nobody_guesses_the_value() {
    let twice = Parameters::parse("module=Contacts&MODULE=Messages");
    assert!(twice.conflict_on("module"));
    assert!(names(&twice, "module", "Messages"));
    // `Request["module"]` looks into cookies, too.
    let with_cookie =
        Parameters::parse("module=Contacts").and_in_cookies(Dialect::Generic, "module=Messages");
    assert!(with_cookie.conflict_on("module"));
}

#[test]
fn sessions_and_tickets_in_a_path_are_not_of_it() {
    for path in [
        "/(S(lit3py55t21z5v55vlm25s55))/messages",
        "/(A(x)S(y)F(z))/messages",
        "/mess(1)/../(s(y))/messages",
        "/%28S%28y%29%29/messages",
        "/mess/(S(y))ages",
        "/(S(y))/(S(z))/messages",
    ] {
        let all = readings(path).unwrap();
        assert!(all.iter().any(|it| it.path == "/messages"), "{path}: {all:?}");
    }
    for path in ["/odata/Things(1)/Name", "/app/(group)/page.js", "/(S(y)"] {
        let all = readings(path).unwrap();
        assert!(
            all.iter().all(|it| it.path.eq_ignore_ascii_case(path)),
            "{path}: {all:?}"
        );
    }
}

#[test]
fn a_page_answers_for_what_follows_it() {
    for path in ["/messages.aspx/x", "/messages.ASHX/x.js", "/messages.asmx/Read"] {
        let page = path.split('/').nth(1).unwrap();
        let all = readings(path).unwrap();
        assert!(
            all.iter().any(|it| it.only_where_named && it.path[1..] == *page),
            "{path}"
        );
    }
}
