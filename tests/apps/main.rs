//! Presets in front of the applications that they are for, as Debian packages them: what is hidden comes out by no link, and by no
//! other spelling of one.
//!
//! `tests/apps/run redmine` installs what is needed, and runs these tests; a plain run leaves them out.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod crawl;
mod installed;
mod proof;
mod redmine;
mod request_tracker;
mod roundcube;
