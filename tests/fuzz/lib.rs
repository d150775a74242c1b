//! What the fuzz targets run. The laws are the tests' own: `tests/attacks` runs them over the committed corpora.

#[path = "../attacks/backends.rs"]
mod backends;
#[path = "../attacks/court.rs"]
mod court;
pub mod laws;
#[path = "../attacks/parameter_readers.rs"]
mod parameter_readers;
