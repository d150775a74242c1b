//! Why a request is let through or refused: the gateway's own decision, with what it is made of.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Serialize;

use super::rehearsal::{Rehearsal, signed_in};
use super::settings::Site;
use crate::access::canonical::{Parameters, Reading, SeenBy, Step};
use crate::access::{
    AccessRequest, Body, ChallengeRule, Demand, Dialect, Grant, Judgement, Place, Reason, ScopeName,
    SiteName, Told, Touch, Unreadable, Verdict, Visibility, decide, needed_visibility,
};

/// What is decided of a request, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    pub site: SiteName,
    pub method: String,
    pub target: String,
    pub verdict: ExplainedVerdict,
    /// A stable code; `None`: it is forwarded.
    pub reason: Option<&'static str>,
    /// The same in a sentence.
    pub because: String,
    /// What the grant shows of the place; `None`: nobody can say what it is.
    pub visibility: Option<Visibility>,
    /// Looking takes `read-only`, everything else `full`.
    pub needed: Visibility,
    /// When a security code is asked for.
    pub challenge: Option<ChallengeRule>,
    /// Every way in which a server may read the path, the plain one first.
    pub readings: Vec<SeenReading>,
    /// What the request says, plainly read.
    pub parameters: Vec<SeenParameter>,
    /// The scopes that the request is in, or may be in.
    pub scopes: Vec<TouchedScope>,
    /// What the site shows of what is in no scope, if some reading is in none.
    pub elsewhere: Option<Visibility>,
}

/// What becomes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExplainedVerdict {
    Forward,
    Refuse,
    /// It depends on a body that is not known here.
    ReadBody,
}

/// One way to read the path, and what is visible of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeenReading {
    pub path: String,
    /// Without regard to case, and to marks on letters.
    pub folded: bool,
    pub visibility: Visibility,
}

/// A name with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeenParameter {
    /// Of a value in JSON: the place (RFC 6901).
    pub name: String,
    pub value: String,
    pub found_in: FoundIn,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundIn {
    Query,
    Form,
    Json,
}

/// A scope and what put the request into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TouchedScope {
    pub name: ScopeName,
    pub label: String,
    /// In this grant.
    pub visibility: Visibility,
    pub matchers: Vec<TouchedMatcher>,
}

/// A matcher that holds, as it stands in the config.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TouchedMatcher {
    pub line: Option<usize>,
    pub written: Option<String>,
    /// Only a body that is not known here could say that it holds.
    pub unsure: bool,
    /// Two servers could read different values where it looks.
    pub torn: bool,
    /// The readings of the path in which it holds.
    pub paths: Vec<String>,
}

/// Decides what the gateway would decide of `rehearsal` in a session of `grant`, apart from asking for a code.
pub fn explain(site: &Site, rehearsal: &Rehearsal, grant: &Grant, now: Timestamp) -> Explanation {
    let policy = &site.policy;
    let mut explanation = Explanation {
        site: policy.name.clone(),
        method: rehearsal.method.to_string(),
        target: rehearsal.target.clone(),
        verdict: ExplainedVerdict::Refuse,
        reason: Some("malformed-target"),
        because: String::new(),
        visibility: None,
        needed: Visibility::Full,
        challenge: None,
        readings: Vec::new(),
        parameters: Vec::new(),
        scopes: Vec::new(),
        elsewhere: None,
    };
    let request = match rehearsal.as_request(policy) {
        Ok(request) => request,
        Err(error) => {
            explanation.because = format!("no request like this is accepted: {error}");
            return explanation;
        }
    };
    explanation.needed = needed_visibility(&request);
    explanation.parameters = parameters(&request, policy.parameters.dialect);
    let judgement = policy.judge_and_tell(&request, grant, &mut |told| explanation.note(site, grant, &told));
    if let Ok(judgement) = judgement {
        explanation.visibility = Some(judgement.visibility);
        explanation.challenge = Some(judgement.challenge);
    }
    let verdict = decide(&request, &signed_in(grant, now), policy, now);
    explanation.conclude(&verdict);
    explanation
}

impl Explanation {
    fn note(&mut self, site: &Site, grant: &Grant, told: &Told<'_>) {
        match told {
            Told::Touched {
                reading,
                place,
                touch,
            } => {
                if let Some(matcher) = self.matcher(site, grant, *place) {
                    matcher.unsure &= *touch == Touch::Maybe;
                    let path = reading.path.as_ref();
                    if !matcher.paths.iter().any(|known| known == path) {
                        matcher.paths.push(path.to_owned());
                    }
                }
            }
            Told::Torn { place } => {
                if let Some(matcher) = self.matcher(site, grant, *place) {
                    matcher.torn = true;
                }
            }
            Told::Judged { reading, judgement } => {
                if judgement.touched.is_empty() && !reading.only_where_named {
                    self.elsewhere = Some(grant.cap(site.policy.elsewhere));
                }
                self.note_reading(reading, judgement);
            }
        }
    }

