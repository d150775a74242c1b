//! One word, one thing: in code, pages, logs, SQL and documents.
//!
//! | word | meaning | source |
//! |---|---|---|
//! | gateway, upstream, client | we; the protected app's server; the program that connects | RFC 9110 section 3 |
//! | grantor | the person who owns the data and lets someone in | |
//! | agent | the person who is let in | |
//! | operator | the person who runs the gateway | |
//! | grant | a grantor's time-limited permission | RFC 6749 section 1.3 |
//! | scope | a named part of an app | RFC 6749 section 3.3 |
//! | visibility | how much of a part is shown: hidden, read-only, full | |
//! | validity | from when until when; half-open | RFC 7519 section 4.1 |
//! | session | continued proof of identity on one client | |
//! | challenge, security code | the demand for proof; what answers it | NIST SP 800-63B |
//! | step-up | a challenge inside a live session | RFC 9470 |
//! | trusted client | one that is excused from a code until a moment, in one session | |
//! | pass | one navigation to a place that always asks, paid for with a code | |
//! | standing | what is known of whoever asks, at the moment of asking | |
//! | verdict | challenge, forward or refuse | NIST SP 800-162 |
//! | permit | leave to forward exactly one request | |
//! | reading | one way in which a server may understand a target | |
//! | handoff | what two people give each other end-to-end encrypted; a one-time link is one message | |
//! | claim, proof | what shows that somebody has a link; what shows that they have its code, too | |
//! | journal | the record of decisions | |
//! | change | a step in the log of what was done; the feed is made of them | |
