//! kill -9 in the middle of everything, again and again.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use gatepass::access::GrantState;
use gatepass::actions::Credentials;
use gatepass::store::Seq;
use reqwest::Method;

use crate::is_long;
use crate::premises::{Premises, credentials, until};
use crate::support::{Client, Protocol, Recorder};

/// What the command line, or the gateway, said was done.
#[derive(Debug, Clone)]
enum Acknowledged {
    Created { grant: String },
    Revoked { grant: String },
    Regenerated { grant: String },
}

/// Visits, each with a path of its own, until the gateway is gone.
async fn visit_until_the_end(client: Arc<Client>, name: String) {
    for number in 0.. {
        let visit = client.request(Method::GET, &format!("/contacts/{name}-{number}"));
        match visit.send().await {
            Ok(answer) => assert_eq!(answer.status(), 200),
            Err(_) => return,
        }
    }
}

/// Creates, regenerates and revokes grants as an operator's script does.
async fn change_until_told(
    premises: Arc<Premises>,
    round: u32,
    stop: Arc<AtomicBool>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
) {
    for number in 0.. {
        let created = premises
            .command(&format!(
                "grant create --site crm --as r{round}n{number} --for 8h --json"
            ))
            .await;
        assert_eq!(created.code, 0, "the store is nobody's prisoner: {}", created.err);
        let grant = credentials(&created.out).id;
        done.lock()
            .unwrap()
            .push(Acknowledged::Created { grant: grant.clone() });
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let regenerated = premises
            .command(&format!("grant regenerate {grant} --json"))
            .await;
        assert_eq!(regenerated.code, 0, "{}", regenerated.err);
        done.lock()
            .unwrap()
            .push(Acknowledged::Regenerated { grant: grant.clone() });
        let revoked = premises.command(&format!("grant revoke {grant} --json")).await;
        assert_eq!(revoked.code, 0, "{}", revoked.err);
        done.lock().unwrap().push(Acknowledged::Revoked { grant });
        if stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Signs in and keeps what the gateway said yes to.
async fn sign_in_until_the_end(
    premises: Arc<Premises>,
    agent: Arc<Credentials>,
    sessions: Arc<Mutex<Vec<String>>>,
) {
    loop {
        let client = Client::new(&*premises, Protocol::Http1);
        let form = [
            ("username", agent.user_name.as_str()),
            ("password", agent.password.reveal()),
            ("code", agent.security_code.as_ref().unwrap().reveal()),
        ];
        let answer = client
            .request(Method::POST, "/.gatepass/sign-in")
            .form(&form)
            .send()
            .await;
        match answer {
            Ok(answer) if answer.status().is_success() => {
                sessions.lock().unwrap().push(client.session_cookie().unwrap());
            }
            // Hashing has its limits.
            Ok(answer) if answer.status() == 429 => {}
            Ok(answer) => panic!("{}: {}", answer.status(), answer.text().await.unwrap()),
            Err(_) => return,
        }
    }
}

async fn everything_acknowledged_is_there(premises: &Premises, done: &[Acknowledged]) {
    let store = premises.store().await;
    let grants = store.grants().await.unwrap();
    let mut changes = Vec::new();
    loop {
        let after = changes
            .last()
            .map_or(Seq(0), |last: &gatepass::store::LoggedChange| last.seq);
        let more = store.changes_after(after, 10_000).await.unwrap();
        if more.is_empty() {
            break;
        }
        changes.extend(more);
    }
    store.close().await;
    let logged: HashSet<(String, String)> = changes
        .iter()
        .filter_map(|change| Some((change.action.clone(), change.grant?.to_string())))
        .collect();
    for each in done {
        let (action, id) = match each {
            Acknowledged::Created { grant } => ("grant-created", grant),
            Acknowledged::Regenerated { grant } => ("grant-regenerated", grant),
            Acknowledged::Revoked { grant } => ("grant-revoked", grant),
        };
        assert!(
            logged.contains(&(action.to_owned(), id.clone())),
            "not in the log: {each:?}"
        );
        let grant = grants.iter().find(|grant| grant.id.to_string() == *id);
        let grant = grant.unwrap_or_else(|| panic!("not in the store: {each:?}"));
        match each {
            Acknowledged::Created { .. } => {}
            Acknowledged::Regenerated { .. } => assert_eq!(grant.generation, 2, "{each:?}"),
            Acknowledged::Revoked { .. } => {
                assert!(matches!(grant.state, GrantState::Revoked { .. }), "{each:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_gateway_recorded_all_that_it_forwarded_and_lost_nothing_that_it_acknowledged() {
    let upstream = Recorder::start().await;
    let premises = Arc::new(Premises::in_front_of(&upstream.as_upstream()));
    let mut gateway = premises.start().await;
    let clients = [
        Arc::new(premises.signed_in(Protocol::Http1).await),
        Arc::new(premises.signed_in(Protocol::Http2).await),
    ];
    let agent = Arc::new(premises.grant("newcomer").await);
    let done: Arc<Mutex<Vec<Acknowledged>>> = Arc::default();
    let sessions: Arc<Mutex<Vec<String>>> = Arc::default();
    let mut judged = 0;

    for round in 0..(if is_long() { 100 } else { 10 }) {
        let stop = Arc::new(AtomicBool::new(false));
        let mut work = tokio::task::JoinSet::new();
        for (who, client) in clients.iter().enumerate() {
            for twice in 0..2 {
                work.spawn(visit_until_the_end(
                    client.clone(),
                    format!("{round}-{who}-{twice}"),
                ));
            }
        }
        work.spawn(sign_in_until_the_end(
            premises.clone(),
            agent.clone(),
            sessions.clone(),
        ));
        work.spawn(change_until_told(
            premises.clone(),
            round,
            stop.clone(),
            done.clone(),
        ));

        // Each time somewhere else in the work: after more requests, during another change.
        let requests = judged + 50 + usize::try_from(round * 37 % 100).unwrap();
        let changes = done.lock().unwrap().len() + usize::try_from(round % 3).unwrap();
        until("there is enough to lose", async || {
            upstream.requests().len() >= requests && done.lock().unwrap().len() >= changes
        })
        .await;
        gateway.kill();
        stop.store(true, Ordering::Relaxed);
        while let Some(ended) = work.join_next().await {
            ended.unwrap();
        }

        let recorded: HashSet<String> = premises.forwarded().into_iter().collect();
        let seen = upstream.requests();
        for request in &seen[judged..] {
            let path = request.request_line().split(' ').nth(1).unwrap();
            assert!(
                recorded.contains(path),
                "round {round}: {path} was forwarded without a record"
            );
        }
        judged = seen.len();
        let acknowledged = done.lock().unwrap().clone();
        everything_acknowledged_is_there(&premises, &acknowledged).await;
        premises.audit_is_intact().await;

        gateway = premises.start().await;
        for client in &clients {
            let path = format!("/contacts/{round}-after");
            assert_eq!(client.call(&path).await.status(), 200, "the session lives on");
        }
        let new_sessions = std::mem::take(&mut *sessions.lock().unwrap());
        for cookie in new_sessions {
            let visitor = Client::new(&*premises, Protocol::Http1);
            let visit = visitor.request(Method::GET, &format!("/contacts/{round}-new"));
            let visit = visit
                .header("cookie", format!("__Host-gatepass={cookie}"))
                .send()
                .await;
            assert_eq!(visit.unwrap().status(), 200, "a sign-in that was answered holds");
        }
    }
    assert!(judged > 500, "{judged} requests were too few to tell");
    assert!(done.lock().unwrap().len() > 10);
}

#[tokio::test]
async fn a_torn_last_record_is_said_and_is_no_damage() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    assert_eq!(client.call("/contacts/1").await.status(), 200);
    gateway.kill();
    // What a power cut leaves of a record that was being written; a file system may pad it with zeros.
    let segments = premises.segments();
    for (segment, torn) in segments.iter().zip([b"{\"hash\":\"0123".to_vec(), vec![0; 300]]) {
        let mut bytes = std::fs::read(segment).unwrap();
        bytes.extend(torn);
        std::fs::write(segment, bytes).unwrap();
    }
    let verified = premises.command("audit verify").await;
    assert_eq!(verified.code, 0, "{}", verified.err);
    let said = verified.out.matches("ends in an unfinished record").count();
    assert_eq!(said, segments.len().min(2), "{}", verified.out);
    let _gateway = premises.start().await;
    assert_eq!(client.call("/contacts/2").await.status(), 200);
    premises.audit_is_intact().await;
}
