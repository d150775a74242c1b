//! The pages, one file per kind of record. Each has a sync `…_page` function that the front door shares.

pub(super) mod contact_edit;
pub(super) mod contacts;
pub(super) mod conversations;
pub(super) mod dashboard;
pub(super) mod error;
pub(super) mod files;
pub(super) mod front_door;
pub(super) mod invoice_export;
pub(super) mod invoices;
pub(super) mod messages;
pub(super) mod search;
pub(super) mod theme;
pub(super) mod whoami;
