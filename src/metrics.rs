//! What is counted while the gateway runs, for Prometheus.
//!
//! The names, units and labels below are a contract with whoever has an alarm on them: `operating` in the manual lists
//! them. No label holds what a client chose, so that nobody can make up new series.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
pub use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry, Unit};

/// What [`Metrics::text`] is written in.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds in seconds: from what a page may take to what only a report takes.
const SECONDS: [f64; 12] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    /// The app got it.
    Forwarded,
    /// Its sender was asked to sign in, or for a security code.
    Challenged,
    /// The policy, or the grant, does not allow it.
    Refused,
    /// The gateway has answered it with a page or a call of its own.
    Own,
    /// It could not be understood, or nothing could be decided.
    #[default]
    Undecided,
}

/// In the order of [`Outcome`].
const OUTCOMES: [&str; 5] = ["forwarded", "challenged", "refused", "own", "undecided"];

/// First digits of a status; the last: nobody was left to answer.
const CLASSES: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "none"];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRequest {
    site: String,
    outcome: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfSite {
    site: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfReload {
    result: &'static str,
}

/// All counters of one gateway.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<OfRequest, Counter>,
    seconds: Family<OfSite, Histogram, fn() -> Histogram>,
    upstreams: Family<OfSite, Gauge>,
    upstreams_up: Family<OfSite, Gauge>,
    reloads: Family<OfReload, Counter>,
    config_in_force: Gauge,
    store_is_current: Gauge,
    connections: Gauge,
    /// Requests, streams and WebSockets that were ended before their time.
    pub cuts: Counter,
    /// Requests that were refused because what was decided could not be written down.
    pub unrecorded: Counter,
}

/// What can only be asked for, at the moment when somebody reads.
#[derive(Debug, Clone, Default)]
pub struct Moment {
    pub connections: usize,
    pub store_is_current: bool,
    pub config_in_force: bool,
    /// Site, servers, and how many of them are up.
    pub upstreams: Vec<(String, usize, usize)>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("gatepass");
        registry.register(
            "build",
            "Which gateway this is",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        let seconds: Family<OfSite, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SECONDS));
        registry.register_with_unit(
            "request_duration",
            "From the end of a request's head to the end of its answer, WebSockets left out",
            Unit::Seconds,
            seconds.clone(),
        );
        let named = &mut registry;
        Self {
            requests: registered(named, "requests", "Requests that are over"),
            seconds,
            cuts: registered(named, "cuts", "What was ended before its time"),
            unrecorded: registered(
                named,
                "unrecorded_decisions",
                "Requests refused because the journal could not be written",
            ),
            connections: registered(named, "connections", "Open client connections"),
            upstreams: registered(named, "upstreams", "Servers of a site"),
            upstreams_up: registered(named, "upstreams_up", "Those of them that take connections"),
            reloads: registered(named, "reloads", "Configurations that were read again"),
            config_in_force: registered(
                named,
                "config_in_force",
                "1: the configuration file as it is; 0: an older one, because the file is broken",
            ),
            store_is_current: registered(
                named,
                "store_is_current",
                "1: the gateway knows of every change; 0: it refuses sessions, because it cannot know",
            ),
            registry,
        }
    }
}

/// A metric that begins at nothing, and that the registry shows.
fn registered<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, about: &str) -> M {
    let metric = M::default();
    registry.register(name, about, metric.clone());
    metric
}

impl Metrics {
    /// The counters of a site, found once per (re)load. Empty name: what is for no site, such as the portal.
    pub fn of_site(&self, site: &str) -> SiteMetrics {
        let counter = |outcome, status| {
            let labels = OfRequest {
                site: site.to_owned(),
                outcome,
                status,
            };
            self.requests.get_or_create(&labels).clone()
        };
        let labels = OfSite {
            site: site.to_owned(),
        };
        SiteMetrics {
            requests: OUTCOMES.map(|outcome| CLASSES.map(|class| counter(outcome, class))),
            seconds: self.seconds.get_or_create(&labels).clone(),
        }
    }

