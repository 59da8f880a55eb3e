//! One set: its folder, its queue, the segment that is written, and those that were.

use crate::append::{Batch, Queue, Waiter};
use crate::catalogue;
use crate::segment::{Place, Segment};
use crate::writer::{Active, sync_folder};
use crate::{AppendError, Level, Line, LogError, Options, Position, SetName, StreamName};
use dream_clock::Clock;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The source of the lines that the log itself says.
const SOURCE: &str = "dream_logs";

/// A set.
pub(crate) struct Set {
    pub(crate) name: SetName,
    pub(crate) folder: PathBuf,
    pub(crate) options: Options,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) queue: Queue,
    writing: Mutex<Writing>,
    segments: Mutex<Vec<Segment>>,
    end: watch::Sender<Position>,
    pub(crate) written: AtomicU64,
    pub(crate) dropped: AtomicU64,
}

/// What the writer alone touches.
struct Writing {
    active: Option<Active>,
    next: u64,
    spare: Vec<u8>,
    /// The disk refused the last batch, so the count of what was lost says so.
    refused: Option<String>,
}

impl Set {
    /// Opens the folder, making it where there is none.
    pub(crate) fn open(root: &std::path::Path, name: SetName, options: &Options, clock: &Arc<dyn Clock>) -> Result<Self, LogError> {
        let folder = root.join(name.to_string());
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(LogError::disk("making", &folder))?;
        let catalogue::Found { segments, last, findings } = catalogue::read(&folder)?;
        let next = last + 1;
        let writing = Writing { active: None, next, spare: Vec::new(), refused: None };
        let set = Self {
            name,
            folder,
            options: options.clone(),
            clock: Arc::clone(clock),
            queue: Queue::new(options.queue_bytes),
            writing: Mutex::new(writing),
            segments: Mutex::new(segments),
            end: watch::Sender::new(Position { segment: next, offset: 0 }),
            written: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        };
        for finding in findings {
            // An empty queue has room for a few lines.
            let _ = set.queue.push(&set.own_line(Level::Warn, finding).encode(), 1, None);
        }
        Ok(set)
    }

    /// A line of the log about itself.
    fn own_line(&self, level: Level, message: impl Into<String>) -> Line {
        Line::new(self.clock.now(), level, StreamName::Server, SOURCE, message)
    }

