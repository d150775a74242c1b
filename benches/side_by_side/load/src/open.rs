//! Requests at fixed times: what does somebody wait who does not wait for the others?
//!
//! A thread of its own keeps the times, because the runtime's timer ticks in milliseconds. A request that must queue
//! for its connection has waited since the time that was meant for it: there is no coordinated omission.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::http1::Http1;
use crate::target::Target;
use crate::window::{self, Window};

pub(crate) async fn run(
    target: &Target,
    window: Window,
    connections: usize,
    rate: u32,
) -> anyhow::Result<()> {
    let connector = target.connector(b"http/1.1")?;
    let request: Arc<[u8]> = target.request(None).into();
    let mut queues = Vec::new();
    let mut senders = JoinSet::new();
    let (answered, mut answers) = unbounded_channel();
    for _ in 0..connections {
        let connection = Http1::open(target, &connector).await?;
        let (queue, due) = unbounded_channel();
        queues.push(queue);
        senders.spawn(send_when_due(connection, request.clone(), due, answered.clone()));
    }
    drop(answered);
    let started = Instant::now() + Duration::from_millis(10);
    let measured_from = started + window.warm_up();
    let clock = thread::spawn(move || keep_time(&queues, started, window, rate));

    tokio::time::sleep_until(measured_from.into()).await;
    window::begin();
    let mut latencies = Vec::new();
    while let Some((due, took)) = answers.recv().await {
        if due >= measured_from {
            latencies.push(took);
        }
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    if clock.join().is_err() {
        anyhow::bail!("the clock has panicked");
    }
    latencies.sort_unstable();
    let at = |share: f64| {
        let place = ((latencies.len() as f64 * share) as usize).min(latencies.len() - 1);
        latencies[place].as_secs_f64() * 1e6
    };
    window::end(&json!({
        "done": latencies.len(),
        "seconds": measured_from.elapsed().as_secs_f64(),
        "p50_us": at(0.5),
        "p90_us": at(0.9),
        "p99_us": at(0.99),
        "p999_us": at(0.999),
    }));
    Ok(())
}

async fn send_when_due(
    mut connection: Http1,
    request: Arc<[u8]>,
    mut due: UnboundedReceiver<Instant>,
    answered: UnboundedSender<(Instant, Duration)>,
) -> anyhow::Result<()> {
    while let Some(due) = due.recv().await {
        connection.exchange(&request).await?;
        // Nobody listens any more when another connection has failed.
        let _ = answered.send((due, due.elapsed()));
    }
    Ok(())
}

/// The connections take turns.
fn keep_time(queues: &[UnboundedSender<Instant>], started: Instant, window: Window, rate: u32) {
    // Wake-ups may come 50 µs late unless one asks for better (proc_pid_timerslack_ns(5)). Without it only the
    // figures of all proxies are a little worse.
    let _ = std::fs::write("/proc/thread-self/timerslack_ns", "1");
    let total = ((window.warm_up() + window.measured()).as_secs_f64() * f64::from(rate)) as u32;
    for (number, queue) in (0..total).zip(queues.iter().cycle()) {
        let due = started + Duration::from_secs_f64(f64::from(number) / f64::from(rate));
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let _ = queue.send(due);
    }
}
