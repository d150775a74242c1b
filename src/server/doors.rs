//! The addresses that the gateway listens on, and the workers that accept there. A reload adds and removes some.

use std::net::SocketAddr;

use tokio::sync::mpsc;

use crate::proxy::{Door, ListenError, Listener};

/// Where the gateway listens.
pub(super) struct Doors {
    open: Vec<Address>,
    workers: Vec<mpsc::UnboundedSender<Door>>,
}

#[derive(Debug, Clone, Copy)]
struct Address {
    configured: SocketAddr,
    /// With the port that the system chose where the config says 0.
    real: SocketAddr,
}

/// New addresses, listened on for each worker, so that nothing can go wrong any more.
pub(super) struct Prepared {
    new: Vec<(Address, Vec<Listener>)>,
    listen: Vec<SocketAddr>,
}

/// What a change has done.
pub(super) struct Changed {
    pub(super) opened: Vec<SocketAddr>,
    pub(super) closed: Vec<SocketAddr>,
}

impl Doors {
    /// Nothing is open yet. What comes with it are the workers' ends.
    pub(super) fn for_workers(workers: usize) -> (Self, Vec<mpsc::UnboundedReceiver<Door>>) {
        let (workers, ends) = (0..workers).map(|_| mpsc::unbounded_channel()).unzip();
        let open = Vec::new();
        (Self { open, workers }, ends)
    }

    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        self.open.iter().map(|address| address.real).collect()
    }

    /// Listens on what is in `listen` and not open yet; nobody is let in before [`Self::change`].
    pub(super) fn prepare(&self, listen: &[SocketAddr]) -> Result<Prepared, ListenError> {
        let is_open = |address: &SocketAddr| self.open.iter().any(|open| open.configured == *address);
        let mut new = Vec::new();
        for configured in listen.iter().copied().filter(|address| !is_open(address)) {
            // Where we are ourselves, as on `[::]:8443` when `127.0.0.1:8443` is added, nobody else is.
            if !self.open.iter().any(|open| open.real.port() == configured.port()) {
                Listener::probe(configured)?;
            }
            let first = Listener::bind(configured)?;
            let real = first.local_addr().map_err(|source| ListenError::Other {
                address: configured,
                source,
            })?;
            let mut listeners = vec![first];
            while listeners.len() < self.workers.len() {
                listeners.push(Listener::bind(real)?);
            }
            new.push((Address { configured, real }, listeners));
        }
        Ok(Prepared {
            new,
            listen: listen.to_vec(),
        })
    }

    /// Opens what was prepared and closes what is not wanted any more.
    pub(super) fn change(&mut self, prepared: Prepared) -> Changed {
        let Prepared { new, listen } = prepared;
        let opened = new.iter().map(|(address, _)| address.real).collect();
        for (address, listeners) in new {
            for (worker, listener) in self.workers.iter().zip(listeners) {
                // A worker that is gone has said why.
                let _ = worker.send(Door::Open(address.real, listener));
            }
            self.open.push(address);
        }
        let (stay, go): (Vec<Address>, Vec<Address>) = self
            .open
            .iter()
            .partition(|address| listen.contains(&address.configured));
        for address in &go {
            for worker in &self.workers {
                let _ = worker.send(Door::Close(address.real));
            }
        }
        self.open = stay;
        Changed {
            opened,
            closed: go.iter().map(|address| address.real).collect(),
        }
    }
}
