//! The manual: why things are as they are. Chapters have no code of their own.
//!
//! | chapter | answers |
//! |---|---|
//! | [`architecture`] | what holds always, and what holds it |
//! | [`glossary`] | which word means what, everywhere |
//! | [`tutorial`] | how to get from an app to a policy that protects it |
//! | [`operating`] | how to run it, watch it, reload it, stop it |
//! | [`scopes`] | how to describe the parts of an app, and what a scope sees |
//! | [`programs`] | how programs answer a challenge |
//! | [`handoff`] | formats of the encrypted handoff, and who learns what |
//! | [`threats`] | who attacks, how, what stands in the way, and which tests hold it |
//! | [`requirements`] | what the portal promises, row by row, and which tests hold it to it |
//! | [`broken`] | what was broken on purpose, and which test noticed |
//! | [`performance`] | what a request costs, next to other proxies, and what made it cheaper |
//! | [`standards`] | which specification is followed where |
//! | [`decisions`] | what was chosen, against what, and why |
//! | [`changelog`] | what is new |

pub mod architecture;
pub mod broken;
pub mod changelog;
pub mod decisions;
pub mod glossary;
pub mod handoff;
pub mod operating;
pub mod performance;
pub mod programs;
pub mod requirements;
pub mod scopes;
pub mod standards;
pub mod threats;
pub mod tutorial;
