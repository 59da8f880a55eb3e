//! The processes of agents, looked for by the folder that they work in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::{Failure, Outcome, Place};

/// As long as the processes of a killed server's agents may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// The processes whose folder is below `folder`.
pub fn processes_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir("/proc").map_err(Failure::system("reading /proc"))?;
    let mut found = Vec::new();
    for entry in entries.flatten() {
        // Processes come and go while they are looked at.
        let Ok(current) = fs::read_link(entry.path().join("cwd")) else { continue };
        if current.starts_with(folder) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

impl Place {
    /// How many processes look after agents of the server here: their sandboxes' monitors, and the agents where they share our view.
    pub fn agents_alive(&self) -> Outcome<usize> {
        Ok(processes_below(&self.data().join("workspaces"))?.len())
    }

    /// Waits until no process of an agent is left; how long that took.
    pub fn no_agents_left(&self) -> Outcome<Duration> {
        let begun = Instant::now();
        while self.agents_alive()? > 0 {
            if begun.elapsed() > PATIENCE {
                return Err(Failure::broken(format!("processes of agents are left {PATIENCE:?} after the server ended")));
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        Ok(begun.elapsed())
    }
}
