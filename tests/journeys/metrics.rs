//! What an operator's monitoring reads.

use crate::support::{Protocol, WorldBuilder};

/// The value of a series as Prometheus would read it.
fn value(text: &str, series: &str) -> Option<f64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '))?;
    line.parse().ok()
}

#[tokio::test]
async fn everything_that_becomes_of_a_request_is_counted_once() {
    let world = WorldBuilder::new().top("health = \"127.0.0.2:0\"").start().await;
    let url = format!("http://{}/metrics", world.running.health.unwrap());
    let read = async || {
        let answer = reqwest::get(&url).await.unwrap();
        let form = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(form.starts_with("application/openmetrics-text"), "{form}");
        answer.text().await.unwrap()
    };
    let (client, grant) = world.signed_in(Protocol::Http1).await;
    let before = read().await;
    for path in ["/contacts", "/contacts", "/messages/1", "/.gatepass/sign-in"] {
        client.visit(path).await;
    }
    world.client(Protocol::Http2).visit("/contacts").await;
    let gone = world.client(Protocol::Http1);
    gone.visit("/%zz").await;
    // A request is counted when it is over: a moment after its answer has come.
    let more = async |series: &str, more: f64| {
        let counted = value(&read().await, series).unwrap() - value(&before, series).unwrap();
        assert!(counted < more + 0.5, "{series}: {counted}");
        counted > more - 0.5
    };
    for (outcome, status, expected) in [
        ("forwarded", "2xx", 2.0),
        ("refused", "4xx", 1.0),
        ("own", "3xx", 1.0),
        ("challenged", "3xx", 1.0),
        ("undecided", "4xx", 1.0),
        ("forwarded", "5xx", 0.0),
    ] {
        let series =
            format!(r#"gatepass_requests_total{{site="crm",outcome="{outcome}",status="{status}"}}"#);
        until(&series, async || more(&series, expected).await).await;
    }
    let took = r#"gatepass_request_duration_seconds_count{site="crm"}"#;
    until(took, async || more(took, 6.0).await).await;
    let text = read().await;
    assert_eq!(value(&text, "gatepass_store_is_current"), Some(1.0));
    assert_eq!(value(&text, "gatepass_config_in_force"), Some(1.0));
    assert_eq!(value(&text, r#"gatepass_upstreams_up{site="crm"}"#), Some(1.0));
    assert!(value(&text, "gatepass_connections").unwrap() >= 1.0);
    for secret in [
        grant.id.to_string(),
        "contacts".to_owned(),
        "127.0.0.1".to_owned(),
    ] {
        assert!(!text.contains(&secret), "no label says who or what: {secret}");
    }
}

#[tokio::test]
async fn cuts_and_reloads_are_counted() {
    let world = WorldBuilder::new().top("health = \"127.0.0.2:0\"").start().await;
    let url = format!("http://{}/metrics", world.running.health.unwrap());
    let read = async || reqwest::get(&url).await.unwrap().text().await.unwrap();
    let (client, grant) = world.signed_in(Protocol::Http1).await;
    let mut stream = client.call("/live/events").await;
    assert!(stream.chunk().await.unwrap().is_some(), "it flows");
    world.revoke(grant.id).await;
    while let Ok(Some(_)) = stream.chunk().await {}
    let cuts = "gatepass_cuts_total";
    until(cuts, async || value(&read().await, cuts) == Some(1.0)).await;

    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, "nonsense").unwrap();
    world.running.reload().await;
    let refused = r#"gatepass_reloads_total{result="refused"}"#;
    until(refused, async || value(&read().await, refused) == Some(1.0)).await;
    assert_eq!(value(&read().await, "gatepass_config_in_force"), Some(0.0));
    std::fs::write(&path, old).unwrap();
    world.running.reload().await;
    let in_force = "gatepass_config_in_force";
    until(in_force, async || value(&read().await, in_force) == Some(1.0)).await;
    assert!(value(&read().await, r#"gatepass_reloads_total{result="in-force"}"#) >= Some(1.0));
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{what} does not come to be what it must within ten seconds");
}
