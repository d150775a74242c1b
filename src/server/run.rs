//! Starts everything in order and stops it in the reverse one.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::{mpsc, watch};

use super::descriptors;
use super::doors::Doors;
use super::health;
use super::reload::{ConfigState, Followed, hand_round};
use crate::actions::{Actions, PruneProgress, Trouble};
use crate::audit::{Action, Actor, ChangeEvent, Journal, JournalError, SEGMENT_BYTES};
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::crypto::{HashingPool, KeyError, Keys, PasswordHash, random_bytes};
use crate::mail::{MailSetupError, Mailer, Outbox};
use crate::metrics::Metrics;
use crate::portal::{Desk, Notices, Post};
use crate::proxy::{
    AllLive, CertificateError, CertificateStore, Door, Gate, Gateway, ListenError, Listener, Live, Room,
    RouteError, Routes, Worker, run_cutter,
};
use crate::store::{Cache, Feed, Seq, Store, StoreError};

/// How often recorded decisions are made to survive a power cut; they survive kill -9 from the start.
const SYNC_EVERY: Duration = Duration::from_millis(200);
/// How often the store hears that this gateway is alive.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(1);
/// How often one-time links that are too old are wiped.
const EXPIRE_EVERY: Duration = Duration::from_secs(5);
/// How often what is long over is taken out of the store.
const PRUNE_EVERY: Duration = Duration::from_secs(10 * 60);
/// A wall clock that is behind by less is being set right step by step.
const CLOCK_LAG_NOTICED: SignedDuration = SignedDuration::from_secs(10);

