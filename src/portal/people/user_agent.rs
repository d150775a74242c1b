//! What a browser says of itself, as far as people care: `Firefox on Linux`.

/// Kinds of clients, by what their `User-Agent` holds. Most pretend to be others, so the order matters.
const CLIENTS: [(&str, &str); 10] = [
    ("edg/", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser/", "Samsung Internet"),
    ("firefox/", "Firefox"),
    ("chromium/", "Chromium"),
    ("chrome/", "Chrome"),
    ("safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
    ("node", "Node.js"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os x", "macOS"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
];

/// A few words; the text itself, shortened, where it says nothing that we know.
pub(in crate::portal) fn in_words(user_agent: &str) -> String {
    let lower = user_agent.to_lowercase();
    let find = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(sign, _)| lower.contains(sign))
            .map(|(_, name)| *name)
    };
    match (find(&CLIENTS), find(&SYSTEMS)) {
        (Some(client), Some(system)) => format!("{client} · {system}"),
        (Some(client), None) => client.to_owned(),
        (None, Some(system)) => system.to_owned(),
        (None, None) if user_agent.is_empty() => "–".to_owned(),
        (None, None) => user_agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_own_name() {
        for (user_agent, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox · Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            ("curl/8.5.0", "curl"),
            ("", "–"),
            ("MyTool 1.0", "MyTool 1.0"),
        ] {
            assert_eq!(in_words(user_agent), words);
        }
    }
}
