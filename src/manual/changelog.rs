//! What is new.
//!
//! # 0.1.0
//!
//! The gateway: sites, scopes over method, path and parameters, grants on the command line, sign-in with a security code,
//! challenges, trusted clients, cutting, identity headers and signed assertions, audit with hash chains, reload, demo.
//!
//! HTTP/1 is checked before pingora reads it and HTTP/2 is watched: framing, floods, slow clients. Connections for each
//! client and for all are bounded. TLS follows one of Mozilla's profiles. Store, journal, clock, disk and name service may
//! fail: the gateway closes and opens again by itself. Attacks, standards and faults each have their tests, and what the
//! tests hold was broken on purpose to see them fail.
//!
//! Scopes read bodies: forms, multipart forms and JSON, by parameter and by place. They are judged before the app sees
//! anything and forwarded byte for byte; what PHP, Django, Werkzeug and Tornado read in them, the gateway has read too.
//!
//! Mail over verified TLS: security codes, invitations, and news of accounts and grants, in four languages.
//!
//! The portal: administrators sign in with a second factor, request remote support in three dialogs, watch it on a live
//! timeline and end it, in four languages. Programs do the same over an API with the second-factor contract that wrappers
//! know, and with personal access tokens; agents' programs keep their session in a header. A token can be for an app
//! instead: it opens what its owner ticked, is judged as a support session is, and is cut with its end.
//!
//! The pages that agents meet on an app's address speak four languages, too, and let them choose; an agent who may not see
//! an app's start page arrives at what is shared instead. News is mailed once, however many gateways
//! share a store, and what happened while none ran is told when one starts. The operator says which security codes a
//! site's agents may have; one kind is mailed to them each time.
//!
//! `gatepass explain` says what becomes of a request and by which line of the config, also for a refusal of the past.
//! `check` shows the line and warns; editors check the config against its schema. `gatepass reload` waits until the new
//! configuration is in force; addresses come and go with it. Grants limit idleness and the number of sessions.
//!
//! Secrets are handed over by one-time links, sealed and opened at the two ends: in browsers, beside a grant's credentials,
//! and on the command line. Rooms for two take more than one, and small files: both sides check that nobody sits in between,
//! an operator who changes what is kept is noticed, and what was read is gone. Agents have accounts for both.
//!
//! Sites speak PHP, give parameters a shape and list the cookies that pass; rules take numbers, regular expressions and everything
//! but what is named; presets describe known apps.
//!
//! `gatepass learn` stands before an app while its operator clicks through it, and proposes scopes, with which `gatepass init
//! --scopes` begins a config; the manual has a tutorial. There are presets for ten apps; those for Redmine, Roundcube and Request Tracker
//! hold in front of the real ones. A reload judges visitors' streams again, too.
//!
//! A grant may begin later than now. `check` tells where a config opens what its preset does not. `learn` speaks to apps behind
//! certificates of a company's own.
//!
//! Prometheus reads what becomes of requests, connections, upstreams, cuts and reloads. Requests without a body go straight
//! to their app, and its answer is read here. Of a thousand matchers a request meets the few that can say something about it.
//!
//! `gatepass account vouch` says that an address is its owner's, where no mail is sent. The words of a room can be saved and
//! printed.
