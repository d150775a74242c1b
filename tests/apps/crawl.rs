//! Follows every link and every form that only asks, and spells what it found in other ways.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

use regex::Regex;
use url::Url;

/// Pages of one kind that are asked for, such as the months of a calendar.
const MOST_OF_A_KIND: usize = 2;
/// Pages in all: a bound, not a goal.
const MOST_PAGES: usize = 400;

/// What is asked, and how.
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Head and body, as text.
    pub(crate) text: String,
}

/// All targets that can be reached from `starts`. `avoid`: those whose visit would end the crawl. `naming`: parameters whose value
/// makes another kind of page.
pub(crate) async fn crawl(
    starts: &[&str],
    avoid: &str,
    naming: &[&str],
    fetch: impl AsyncFn(&str) -> Page,
) -> BTreeMap<String, Page> {
    let avoid = Regex::new(avoid).unwrap();
    let mut waiting: VecDeque<String> = starts.iter().map(|start| (*start).to_owned()).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = BTreeMap::new();
    while let Some(target) = waiting.pop_front() {
        let of_kind = kinds.entry(kind(&target, naming)).or_default();
        *of_kind += 1;
        if *of_kind > MOST_OF_A_KIND || avoid.is_match(&target) || pages.len() == MOST_PAGES {
            continue;
        }
        let page = fetch(&target).await;
        for found in links(&target, &page.text) {
            if known.insert(found.clone()) {
                waiting.push_back(found);
            }
        }
        pages.insert(target, page);
    }
    pages
}

/// The target without numbers and values.
pub(crate) fn kind(target: &str, naming: &[&str]) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path: String = path
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let names = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if !naming.contains(&name) => name,
        _ => pair,
    });
    let names: BTreeSet<&str> = names.collect();
    format!("{path}?{names:?}")
}

static LINKS: LazyLock<Regex> = LazyLock::new(|| {
    let attribute = r#"(?:href|src|action|data-[a-z-]+|content)\s*=\s*["']([^"'<>\s]+)["']"#;
    let in_script = r#"["'](\\?/[A-Za-z0-9_.~\\/-]+(?:\?[A-Za-z0-9_.=&;%\[\]-]*)?)["']"#;
    let in_feed = r"<(?:link|id|url)>([^<]+)<";
    Regex::new(&format!("{attribute}|{in_script}|{in_feed}|url\\(([^)\\s]+)\\)")).unwrap()
});
static FORMS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<form\b([^>]*)>(.*?)</form>").unwrap());
static FIELDS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>"#).unwrap());

fn links(base: &str, text: &str) -> Vec<String> {
    let base = Url::parse("http://app.invalid/").unwrap().join(base).unwrap();
    let mut found: Vec<String> = Vec::new();
    for captures in LINKS.captures_iter(text) {
        let link = captures.iter().skip(1).flatten().next().unwrap().as_str();
        found.extend(target_of(&base, &link.replace("\\/", "/")));
    }
    for captures in FORMS.captures_iter(text) {
        let (head, inside) = (&captures[1], &captures[2]);
        if head.to_ascii_lowercase().contains("post") {
            continue;
        }
        let action = attribute(head, "action").unwrap_or_default();
        let fields = FIELDS.captures_iter(inside).map(|field| {
            let value = attribute(&field[0], "value").unwrap_or_default();
            format!(
                "{}={}",
                field[1].replace("&amp;", "&"),
                value.replace(['&', ' ', '#'], "+")
            )
        });
        let query: Vec<String> = fields.collect();
        found.extend(target_of(&base, &format!("{action}?{}", query.join("&"))));
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[start..]
        .split('"')
        .next()
        .map(|value| value.replace("&amp;", "&"))
}

/// Of the app itself, under whatever name it calls itself.
fn target_of(base: &Url, link: &str) -> Option<String> {
    let link = link.replace("&amp;", "&").replace("&#38;", "&");
    let mut url = base.join(&link).ok()?;
    url.set_fragment(None);
    let is_own = url
        .host_str()
        .is_some_and(|host| ["app.invalid", "127.0.0.1", "localhost", "crm.test"].contains(&host));
    let is_web = matches!(url.scheme(), "http" | "https");
    (is_own && is_web).then(|| url[url::Position::BeforePath..].to_owned())
}

/// Ways to ask for the same that one server or another understands.
pub(crate) fn respelt(target: &str) -> Vec<String> {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target, String::new()),
    };
    let inner = path.trim_start_matches('/');
    let first = inner.chars().next().map_or(String::new(), |first| {
        format!("%{:02x}{}", u32::from(first), &inner[first.len_utf8()..])
    });
    let mut all: Vec<String> = [
        format!("//{inner}"),
        format!("/./{inner}"),
        format!("/x/../{inner}"),
        format!("/%2e/{inner}"),
        format!("/x%2f..%2f{inner}"),
        format!("/{first}"),
        format!("/%25{}", first.trim_start_matches('%')),
        format!("/;x=1/{inner}"),
        format!("/{inner};x=1"),
        format!("/{inner}/"),
        format!("/{inner}/."),
        format!("/{}", inner.to_uppercase()),
        format!("/{}", inner.replace('/', "//")),
        format!("/{}", inner.replace('/', "/./")),
        format!("/{}", inner.replace('/', "%2F")),
        format!("/{inner}%20"),
        format!("/{inner}%00"),
        format!("/assets/../{inner}"),
        format!("/index.php/{inner}"),
    ]
    .into_iter()
    .map(|path| format!("{path}{query}"))
    .collect();
    let endings = ["json", "xml", "atom", "csv", "pdf", "html", "js", "png"];
    all.extend(
        endings
            .iter()
            .map(|ending| format!("/{}.{ending}{query}", inner.trim_end_matches('/'))),
    );
    if let Some(query) = query.strip_prefix('?') {
        all.push(format!("{path}?{}", query.replace('&', ";")));
        all.push(format!("{path}?{}", query.replace('=', "[]=")));
        all.push(format!("{path}?x=1%26{query}"));
        all.push(format!("{path}?%20{query}"));
        all.push(format!("{path}??{query}"));
        all.push(format!("{path}?{}", query.replace('_', ".")));
        all.push(format!("{path}?{}", query.replace('_', "%5F")));
        all.push(format!("{path}?{}", query.to_uppercase()));
    } else {
        let others = ["format=json", "format=atom", "key=1", "_method=get", "export=1"];
        all.extend(others.iter().map(|other| format!("{path}?{other}")));
    }
    all
}
