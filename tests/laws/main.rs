//! Laws of the decision, as properties over its public interface: what must hold for all requests and policies, not
//! only for those that somebody thought of. A law that fails is a way past the gateway.

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod bytes;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod order;
#[cfg(test)]
mod parameters;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod respelling;
#[cfg(test)]
mod trust;
