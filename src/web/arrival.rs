//! What the gateway knows of a request to its own service, beyond the request itself.

use crate::access::ClientEvidence;

/// Travels with the request as an extension.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub client: ClientEvidence,
    /// Host, and port where one was given, in lower case.
    pub authority: String,
    /// What the operator looks the request up by.
    pub code: String,
}