/// The gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    #[error(transparent)]
    Route(#[from] RouteError),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("health cannot be answered on `{address}`: {source}; change `health` in the config file")]
    Health {
        address: SocketAddr,
        source: std::io::Error,
    },
    #[error("a worker cannot start: {0}")]
    Worker(std::io::Error),
    #[error(transparent)]
    Mail(#[from] MailSetupError),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// A gateway that serves. Dropping it does not stop it: call [`Running::stop`].
pub struct Running {
    /// Where it listens, with real ports where the settings said 0.
    pub addresses: Vec<SocketAddr>,
    pub health: Option<SocketAddr>,
    pub gateway: Arc<Gateway>,
    stop: watch::Sender<bool>,
    reload: mpsc::Sender<()>,
    workers: Vec<JoinHandle<()>>,
    /// `None`: this gateway sends no mail, or has no portal that letters could lead to.
    notices: Option<Notices>,
    node: String,
}

/// Starts a gateway. `config`: the file to follow; `None`: nothing is reloaded. `clock`: `None` for the system's.
pub async fn start(
    settings: Settings,
    config: Option<PathBuf>,
    clock: Option<Arc<dyn Clock>>,
) -> Result<Running, StartError> {
    // pingora installs the same provider for its upstream side; whoever comes first wins.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (mut doors, workers_doors) = Doors::for_workers(settings.workers);
    let keys = Arc::new(Keys::load(&settings.key)?);
    let certificates = CertificateStore::load(&settings.tls)?;
    let tls = certificates.server_config(settings.tls_profile)?;
    for address in &settings.listen {
        Listener::probe(*address)?;
    }
    let store = Store::open(&settings.state).await?;
    store.open_all_connections().await?;
    let clock = match clock {
        Some(clock) => clock,
        None => Arc::new(SystemClock::starting_after(store.latest_moment().await?)),
    };
    let hashing = HashingPool::new(settings.workers);
    let actions = Actions {
        store: store.clone(),
        keys,
        clock: clock.clone(),
        hashing,
    };
    let cache = Cache::new(store.clone());
    let (feed, changes) = Feed::follow(store.clone(), cache.clone()).await?;
    let metrics = Metrics::default();
    let routes = Routes::build(&settings, &metrics).await?;
    let post = match &settings.mail {
        Some(mail) => {
            let mailer = Mailer::new(mail)?;
            let outbox = Outbox::new(mailer.clone());
            Some(Post { mailer, outbox })
        }
        None => None,
    };
    let desk = Desk::new(actions.clone(), feed.clone(), post, &settings);
    let notices = match &settings.portal {
        Some(_) => Notices::start(desk.clone()).await?,
        None => None,
    };
    let gateway = Arc::new(Gateway::new(actions, cache, feed, routes, desk.clone(), metrics));
    let (stop, stopping) = watch::channel(false);

    doors.change(doors.prepare(&settings.listen)?);
    let room = Room::for_connections(descriptors::connections_to_take());
    let mut workers = Vec::new();
    let mut live = Vec::new();
    for (number, own_doors) in workers_doors.into_iter().enumerate() {
        let journal = Arc::new(Journal::open(
            &settings.journal,
            number,
            clock.now(),
            SEGMENT_BYTES,
        )?);
        let own_live = Live::default();
        live.push(own_live.clone());
        let worker = Arc::new(Worker::new(
            Gate::new(gateway.clone(), journal.clone(), own_live),
            tls.clone(),
            room.clone(),
        ));
        workers.push(spawn_worker(
            number,
            worker,
            journal,
            clock.clone(),
            own_doors,
            stopping.clone(),
            settings.drain_for,
        )?);
    }

    let node = data_encoding::HEXLOWER.encode(&random_bytes::<8>());
    let (new_policy, policy_news) = mpsc::channel(1);
    let (asked_in_store, asks) = watch::channel(Seq::default());
    let (to_cutter, cutters_changes) = mpsc::channel(1024);
    tokio::spawn(hand_round(changes, to_cutter, asked_in_store));
    tokio::spawn(run_cutter(
        gateway.clone(),
        AllLive::new(live, gateway.metrics.cuts.clone()),
        node.clone(),
        cutters_changes,
        policy_news,
    ));
    // Whoever finds it serving finds it alive; a store that takes no beat is told of at the next one.
    let first_beat = gateway.feed.beat(&gateway.actions.store, &node, clock.now());
    let _ = first_beat.await;
    tokio::spawn(heartbeat(gateway.clone(), node.clone(), stopping.clone()));
    tokio::spawn(prune(gateway.clone(), stopping.clone()));
    tokio::spawn(expire_handoffs(gateway.clone(), stopping.clone()));
    // The first sign-in is to be as fast as the second.
    tokio::task::spawn_blocking(PasswordHash::warm_up);
    let (reload, asked) = mpsc::channel(1);
    let (config_state, config_says) = watch::channel(ConfigState::InForce);
    let addresses = doors.addresses();
    let health = match settings.health {
        Some(address) => {
            let listening = health::listen(address, gateway.clone(), stopping, config_says).await;
            Some(listening.map_err(|source| StartError::Health { address, source })?)
        }
        None => None,
    };
    if let Some(config) = config {
        let followed = Followed {
            config,
            settings,
            desk,
            gateway: gateway.clone(),
            certificates,
            new_policy,
            doors,
            node: node.clone(),
            state: config_state,
        };
        tokio::spawn(followed.follow(asked, asks));
    } else {
        // The cutter waits for news of the policy as long as there is a sender, and workers for news of their doors.
        std::mem::forget((new_policy, doors));
    }
    gateway
        .actions
        .record_event(&ChangeEvent::new(Actor::System, Action::GatewayStarted).detail("node", &node))
        .await?;
    Ok(Running {
        addresses,
        health,
        gateway,
        stop,
        reload,
        workers,
        notices,
        node,
    })
}

impl Running {
    /// Reads the config file again, now.
    pub async fn reload(&self) {
        let _ = self.reload.send(()).await;
    }

    /// Accepts nothing new, lets running requests finish, and ends.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let workers = self.workers;
        let _ = tokio::task::spawn_blocking(move || {
            for worker in workers {
                if worker.join().is_err() {
                    tracing::error!("a worker has panicked");
                }
            }
        })
        .await;
        // After the workers: the last thing that they let happen is told as well.
        if let Some(notices) = self.notices {
            notices.stop().await;
        }
        let event = ChangeEvent::new(Actor::System, Action::GatewayStopped).detail("node", &self.node);
        if let Err(error) = self.gateway.actions.record_event(&event).await {
            tracing::error!(%error, "the end cannot be recorded");
        }
        if let Err(error) = self.gateway.actions.store.node_is_gone(&self.node).await {
            tracing::warn!(%error, "the store still takes this gateway for running");
        }
        self.gateway.feed.stop();
        self.gateway.actions.store.close().await;
    }
}

/// One thread with its own runtime, connections, upstream pool and journal: workers share nothing on the hot path.
fn spawn_worker(
    number: usize,
    worker: Arc<Worker>,
    journal: Arc<Journal>,
    clock: Arc<dyn Clock>,
    doors: mpsc::UnboundedReceiver<Door>,
    stopping: watch::Receiver<bool>,
    drain_for: Duration,
) -> Result<JoinHandle<()>, StartError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Worker)?;
    let serve = move || {
        runtime.block_on(async move {
            let syncing = tokio::spawn(sync_journal(journal.clone(), clock.clone()));
            worker.serve(doors, stopping, drain_for).await;
            syncing.abort();
            if let Err(error) = journal.sync_data(clock.now()) {
                tracing::error!(%error, "the journal cannot be synced");
            }
        });
        // What is still running after the drain is cut.
        runtime.shutdown_timeout(Duration::from_millis(100));
    };
    std::thread::Builder::new()
        .name(format!("worker-{number}"))
        .spawn(serve)
        .map_err(StartError::Worker)
}