    fn note_reading(&mut self, reading: &Reading<'_>, judgement: &Judgement) {
        let known = self
            .readings
            .iter_mut()
            .find(|known| known.path == reading.path && known.folded == reading.folded);
        match known {
            Some(known) => known.visibility = known.visibility.min(judgement.visibility),
            None => self.readings.push(SeenReading {
                path: reading.path.to_string(),
                folded: reading.folded,
                visibility: judgement.visibility,
            }),
        }
    }

    /// That matcher's entry, made if need be.
    fn matcher(&mut self, site: &Site, grant: &Grant, place: Place) -> Option<&mut TouchedMatcher> {
        let scope = site.policy.scopes.get(place.scope)?;
        let written = scope.matchers.get(place.matcher)?.written.as_ref();
        let at = match self.scopes.iter().position(|known| known.name == scope.name) {
            Some(at) => at,
            None => {
                self.scopes.push(TouchedScope {
                    name: scope.name.clone(),
                    label: scope.label.clone(),
                    visibility: grant.visibility_of(scope),
                    matchers: Vec::new(),
                });
                self.scopes.len() - 1
            }
        };
        let matchers = &mut self.scopes.get_mut(at)?.matchers;
        let (line, text) = (written.map(|it| it.line), written.map(|it| it.text.to_string()));
        let at = match matchers
            .iter()
            .position(|known| known.line == line && known.written == text)
        {
            Some(at) => at,
            None => {
                matchers.push(TouchedMatcher {
                    line,
                    written: text,
                    unsure: true,
                    torn: false,
                    paths: Vec::new(),
                });
                matchers.len() - 1
            }
        };
        matchers.get_mut(at)
    }

    fn conclude(&mut self, verdict: &Verdict) {
        (self.verdict, self.reason, self.because) = match verdict {
            Verdict::Forward(_) => (ExplainedVerdict::Forward, None, self.why_it_passes()),
            Verdict::Refuse(reason) => (
                ExplainedVerdict::Refuse,
                Some(reason.code()),
                self.why_not(reason),
            ),
            Verdict::ReadBody => (
                ExplainedVerdict::ReadBody,
                Some("body-not-known"),
                "it depends on what the body says, which the gateway reads before it decides".to_owned(),
            ),
            // Nothing is left to prove in a session that proves itself.
            Verdict::Challenge(demand) => (ExplainedVerdict::Refuse, Some(demand.code()), why_asked(*demand)),
        };
    }

    fn why_it_passes(&self) -> String {
        let shown = self.visibility.unwrap_or(Visibility::Full);
        let mut text = match (self.scopes.is_empty(), self.elsewhere) {
            (true, _) => format!("it is in no scope, and `elsewhere` is {shown}"),
            (false, None) => format!("{} shown", self.all_scopes()),
            (false, Some(elsewhere)) => {
                format!("{} shown, and `elsewhere` is {elsewhere}", self.all_scopes())
            }
        };
        text.push_str(match self.challenge {
            Some(ChallengeRule::Never) | None => "; no code is asked for",
            Some(ChallengeRule::Window) => "; a code is asked for unless the client is trusted",
            Some(ChallengeRule::Always) => "; a code is asked for every time",
        });
        text
    }

    fn all_scopes(&self) -> String {
        let mut text = String::new();
        for (at, scope) in self.scopes.iter().enumerate() {
            let joint = if at == 0 { "" } else { ", " };
            let _ = write!(text, "{joint}`{}` ({})", scope.name, scope.visibility);
        }
        text.push_str(if self.scopes.len() == 1 { " is" } else { " are" });
        text
    }

    /// `` `messages` (line 12) ``: those that show less than is needed.
    fn scopes_in_the_way(&self) -> String {
        let in_the_way = self.scopes.iter().filter(|scope| scope.visibility < self.needed);
        let named = in_the_way.map(|scope| format!("`{}`{}", scope.name, lines_of(scope)));
        named.collect::<Vec<_>>().join(", ")
    }

