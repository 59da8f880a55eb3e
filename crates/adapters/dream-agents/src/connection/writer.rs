//! What waits to be written to an agent: in order, and never more than is allowed.

use std::sync::Arc;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// A line that waits, and the room that it takes.
type Queued = (Vec<u8>, OwnedSemaphorePermit);

/// The way to an agent's input.
pub(crate) struct Writer {
    lines: mpsc::UnboundedSender<Queued>,
    room: Arc<Semaphore>,
    bytes: usize,
}

impl Writer {
    /// A writer that holds at most `bytes` for an agent that does not read, and what writes them.
    pub(crate) fn new<W: AsyncWrite + Unpin>(bytes: usize, mut input: W) -> (Self, impl Future<Output = ()>) {
        // The queue is held by the room: every line takes its size of it.
        let (lines, mut queue) = mpsc::unbounded_channel::<Queued>();
        let writing = async move {
            while let Some((line, room)) = queue.recv().await {
                // An agent whose input is closed is about to end, and then everybody is told.
                if input.write_all(&line).await.is_err() || input.flush().await.is_err() {
                    return;
                }
                drop(room);
            }
        };
        (Self { lines, room: Arc::new(Semaphore::new(bytes)), bytes }, writing)
    }

    /// Queues a line once there is room for it, unless the connection ends first.
    pub(crate) async fn write(&self, line: Vec<u8>, ended: &CancellationToken) {
        let room = tokio::select! {
            room = Arc::clone(&self.room).acquire_many_owned(self.share(&line)) => room,
            () = ended.cancelled() => return,
        };
        if let Ok(room) = room {
            // Nobody writes any longer: the connection is ending.
            let _ = self.lines.send((line, room));
        }
    }

    /// Queues a line if there is room for it. False when there is none.
    pub(crate) fn write_now(&self, line: Vec<u8>) -> bool {
        let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(self.share(&line)) else { return false };
        // Nobody writes any longer: the connection is ending.
        let _ = self.lines.send((line, room));
        true
    }

    /// The room that a line takes: one that is larger than all of it waits for all of it.
    fn share(&self, line: &[u8]) -> u32 {
        u32::try_from(line.len().min(self.bytes)).unwrap_or(u32::MAX)
    }
}
