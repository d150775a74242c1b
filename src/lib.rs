//! Gatepass lets a vendor's support agent into a customer's web app, for a limited time and a limited view, and
//! without anybody's password.
//!
//! This page is the map. Read it once and you know where everything lives.
//!
//! # The story of a request
//!
//! | step | what happens | where |
//! |---|---|---|
//! | 1 accept | a socket becomes a TLS connection, the connection becomes requests, on HTTP/1 one at a time | [`proxy`]: `accept`, `tls`, `socket`, `head`, `http2` |
//! | 2 identify | headers become a canonical [`access::AccessRequest`], or a 400, 421 or 431 | `proxy::identify` |
//! | 3 resolve | the cookie becomes a [`access::Standing`]; the request can be cut from here on | `proxy::resolve`, `proxy::live` |
//! | 4 decide | request, standing, policy and time become a [`access::Verdict`] | [`access::decide`], nothing else |
//! | 4b record | the verdict goes to the decision journal; only then there is a [`audit::RecordedPermit`] | [`audit::Journal`] |
//! | 5a answer | a page for a person, JSON for a program | `proxy::answer`, [`reserved`], [`web`] |
//! | 5b forward | peer, method, target and headers are made from the permit | `proxy::forward`, `proxy::upstreams`, `proxy::straight` |
//! | 6 filter | what of the response may come through | `proxy::filter` |
//! | 7 log | one line, with the code by which the operator finds the request | `proxy::gate` |
//!
//! `proxy::gate` holds the steps and `proxy::serve` takes them; where pingora forwards (bodies, WebSockets, HTTP/2 towards
//! the app), it takes them through `proxy::hooks`. `proxy::judge` strings steps 2 to 5a together. Whatever must end is
//! ended by `proxy::cutter`.
//!
//! # Rooms
//!
//! | room | what it is for | what it must never do |
//! |---|---|---|
//! | [`access`] | the pure decision core | await, do I/O, read a clock, draw a random number |
//! | [`crypto`] | secrets: drawn, hashed, sealed, signed | keep one in the clear |
//! | [`config`] | the one file: as written, checked, as trusted | guess what was meant |
//! | [`clock`] | the only place that reads the time | go back |
//! | [`audit`] | journal of decisions, log of changes, their hash chains | let a record be changed unseen |
//! | [`store`] | what outlives the process; the cache in front of it and the feed that keeps it true | commit without an event |
//! | [`actions`] | what people can do, one verb per file | nothing else changes state |
//! | [`words`] | what we say to people, in four languages | know a page |
//! | [`metrics`] | what is counted, for Prometheus | label anything with what a client chose |
//! | [`mail`] | letters to people, and how they leave | log what they say |
//! | [`web`] | what all our own answers share: headers, cookies, forms, origin checks | know a page |
//! | [`reserved`] | our pages on an app's origin, under `/.gatepass/` | forward anything |
//! | [`portal`] | our own host name: pages in which support is requested, watched and ended, and the API that does the same | share an origin with an app |
//! | [`proxy`] | the enforcement point | decide |
//! | [`handoff`] | the encrypted handoff as its two ends see it: seal and open | be imported by what serves |
//! | [`server`] | the composition root: settings in, a running gateway out | hold logic of its own |
//! | [`cli`] | one file per command | change state except through [`actions`] |
//! | [`demo`] | a small CRM and everything around it, to try Gatepass without set-up | be reachable from outside |
//! | [`manual`] | architecture, glossary, a tutorial, operating, scopes, handoff, threats, requirements, what was broken on purpose, standards, decisions | hold code |
//!
//! # Who may import whom
//!
//! `main → cli → demo → server → {proxy, portal} → reserved → web → actions → {store, audit, crypto, config, clock}
//! → access → std`; `{portal, server} → mail → {config, crypto, words}`
//!
//! [`handoff`] is imported by [`cli`] only: the gateway carries what it cannot open.
//! [`metrics`] imports nothing of ours; [`proxy`] counts, [`server`] shows.
//! [`words`] imports nothing of ours; whoever speaks to people may import it.
//!
//! Edges may read [`store`]; they write through [`actions`]. `tests/architecture.rs` enforces the table.

pub mod access;
pub mod actions;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod handoff;
pub mod mail;
pub mod manual;
pub mod metrics;
pub mod portal;
pub mod proxy;
pub mod reserved;
pub mod server;
pub mod store;
pub mod web;
pub mod words;
