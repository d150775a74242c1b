//! Where the demo listens. It only ever listens on loopback: its CRM has no sign-in of its own.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// Chosen before the gateway starts, because the config names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// At least one, all on one port.
    pub listen: Vec<SocketAddr>,
    pub health: SocketAddr,
}

/// The demo cannot listen where it was told to.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    #[error(
        "port {0} is taken by another program, perhaps by another demo; stop it, or run `gatepass demo --listen 127.0.0.1:0`, which takes a free port"
    )]
    Taken(u16),
    #[error("the demo only listens on this machine itself; write `--listen 127.0.0.1:{}`", .0.port())]
    NotLoopback(SocketAddr),
    #[error("cannot listen on `{address}`: {source}; try `gatepass demo --listen 127.0.0.1:0`")]
    Other {
        address: SocketAddr,
        source: std::io::Error,
    },
}

/// For both families, browsers resolve names under `localhost` to `::1` first.
const LOOPBACK_V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
/// Beside it, health is answered on 9443; beside another port, on any free one.
const USUAL_PORT: u16 = 8443;
const HEALTH_PORT: u16 = 9443;

impl Addresses {
    /// `wanted` and, where that is the IPv4 loopback address, `[::1]` on the same port if there is IPv6 here.
    pub fn choose(wanted: SocketAddr) -> Result<Self, AddressError> {
        if !wanted.ip().is_loopback() {
            return Err(AddressError::NotLoopback(wanted));
        }
        let first = free(wanted)?;
        let mut listen = vec![first];
        if first.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) {
            match free(SocketAddr::new(LOOPBACK_V6, first.port())) {
                Ok(second) => listen.push(second),
                Err(taken @ AddressError::Taken(_)) => return Err(taken),
                // No IPv6 on this machine.
                Err(AddressError::Other { .. } | AddressError::NotLoopback(_)) => {}
            }
        }
        let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let health_port = if first.port() == USUAL_PORT {
            HEALTH_PORT
        } else {
            0
        };
        let health = free(local(health_port)).or_else(|_| free(local(0)))?;
        Ok(Self { listen, health })
    }

    pub fn port(&self) -> u16 {
        self.listen.first().map_or(0, SocketAddr::port)
    }
}

/// The address itself or, with port 0, one with a port that was free a moment ago.
fn free(address: SocketAddr) -> Result<SocketAddr, AddressError> {
    let bound = TcpListener::bind(address).and_then(|listener| listener.local_addr());
    bound.map_err(|source| {
        if source.kind() == ErrorKind::AddrInUse {
            AddressError::Taken(address.port())
        } else {
            AddressError::Other { address, source }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = holder.local_addr().unwrap().port();
        let said = Addresses::choose(holder.local_addr().unwrap())
            .unwrap_err()
            .to_string();
        assert!(said.starts_with(&format!("port {port} is taken")), "{said}");
    }

    #[test]
    fn the_demo_stays_on_this_machine() {
        for address in ["0.0.0.0:8443", "192.0.2.1:8443", "[::]:8443"] {
            assert!(matches!(
                Addresses::choose(address.parse().unwrap()),
                Err(AddressError::NotLoopback(_))
            ));
        }
    }

    #[test]
    fn port_0_is_some_free_port() {
        let chosen = Addresses::choose("127.0.0.1:0".parse().unwrap()).unwrap();
        assert_ne!(chosen.port(), 0);
        assert!(
            chosen
                .listen
                .iter()
                .all(|address| address.port() == chosen.port())
        );
    }
}
