//! `gatepass demo`: a made-up firm's CRM behind a real gateway, to be played with.

pub mod crm;
