//! All the logs of a data folder.

use crate::calls::Turns;
use crate::index::Manifest;
use crate::set::Set;
use crate::writer::{self, Bell};
use crate::{AppendError, Line, LogError, Options, SetName};
use dream_blobs::Blobs;
use dream_clock::Clock;
use dream_id::OrgId;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{Semaphore, oneshot};

/// How many searches run at once; others wait for their turn.
const SEARCHES: usize = 2;
/// How many followers look at once.
const LOOKS: usize = 8;

/// The logs. Clones share them.
#[derive(Clone)]
pub struct Logs(pub(crate) Arc<Shared>);

/// What all clones share.
pub(crate) struct Shared {
    root: PathBuf,
    pub(crate) options: Options,
    clock: Arc<dyn Clock>,
    pub(crate) bell: Bell,
    sets: Mutex<BTreeMap<SetName, Arc<Set>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    archive: OnceLock<Archive>,
    pub(crate) searches: Semaphore,
    /// The turns of followers, who look briefly and often, and wait for no search.
    pub(crate) looks: Semaphore,
    /// The turns of calls that are written once.
    pub(crate) turns: Turns,
}

/// Where old segments go.
pub(crate) struct Archive {
    pub(crate) blobs: Blobs,
    /// The organisation that the server's own segments are kept under.
    pub(crate) home: OrgId,
}

impl Archive {
    /// The organisation that a set's segments are kept under.
    pub(crate) fn org_of(&self, set: SetName) -> OrgId {
        match set {
            SetName::Server => self.home,
            SetName::Org(org) => org,
        }
    }

    /// The packed bytes of an archived segment. Blocks the thread, which must be none of those that serve.
    pub(crate) fn fetch(&self, set: SetName, manifest: &Manifest) -> Result<Vec<u8>, LogError> {
        let segment = manifest.segment;
        let digest = manifest.blob.as_deref().and_then(|text| text.parse().ok());
        let damaged = || std::io::Error::new(std::io::ErrorKind::InvalidData, "its manifest names no blob");
        let digest = digest.ok_or_else(damaged).map_err(LogError::disk("reading", format!("the manifest of log segment {segment}")))?;
        let got = tokio::runtime::Handle::current().block_on(self.blobs.get(self.org_of(set), digest));
        got.map(|bytes| bytes.to_vec()).map_err(|source| LogError::Archive { segment, source })
    }
}

impl Shared {
    /// All sets that are open.
    pub(crate) fn sets(&self) -> Vec<Arc<Set>> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// A set; `None` when it has no folder and `make` is false.
    pub(crate) fn set(&self, name: SetName, make: bool) -> Result<Option<Arc<Set>>, LogError> {
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = sets.get(&name) {
            return Ok(Some(Arc::clone(set)));
        }
        if !make {
            return Ok(None);
        }
        let set = Arc::new(Set::open(&self.root, name, &self.options, &self.clock)?);
        sets.insert(name, Arc::clone(&set));
        Ok(Some(set))
    }

    pub(crate) fn archive(&self) -> Option<&Archive> {
        self.archive.get()
    }
}

impl Logs {
    /// Opens the logs in `root`, which one process at a time may do, and puts right what a killed process left.
    ///
    /// # Errors
    /// [`LogError::Disk`] when the folder cannot be used.
    pub fn open(root: impl Into<PathBuf>, options: Options, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        let root = root.into();
        let shared = Arc::new(Shared {
            root: root.clone(),
            options,
            clock,
            bell: Bell::default(),
            sets: Mutex::default(),
            thread: Mutex::default(),
            archive: OnceLock::new(),
            searches: Semaphore::new(SEARCHES),
            looks: Semaphore::new(LOOKS),
            turns: Turns::default(),
        });
        let mut names = vec![SetName::Server];
        names.extend(folders(&root)?);
        for name in names {
            shared.set(name, true)?;
        }
        let of_thread = Arc::clone(&shared);
        let started = std::thread::Builder::new().name("dream-logs".to_owned()).spawn(move || writer::run(&of_thread));
        *shared.thread.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(started.map_err(LogError::disk("starting the writer of", root))?);
        shared.bell.ring();
        Ok(Self(shared))
    }

    /// Says where old segments go, the server's own as those of the organisation `home`, whose owners alone may read them. Until it is
    /// said none is archived. It is said once, when the server starts; saying it again changes nothing.
    pub fn archive_in(&self, blobs: Blobs, home: OrgId) {
        let _ = self.0.archive.set(Archive { blobs, home });
    }

    /// The organisation that the server's own log belongs to, once it was said.
    #[must_use]
    pub fn home(&self) -> Option<OrgId> {
        self.0.archive().map(|archive| archive.home)
    }

    /// Queues a line and waits for nothing.
    ///
    /// # Errors
    /// [`AppendError`]; a line that was dropped is counted, and the log says how many were.
    pub fn append(&self, set: SetName, line: Line) -> Result<(), AppendError> {
        self.push(set, line, None)
    }

    /// Queues a line and waits until it is on disk.
    ///
    /// # Errors
    /// [`AppendError`]; then the line may be missing.
    pub async fn append_acknowledged(&self, set: SetName, line: Line) -> Result<(), AppendError> {
        let (waiter, answer) = oneshot::channel();
        self.push(set, line, Some(waiter))?;
        answer.await.unwrap_or(Err(AppendError::Closed))
    }

    fn push(&self, set: SetName, line: Line, waiter: Option<crate::append::Waiter>) -> Result<(), AppendError> {
        self.queue(set, |set| set.push(line, waiter))
    }

    pub(crate) fn queue(&self, set: SetName, push: impl FnOnce(&Set) -> Result<bool, AppendError>) -> Result<(), AppendError> {
        let found = self.0.set(set, true).map_err(|error| AppendError::Disk(error.to_string()))?;
        let Some(set) = found else { return Err(AppendError::Closed) };
        let first = push(&set);
        if first != Ok(false) {
            self.0.bell.ring();
        }
        first.map(drop)
    }

    /// Writes what waits, saves it, and ends the writer. Lines that come later are refused.
    pub async fn close(&self) {
        for set in self.0.sets() {
            set.queue.close();
        }
        self.0.bell.stop();
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A writer that panicked has said so itself.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    /// How many lines were written and how many were dropped since the start, in all sets. Dropped ones count once the log has said so.
    #[must_use]
    pub fn counted(&self) -> (u64, u64) {
        let sets = self.0.sets();
        let sum = |of: fn(&Set) -> &AtomicU64| sets.iter().map(|set| of(set).load(Ordering::Relaxed)).sum();
        (sum(|set| &set.written), sum(|set| &set.dropped))
    }

    /// How many bytes of lines a set has, uncompressed.
    #[must_use]
    pub fn raw_bytes(&self, set: SetName) -> u64 {
        let found = self.0.set(set, false).ok().flatten();
        found.map_or(0, |set| set.segments().iter().map(crate::segment::Segment::raw_bytes).sum())
    }

    /// How many bytes the segments of a set take, archived ones included.
    #[must_use]
    pub fn kept_bytes(&self, set: SetName) -> u64 {
        let found = self.0.set(set, false).ok().flatten();
        found.map_or(0, |set| set.segments().iter().map(crate::segment::Segment::kept_bytes).sum())
    }
}

/// The sets that have a folder already.
fn folders(root: &Path) -> Result<Vec<SetName>, LogError> {
    let entries = match std::fs::read_dir(root) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(LogError::disk("reading", root))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(LogError::disk("reading", root))?;
        names.extend(entry.file_name().to_str().and_then(SetName::of_folder));
    }
    Ok(names)
}
