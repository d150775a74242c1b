//! What an operator laid down for one site, ready to be asked.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::fmt;
use std::iter;
use std::ops::Deref;
use std::sync::Arc;

use http::{HeaderValue, Method};
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::canonical::{
    BodyPart, CanonicalTarget, Parameters, ReadNames, Reading, TooManyReadings, readings,
};
use super::challenge::ChallengeRule;
use super::grant::Grant;
use super::index::Place;
use super::matcher::{Leniency, Said, Touch};
use super::path_pattern::PathPattern;
use super::request::AccessRequest;
use super::scope::Visibility;
use super::scopes::Scopes;
use super::site_parameters::SiteParameters;
use super::verdict::Judgement;

/// The name by which config, grants, logs and the command line call a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SiteName(Arc<str>);

impl SiteName {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SiteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What happens to people without a support session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visitors {
    /// They are asked to sign in.
    Refuse,
    /// They reach the app as if the gateway were not there.
    Pass,
}

/// One site's rules.
#[derive(Debug, Clone)]
pub struct SitePolicy {
    pub name: SiteName,
    pub visitors: Visitors,
    /// How much is visible of what no scope names.
    pub elsewhere: Visibility,
    pub challenge: ChallengeRule,
    /// How long a client is trusted after it answered a challenge; zero: never.
    pub trust_for: SignedDuration,
    pub parameters: SiteParameters,
    pub idleness: Idleness,
    pub scopes: Scopes,
}

/// When a session ends because nobody does anything in it.
#[derive(Debug, Clone, Default)]
pub struct Idleness {
    /// `None`: only where a grant says so.
    pub after: Option<SignedDuration>,
    /// What pages ask for by themselves: nobody does anything by it.
    pub polling: Vec<PathPattern>,
}

impl SitePolicy {
    /// The names of parameters that anything here reads.
    pub fn read_names(&self) -> ReadNames {
        self.parameters.read_names(self.scopes.read_names())
    }

