//! The pure core: given a request, what is known of the client, the policy and the time, may it pass?
//!
//! Nothing in here is `async`, does I/O, reads a clock or draws a random number, so that the gateway, `check`,
//! property tests and benches all run the same decision. A [`Permit`] can only come out of [`decide`].

mod account;
pub mod canonical;
mod challenge;
mod client;
mod decide;
mod entrance;
mod grant;
mod id;
mod json_rule;
mod matcher;
mod policy;
mod program;
mod request;
mod scope;
mod scopes;
mod session;
mod throttle;
mod validity;
mod verdict;

pub use account::{
    Account, AccountName, AccountNameError, EmailAddress, EmailAddressError, Role, SecondFactor,
};
pub use canonical::{BodyFields, BodyReader, CanonicalTarget, TargetError, Unreadable, UploadWatch};
pub use challenge::{ChallengeRule, CodeHolder, StepUpProof, TrustKey, TrustedClient};
pub use client::{ClientEvidence, TrustedProxies, forwarded_hops};
pub use decide::{Permit, Permitted, decide};
pub use entrance::WayIn;
pub use grant::{AgentName, AlreadyOver, CodeMethod, Grant, GrantState, GrantStatus, UnknownCodeMethod};
pub use id::{AccountId, GrantId, Id, IdError, SessionId, TokenId};
pub use json_rule::{JsonPointerError, JsonRule};
pub use matcher::{Glob, GlobError, Matcher, ParameterRule, PathPattern, PathPatternError};
pub use policy::{SiteName, SitePolicy, Visitors};
pub use program::{AppAccess, AppToken, ProgramCodes};
pub use request::{AccessRequest, Body, Purpose};
pub use scope::{Scope, ScopeName, Visibility};
pub use scopes::Scopes;
pub use session::{AgentStanding, Holder, Session, SessionStage, Standing};
pub use throttle::{Attempts, Locked, ThrottleRule};
pub use validity::Validity;
pub use verdict::{Demand, Judgement, Reason, Verdict};
