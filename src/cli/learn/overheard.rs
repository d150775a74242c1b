//! A request's body, read by the gateway's own reader while it streams to the app.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::access::canonical::{LARGEST_BODY, ReadNames};
use crate::access::{BodyFields, BodyReader, Unreadable};

/// The body on its way. What it says is left with [`Listener`].
pub(super) struct Overheard {
    body: Body,
    listener: Listener,
}

/// What is understood so far.
#[derive(Clone)]
pub(super) struct Listener(Arc<Mutex<Result<BodyReader, Unreadable>>>);

impl Overheard {
    pub(super) fn new(headers: &HeaderMap, body: Body) -> (Self, Listener) {
        let types = headers.get_all(CONTENT_TYPE);
        let reader = BodyReader::new(
            types.iter().map(|value| value.as_bytes()),
            headers.contains_key(CONTENT_ENCODING),
            Arc::new(ReadNames::default()),
            LARGEST_BODY,
        );
        let listener = Listener(Arc::new(Mutex::new(reader)));
        let overheard = Self {
            body,
            listener: listener.clone(),
        };
        (overheard, listener)
    }
}

impl Listener {
    fn hear(&self, piece: &[u8]) {
        let mut reader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = match reader.as_mut() {
            Ok(reader) => reader.read(piece),
            Err(_) => return,
        };
        if let Err(why) = heard {
            *reader = Err(why);
        }
    }

    /// What the body said. `Err`: the gateway could not judge it either, or it has not come yet.
    pub(super) fn heard(&self) -> Result<BodyFields, Unreadable> {
        let mut reader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *reader, Err(Unreadable::Malformed))?.finish()
    }
}

impl HttpBody for Overheard {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(piece) = frame.data_ref()
        {
            self.listener.hear(piece);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