    fn why_not(&self, reason: &Reason) -> String {
        let needed = self.needed;
        match reason {
            Reason::Hidden(labels) if labels.is_empty() => {
                "it is in no scope, and `elsewhere` is hidden".to_owned()
            }
            Reason::ReadOnly(labels) if labels.is_empty() => {
                format!("it is in no scope, `elsewhere` is read-only, and this needs {needed}")
            }
            Reason::Hidden(_) => format!("it is in {}, which the grant hides", self.scopes_in_the_way()),
            Reason::ReadOnly(_) => format!(
                "it is in {}, which the grant shows read-only, and this needs {needed}",
                self.scopes_in_the_way()
            ),
            Reason::AmbiguousTarget => {
                let in_the_way = self.scopes_in_the_way();
                if self.readings.is_empty() {
                    "it can be read in more ways than an honest request".to_owned()
                } else if in_the_way.is_empty() {
                    "some servers read it as something that the grant does not show".to_owned()
                } else {
                    format!(
                        "some servers read it as something in {in_the_way}, which the grant does not show"
                    )
                }
            }
            Reason::ConflictingParameters => {
                let is_torn = |scope: &&TouchedScope| scope.matchers.iter().any(|matcher| matcher.torn);
                let torn = self.scopes.iter().filter(is_torn);
                let named: Vec<String> = torn
                    .map(|scope| format!("`{}`{}", scope.name, lines_of(scope)))
                    .collect();
                format!(
                    "what {} looks at is there with different values",
                    named.join(", ")
                )
            }
            Reason::MisshapenParameter(name) => format!(
                "`{name}` is not written as the site's `parameters` want it: once, no array, and in its shape"
            ),
            Reason::BodyNotJudged(why) => format!(
                "a scope depends on the body, which {}",
                match why {
                    Unreadable::TooLarge => "is longer than what is read of it",
                    Unreadable::UnknownType => "is no form and no JSON, or compressed",
                    Unreadable::Malformed => "servers could read in different ways",
                }
            ),
            Reason::GrantRevoked => "the grant was revoked".to_owned(),
            Reason::GrantPaused => "the grant is paused".to_owned(),
            Reason::GrantExpired => "the grant is over".to_owned(),
            Reason::GrantNotBegun(start) => format!("the grant begins later, at {start}"),
            Reason::GrantRegenerated => "the grant has new credentials since".to_owned(),
            Reason::WrongSite => "the grant is for another site".to_owned(),
            Reason::NetworkNotAllowed => "the grant allows other networks only".to_owned(),
            Reason::MethodNotAllowed => "this method is not let through in a support session".to_owned(),
            Reason::ServiceWorker => "it would outlive the session in the browser".to_owned(),
        }
    }
}

/// ` (line 12)`, ` (lines 12, 14)`.
fn lines_of(scope: &TouchedScope) -> String {
    let lines: Vec<String> = scope
        .matchers
        .iter()
        .filter_map(|matcher| matcher.line)
        .map(|line| line.to_string())
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] => format!(" (line {one})"),
        several => format!(" (lines {})", several.join(", ")),
    }
}

fn why_asked(demand: Demand) -> String {
    match demand {
        Demand::SignIn | Demand::FinishSignIn => "nobody is signed in",
        Demand::StepUp | Demand::StepUpAlways => "a security code is asked for",
    }
    .to_owned()
}

fn parameters(request: &AccessRequest, dialect: Dialect) -> Vec<SeenParameter> {
    let query = Parameters::parse_in(dialect, request.target.query().unwrap_or_default());
    let is_plain = |seen_by| match seen_by {
        SeenBy::Everyone | SeenBy::Strict => true,
        SeenBy::Lenient | SeenBy::Inner => false,
    };
    let mut all: Vec<SeenParameter> = query
        .iter()
        .filter(|it| is_plain(it.seen_by))
        .map(|it| SeenParameter {
            name: it.name.to_string(),
            value: it.value.to_string(),
            found_in: FoundIn::Query,
        })
        .collect();
    let Body::Read(fields) = &request.body else {
        return all;
    };
    for part in fields.parts() {
        // Members of JSON are fields too, for servers that take them for parameters: here they are said once.
        if part.leaves.is_empty() {
            all.extend(
                part.fields
                    .iter()
                    .filter(|it| is_plain(it.seen_by))
                    .map(|it| SeenParameter {
                        name: it.name.to_string(),
                        value: it.value.to_string(),
                        found_in: FoundIn::Form,
                    }),
            );
        }
        all.extend(part.leaves.iter().map(|leaf| SeenParameter {
            name: pointer(&leaf.path),
            value: leaf.value.clone(),
            found_in: FoundIn::Json,
        }));
    }
    all
}

/// RFC 6901.
fn pointer(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        text.push('/');
        match step {
            Step::Member(name) => text.push_str(&name.replace('~', "~0").replace('/', "~1")),
            Step::Element(index) => text.push_str(&index.to_string()),
        }
    }
    text
}
