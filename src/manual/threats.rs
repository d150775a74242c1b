//! Who attacks, how, and what stands in the way.
//!
//! | who | wants | what stands in the way |
//! |---|---|---|
//! | an agent who is too curious | a hidden part | all readings judged ([`super::scopes`]); overrides removed; no body unread; `decide` on every request |
//! | a thief of credentials | to get in | the code; five tries, then locked until regenerated; one answer for all that is wrong |
//! | a thief of a cookie | to go on | trust bound to session, grant, user agent and address; a code after at most `trust_for` |
//! | an ex-agent | to stay | revocation, expiry and regeneration end sessions and running streams |
//! | a guesser | a code | counted before verified, in the store, per grant, per session and per network |
//! | another web site | to act in the agent's browser | Fetch Metadata, `Origin` and a token on our forms; SameSite cookie; WebSocket origin |
//! | the app itself, or a script in it | our cookie | `__Host-` and HttpOnly; colliding `Set-Cookie` removed; service workers refused |
//! | a client that speaks odd HTTP | two readings of one stream | heads and chunks are checked before pingora reads them; one request at a time; one Host, no unknown `Connection` option, only complete WebSocket upgrades |
//! | whoever reads the store | secrets | hashes and sealed values only; the key is elsewhere |
//! | whoever writes to store or journal | to change the past | hash chains; `audit verify` |
//! | a slow or greedy client | our memory and time | deadlines on handshake, header, idle and writes; a pace for bodies; bounded headers, streams, forms and connections per address |
//!
//! # Known limits
//!
//! - The chain is not signed: whoever can write the whole store and journal can recompute it.
//! - The pace of bodies (30 s, and a second more for every 240 bytes) holds for HTTP/1; HTTP/2 uploads have none.
//! - A POST with `_method=DELETE` in its query is judged as the POST that it is. Name both methods in a scope of an app
//!   that reads such overrides.
