//! The file that a set's lines go to, and the thread that writes those of all sets.

use crate::LogError;
use crate::logs::Shared;
use crate::segment::{RAW, stem};
use dream_clock::Timestamp;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The segment that is written.
pub(crate) struct Active {
    file: File,
    pub(crate) path: PathBuf,
    pub(crate) sequence: u64,
    pub(crate) started: Timestamp,
    /// How many bytes of it are whole lines.
    pub(crate) bytes: u64,
}

impl Active {
    /// Begins a segment. Its name is on disk when this returns, so that a power cut cannot lose the file with the lines.
    pub(crate) fn begin(folder: &Path, sequence: u64, started: Timestamp) -> Result<Self, LogError> {
        let path = folder.join(format!("{}{RAW}", stem(sequence, started)));
        let made = File::options().write(true).create_new(true).mode(0o600).open(&path);
        let file = made.map_err(LogError::disk("making", &path))?;
        sync_folder(folder)?;
        Ok(Self { file, path, sequence, started, bytes: 0 })
    }

    /// Writes whole lines, all or none of them; with `durable` they are on disk when this returns.
    pub(crate) fn write(&mut self, lines: &[u8], durable: bool) -> Result<(), LogError> {
        let written = self.file.write_all(lines).map_err(LogError::disk("writing", &self.path));
        let saved = written.and_then(|()| if durable { self.sync() } else { Ok(()) });
        if let Err(error) = saved {
            // They are refused, so they may not come to light with the next start. If half a line stays, opening the folder leaves it out.
            let _ = self.file.set_len(self.bytes).and_then(|()| rewind(&mut self.file, self.bytes));
            return Err(error);
        }
        self.bytes += crate::pack::size(lines.len());
        Ok(())
    }

    pub(crate) fn sync(&self) -> Result<(), LogError> {
        self.file.sync_data().map_err(LogError::disk("saving", &self.path))
    }
}

fn rewind(file: &mut File, to: u64) -> std::io::Result<()> {
    std::io::Seek::seek(file, std::io::SeekFrom::Start(to)).map(drop)
}

/// Makes new and removed names of a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), LogError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(LogError::disk("saving", folder))
}

/// Tells the writer's thread that lines wait, or that it is to end.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<Rung>,
    heard: Condvar,
}

#[derive(Default, Clone, Copy)]
struct Rung {
    lines: bool,
    stop: bool,
}

impl Bell {
    /// Lines wait.
    pub(crate) fn ring(&self) {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).lines = true;
        self.heard.notify_one();
    }

    /// No more will come.
    pub(crate) fn stop(&self) {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
        self.heard.notify_one();
    }

    /// Waits; whether the thread is to end.
    fn wait(&self) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rung = self.heard.wait_while(rung, |rung| !rung.lines && !rung.stop).unwrap_or_else(PoisonError::into_inner);
        rung.lines = false;
        rung.stop
    }
}

/// Writes what waits, until the bell says to stop; what waits then is written still.
pub(crate) fn run(shared: &Arc<Shared>) {
    loop {
        let stop = shared.bell.wait();
        for set in shared.sets() {
            set.flush(stop);
        }
        if stop {
            return;
        }
    }
}
