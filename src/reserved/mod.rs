//! What the gateway itself answers on an app's origin, under `/.gatepass/`.

pub mod pages;
