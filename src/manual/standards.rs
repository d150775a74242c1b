//! Which specification is followed where, and what holds us to it.
//!
//! | specification | where | held by |
//! |---|---|---|
//! | RFC 9110, HTTP semantics: methods, status codes, fields, intermediaries | `proxy` | `tests/conformance/http1.rs` |
//! | RFC 9112 section 2, 5: lines and fields; section 6, 7: framing and chunks | `proxy::head`, `proxy::chunks` | `tests/attacks/framing.rs` |
//! | RFC 9112 section 3, request targets | `proxy::identify`, `access::canonical` | `tests/attacks/host.rs`, `tests/laws/bytes.rs` |
//! | RFC 9112 section 9, connections | `proxy::socket`, `proxy::accept` | `tests/conformance/http1_connection.rs` |
//! | RFC 9110 section 6.5, trailers | `proxy::filter` | `tests/conformance/trailers.rs` |
//! | RFC 9113 sections 3 to 6: preface, streams, frames | the h2 library, watched by `proxy::h2_budget` | `tests/conformance/http2_connection.rs`, `tests/conformance/http2_frames.rs`, `tests/conformance/http2_valid.rs` |
//! | RFC 9113 section 8, messages | `proxy::http2`, `proxy::identify` | `tests/conformance/http2_messages.rs` |
//! | RFC 9113 section 10.5, denial of service | `proxy::http2`, `proxy::h2_budget`, `proxy::upload` | `tests/attacks/http2_floods.rs`, `tests/attacks/http2_limits.rs`, `tests/attacks/http2_slow.rs` |
//! | RFC 7541, HPACK: bounds for what is unpacked | the h2 library, `proxy::identify` | `tests/attacks/http2_limits.rs` |
//! | RFC 6455 sections 4.2.1 and 10.2: WebSocket handshake and origin | `proxy::identify` | `tests/attacks/upgrade.rs` |
//! | RFC 6455 section 5, frames: all pass as they are | `proxy::tunnel_socket`, `proxy::socket` | `tests/conformance/websocket.rs` |
//! | RFC 6265bis, cookie prefixes | `web::cookies` | `tests/attacks/cookies.rs` |
//! | RFC 7239, Forwarded | `proxy::forwarding_headers`, `access::client` | `tests/attacks/forwarding.rs` |
//! | RFC 8446 and RFC 5246, TLS 1.3 and 1.2, by rustls; RFC 7301, ALPN | `proxy::tls` | `tests/conformance/tls.rs` |
//! | Mozilla's Server Side TLS, profiles intermediate and modern | `proxy::tls`, setting `tls_profile` | `tests/conformance/tls_scan.rs`, with sslyze |
//! | RFC 6238, TOTP; RFC 4226 | `crypto::security_code` | `tests/attacks/replay.rs` |
//! | RFC 9106, argon2id; OWASP parameters | `crypto::password` | its own tests |
//! | RFC 5869, HKDF; NIST SP 800-38D, GCM | `crypto::keys`, `crypto::seal` | their own tests |
//! | RFC 5869, 8018, 4648; NIST SP 800-38D: the encrypted handoff | `handoff`, `portal/assets/handoff.js` | `src/handoff/tests.rs`, `tests/handoff/formats.rs` |
//! | RFC 7519, 7517, 8037, 8693, 8725: JWT, JWK, EdDSA, actor claim | `crypto::assertion` | its own tests |
//! | RFC 9457, problem details | `web::contract` | `tests/journeys/sign_in.rs` |
//! | RFC 5321 and 5322, mail; RFC 8314 and 3207, its TLS; RFC 3834, letters from machines | `mail` | `tests/mail/protection.rs`, `tests/mail/delivery.rs` |
//! | NIST SP 800-63B-4, guessing limits | `access::throttle` | `tests/attacks/guessing.rs` |
//! | W3C Fetch Metadata, Clear Site Data, CSP 3 | `web`, `reserved` | `tests/journeys/challenge.rs`, `src/reserved/pages/tests.rs` |
