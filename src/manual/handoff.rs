//! The encrypted handoff: its formats, who learns what, and why it is so.
//!
//! A secret is sealed in the sender's browser, or by `gatepass handoff send`, and opened at the receiver's. The gateway
//! keeps what was sealed for a while and never has a key to it. [`crate::handoff`] and `src/portal/assets/handoff.js` are
//! two implementations of this page; `tests/data/handoff-vectors.json` was made by a third and holds for both.
//!
//! # What everything is made of
//!
//! | name | what it is |
//! |---|---|
//! | `HKDF(secret, label, n)` | HKDF-SHA-256 (RFC 5869), `IKM = secret`, empty salt, `info` = the label in UTF-8, `n` bytes |
//! | `PBKDF2(text, salt)` | PBKDF2-HMAC-SHA-256 (RFC 8018), 600 000 rounds, 32 bytes |
//! | `pad(text)` | the text, one byte `80`, and as few bytes `00` as make a multiple of 256 |
//! | base64url | RFC 4648 section 5, without padding; a second spelling of the same bytes is refused |
//! | base32 | RFC 4648 section 6, in lower case, without padding |
//!
//! A **sealed message** is made with a master secret, a label and a context:
//!
//! ```text
//! key        = HKDF(master, label ‖ " key", 32)
//! commitment = HKDF(master, label ‖ " commitment", 32)
//! sealed     = 01 ‖ commitment ‖ IV ‖ AES-256-GCM(key, IV, additional data = context, pad(text))
//! ```
//!
//! The first byte is the version. The IV is 12 random bytes; the tag of 16 bytes ends the ciphertext. Whoever opens goes
//! in this order, and stops at the first that fails:
//!
//! | step | refused as |
//! |---|---|
//! | there is a first byte | `malformed` |
//! | it is 1 | `unknown-version` |
//! | the ciphertext without its tag is a multiple of 256 bytes, and not empty | `malformed` |
//! | the commitment is that of the own key | `other-key` |
//! | the tag is right | `changed` |
//! | the padding is right and the shortest | `malformed` |
//! | the text is one of the messages below, in UTF-8, with no member more | `unknown` |
//!
//! AES-GCM alone does not bind a text to one key: one can make a ciphertext that opens under two. The commitment does.
//!
//! # One-time links
//!
//! ```text
//! link       = https://PORTAL/handoff/ID#K
//! k          = 32 random bytes; K = base64url(k)
//! id         = HKDF(k, "gatepass handoff v1 link id", 16); ID = base32(id)
//! master     = k, or with a code: PBKDF2(code, salt = k)
//! claim      = HKDF(k, "gatepass handoff v1 link claim", 32)
//! proof      = with a code: HKDF(master, "gatepass handoff v1 link proof", 32)
//! label      = "gatepass handoff v1 link"
//! context    = label ‖ id
//! ```
//!
//! A code is 12 decimal digits, drawn, and told by another channel. People may type anything around the digits: what is
//! none of `0` to `9` is left out. The text that is sealed is JSON, one of:
//!
//! ```text
//! {"kind":"text","text":"…"}
//! {"kind":"credentials","lines":[{"label":"…","value":"…"}, …]}
//! ```
//!
//! The id is made from the key, so the sender needs no answer before sealing, and nobody can put the message of another
//! link, or one of their own, behind this one: it does not open. A browser sends the fragment to nobody.
//!
//! The gateway keeps the id, SHA-256 of `claim` and, where there is a code, of `proof`, what was sealed, who made it and
//! until when. It hands out what was sealed for one `POST` that carries both, and deletes it in the same transaction; the
//! fifth wrong `proof` deletes it, too. Two values, because wrong codes are counted: who knows only the address, from a log
//! or from a scanner that drops fragments, has no `claim` and cannot use up the tries of who has the link.
//!
//! # Who learns what
//!
//! | who | learns | cannot |
//! |---|---|---|
//! | the gateway, its operator, a copy of its store | sender, times, the receiver's address and program, the length in steps of 256 bytes | read; put another message behind a link |
//! | who sees the address without the fragment | who sent it, and whether it still waits | open it, or use up tries |
//! | who has the whole link, before the receiver | everything, where there is no code; five guesses at 10¹² codes, where there is one. The receiver finds it gone, and the sender sees who opened it and when | do so unnoticed |
//! | who has the whole link and a copy of the store | may guess at the code: 600 000 rounds for each guess | – |
//!
//! Nothing here helps against a gateway that serves a page with another script. `gatepass handoff send` and `read` do: they
//! are the same on the two ends' own machines.
