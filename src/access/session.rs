//! Continued proof of identity on one client (ASVS 5.0 chapter 7), and what is known of a client when it asks.

use std::sync::Arc;

use jiff::Timestamp;

use super::challenge::{StepUpProof, TrustedClient};
use super::grant::Grant;
use super::id::{AccountId, GrantId, SessionId, TokenId};
use super::program::ProgramCodes;

/// A session of a support agent, or of a program. It ends with its grant at the latest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub grant: GrantId,
    /// The grant's generation when the session began: regenerating a grant leaves its older sessions behind.
    pub generation: u32,
    pub stage: SessionStage,
    pub holder: Holder,
    pub started_at: Timestamp,
}

/// Who shows up with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Whoever signed in with the grant's credentials.
    Agent,
    /// A program of the grantor's own, with an access token.
    Program {
        token: TokenId,
        owner: AccountId,
        codes: ProgramCodes,
    },
}

/// How far the sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStage {
    /// The password was right, the code is missing: opens nothing but the page that asks for it.
    AwaitingCode,
    Complete,
}

/// What is known of whoever sent the request, at the moment of the request.
#[derive(Debug, Clone)]
pub enum Standing {
    /// No session of ours.
    Visitor,
    /// An access token of ours that opens nothing here, or nothing any more. Whoever means to come with one is no visitor.
    Unproven,
    Agent(AgentStanding),
}

/// A session, the grant that it lives on, and what may excuse it from a challenge.
#[derive(Debug, Clone)]
pub struct AgentStanding {
    pub session: Arc<Session>,
    pub grant: Arc<Grant>,
    pub trust: Option<TrustedClient>,
    /// When somebody last did something in the session; at its beginning: then.
    pub active_at: Timestamp,
    /// This request came with a code that was right, or with a pass for this very target.
    pub proof: Option<StepUpProof>,
}