    pub fn reloaded(&self, is_in_force: bool) {
        let result = if is_in_force { "in-force" } else { "refused" };
        self.reloads.get_or_create(&OfReload { result }).inc();
    }

    /// Everything in OpenMetrics' text format (version 1.0.0).
    pub fn text(&self, moment: &Moment) -> Result<String, fmt::Error> {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.connections.set(number(moment.connections));
        self.store_is_current.set(i64::from(moment.store_is_current));
        self.config_in_force.set(i64::from(moment.config_in_force));
        // A site that is gone has no servers.
        self.upstreams.clear();
        self.upstreams_up.clear();
        for (site, all, up) in &moment.upstreams {
            let labels = OfSite { site: site.clone() };
            self.upstreams.get_or_create(&labels).set(number(*all));
            self.upstreams_up.get_or_create(&labels).set(number(*up));
        }
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// The counters of one site. Counting takes an atomic addition or two.
#[derive(Debug)]
pub struct SiteMetrics {
    requests: [[Counter; CLASSES.len()]; OUTCOMES.len()],
    seconds: Histogram,
}

impl SiteMetrics {
    /// A request is over. `status`: 0 when nobody was answered. `took`: `None` for what lasts by its nature.
    pub fn is_over(&self, outcome: Outcome, status: u16, took: Option<Duration>) {
        let class = match status {
            100..=599 => usize::from(status / 100 - 1),
            _ => CLASSES.len() - 1,
        };
        if let Some(counter) = self.requests.get(outcome as usize).and_then(|it| it.get(class)) {
            counter.inc();
        }
        if let Some(took) = took {
            self.seconds.observe(took.as_secs_f64());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_and_status_has_a_series_of_its_own() {
        let metrics = Metrics::default();
        let crm = metrics.of_site("crm");
        let outcomes = [
            Outcome::Forwarded,
            Outcome::Challenged,
            Outcome::Refused,
            Outcome::Own,
            Outcome::Undecided,
        ];
        for (before, outcome) in outcomes.into_iter().enumerate() {
            for _ in 0..=before {
                crm.is_over(outcome, 404, None);
            }
        }
        crm.is_over(Outcome::Forwarded, 0, Some(Duration::from_millis(30)));
        crm.is_over(Outcome::Forwarded, 999, None);
        let text = metrics.text(&Moment::default()).unwrap();
        for line in [
            r#"gatepass_requests_total{site="crm",outcome="forwarded",status="4xx"} 1"#,
            r#"gatepass_requests_total{site="crm",outcome="challenged",status="4xx"} 2"#,
            r#"gatepass_requests_total{site="crm",outcome="undecided",status="4xx"} 5"#,
            r#"gatepass_requests_total{site="crm",outcome="forwarded",status="none"} 2"#,
            r#"gatepass_request_duration_seconds_count{site="crm"} 1"#,
            r#"gatepass_request_duration_seconds_bucket{le="0.05",site="crm"} 1"#,
            r#"gatepass_request_duration_seconds_bucket{le="0.025",site="crm"} 0"#,
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn what_is_asked_for_is_as_it_is_now() {
        let metrics = Metrics::default();
        let at = |upstreams| Moment {
            connections: 3,
            store_is_current: true,
            config_in_force: false,
            upstreams,
        };
        let text = metrics.text(&at(vec![("crm".to_owned(), 2, 1)])).unwrap();
        for line in [
            "gatepass_connections 3",
            "gatepass_store_is_current 1",
            "gatepass_config_in_force 0",
            r#"gatepass_upstreams{site="crm"} 2"#,
            r#"gatepass_upstreams_up{site="crm"} 1"#,
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
        let text = metrics.text(&at(Vec::new())).unwrap();
        assert!(!text.contains(r#"gatepass_upstreams{site="crm"}"#), "{text}");
    }
}
