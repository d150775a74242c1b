//! What the journal says of one decision: taken from what was judged, and without what may be secret.

use std::collections::BTreeSet;
use std::fmt;

use super::json::Members;
use super::short_code::ShortCode;
use crate::access::canonical::{Parameters, loose_name};
use crate::access::{
    AccessRequest, CanonicalTarget, Demand, Holder, Permit, Reason, ScopeName, Session, SitePolicy, Standing,
    Visibility,
};

/// Characters of a path that are recorded.
const LONGEST_PATH: usize = 1024;
/// Characters of a query that are recorded.
const LONGEST_QUERY: usize = 512;
/// Stands for what is not recorded. No target holds it, since targets are ASCII.
const LEFT_OUT: char = '…';

/// What a decision was made about, and under which code it is found again.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    pub code: ShortCode,
    /// What `decide` was given. Of what is forwarded the permit tells, not the request.
    pub request: &'a AccessRequest,
    /// The policy that decided: it gives the site and the scopes their names.
    pub policy: &'a SitePolicy,
    pub shown: &'a ShownParameters,
}

/// Any verdict but leave to forward.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    Challenge(Demand),
    Refuse(&'a Reason),
}

/// Which query parameters are recorded with their value: those that the policy reads. Made once per policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownParameters(BTreeSet<String>);

impl ShownParameters {
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(loose_name).collect())
    }

    /// Those that a scope of `policy` reads.
    pub fn of(policy: &SitePolicy) -> Self {
        let matchers = policy.scopes.iter().flat_map(|scope| &scope.matchers);
        let rules = matchers.flat_map(|matcher| &matcher.parameters);
        Self::new(rules.map(|rule| rule.loose_name()))
    }

    fn shows(&self, part: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        match part.split_once('=') {
            Some((name, value)) if name.bytes().all(is_one_name) && value.bytes().all(is_one_value) => {
                self.0.contains(name)
            }
            _ => self.shows_in_all_readings(part),
        }
    }

    fn shows_in_all_readings(&self, part: &str) -> bool {
        Parameters::parse(part)
            .iter()
            .all(|it| it.loose_names.iter().any(|name| self.0.contains(name)))
    }
}

/// Whoever reads a parameter, and however loosely: a name of these alone is that name.
fn is_one_name(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9')
}

/// The same for a value: nobody finds another parameter in it.
fn is_one_value(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Verdict, reason, and who asked for what.
pub(super) fn write_forward(
    members: &mut Members<'_>,
    at: &str,
    permit: &Permit,
    circumstances: &Circumstances<'_>,
) {
    let Circumstances {
        code,
        request,
        policy,
        shown,
    } = *circumstances;
    let agent = permit.agent();
    members.word("at", at);
    members.text("code", code);
    members.word("verdict", "forward");
    members.word("site", permit.site().as_str());
    write_session(members, agent.map(|agent| agent.session.as_ref()));
    write_target(members, permit.method(), permit.target(), shown);
    members.text("ip", request.client.ip);
    let touched = agent.into_iter().flat_map(|agent| &agent.touched);
    let scopes = touched.filter_map(|index| policy.scopes.get(*index));
    members.texts("scopes", scopes.map(|scope| &scope.name));
    if let Some(agent) = agent {
        members.word("visibility", agent.visibility.as_str());
    }
}

/// As [`write_forward`], for what is not forwarded.
pub(super) fn write_answer(
    members: &mut Members<'_>,
    at: &str,
    answer: Answer<'_>,
    standing: &Standing,
    circumstances: &Circumstances<'_>,
) {
    let Circumstances {
        code,
        request,
        policy,
        shown,
    } = *circumstances;
    let (verdict, reason) = match answer {
        Answer::Challenge(demand) => ("challenge", demand.code()),
        Answer::Refuse(reason) => ("refuse", reason.code()),
    };
    let session = match standing {
        Standing::Visitor | Standing::Unproven => None,
        Standing::Agent(agent) => Some(agent.session.as_ref()),
    };
    members.word("at", at);
    members.text("code", code);
    members.word("verdict", verdict);
    members.word("reason", reason);
    members.word("site", policy.name.as_str());
    write_session(members, session);
    write_target(members, &request.method, &request.target, shown);
    members.text("ip", request.client.ip);
    let named = named_by(answer);
    members.texts(
        "scopes",
        scopes_called(policy, named.map_or(&[], |(labels, _)| labels)),
    );
    members.text_if("visibility", named.map(|(_, visibility)| visibility));
}

fn write_session(members: &mut Members<'_>, session: Option<&Session>) {
    let Some(session) = session else { return };
    match session.holder {
        Holder::Agent => {
            members.text("grant", session.grant);
            members.text("session", session.id);
        }
        Holder::Program { token, owner, .. } => {
            members.text("token", token);
            members.text("account", owner);
        }
    }
}

fn write_target(
    members: &mut Members<'_>,
    method: &http::Method,
    target: &CanonicalTarget,
    shown: &ShownParameters,
) {
    write_shortened(members, "method", method.as_str(), LONGEST_METHOD);
    write_shortened(members, "path", target.path(), LONGEST_PATH);
    if let Some(query) = target.query() {
        write_shortened(members, "query", &without_values(query, shown), LONGEST_QUERY);
    }
}

fn write_shortened(members: &mut Members<'_>, name: &'static str, text: &str, most: usize) {
    if text.len() <= most {
        members.word(name, text);
    } else {
        members.text(name, Shortened(text, most));
    }
}

/// Characters of a method that are recorded; an extension method (RFC 9110 section 16.1) may be long.
const LONGEST_METHOD: usize = 32;

/// The labels and the visibility that a refusal speaks of.
fn named_by(answer: Answer<'_>) -> Option<(&[String], Visibility)> {
    match answer {
        Answer::Refuse(Reason::Hidden(labels)) => Some((labels, Visibility::Hidden)),
        Answer::Refuse(Reason::ReadOnly(labels)) => Some((labels, Visibility::ReadOnly)),
        Answer::Refuse(
            Reason::GrantRevoked
            | Reason::GrantPaused
            | Reason::GrantExpired
            | Reason::GrantNotBegun(_)
            | Reason::GrantRegenerated
            | Reason::WrongSite
            | Reason::NetworkNotAllowed
            | Reason::MethodNotAllowed
            | Reason::ServiceWorker
            | Reason::AmbiguousTarget
            | Reason::ConflictingParameters
            | Reason::MisshapenParameter(_)
            | Reason::BodyNotJudged(_),
        )
        | Answer::Challenge(_) => None,
    }
}

fn scopes_called<'p>(policy: &'p SitePolicy, labels: &[String]) -> impl Iterator<Item = &'p ScopeName> {
    let called = |scope: &&crate::access::Scope| labels.contains(&scope.label);
    policy.scopes.iter().filter(called).map(|scope| &scope.name)
}

