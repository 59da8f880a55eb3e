//! Ways out of the sandbox, tried from inside: by the self-test when a server starts, and by the tests. Each must fail.

mod bait;
mod calls;
mod files;
mod kernel;
mod network;
mod processes;

pub use bait::BaitLayout;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The hidden first argument that makes a program try them. The names of those to try follow; none are all.
pub const ATTEMPT: &str = "--try-to-escape";
/// Where the bait is told.
pub const BAIT: &str = "ESCAPE_BAIT";

/// What is laid out on the host for those that try.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bait {
    /// A folder that must not be reached; it holds a file `secret`, and a socket `socket` on which somebody listens.
    pub folder: PathBuf,
    /// The name of an abstract Unix socket on which somebody listens.
    pub abstract_name: String,
    /// A TCP port of the loopback interface on which somebody listens.
    pub port: u16,
    /// A process that must not be reached.
    pub process: u32,
    /// The folder where it may write.
    pub workspace: PathBuf,
}

/// What became of a way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was closed.
    Held,
    /// It was open, and this was found.
    Escaped(String),
    /// It could not be tried here, and why.
    Untried(String),
}

/// One way out that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

type Case = (&'static str, fn(&Bait) -> Outcome);

const GROUPS: [&[Case]; 4] = [files::CASES, processes::CASES, kernel::CASES, network::CASES];

/// The name of every way out.
pub fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.into_iter().flatten().map(|(name, _)| *name)
}

/// Tries those that the command line names and prints what became of each, one JSON document a line.
pub(crate) fn run() -> i32 {
    let bait = std::env::var(BAIT).ok().and_then(|text| serde_json::from_str::<Bait>(&text).ok());
    let Some(bait) = bait else { return 2 };
    let wanted: Vec<String> = std::env::args().skip(2).collect();
    for (name, attempt) in GROUPS.into_iter().flatten() {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            tell(&Attempt { name: (*name).to_owned(), outcome: attempt(&bait) });
        }
    }
    0
}

fn tell(attempt: &Attempt) {
    use std::io::Write;
    if let Ok(line) = serde_json::to_string(attempt) {
        // Who listens decides what a missing line means: that it did not hold.
        let _ = writeln!(std::io::stdout(), "{line}");
    }
}

/// Held when it failed, whatever the reason.
fn fails<T, E: std::fmt::Display>(outcome: Result<T, E>, found: &str) -> Outcome {
    outcome.map_or(Outcome::Held, |_| Outcome::Escaped(found.to_owned()))
}

/// Held when all did.
fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().find(|outcome| !matches!(outcome, Outcome::Held)).unwrap_or(Outcome::Held)
}
