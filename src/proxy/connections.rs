//! How many connections one client has: counted when they are accepted, given back when they end.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The open connections of all workers, by client. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Connections(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's place among those of its client; free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Connections,
    client: IpAddr,
}

impl Connections {
    /// `None`: this client has `most` already.
    pub(super) fn take_place(&self, address: IpAddr, most: usize) -> Option<Place> {
        let client = client(address);
        let mut open = self.lock();
        let count = open.entry(client).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place {
            connections: self.clone(),
            client,
        })
    }

    pub(super) fn count(&self) -> usize {
        self.lock().values().sum()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.lock();
        if let Some(count) = open.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.client);
            }
        }
    }
}

/// Whoever has one IPv6 address has a whole /64 of them (RFC 6177).
fn client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_has_so_many_places_and_gets_them_back() {
        let connections = Connections::default();
        let first = connections.take_place(ip("192.0.2.1"), 2);
        let second = connections.take_place(ip("::ffff:192.0.2.1"), 2);
        assert!(first.is_some() && second.is_some());
        assert!(connections.take_place(ip("192.0.2.1"), 2).is_none());
        assert!(
            connections.take_place(ip("192.0.2.2"), 2).is_some(),
            "another client"
        );
        drop(first);
        let third = connections.take_place(ip("192.0.2.1"), 2);
        assert!(third.is_some());
        drop((second, third));
        assert!(connections.lock().is_empty(), "nobody is remembered who is gone");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let connections = Connections::default();
        let _first = connections.take_place(ip("2001:db8::1"), 1);
        assert!(connections.take_place(ip("2001:db8::ffff:2"), 1).is_none());
        assert!(connections.take_place(ip("2001:db8:0:1::1"), 1).is_some());
    }
}