async fn sync_journal(journal: Arc<Journal>, clock: Arc<dyn Clock>) {
    let mut ticks = tokio::time::interval(SYNC_EVERY);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let (journal, now) = (journal.clone(), clock.now());
        match tokio::task::spawn_blocking(move || journal.sync_data(now)).await {
            Ok(Err(error)) => {
                if !failing {
                    tracing::error!(%error, "the journal cannot be synced: refusing until it can");
                }
                failing = true;
            }
            Ok(Ok(())) | Err(_) => {
                if failing {
                    tracing::info!("the journal can be synced again");
                }
                failing = false;
            }
        }
    }
}

async fn heartbeat(gateway: Arc<Gateway>, node: String, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(HEARTBEAT_EVERY);
    let (mut failing, mut lagging) = (false, false);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let clock = &gateway.actions.clock;
        let written = gateway
            .feed
            .beat(&gateway.actions.store, &node, clock.now())
            .await;
        match &written {
            Err(error) if !failing => {
                tracing::error!(%error, "the store cannot be written to: refusing until it can");
            }
            Ok(()) if failing => tracing::info!("the store can be written to again"),
            Ok(()) | Err(_) => {}
        }
        failing = written.is_err();

        let lag = clock.wall_clock_lag();
        if lag > CLOCK_LAG_NOTICED && !lagging {
            tracing::error!(
                clock.lag_s = lag.as_secs(),
                "the system's clock is behind what was recorded already: time goes on from there, so that nothing \
                 lasts longer; set the clock right"
            );
        }
        lagging = lag > CLOCK_LAG_NOTICED;
    }
}

/// Nobody can open what is too old; this is how it leaves the disk.
async fn expire_handoffs(gateway: Arc<Gateway>, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(EXPIRE_EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = gateway.actions.expire_handoff_links().await {
            tracing::warn!(%error, "one-time links that are too old stay in the store for now");
        }
        if let Err(error) = gateway.actions.wipe_expired_rooms().await {
            tracing::warn!(%error, "rooms whose time is over stay in the store for now");
        }
    }
}

async fn prune(gateway: Arc<Gateway>, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(PRUNE_EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        loop {
            match gateway.actions.prune().await {
                Ok(PruneProgress::More) => {}
                Ok(PruneProgress::Done) => break,
                Err(error) => {
                    tracing::warn!(%error, "what is long over stays in the store for now");
                    break;
                }
            }
        }
    }
}
