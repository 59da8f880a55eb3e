//! What a command writes, counted as it passes.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::unix::pipe::Receiver;

/// How much a command has written to its output and error output together, and how much it may.
pub(crate) struct OutputCount {
    written: AtomicU64,
    limit: Option<u64>,
    over: AtomicBool,
}

impl OutputCount {
    pub(crate) fn new(limit: Option<u64>) -> Self {
        Self { written: AtomicU64::new(0), limit, over: AtomicBool::new(false) }
    }

    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Whether it was ever more than allowed.
    pub(crate) fn over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Counts; true when this made it too much.
    fn add(&self, bytes: u64) -> bool {
        let written = self.written.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        self.limit.is_some_and(|limit| written > limit) && !self.over.swap(true, Ordering::AcqRel)
    }
}

/// One of the two streams. Ends where the command has written too much.
pub(crate) struct CountedOutput {
    stream: Receiver,
    count: Arc<OutputCount>,
    too_much: Box<dyn Fn() + Send + Sync>,
}

impl CountedOutput {
    /// Calls `too_much` once the limit is passed.
    pub(crate) fn new(stream: Receiver, count: Arc<OutputCount>, too_much: Box<dyn Fn() + Send + Sync>) -> Self {
        Self { stream, count, too_much }
    }
}

impl AsyncRead for CountedOutput {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.count.over() {
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        let read = buffer.filled().len().saturating_sub(before);
        if self.count.add(u64::try_from(read).unwrap_or(u64::MAX)) {
            (self.too_much)();
        }
        outcome
    }
}
