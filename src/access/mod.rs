//! The pure core: given a request, what is known of the client, the policy and the time, may it pass?
//!
//! Nothing in here is `async`, does I/O, reads a clock or draws a random number, so that the gateway, `check`,
//! property tests and benches all run the same decision. A [`Permit`] can only come out of [`decide`].

mod account;
pub mod canonical;
mod challenge;
mod client;
mod cover;
mod decide;
mod entrance;
mod glob;
mod grant;
mod id;
mod index;
mod json_rule;
mod matcher;
mod path_pattern;
mod policy;
mod program;
mod request;
pub mod room;
mod scope;
mod scopes;
mod session;
mod site_parameters;
mod throttle;
mod validity;
mod values;
mod verdict;

pub use account::{
    Account, AccountName, AccountNameError, EmailAddress, EmailAddressError, Role, SecondFactor,
};
pub use canonical::{BodyFields, BodyReader, CanonicalTarget, Dialect, TargetError, Unreadable, UploadWatch};
pub use challenge::{ChallengeRule, CodeHolder, StepUpProof, TrustKey, TrustedClient};
pub use client::{ClientEvidence, TrustedProxies, forwarded_hops};
pub use decide::{Permit, Permitted, decide, needed_visibility};
pub use entrance::WayIn;
pub use glob::{Glob, GlobError};
pub use grant::{
    AgentName, AlreadyOver, CodeMethod, Grant, GrantState, GrantStatus, SessionLimits, UnknownCodeMethod,
};
pub use id::{AccountId, GrantId, HandoffLinkId, Id, IdError, RoomId, RoomInvitationId, SessionId, TokenId};
pub use index::Place;
pub use json_rule::{JsonPointerError, JsonRule};
pub use matcher::{Matcher, ParameterRule, Touch, Written};
pub use path_pattern::{PathPattern, PathPatternError};
pub use policy::{Idleness, SiteName, SitePolicy, Told, Visitors};
pub use program::{AppAccess, AppToken, ProgramCodes};
pub use request::{AccessRequest, Body, Purpose};
pub use scope::{Scope, ScopeName, Visibility};
pub use scopes::Scopes;
pub use session::{AgentStanding, Holder, Session, SessionStage, Standing};
pub use site_parameters::{ParameterShape, SiteParameters};
pub use throttle::{Attempts, Locked, ThrottleRule};
pub use validity::Validity;
pub use values::{NumberRange, ValuePattern, ValueRegex, Values};
pub use verdict::{Demand, Judgement, Reason, Verdict};
