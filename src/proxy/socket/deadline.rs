//! A timer that is made when it is first needed, and moved from then on.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep};

#[derive(Debug, Default)]
pub(in crate::proxy) struct Deadline {
    timer: Option<Pin<Box<Sleep>>>,
    /// What it is set for; `None`: nothing.
    armed: Option<u8>,
}

impl Deadline {
    /// Ready when the deadline for `purpose` has passed. `at` says when that is, once for each time that it is armed.
    pub(in crate::proxy) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        purpose: u8,
        at: impl FnOnce() -> Instant,
    ) -> Poll<()> {
        let timer = match &mut self.timer {
            Some(timer) => {
                if self.armed != Some(purpose) {
                    timer.as_mut().reset(at());
                }
                timer
            }
            none => none.insert(Box::pin(tokio::time::sleep_until(at()))),
        };
        self.armed = Some(purpose);
        timer.as_mut().poll(cx)
    }

    /// What was waited for has come.
    pub(in crate::proxy) fn disarm(&mut self) {
        self.armed = None;
    }
}
