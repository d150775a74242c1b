//! `gatepass explain`: what the gateway does with a request, and by which words of the config.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use http::HeaderValue;
use serde::Serialize;

use super::arguments::Format;
use super::output::Printable;
use super::place::{Library, block_on};
use super::{Outcome, grant, output, words};
use crate::access::{Grant, GrantState, ScopeName, Visibility};
use crate::audit::{DecisionFilter, DecisionRecord, JournalReader, ShortCode};
use crate::clock::{Clock, SystemClock};
use crate::config::file::{ShownScope, TestRequest};
use crate::config::{
    ExplainedVerdict, Explanation, FoundIn, Rehearsal, RehearsedBody, SeenReading, Settings, Site,
    TouchedMatcher, explain, load, rehearsed_grant, suggest,
};

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Method and target, such as "GET /index.php?module=Messages"
    #[arg(required_unless_present = "code", value_parser = grant::from_text::<TestRequest>)]
    request: Option<TestRequest>,
    /// The site, as the config calls it; needed when there are several
    #[arg(long)]
    site: Option<String>,
    /// Scopes that the grant shows, such as contacts,messages=read-only; the others are hidden
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = grant::from_text::<ShownScope>)]
    with: Vec<ShownScope>,
    /// For this grant, as it is now: its id, the beginning of its id, or its user name
    #[arg(long, value_name = "ID", conflicts_with = "with")]
    grant: Option<String>,
    /// A decision of the past, by the code that the refused person reads out
    #[arg(long, value_parser = parse_code, conflicts_with_all = ["request", "site", "with", "grant", "from"])]
    code: Option<ShortCode>,
    /// What the body says
    #[arg(long, value_name = "TEXT")]
    body: Option<String>,
    /// The body's Content-Type
    #[arg(
        long = "type",
        value_name = "TYPE",
        requires = "body",
        default_value = "application/x-www-form-urlencoded"
    )]
    content_type: String,
    /// The cookies that the app would get, such as "module=Messages; theme=dark"
    #[arg(long, value_name = "COOKIES", value_parser = grant::from_text::<HeaderValue>)]
    cookies: Option<HeaderValue>,
    /// The address that it comes from
    #[arg(long, value_name = "IP")]
    from: Option<IpAddr>,
    #[command(flatten)]
    format: Format,
}

fn parse_code(text: &str) -> Result<ShortCode, String> {
    text.parse::<ShortCode>().map_err(|error| error.to_string())
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    explanation: Explanation,
    /// The decision that is asked about, as it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<DecisionRecord>,
}

pub(super) fn explain_request(config: &Path, asked: &ExplainArguments) -> anyhow::Result<Outcome> {
    let answer = match (&asked.code, &asked.request) {
        (Some(code), _) => block_on(of_the_past(config, *code, asked))?,
        (None, Some(request)) => Answer {
            explanation: of_today(config, request, asked)?,
            recorded: None,
        },
        (None, None) => return Err(anyhow!("write a request, such as \"GET /\", or `--code`")),
    };
    if asked.format.json {
        output::print_json(&answer)?;
    } else {
        output::print(&in_words(config, &answer))?;
    }
    Ok(Outcome::Done)
}

fn of_today(config: &Path, request: &TestRequest, asked: &ExplainArguments) -> anyhow::Result<Explanation> {
    let mut rehearsal = Rehearsal::new(request.method.clone(), &request.target);
    rehearsal.body = asked.body().unwrap_or(rehearsal.body);
    rehearsal.cookies.clone_from(&asked.cookies);
    rehearsal.from = asked.from.unwrap_or(rehearsal.from);
    let Some(asked_grant) = &asked.grant else {
        let settings = load(config)?;
        let site = the_site(&settings, asked.site.as_deref())?;
        let show = grant::shown(asked.with.clone())?;
        if let Some(unknown) = show.keys().find(|name| !has_scope(site, name)) {
            return Err(no_scope(site, unknown));
        }
        let now = SystemClock::starting_after(None).now();
        return Ok(explain(site, &rehearsal, &rehearsed_grant(site, show, now), now));
    };
    block_on(async {
        let library = Library::open(config).await?;
        let grant = grant::find_grant(&library.store, asked_grant).await?;
        let site = library.site_of(&grant)?;
        if asked
            .site
            .as_ref()
            .is_some_and(|name| *name != grant.site.as_str())
        {
            return Err(anyhow!("this grant is for the site `{}`", grant.site));
        }
        if let (None, Some(network)) = (asked.from, grant.networks.first()) {
            rehearsal.from = network.addr();
        }
        Ok(explain(site, &rehearsal, &grant, library.now()))
    })
}

