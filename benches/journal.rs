//! What it costs to record a decision: microseconds per record, on the disk below the temporary directory.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use gatepass::access::{
    AccessRequest, Body, CanonicalTarget, ChallengeRule, ClientEvidence, Purpose, SiteName, SitePolicy,
    Standing, Verdict, Visibility, Visitors, decide,
};
use gatepass::audit::{Circumstances, Journal, SEGMENT_BYTES, ShortCode, ShownParameters};
use jiff::{SignedDuration, Timestamp};

const ROUNDS: u32 = 5;
const RECORDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    let now = Timestamp::from_second(1_800_000_000)?;
    let journal = Arc::new(Journal::open(dir.path(), 0, now, SEGMENT_BYTES)?);
    let policy = SitePolicy {
        name: SiteName::new("crm"),
        visitors: Visitors::Pass,
        elsewhere: Visibility::Full,
        challenge: ChallengeRule::Window,
        trust_for: SignedDuration::from_mins(5),
        scopes: Vec::new().into(),
    };
    let shown = ShownParameters::of(&policy);
    let request = AccessRequest {
        method: http::Method::GET,
        target: CanonicalTarget::parse(b"/index.php?module=Contacts&view=List&q=Meier")?,
        body: Body::None,
        purpose: Purpose::Exchange,
        client: ClientEvidence {
            ip: "192.0.2.1".parse()?,
            user_agent: "bench".to_owned(),
        },
        trust_key: None,
    };
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for number in 0..RECORDS {
            let code = ShortCode::from_random(u64::from(number).to_be_bytes());
            let about = Circumstances {
                code,
                request: &request,
                policy: &policy,
                shown: &shown,
            };
            if let Verdict::Forward(permit) = decide(&request, &Standing::Visitor, &policy, now) {
                let _ = black_box(journal.record_forward(permit, &about, now)?);
            }
        }
        rounds.push(started.elapsed().as_secs_f64() * 1e6 / f64::from(RECORDS));
    }
    rounds.sort_by(f64::total_cmp);
    let median = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
    println!("decide and record: {median:.2} us (median of {ROUNDS} rounds of {RECORDS})");
    Ok(())
}
