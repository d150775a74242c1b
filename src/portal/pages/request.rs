//! The first dialog: how long, how much of the app, for whom.

use askama::Template;

use super::Frame;
use super::time;

/// `GET /support/{site}` while no grant is live, and the same page again after a mistake.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/request.html")]
pub struct RequestPage {
    /// Of the grantor.
    pub frame: Frame,
    /// Path of this page, where the form goes.
    pub action: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The grantor's user name in the app.
    pub user: String,
    /// What is on offer, shortest first.
    pub durations: Vec<DurationChoice>,
    /// The app's named parts.
    pub scopes: Vec<ScopeChoice>,
    /// Whether what no part names is shown, too; else only the ticked parts are.
    pub shows_rest: bool,
    /// Whether *only look* is on offer.
    pub offers_read_only: bool,
    /// Which codes are on offer; where there is only one, nothing is asked.
    pub codes: Vec<CodeKind>,
    /// What was filled in, or the defaults.
    pub form: RequestForm,
    /// What is wrong with it.
    pub errors: Vec<RequestError>,
}

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct RequestForm {
    /// Value of the chosen duration.
    pub duration: String,
    /// Date and time at which it is to begin, as typed; empty: now.
    pub starts: String,
    /// Names of the parts that are to be shown.
    pub show: Vec<String>,
    /// Only look, change nothing.
    pub read_only: bool,
    /// Who will help.
    pub agent: String,
    /// Their address.
    pub email: String,
    /// What for.
    pub reason: String,
    /// The helpdesk's number for it.
    pub ticket: String,
    /// Networks that the agent must come from, with commas or blanks between them; empty: any.
    pub networks: String,
    /// Within how many hours the first sign-in must come; empty: at any time.
    pub claim: String,
    /// After how many minutes without a deed a session ends; empty: as the site says.
    pub idle: String,
    /// How many sessions there may be at once; empty: any number.
    pub sessions: String,
    /// Which security code the agent gets.
    pub code: CodeKind,
}

/// Hours for `claim`, minutes for `idle`, and numbers for `sessions` that are on offer.
pub const CLAIMS: [u32; 3] = [1, 4, 24];
pub const IDLES: [u32; 3] = [10, 30, 60];
pub const SESSIONS: [u32; 3] = [1, 2, 5];

/// One duration on offer.
#[derive(Debug, Clone)]
pub struct DurationChoice {
    /// Value of the field, such as `8h`.
    pub value: String,
    /// The same in seconds.
    pub seconds: u64,
}

/// One part of the app on offer.
#[derive(Debug, Clone)]
pub struct ScopeChoice {
    /// Value of the field.
    pub name: String,
    /// In the operator's words.
    pub label: String,
}

/// Which security code an agent gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeKind {
    /// One that stays the same.
    #[default]
    Fixed,
    /// One that changes every 30 seconds, in the agent's authenticator app.
    Totp,
    /// One that is mailed to the agent each time.
    Email,
}

impl CodeKind {
    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Fixed, Self::Totp, Self::Email]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Value of the field `code`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Totp => "totp",
            Self::Email => "email",
        }
    }

    fn label_key(self) -> &'static str {
        match self {
            Self::Fixed => "support-code-fixed",
            Self::Totp => "support-code-totp",
            Self::Email => "support-code-email",
        }
    }

    fn about_key(self) -> &'static str {
        match self {
            Self::Fixed => "support-code-fixed-about",
            Self::Totp => "support-code-totp-about",
            Self::Email => "support-code-email-about",
        }
    }
}

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestError {
    /// No duration, or none that is on offer.
    Duration,
    /// No moment, or one that is past or too far ahead.
    Start,
    /// A part that is not on offer.
    Scope,
    /// The agent's name is too long, or holds what no name holds.
    Agent,
    /// No address.
    Email,
    /// No address, and codes are to go there.
    EmailForCodes,
    /// Too long.
    Reason,
    /// Too long.
    Ticket,
    /// Something among them is no network.
    Networks,
    /// None of the numbers that are on offer.
    Limit,
    /// No code, or none that is on offer.
    Code,
}

impl RequestError {
    /// Id of the field it belongs to.
    fn field(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::Start => "starts",
            Self::Scope => "show",
            Self::Agent => "agent",
            Self::Email | Self::EmailForCodes => "email",
            Self::Reason => "reason",
            Self::Ticket => "ticket",
            Self::Networks => "networks",
            Self::Limit => "claim",
            Self::Code => "code",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Duration => "support-error-duration",
            Self::Start => "support-error-start",
            Self::Scope => "support-error-scope",
            Self::Agent => "support-error-agent",
            Self::Email => "support-error-email",
            Self::EmailForCodes => "support-error-email-for-codes",
            Self::Reason => "support-error-reason",
            Self::Ticket => "support-error-ticket",
            Self::Networks => "support-error-networks",
            Self::Limit => "support-error-limit",
            Self::Code => "support-error-code",
        }
    }
}

/// One limit, to be chosen from a list.
struct LimitChoice<'p> {
    name: &'static str,
    label: String,
    without: String,
    chosen: &'p str,
    numbers: [(String, String); 3],
}

impl RequestPage {
    fn duration_in_words(&self, choice: &DurationChoice) -> String {
        time::hours(self.frame.words(), choice.seconds)
    }

    /// Whether codes can only be mailed: then the agent must have an address.
    fn needs_email(&self) -> bool {
        self.codes == [CodeKind::Email]
    }

    fn shows(&self, scope: &ScopeChoice) -> bool {
        self.form.show.contains(&scope.name)
    }

    /// The limits that are a choice: name of the field, what it is about, what leaving it empty means, and the numbers
    /// on offer, in words.
    fn limits(&self) -> [LimitChoice<'_>; 3] {
        let choice = |name, [label, without, count]: [&str; 3], chosen, numbers: [u32; 3]| LimitChoice {
            name,
            label: self.frame.say(label),
            without: self.frame.say(without),
            chosen,
            numbers: numbers.map(|number| {
                let words = self.frame.say_count(count, u64::from(number));
                (number.to_string(), words)
            }),
        };
        [
            choice(
                "claim",
                ["support-claim", "support-claim-without", "support-claim-count"],
                &self.form.claim,
                CLAIMS,
            ),
            choice(
                "idle",
                ["support-idle", "support-idle-without", "support-idle-count"],
                &self.form.idle,
                IDLES,
            ),
            choice(
                "sessions",
                [
                    "support-at-once",
                    "support-at-once-without",
                    "support-at-once-count",
                ],
                &self.form.sessions,
                SESSIONS,
            ),
        ]
    }

    /// What is wrong with a field, in words.
    fn problem(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field() == field)?;
        Some(self.frame.say(error.key()))
    }

    /// Ids of the fields that are wrong, in the order of the page, with words for each.
    fn problems(&self) -> Vec<(&'static str, String)> {
        let words = |error: &RequestError| (error.field(), self.frame.say(error.key()));
        self.errors.iter().map(words).collect()
    }
}
