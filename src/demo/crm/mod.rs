//! Alder & Finch CRM: the app that `gatepass demo` protects. A small fit-out firm's contacts, invoices,
//! messages, conversations and files, in memory.
//! It has no sign-in of its own: it trusts the gateway in front and must only ever listen on loopback.

mod api;
mod assets;
mod deliver;
mod failure;
mod form;
mod live;
mod memory;
mod money;
mod pages;
mod params;
mod pdf;
mod records;
mod router;
mod search;
mod seed;
mod shell;
#[cfg(test)]
mod tests;
mod viewer;

pub(super) use memory::Crm;
pub(super) use router::router;