    /// The segments as they stand now, in order.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        self.lock_segments().clone()
    }

    /// The segment with this number as it stands now.
    pub(crate) fn segment(&self, sequence: u64) -> Option<Segment> {
        let segments = self.lock_segments();
        let place = segments.binary_search_by_key(&sequence, |segment| segment.sequence).ok()?;
        segments.get(place).cloned()
    }

    fn lock_segments(&self) -> MutexGuard<'_, Vec<Segment>> {
        self.segments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts `place` where the segment's bytes are from now on; `None` forgets the segment.
    pub(crate) fn moved(&self, sequence: u64, place: Option<Place>) {
        let mut segments = self.lock_segments();
        let Ok(at) = segments.binary_search_by_key(&sequence, |segment| segment.sequence) else { return };
        match (place, segments.get_mut(at)) {
            (Some(place), Some(segment)) => segment.place = place,
            (None, Some(_)) => drop(segments.remove(at)),
            (_, None) => {}
        }
    }

    /// Where the next line will begin, and a signal whenever that changes.
    pub(crate) fn end(&self) -> watch::Receiver<Position> {
        self.end.subscribe()
    }

    /// Queues a line.
    pub(crate) fn push(&self, line: Line, waiter: Option<Waiter>) -> Result<bool, AppendError> {
        self.queue.push(&line.encode(), 1, waiter)
    }

    /// Writes what waits. With `durable` it is on disk when this returns.
    pub(crate) fn flush(&self, durable: bool) {
        let mut writing = self.lock_writing();
        let spare = std::mem::take(&mut writing.spare);
        let mut batch = self.queue.take(spare);
        if !batch.is_empty() {
            let result = self.write(&mut writing, &mut batch);
            if let Err(error) = &result {
                self.queue.lost(batch.lines + batch.dropped);
                writing.refused = Some(error.to_string());
            }
            for waiter in batch.waiters.drain(..) {
                // Whoever stopped to wait needs no answer.
                let _ = waiter.send(result.clone());
            }
        }
        batch.bytes.clear();
        writing.spare = batch.bytes;
        let full = writing.active.as_ref().is_some_and(|active| active.bytes >= self.options.segment_bytes);
        if full {
            self.close_active(&mut writing);
        } else if let Some(active) = writing.active.as_ref().filter(|_| durable)
            && let Err(error) = active.sync()
        {
            tracing::error!(log.set = %self.name, error.chain = ?error, "the last log lines may not be on disk");
        }
    }

    fn write(&self, writing: &mut Writing, batch: &mut Batch) -> Result<(), AppendError> {
        if batch.dropped > 0 {
            let why = writing.refused.as_deref().unwrap_or("they came faster than they could be written");
            let line = self.own_line(Level::Warn, "log lines were dropped").with("log.dropped", batch.dropped).with("reason", why);
            batch.bytes.splice(0..0, line.encode());
        }
        let refused = |error: LogError| AppendError::Disk(text(&error));
        if writing.active.is_none() {
            let sequence = writing.next;
            // Counted first: a beginning that failed half-way may have left its file behind.
            writing.next += 1;
            let active = Active::begin(&self.folder, sequence, self.clock.now()).map_err(refused)?;
            let place = Place::Raw { path: active.path.clone(), bytes: 0, open: true };
            self.lock_segments().push(Segment { sequence, started: active.started, place });
            writing.active = Some(active);
        }
        let Some(active) = &mut writing.active else { return Err(AppendError::Closed) };
        let written = active.write(&batch.bytes, !batch.waiters.is_empty());
        let (sequence, path, bytes) = (active.sequence, active.path.clone(), active.bytes);
        if let Err(error) = written {
            // After a refused write or save nobody knows what of the file is on disk: what comes next goes to another.
            self.close_active(writing);
            return Err(refused(error));
        }
        writing.refused = None;
        self.written.fetch_add(batch.lines, Ordering::Relaxed);
        self.dropped.fetch_add(batch.dropped, Ordering::Relaxed);
        self.moved(sequence, Some(Place::Raw { path, bytes, open: true }));
        self.end.send_replace(Position { segment: sequence, offset: bytes });
        Ok(())
    }

    /// Closes the segment that is written. A segment without lines leaves nothing.
    fn close_active(&self, writing: &mut Writing) {
        let Some(active) = writing.active.take() else { return };
        if let Err(error) = active.sync() {
            tracing::error!(log.set = %self.name, error.chain = ?error, "the last lines of a log segment may not be on disk");
        }
        if active.bytes == 0 {
            self.moved(active.sequence, None);
            // What stays is removed when the folder is opened.
            let _ = catalogue::remove(&active.path);
        } else {
            self.moved(active.sequence, Some(Place::Raw { path: active.path, bytes: active.bytes, open: false }));
        }
        self.end.send_replace(Position { segment: writing.next, offset: 0 });
    }

    /// Closes the segment that is written if its time has come, or the clock was set back before its start.
    pub(crate) fn close_aged(&self) {
        let now = self.clock.now();
        let mut writing = self.lock_writing();
        let due = |active: &Active| now < active.started || now.since(active.started) >= self.options.segment_age;
        if writing.active.as_ref().is_some_and(due) {
            self.close_active(&mut writing);
        }
    }

    /// Makes changes of names in the folder durable.
    pub(crate) fn sync_folder(&self) -> Result<(), LogError> {
        sync_folder(&self.folder)
    }
}

/// An error and why, in one text.
fn text(error: &LogError) -> String {
    let why = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{why}")
}
