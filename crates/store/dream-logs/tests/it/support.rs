//! A log on a folder and a clock of its own.

use dream_blobs::{Blobs, Location};
use dream_clock::{Clock, Frozen, Timestamp};
use dream_id::OrgId;
use dream_logs::{AppendError, Filter, FoundPage, Level, Line, Lines, Logs, Options, Order, Search, SetName, StreamName};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);
pub(crate) const SERVER: [SetName; 1] = [SetName::Server];

pub(crate) struct House {
    pub(crate) logs: Logs,
    pub(crate) clock: Arc<Frozen>,
    pub(crate) folder: TempDir,
    pub(crate) options: Options,
}

pub(crate) fn org() -> OrgId {
    "org_01jd3kz5e8f0vs1m7q2w9x4t6b".parse().unwrap()
}

impl House {
    pub(crate) fn new(options: Options) -> Self {
        Self::on(TempDir::new().unwrap(), options)
    }

    pub(crate) fn on(folder: TempDir, options: Options) -> Self {
        let clock = Arc::new(Frozen::at(START));
        let logs = Logs::open(folder.path().join("logs"), options.clone(), clock.clone()).unwrap();
        Self { logs, clock, folder, options }
    }

    /// As after a start of the server on the same folder.
    pub(crate) async fn restarted(self) -> Self {
        self.logs.close().await;
        let logs = Logs::open(self.folder.path().join("logs"), self.options.clone(), self.clock.clone()).unwrap();
        Self { logs, ..self }
    }

    pub(crate) fn line(&self, number: u64) -> Line {
        let level = Level::ALL[usize::try_from(number % 5).unwrap()];
        Line::new(self.clock.now(), level, StreamName::Server, "test", format!("line {number}")).with("n", number)
    }

    /// Writes lines with these numbers; they are on disk when this returns.
    pub(crate) async fn write(&self, numbers: impl IntoIterator<Item = u64>) {
        for number in numbers {
            self.logs.append_acknowledged(SetName::Server, self.line(number)).await.unwrap();
        }
    }

    /// Writes lines together; they are on disk when this returns.
    pub(crate) async fn append_all(&self, lines: Vec<Line>) -> Result<(), AppendError> {
        self.logs.queue_all(SetName::Server, Lines::of(lines)?)?.written().await
    }

    pub(crate) async fn search(&self, search: &Search) -> FoundPage {
        self.logs.search(&SERVER, search).await.unwrap().unwrap()
    }

    /// The numbers of all lines, oldest first, and what could not be read.
    pub(crate) async fn all(&self) -> (Vec<u64>, Vec<String>) {
        let mut search = Search { order: Order::Oldest, limit: 1_000, ..Search::default() };
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        loop {
            let page = self.search(&search).await;
            all.extend(numbers(&page));
            problems.extend(page.problems);
            search.cursor = page.next;
            if search.cursor.is_none() {
                return (all, problems);
            }
        }
    }

    pub(crate) async fn keep(&self) -> dream_logs::Kept {
        self.logs.keep(self.clock.now(), Vec::new()).await.unwrap()
    }

    pub(crate) async fn blobs(&self) -> Blobs {
        let blobs = Blobs::open(&Location::Disk(self.folder.path().join("blobs"))).await.unwrap();
        self.logs.archive_in(blobs.clone(), org());
        blobs
    }

    /// The files of the server's set with this ending.
    pub(crate) fn files(&self, ending: &str) -> Vec<PathBuf> {
        files(&self.folder.path().join("logs/server"), ending)
    }
}

pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = paths.filter(|path| path.to_str().unwrap().ends_with(ending)).collect();
    found.sort();
    found
}

pub(crate) fn numbers(page: &FoundPage) -> Vec<u64> {
    page.lines.iter().filter_map(|found| found.line.fields.get("n")?.as_u64()).collect()
}

pub(crate) fn of(filter: Filter) -> Search {
    Search { filter, limit: 1_000, ..Search::default() }
}

/// Segments of a few lines.
pub(crate) fn small() -> Options {
    Options { segment_bytes: 1_000, ..Options::default() }
}
