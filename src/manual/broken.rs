//! What was broken on purpose, and which test noticed.
//!
//! A test that has never failed says little. `tests/broken/list.toml` holds mistakes as one could make them: a check that
//! is forgotten, one too many, a bound that is off, a reading that nobody thought of. `tests/broken/run` makes each of them
//! alone, in a copy of the tree, and demands that the test it names fails; before that, unbroken, it must pass. The numbers
//! are those of the controls in [`super::threats`].
//!
//! A protection that is added here comes with its own mistake. `tests/architecture.rs` sees to it that what is on the list
//! can still be broken, and that the table below has it all.
//!
#![doc = include_str!("../../tests/broken/seen.md")]
