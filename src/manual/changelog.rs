//! What is new.
//!
//! # 0.1.0
//!
//! The gateway: sites, scopes over method, path and query, grants on the command line, sign-in with a security code,
//! challenges, trusted clients, cutting, identity headers and signed assertions, audit with hash chains, reload, demo.
