//! Attacks, one class a file. Each is judged by what a recording upstream received, and each has a benign twin that
//! must pass: refusing everything is not winning.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod backends;
mod cookies;
mod corpora;
mod court;
mod enumeration;
mod fixation;
mod forwarding;
mod framing;
mod guessing;
mod host;
mod http2_floods;
mod http2_limits;
mod http2_requests;
mod http2_slow;
mod identity;
#[expect(unreachable_pub, reason = "the fuzz targets are another crate")]
#[path = "../fuzz/laws.rs"]
mod laws;
mod limits;
mod mailed_codes;
mod methods;
mod parameter_readers;
mod path_places;
mod paths;
mod races;
mod redirects;
mod replay;
mod responses;
mod slow;
mod spellings;
mod tokens;
mod upgrade;
