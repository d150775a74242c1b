//! What does not end by itself: a WebSocket, a stream of events, a long download. Made to be cut.

pub(super) mod board;
pub(super) mod download;
pub(super) mod events;
pub(super) mod pulse;
