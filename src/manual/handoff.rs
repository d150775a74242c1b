//! The encrypted handoff: its formats, who learns what, and why it is so.
//!
//! A secret is sealed in the sender's browser, or by `gatepass handoff send`, and opened at the receiver's. The gateway
//! keeps what was sealed for a while and never has a key to it. [`crate::handoff`] and `src/portal/assets/handoff.js` are
//! two implementations of this page; `tests/data/handoff-vectors.json` was made by a third, in Python
//! (`tests/handoff/vectors.py`), and holds for both.
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
//! | the text is one of the messages below, as JSON in UTF-8, with no member more | `unknown` |
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
//!
//! # Rooms
//!
//! A room is for two: its **host**, and the **guest** who comes by its invitation. Every label below begins with
//! `gatepass handoff v1 room `, with a space at its end; `seat` is one byte, 00 for the host and 01 for the guest; numbers are four bytes,
//! the most significant first; points are those of P-256, uncompressed (65 bytes). The room's id is 16 random bytes that the host draws.
//!
//! ```text
//! link         = https://PORTAL/join/ID#F
//! f            = 32 random bytes; F = base64url(f)
//! id           = HKDF(f, "invitation id", 16); ID = base32(id)
//! proof        = HKDF(f, "invitation proof", 32)
//! tag          = HMAC-SHA-256(HKDF(f, "member", 32), "member" ‖ room ‖ seat ‖ agreement ‖ signing)
//! ```
//!
//! (the label inside the HMAC is written out as well: `gatepass handoff v1 room member`; so are those in contexts below.)
//!
//! Whoever sits down draws two key pairs, one for agreement (ECDH) and one for signatures (ECDSA with SHA-256), and shows
//! both points with their `tag`. Nobody who lacks `f` can make a tag: neither side writes to keys whose tag is not right, so
//! the gateway cannot take a seat, or swap a key. From then on each side derives
//!
//! ```text
//! epoch 0      = HKDF(f, "epoch 0", 32)                                     before anybody joined
//! transcript   = SHA-256("members" ‖ room ‖ host's agreement ‖ host's signing ‖ guest's agreement ‖ guest's signing)
//! epoch 1      = HKDF(ECDH(x coordinate) ‖ epoch 0 ‖ transcript, "epoch 1", 32)   since somebody joined
//! six words    = the first 66 bits of HKDF(transcript, "words", 9), 11 bits a word
//! fingerprint  = the first 8 bytes of SHA-256("fingerprint" ‖ agreement ‖ signing), in hexadecimal, four digits a group
//! ```
//!
//! The host writes with epoch 0 for whoever joins; after that the link opens nothing new, because epoch 1 needs a private
//! key. Both read the six words to each other on the phone: they differ if anybody sits in between.
//!
//! A message is sealed with its epoch as master and `host` or `guest` as label, for its place:
//!
//! ```text
//! place        = "message" ‖ room ‖ seat ‖ epoch ‖ number ‖ (01 if it is read once, else 00)
//! context      = place
//! signature    = ECDSA(place ‖ SHA-256(sealed)), r ‖ s, 64 bytes
//! text         = {"after":N,"said":…}, where said is a message of a link, or {"kind":"file","name":"…","bytes":base64url}
//! ```
//!
//! `number` counts the messages of a seat from 1; `after` is how many of the other seat its writer had seen, a whole number
//! below 2³². Whoever opens a message checks its signature before anything else (`unsigned`), then that the room has
//! reached its epoch (`no-key`), then what is checked of everything that is sealed.
//!
//! Whoever reads checks more of the room as a whole. There is one of each seat, and no third. The numbers of each seat have
//! no gap, and every signature is right, also of what is gone. There is never less than this device has seen, and the other
//! side, once seen, stays and keeps its keys. No message that is opened comes after more of one's own than are there.
//! Anything else is shown as *do not trust this room*.
//!
//! The private keys and `f` are kept by the gateway, wrapped:
//!
//! ```text
//! password     = 12 words, 132 random bits, from the English list of BIP-39, in lower case with one space between
//! master       = PBKDF2(password, salt = 16 random bytes)
//! wrapped      = sealed with master, label "keys", context "keys" ‖ room ‖ seat
//! text         = {"invitation":F,"agreement":base64url(PKCS #8),"signing":base64url(PKCS #8)}
//! return proof = HKDF(master, "return", 32): a guest shows it on another device; the gateway has its SHA-256
//! ```
//!
//! PKCS #8 is RFC 5208 in DER; the public key inside may be there or not. Words may be typed in any case, with any space
//! between. The public keys that the gateway shows for the own seat must be those of the private keys.
//!
//! The number of rounds is part of the version: there is none in a message that a gateway could lower. A device that was
//! used before keeps the keys in a form that scripts can use and not read out, and asks for no words.
//!
//! A lost password is not replaced. The host starts the room again, with a security code: everything is deleted, keys, words
//! and invitation are new.
//!
//! | who | learns | cannot |
//! |---|---|---|
//! | the gateway, its operator, a copy of its store | title, case, names, times, lengths in steps of 256 bytes, who has read what | read; sit down; swap, move, repeat or leave out a message unnoticed, except the last ones, from a device that has not seen them |
//! | who has the invitation before the guest | the seat, and what was written before; the guest finds the invitation used | do so unnoticed: on the phone the guest has no six words |
//! | who has it afterwards, and a copy of the store | what was written with epoch 0 and not read | read what was written since |
//!
//! # What no format helps against
//!
//! A gateway that serves a page with another script. `gatepass handoff send`, `read` and `room` do: they are the same on the
//! two ends' own machines.
