//! Which specification is followed where.
//!
//! | specification | where |
//! |---|---|
//! | RFC 9110, HTTP semantics | methods, status codes, field values |
//! | RFC 9112 section 2, 5: lines and fields; section 6, 7: framing and chunks | `proxy::head`, `proxy::chunks` |
//! | RFC 9112 section 3, request targets | `proxy::identify`, `access::canonical` |
//! | RFC 9112 section 9, connections | `proxy::socket`, `proxy::accept` |
//! | RFC 9113, HTTP/2 | `proxy::accept` |
//! | RFC 6455, WebSocket handshake and origin | `proxy::identify` |
//! | RFC 6265bis, cookie prefixes | `web::cookies` |
//! | RFC 7239, Forwarded | `proxy::forwarding_headers`, `access::client` |
//! | RFC 8446 and RFC 5246, TLS 1.3 and 1.2, by rustls | `proxy::tls` |
//! | RFC 6238, TOTP; RFC 4226 | `crypto::security_code` |
//! | RFC 9106, argon2id; OWASP parameters | `crypto::password` |
//! | RFC 5869, HKDF; NIST SP 800-38D, GCM | `crypto::keys`, `crypto::seal` |
//! | RFC 7519, 7517, 8037, 8693, 8725: JWT, JWK, EdDSA, actor claim | `crypto::assertion` |
//! | RFC 9457, problem details | `web::contract` |
//! | NIST SP 800-63B-4, guessing limits | `access::throttle` |
//! | W3C Fetch Metadata, Clear Site Data, CSP 3 | `web` |