/// The policy of today about a request of the past.
async fn of_the_past(config: &Path, code: ShortCode, asked: &ExplainArguments) -> anyhow::Result<Answer> {
    let library = Library::open(config).await?;
    let record = recorded(&library, code)?;
    let settings = &library.settings;
    let site = settings
        .site_named(&record.site)
        .ok_or_else(|| grant::no_site(settings, record.site.as_str()))?;
    let grant = grant_at(&library, &record).await?;
    let method = record.method.parse().map_err(|_| {
        anyhow!(
            "the method `{}` is recorded in part only",
            Printable(&record.method)
        )
    })?;
    // What is left out decides nothing: no scope reads it. It only has to be there.
    let mut target = record.path.replace('…', "x");
    if let Some(query) = &record.query {
        let _ = write!(target, "?{}", query.replace('…', "x"));
    }
    let rehearsal = Rehearsal {
        method,
        target,
        body: asked.body().unwrap_or(RehearsedBody::Unknown),
        cookies: asked.cookies.clone(),
        from: record.ip,
    };
    Ok(Answer {
        explanation: explain(site, &rehearsal, &grant, record.at),
        recorded: Some(record),
    })
}

fn recorded(library: &Library, code: ShortCode) -> anyhow::Result<DecisionRecord> {
    let filter = DecisionFilter {
        code: Some(code),
        ..DecisionFilter::default()
    };
    let journal = &library.settings.journal;
    let mut records = JournalReader::open(journal, filter)
        .map_err(|error| anyhow!("cannot read the journal `{}`: {error}", journal.display()))?;
    match records.next() {
        Some(record) => Ok(record?),
        None => Err(anyhow!(
            "there is no decision `{code}` in the journal; `gatepass audit list --verdict refuse` shows those that were refused"
        )),
    }
}

/// The grant or access token in whose name it was asked, without what happened to it since.
async fn grant_at(library: &Library, record: &DecisionRecord) -> anyhow::Result<Arc<Grant>> {
    let gone = || {
        anyhow!(
            "the store has forgotten who asked; `gatepass audit list --code {}` shows what is recorded",
            record.code
        )
    };
    if let (Some(token), Some(account)) = (record.token, record.account) {
        let tokens = library.store.app_tokens_of(account).await?;
        let token = tokens.into_iter().find(|known| known.id == token);
        return token.map(|known| known.grant).ok_or_else(gone);
    }
    let Some(id) = record.grant else {
        return Err(anyhow!(
            "nobody was signed in: there is no grant to explain it by"
        ));
    };
    let grant = library.store.grant(id).await?.ok_or_else(gone)?.grant;
    Ok(Arc::new(Grant {
        state: match grant.state {
            GrantState::Paused { at } | GrantState::Revoked { at } if record.at < at => GrantState::Active,
            GrantState::Active | GrantState::Paused { .. } | GrantState::Revoked { .. } => grant.state,
        },
        ..Grant::clone(&grant)
    }))
}

fn the_site<'s>(settings: &'s Settings, asked: Option<&str>) -> anyhow::Result<&'s Arc<Site>> {
    match (asked, settings.sites.as_slice()) {
        (Some(name), _) => settings.site(name).ok_or_else(|| grant::no_site(settings, name)),
        (None, [only]) => Ok(only),
        (None, []) => Err(anyhow!("the config has no site")),
        (None, several) => {
            let names: Vec<String> = several
                .iter()
                .map(|site| format!("`{}`", site.policy.name))
                .collect();
            Err(anyhow!("say which site: `--site` is one of {}", names.join(", ")))
        }
    }
}

fn has_scope(site: &Site, name: &ScopeName) -> bool {
    site.policy.scopes.iter().any(|scope| scope.name == *name)
}

fn no_scope(site: &Site, unknown: &ScopeName) -> anyhow::Error {
    let scopes = &site.policy.scopes;
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
    let help = suggest(unknown.as_str(), &names).unwrap_or_else(|| "it has none".to_owned());
    anyhow!("the site `{}` has no scope `{unknown}`; {help}", site.policy.name)
}