/// The query with [`LEFT_OUT`] for every value that the policy does not read. What stands without a name counts as a
/// value. `;` separates too, because some servers say so: a value never shows another parameter's.
fn without_values(query: &str, shown: &ShownParameters) -> String {
    let mut text = String::with_capacity(query.len().min(LONGEST_QUERY));
    for part in query.split_inclusive(['&', ';']) {
        // Longer than what is recorded of it, in bytes or characters alike.
        if text.len() > 4 * LONGEST_QUERY {
            break;
        }
        let separator = part
            .get(part.len().saturating_sub(1)..)
            .filter(|end| matches!(*end, "&" | ";"));
        let pair = part.strip_suffix(['&', ';']).unwrap_or(part);
        match pair.split_once('=') {
            _ if pair.is_empty() || shown.shows(pair) => text.push_str(pair),
            Some((name, _)) => {
                text.push_str(name);
                text.push('=');
                text.push(LEFT_OUT);
            }
            None => text.push(LEFT_OUT),
        }
        text.push_str(separator.unwrap_or_default());
    }
    text
}

/// A text of at most so many characters.
struct Shortened<'t>(&'t str, usize);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, most) = *self;
        if text.len() <= most {
            return f.write_str(text);
        }
        let mut ends = text.char_indices().map(|(at, _)| at);
        let cut = ends.nth(most.saturating_sub(1));
        match (cut, ends.next()) {
            (Some(cut), Some(_)) => write!(f, "{}{LEFT_OUT}", text.get(..cut).unwrap_or_default()),
            _ => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{DecisionRecord, support};
    use super::*;

    fn shown() -> ShownParameters {
        ShownParameters::new(["module", "View"])
    }

    #[test]
    fn only_values_that_the_policy_reads_are_recorded() {
        for (query, recorded) in [
            ("", ""),
            ("module=Contacts&q=Meier", "module=Contacts&q=…"),
            ("MODULE[]=Contacts&view=List", "MODULE[]=Contacts&view=List"),
            ("%6Dodule=Contacts", "%6Dodule=Contacts"),
            ("eyJhbGciOi", "…"),
            ("token=abc=def==", "token=…"),
            ("module=Contacts;token=secret", "module=Contacts;token=…"),
            ("x=1;module=A&&y", "x=…;module=A&&…"),
            // What a server finds that splits elsewhere, or decodes first, is no value of the first parameter.
            ("module=Contacts?token=secret", "module=…"),
            ("module=Contacts%26token=secret", "module=…"),
            ("module=Contacts%3Btoken=secret", "module=…"),
        ] {
            assert_eq!(without_values(query, &shown()), recorded);
        }
        assert_eq!(
            without_values("module=x", &ShownParameters::default()),
            "module=…"
        );
    }

    #[test]
    fn a_long_text_is_cut_at_a_character_and_says_so() {
        assert_eq!(Shortened("äöü", 3).to_string(), "äöü");
        assert_eq!(Shortened("äöüß", 3).to_string(), "äö…");
        assert_eq!(Shortened("", 3).to_string(), "");
        let long = "x".repeat(2000);
        assert_eq!(
            Shortened(&long, LONGEST_PATH).to_string().chars().count(),
            LONGEST_PATH
        );
    }

    proptest! {
        #[test]
        fn what_is_seen_at_a_glance_is_what_all_readings_say(part in "(module|view|Module|x|7)=[!-~é]{0,6}") {
            prop_assert_eq!(shown().shows(&part), shown().shows_in_all_readings(&part));
        }

        #[test]
        fn whatever_is_asked_for_is_read_back(target in r#"/[!"$&-\[\]-~]{0,30}\?[!"$&-\[\]-~]{0,30}"#, secret in "[a-z0-9]{12,20}") {
            let target = format!("{target}&token={secret}");
            let policy = support::policy();
            let request = support::request(&target);
            let about = Circumstances {
                code: support::code(1),
                request: &request,
                policy: &policy,
                shown: &ShownParameters::of(&policy),
            };
            let permit = support::permit(&target, &Standing::Visitor);
            let mut text = String::new();
            let at = support::at(1).to_string();
            write_forward(&mut Members::new(&mut text), &at, &permit, &about);
            let record: DecisionRecord = serde_json::from_str(&format!("{{{text}}}")).unwrap();
            prop_assert_eq!(record.path, request.target.path());
            prop_assert!(record.query.is_some_and(|query| !query.contains(&secret)));
        }
    }
}
