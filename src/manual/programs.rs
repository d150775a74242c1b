//! How programs answer a challenge.
//!
//! Whatever is no navigation gets JSON, never a redirect. A navigation says `Sec-Fetch-Mode: navigate`, or, where no
//! Fetch Metadata is sent, has an `Accept` that names `text/html`.
//!
//! | answer | status | when |
//! |---|---|---|
//! | `You must be logged in to do this.` | 401 | no session |
//! | `errorType: totp-required` | 400 | a security code is needed; `details.method` says which |
//! | `errorType: totp-invalid` | 400 | wrong, late or used |
//! | `errorType: totp-max-attempts` | 400 | locked; `details.retryAfter` seconds |
//! | problem details (RFC 9457) with `errorType` and `code` | 4xx, 5xx | everything else |
//!
//! The repeat is the same request with `x-2fa-code`. It reaches the app once, without our headers.
//!
//! ```text
//! curl -c jar -d username=ann.k7q4 -d password=... -d code=46120937 https://crm.example.com/.gatepass/sign-in
//! curl -b jar https://crm.example.com/api/contacts
//! curl -b jar -H 'x-2fa-code: 46120937' https://crm.example.com/api/billing
//! curl -b jar https://crm.example.com/.gatepass/status
//! ```
