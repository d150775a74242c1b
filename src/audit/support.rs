//! What the tests of this room share: requests, permits, and a disk that fails when told to.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::Method;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::*;
use crate::access::{
    AccessRequest, AgentName, AgentStanding, Body, CanonicalTarget, ChallengeRule, ClientEvidence,
    CodeMethod, Glob, Grant, GrantId, GrantState, Holder, Idleness, Matcher, ParameterRule, Permit, Purpose,
    Scope, ScopeName, Session, SessionId, SessionLimits, SessionStage, SiteName, SiteParameters, SitePolicy,
    Standing, Validity, Verdict, Visibility, Visitors, decide,
};

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_772_357_400 + second).unwrap()
}

/// A site with the scopes `contacts` and `messages`, told apart by the parameter `module`.
pub(super) fn policy() -> SitePolicy {
    let scope = |name: &str, value: &str| Scope {
        name: ScopeName::new(name),
        label: value.to_owned(),
        default: Visibility::Full,
        offer: true,
        challenge: None,
        matchers: vec![Matcher {
            parameters: vec![ParameterRule::new("module", Glob::parse(value).unwrap())],
            ..Matcher::default()
        }],
    };
    SitePolicy {
        name: SiteName::new("crm"),
        visitors: Visitors::Pass,
        elsewhere: Visibility::Full,
        challenge: ChallengeRule::Never,
        trust_for: SignedDuration::ZERO,
        parameters: SiteParameters::default(),
        idleness: Idleness::default(),
        scopes: vec![scope("contacts", "Contacts"), scope("messages", "Messages")].into(),
    }
}

pub(super) fn grant_id() -> GrantId {
    GrantId::from_bytes([7; 16])
}

pub(super) fn agent() -> Standing {
    let grant = Grant {
        id: grant_id(),
        site: SiteName::new("crm"),
        user_name: "help-1".to_owned(),
        grantor: "anna".to_owned(),
        agent: AgentName::default(),
        scopes: BTreeMap::from([(ScopeName::new("contacts"), Visibility::Full)]),
        read_only: false,
        networks: Vec::new(),
        reason: None,
        ticket: None,
        code: CodeMethod::Totp,
        validity: Validity {
            not_before: at(-3600),
            expires_at: at(3600),
        },
        limits: SessionLimits::default(),
        claim_by: None,
        first_used_at: None,
        created_at: at(-3600),
        state: GrantState::Active,
        generation: 0,
    };
    let session = Session {
        id: SessionId::from_bytes([9; 16]),
        grant: grant.id,
        generation: 0,
        stage: SessionStage::Complete,
        holder: Holder::Agent,
        started_at: at(-60),
    };
    Standing::Agent(AgentStanding {
        session: Arc::new(session),
        grant: Arc::new(grant),
        trust: None,
        active_at: at(0),
        proof: None,
    })
}

pub(super) fn request(target: &str) -> AccessRequest {
    AccessRequest {
        method: Method::GET,
        target: CanonicalTarget::parse(target.as_bytes()).unwrap(),
        body: Body::None,
        cookies: None,
        purpose: Purpose::Exchange,
        client: ClientEvidence {
            ip: "192.0.2.7".parse().unwrap(),
            user_agent: String::new(),
        },
        trust_key: None,
    }
}

pub(super) fn permit(target: &str, standing: &Standing) -> Permit {
    match decide(&request(target), standing, &policy(), at(0)) {
        Verdict::Forward(permit) => permit,
        Verdict::ReadBody | Verdict::Challenge(_) | Verdict::Refuse(_) => {
            panic!("`{target}` is not forwarded")
        }
    }
}

pub(super) fn code(number: u8) -> ShortCode {
    ShortCode::from_random([number; 8])
}

/// A journal in a directory of its own.
pub(super) struct Desk {
    pub(super) dir: TempDir,
    pub(super) policy: SitePolicy,
    pub(super) shown: ShownParameters,
}

impl Desk {
    pub(super) fn new() -> Self {
        let policy = policy();
        Self {
            dir: TempDir::new().unwrap(),
            shown: ShownParameters::of(&policy),
            policy,
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn open(&self, worker: usize, segment_bytes: u64) -> Journal {
        Journal::open(self.path(), worker, at(0), segment_bytes).unwrap()
    }

    pub(super) fn about<'a>(&'a self, number: u8, request: &'a AccessRequest) -> Circumstances<'a> {
        Circumstances {
            code: code(number),
            request,
            policy: &self.policy,
            shown: &self.shown,
        }
    }

    /// Records that `/{number}` is forwarded, at that second.
    pub(super) fn forward(&self, journal: &Journal, number: u8) -> Result<RecordedPermit, JournalError> {
        let target = format!("/{number}?module=Contacts");
        let asked = request(&target);
        let about = self.about(number, &asked);
        journal.record_forward(permit(&target, &agent()), &about, at(number.into()))
    }

    /// The names of all segments, by worker and number.
    pub(super) fn segments(&self) -> Vec<String> {
        let listing = segment::Listing::of(self.path()).unwrap();
        listing.segments.iter().map(SegmentName::to_string).collect()
    }

    pub(super) fn text(&self, segment: &str) -> String {
        std::fs::read_to_string(self.path().join(segment)).unwrap()
    }

    pub(super) fn overwrite(&self, segment: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(segment), text).unwrap();
    }

    /// The paths of all decisions that are read back.
    pub(super) fn recorded(&self, filter: DecisionFilter) -> Vec<String> {
        let reader = JournalReader::open(self.path(), filter).unwrap();
        reader.map(|record| record.unwrap().path).collect()
    }
}

/// What the disk does with the next calls, whichever file they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Takes so many bytes, and no more.
    ShortWrite(usize),
    NoWrite,
    NoTruncation,
    NoSync,
    NoNewFile,
}

/// The real disk, with faults.
#[derive(Clone, Default)]
pub(super) struct BadDisk {
    faults: Arc<Mutex<Vec<Fault>>>,
    pub(super) writes: Arc<AtomicUsize>,
    pub(super) syncs: Arc<AtomicUsize>,
}

impl BadDisk {
    pub(super) fn suffers(&self, faults: &[Fault]) {
        self.faults.lock().unwrap().extend(faults);
    }

    pub(super) fn heals(&self) {
        self.faults.lock().unwrap().clear();
    }

    fn has(&self, wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        self.faults.lock().unwrap().iter().copied().find(|it| wanted(it))
    }

    fn fails_with(&self, fault: Fault) -> io::Result<()> {
        match self.has(|it| *it == fault) {
            Some(_) => Err(io::Error::from(io::ErrorKind::StorageFull)),
            None => Ok(()),
        }
    }
}

struct BadFile(Arc<dyn JournalFile>, BadDisk);

impl JournalFiles for BadDisk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn JournalFile>> {
        self.fails_with(Fault::NoNewFile)?;
        Ok(Arc::new(BadFile(Disk.create(path)?, self.clone())))
    }
}

impl JournalFile for BadFile {
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.1.writes.fetch_add(1, Ordering::Relaxed);
        self.1.fails_with(Fault::NoWrite)?;
        match self.1.has(|it| matches!(it, Fault::ShortWrite(_))) {
            Some(Fault::ShortWrite(most)) => self.0.write(&bytes[..most]),
            _ => self.0.write(bytes),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.1.fails_with(Fault::NoTruncation)?;
        self.0.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.1.syncs.fetch_add(1, Ordering::Relaxed);
        self.1.fails_with(Fault::NoSync)?;
        self.0.sync()
    }
}
