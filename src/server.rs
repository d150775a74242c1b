//! The composition root: settings in, a running gateway out.

mod descriptors;
mod doors;
mod health;
mod reload;
mod run;
mod telemetry;

pub use reload::log_warnings;
pub use run::{Running, StartError, start};
pub use telemetry::{LogFormat, init_telemetry};