    /// How long nothing may happen in a session of `grant`; `None`: for ever.
    pub fn idle_limit(&self, grant: &Grant) -> Option<SignedDuration> {
        [self.idleness.after, grant.limits.idle]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether somebody does something by this request, as far as its plain reading tells.
    pub fn is_deed(&self, target: &CanonicalTarget) -> bool {
        self.idleness.polling.is_empty()
            || readings(target.path()).is_ok_and(|readings| {
                let plain = readings.first();
                !plain.is_some_and(|plain| self.idleness.polling.iter().any(|path| path.matches(plain)))
            })
    }

    /// How much of what `request` asks for is visible under `grant`, in the least visible of its readings.
    pub fn judge(&self, request: &AccessRequest, grant: &Grant) -> Result<Judgement, TooManyReadings> {
        self.judge_and_tell(request, grant, &mut |_| ())
    }

    /// As [`Self::judge`], and tells on the way what the judgement is made of.
    pub fn judge_and_tell(
        &self,
        request: &AccessRequest,
        grant: &Grant,
        tell: &mut impl FnMut(Told<'_>),
    ) -> Result<Judgement, TooManyReadings> {
        let target = &request.target;
        let readings = readings(target.path())?;
        let mut least: Option<Judgement> = None;
        for part in request.body.parts() {
            let mut judged = self.judge_part(request, grant, &readings, part, tell)?;
            if !part.fields.is_empty() && !is_read_by_all(&request.method, part) {
                // A server that passes them over answers for what the address alone asks for.
                let leaves = part.leaves.clone();
                let unread = BodyPart {
                    fields: Vec::new(),
                    leaves,
                };
                judged.narrow(self.judge_part(request, grant, &readings, &unread, tell)?);
            }
            match &mut least {
                None => least = Some(judged),
                Some(least) => {
                    // Parts are said one beside the other: none of them is another reading of the first.
                    least.plain = least.plain.min(judged.plain);
                    least.narrow(judged);
                }
            }
        }
        least.ok_or(TooManyReadings)
    }

    fn judge_part(
        &self,
        request: &AccessRequest,
        grant: &Grant,
        readings: &[Reading<'_>],
        part: &BodyPart,
        tell: &mut impl FnMut(Told<'_>),
    ) -> Result<Judgement, TooManyReadings> {
        // Most requests are in no scope that reads parameters.
        let parameters = LazyCell::new(|| {
            let dialect = self.parameters.dialect;
            let query = request.target.query().unwrap_or_default();
            let cookies = request
                .cookies
                .as_ref()
                .map_or(b"".as_slice(), HeaderValue::as_bytes);
            Parameters::parse_in(dialect, query)
                .and_in_path(dialect, readings)
                .and_in_body(&part.fields)
                .and_in_cookies(dialect, &String::from_utf8_lossy(cookies))
        });
        let said = LazyCell::new(|| Said {
            parameters: &parameters,
            leaves: &part.leaves,
            is_all: request.body.is_known(),
        });
        let mut least: Option<Judgement> = None;
        for reading in readings {
            let says_nothing_new = reading.folded && matches!(reading.path, Cow::Borrowed(_));
            if says_nothing_new && !self.scopes.case_matters() {
                continue;
            }
            let strict = self.world(request, grant, reading, &said, Leniency::Strict, tell);
            let mut others = Vec::new();
            if strict.reads_what_is_said {
                for leniency in [Leniency::Loose, Leniency::Sceptical] {
                    others.push(self.world(request, grant, reading, &said, leniency, tell));
                }
            }
            for world in iter::once(strict).chain(others) {
                if world.reads_what_is_said
                    && readings.len().saturating_mul(parameters.len()) > MOST_COMPARISONS
                {
                    return Err(TooManyReadings);
                }
                if reading.only_where_named && !world.is_named() {
                    continue;
                }
                let elsewhere = if reading.only_where_named {
                    Visibility::Full
                } else {
                    grant.cap(self.elsewhere)
                };
                let judged = self.judgement_of(world, elsewhere);
                tell(Told::Judged {
                    reading,
                    judgement: &judged,
                });
                match &mut least {
                    None => least = Some(judged),
                    Some(least) => least.narrow(judged),
                }
            }
        }
        let mut least = least.ok_or(TooManyReadings)?;
        if least.reads_what_is_said {
            least.misshapen = self.parameters.misshapen(&parameters).map(str::to_owned);
        }
        Ok(least)
    }

    /// Asks all scopes about one reading.
    fn world<'s>(
        &self,
        request: &AccessRequest,
        grant: &Grant,
        path: &Reading<'_>,
        said: &impl Deref<Target = Said<'s>>,
        leniency: Leniency,
        tell: &mut impl FnMut(Told<'_>),
    ) -> World {
        let mut world = World::default();
        let asked = self.scopes.asked(&request.method, path, said);
        world.reads_what_is_said = asked.reads_what_is_said;
        for of_one_scope in asked.places.chunk_by(|one, next| one.scope == next.scope) {
            let index = of_one_scope.first().map_or(0, |place| place.scope);
            let Some(scope) = self.scopes.get(index) else {
                continue;
            };
            let mut touch = Touch::No;
            let matchers = of_one_scope
                .iter()
                .filter_map(|place| Some((place, scope.matchers.get(place.matcher)?)));
            for (place, matcher) in matchers {
                let touched = if matcher.reads_what_is_said() {
                    let is_torn = matcher.is_torn_by(said);
                    if is_torn {
                        tell(Told::Torn { place: *place });
                    }
                    world.conflict |= is_torn;
                    let touched = matcher.touch(said, leniency);
                    world.anchored |= touched == Touch::Yes && said.is_all;
                    touched
                } else {
                    world.anchored = true;
                    Touch::Yes
                };
                if touched != Touch::No {
                    tell(Told::Touched {
                        reading: path,
                        place: *place,
                        touch: touched,
                    });
                }
                touch = touch.max(touched);
            }
            let place = match touch {
                Touch::No => continue,
                Touch::Maybe => &mut world.unsure,
                Touch::Yes => &mut world.named,
            };
            let visible = grant.visibility_of(scope);
            *place = Some(place.map_or(visible, |so_far| so_far.min(visible)));
            let rule = scope.challenge.unwrap_or(self.challenge);
            world.challenge = world.challenge.max(Some(rule));
            world.least_challenge = Some(world.least_challenge.map_or(rule, |least| least.min(rule)));
            world.touched.push(index);
        }
        world
    }

    fn judgement_of(&self, world: World, elsewhere: Visibility) -> Judgement {
        let sure = world.named.unwrap_or(elsewhere);
        let mut with_body = world.unsure.map_or(sure, |unsure| sure.min(unsure));
        let mut challenge = world.challenge;
        if !world.anchored {
            // Nothing, or only a parameter that an unread body may yet override, puts the request into a scope:
            // it may as well be elsewhere, and a lenient scope must not speak for that.
            with_body = with_body.min(elsewhere);
            challenge = challenge.max(Some(self.challenge));
        }
        Judgement {
            plain: sure,
            visibility: sure,
            named: world.named,
            with_body,
            challenge: challenge.unwrap_or(self.challenge),
            least_challenge: world
                .least_challenge
                .map_or(self.challenge, |least| least.min(self.challenge)),
            reads_what_is_said: world.reads_what_is_said,
            touched: world.touched,
            conflict: world.conflict,
            misshapen: None,
        }
    }
}

/// A step of a judgement, for whoever asks why. The same steps may come again, for another part of a body or as a lenient
/// server would read it.
#[derive(Debug)]
pub enum Told<'t> {
    /// In this reading, this matcher holds or may hold.
    Touched {
        reading: &'t Reading<'t>,
        place: Place,
        touch: Touch,
    },
    /// Two servers could disagree on what this matcher reads.
    Torn { place: Place },
    /// What all scopes together, and `elsewhere`, make of one reading.
    Judged {
        reading: &'t Reading<'t>,
        judgement: &'t Judgement,
    },
}

/// Every server reads the fields of a form that is posted. PHP and Django read them with no other method, and members of
/// JSON as parameters not at all.
fn is_read_by_all(method: &Method, part: &BodyPart) -> bool {
    *method == Method::POST && part.leaves.is_empty()
}

/// Readings times parameters before a request is called ambiguous: a bound on work, not on honest requests, which
/// have a handful of the first and hundreds of the second at most (PHP's `max_input_vars` is 1000).
const MOST_COMPARISONS: usize = 16 * 1024;

/// What the scopes said of one reading.
#[derive(Debug, Default)]
struct World {
    named: Option<Visibility>,
    unsure: Option<Visibility>,
    /// Some scope is touched whatever the body says.
    anchored: bool,
    challenge: Option<ChallengeRule>,
    /// The mildest of what the touched scopes ask for.
    least_challenge: Option<ChallengeRule>,
    touched: Vec<usize>,
    reads_what_is_said: bool,
    conflict: bool,
}

impl World {
    fn is_named(&self) -> bool {
        self.named.is_some() || self.unsure.is_some()
    }
}
