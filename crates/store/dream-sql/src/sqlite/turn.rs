//! The turn at the one writer, which passes from task to task in the order of asking.

use super::{committer::Committer, write::Writer};
use crate::SqlError;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// The queue for the writer.
pub(super) struct Turn {
    queue: Mutex<Queue>,
    committer: Committer,
    acquire_timeout: Duration,
}

#[derive(Default)]
struct Queue {
    /// The writer, while nobody has it. Then nobody waits either.
    parked: Option<Box<Writer>>,
    waiting: VecDeque<oneshot::Sender<Lease>>,
    closed: bool,
}

/// The writer, for as long as this lives; dropping it passes the turn on.
pub(super) struct Lease {
    writer: Option<Box<Writer>>,
    turn: Arc<Turn>,
}

impl Turn {
    pub(super) fn new(writer: Writer, committer: Committer, acquire_timeout: Duration) -> Arc<Self> {
        let queue = Queue { parked: Some(Box::new(writer)), ..Queue::default() };
        Arc::new(Self { queue: Mutex::new(queue), committer, acquire_timeout })
    }

    /// Waits for the turn.
    pub(super) async fn take(self: &Arc<Self>) -> Result<Lease, SqlError> {
        let ticket = {
            let mut queue = self.lock();
            if queue.closed {
                return Err(SqlError::Closed);
            }
            if let Some(writer) = queue.parked.take() {
                return Ok(self.lease(writer));
            }
            let (sender, receiver) = oneshot::channel();
            queue.waiting.push_back(sender);
            receiver
        };
        let after = self.acquire_timeout;
        let hint = "a write transaction is held too long, or its task began another one; look for a warning about a long one";
        match tokio::time::timeout(after, ticket).await {
            Ok(lease) => lease.map_err(|_| SqlError::Closed),
            Err(_) => Err(SqlError::Timeout { doing: "waiting for the turn to write", after, hint }),
        }
    }

    /// Refuses those who wait and those who come, and gives the writer back once it is free of work.
    pub(super) async fn close(self: &Arc<Self>) -> Result<Option<Box<Writer>>, SqlError> {
        let mut lease = match self.take().await {
            Ok(lease) => lease,
            Err(SqlError::Closed) => return Ok(None),
            Err(other) => return Err(other),
        };
        let waiting = {
            let mut queue = self.lock();
            queue.closed = true;
            std::mem::take(&mut queue.waiting)
        };
        drop(waiting);
        Ok(lease.writer.take())
    }

    /// Gives the writer to the next who waits, or to the committer, or lays it down.
    fn pass(self: &Arc<Self>, mut writer: Box<Writer>) {
        loop {
            if writer.batch_is_due() {
                return self.commit(writer);
            }
            let next = {
                let mut queue = self.lock();
                let next = queue.waiting.pop_front();
                if next.is_none() && writer.is_idle() {
                    queue.parked = Some(writer);
                    return;
                }
                next
            };
            match next {
                Some(next) => match next.send(self.lease(writer)) {
                    Ok(()) => return,
                    // It no longer waits.
                    Err(mut lease) => match lease.writer.take() {
                        Some(back) => writer = back,
                        None => return,
                    },
                },
                None if writer.has_operations() => return self.commit(writer),
                None => writer.end_empty_batch(),
            }
        }
    }

    fn commit(self: &Arc<Self>, writer: Box<Writer>) {
        if let Err(mut lease) = self.committer.commit(self.lease(writer)) {
            // The committing thread is gone, so nothing can be saved any more. The writer goes with it, and everybody is refused.
            let mut queue = self.lock();
            queue.closed = true;
            queue.waiting.clear();
            drop(queue);
            drop(lease.writer.take());
        }
    }

    fn lease(self: &Arc<Self>, writer: Box<Writer>) -> Lease {
        Lease { writer: Some(writer), turn: Arc::clone(self) }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// The writer.
    pub(super) fn writer(&mut self) -> Result<&mut Writer, SqlError> {
        self.writer.as_deref_mut().ok_or(SqlError::Closed)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            self.turn.pass(writer);
        }
    }
}
