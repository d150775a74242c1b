//! What RFC 9113 forbids, as cases: frames, and the kind of error that must follow.

use crate::support::Http2Visit;
use crate::support::frames::{Frame, Outcome, code};

/// For wrong sizes and header blocks the RFC names FRAME_SIZE_ERROR and COMPRESSION_ERROR. The h2 library says
/// PROTOCOL_ERROR in most of these cases: the same kind of error, under a less telling name.
pub(crate) const SIZE: &[u32] = &[code::FRAME_SIZE_ERROR, code::PROTOCOL_ERROR];
pub(crate) const COMPRESSION: &[u32] = &[code::COMPRESSION_ERROR, code::PROTOCOL_ERROR];
pub(crate) const PROTOCOL: &[u32] = &[code::PROTOCOL_ERROR];
/// A frame on a stream that is over; where the stream is forgotten, nobody can tell it from one that never was.
pub(crate) const CLOSED: &[u32] = &[code::STREAM_CLOSED, code::PROTOCOL_ERROR];
pub(crate) const FLOW: &[u32] = &[code::FLOW_CONTROL_ERROR];

#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// A GOAWAY with one of these codes, and the end of the connection (section 5.4.1).
    Connection(&'static [u32]),
    /// A reset of stream 1 with one of these codes, or a 400 (section 8.1.1), and the connection lives; or an error of
    /// the connection, because an endpoint may take every stream error for one (section 5.4.1).
    Stream(&'static [u32]),
}

impl Expected {
    fn allows(self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Connection(codes) | Self::Stream(codes), Outcome::GoneAway(Some(code)))
            | (Self::Stream(codes), Outcome::Reset(code)) => codes.contains(code),
            (Self::Stream(_), Outcome::Answered(answer)) => answer.status() == 400,
            (Self::Connection(_), Outcome::Answered(_) | Outcome::Reset(_))
            | (_, Outcome::GoneAway(None)) => false,
        }
    }
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) frames: Vec<Frame>,
    pub(crate) expected: Expected,
}

pub(crate) fn connection_error(
    name: &'static str,
    codes: &'static [u32],
    frames: impl Into<Vec<Frame>>,
) -> Case {
    Case {
        name,
        frames: frames.into(),
        expected: Expected::Connection(codes),
    }
}

pub(crate) fn stream_error(name: &'static str, codes: &'static [u32], frames: impl Into<Vec<Frame>>) -> Case {
    Case {
        name,
        frames: frames.into(),
        expected: Expected::Stream(codes),
    }
}

/// Every case ends as it must, none reaches the upstream as a complete request, and each time an honest visitor is
/// served afterwards.
pub(crate) async fn judge(cases: impl FnOnce(&Http2Visit) -> Vec<Case>) {
    let visit = Http2Visit::start().await;
    for Case {
        name,
        frames,
        expected,
    } in cases(&visit)
    {
        let mut connection = visit.connect().await;
        connection.send(&frames).await;
        let outcome = connection.outcome(1).await;
        assert!(expected.allows(&outcome), "{name}: {outcome:?}");
        if !matches!(outcome, Outcome::GoneAway(_)) {
            assert!(connection.is_alive().await, "{name}: the connection lives on");
        }
        visit.assert_nothing_else_arrived(name).await;
    }
}