impl ExplainArguments {
    fn body(&self) -> Option<RehearsedBody> {
        self.body.clone().map(|text| RehearsedBody::Said {
            content_type: self.content_type.clone(),
            text,
        })
    }
}

/// Readings that are shown; the others are much like them.
const MOST_READINGS: usize = 8;

fn in_words(config: &Path, answer: &Answer) -> String {
    let Answer {
        explanation,
        recorded,
    } = answer;
    let mut text = String::new();
    let mut row = |label: &str, fact: &str| {
        text.push_str(&words::beside(
            &format!("{label:<12}"),
            &Printable(fact).to_string(),
        ));
    };
    row(
        "Request",
        &format!("{} {}", explanation.method, explanation.target),
    );
    row("Site", explanation.site.as_str());
    if let Some(record) = recorded {
        let then = match &record.reason {
            Some(reason) => format!("refused or asked for proof: {reason}"),
            None => "forwarded".to_owned(),
        };
        row("Recorded", &format!("{}, {then}", words::moment(record.at)));
        if record.path.contains('…') || record.query.as_ref().is_some_and(|query| query.contains('…')) {
            row("", "x stands for what was not recorded");
        }
    }
    for (at, reading) in explanation.readings.iter().take(MOST_READINGS).enumerate() {
        let label = if at == 0 { "Read as" } else { "or as" };
        let folded = if reading.folded {
            ", without regard to case"
        } else {
            ""
        };
        row(
            label,
            &format!("{} ({}{folded})", reading.path, reading.visibility),
        );
    }
    let more = explanation.readings.len().saturating_sub(MOST_READINGS);
    if more > 0 {
        row("", &format!("and {more} more ways; `--json` shows all"));
    }
    for (at, parameter) in explanation.parameters.iter().enumerate() {
        let place = match parameter.found_in {
            FoundIn::Query => "address",
            FoundIn::Form => "form",
            FoundIn::Json => "JSON",
        };
        let label = if at == 0 { "Says" } else { "" };
        row(
            label,
            &format!("{} = {} ({place})", parameter.name, parameter.value),
        );
    }
    for scope in &explanation.scopes {
        let label = if scope.label == scope.name.as_str() {
            String::new()
        } else {
            format!(", “{}”", scope.label)
        };
        row(
            "In scope",
            &format!("{}{label}: {}", scope.name, scope.visibility),
        );
        let plain = explanation.readings.first();
        for matcher in &scope.matchers {
            row("", &matcher_in_words(config, matcher, plain));
        }
    }
    if let Some(elsewhere) = explanation.elsewhere {
        let only = if explanation.scopes.is_empty() {
            ""
        } else {
            ", in some reading"
        };
        row("In no scope", &format!("{elsewhere}, as `elsewhere` says{only}"));
    }
    let needs = format!("{}: {}", explanation.needed, needs_in_words(explanation));
    row("Needs", &needs);
    let verdict = match (explanation.verdict, explanation.reason) {
        (ExplainedVerdict::Forward, _) => "passes".to_owned(),
        (ExplainedVerdict::Refuse, reason) => format!("refused, `{}`", reason.unwrap_or_default()),
        (ExplainedVerdict::ReadBody, _) => "not decided; add `--body`".to_owned(),
    };
    row("Verdict", &format!("{verdict}: {}", explanation.because));
    text
}

fn needs_in_words(explanation: &Explanation) -> &'static str {
    match explanation.needed {
        Visibility::Full => "it can change something",
        Visibility::ReadOnly | Visibility::Hidden => "it only looks",
    }
}

/// ``gatepass.toml:12: { path = "/messages/**" }``, which editors can jump to.
fn matcher_in_words(config: &Path, matcher: &TouchedMatcher, plain: Option<&SeenReading>) -> String {
    let mut text = match (matcher.line, &matcher.written) {
        (Some(line), Some(written)) => format!("{}:{line}: {written}", config.display()),
        _ => "by a matcher that is not in the file".to_owned(),
    };
    if let (Some(path), Some(plain)) = (matcher.paths.first(), plain)
        && !matcher.paths.contains(&plain.path)
    {
        text.push_str(&format!(" (as {path})"));
    }
    if matcher.unsure {
        text.push_str(" (if the body says so)");
    }
    if matcher.torn {
        text.push_str(" (the request has different values there)");
    }
    text
}
