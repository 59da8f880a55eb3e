//! The harness of the black-box tests: it starts the real binary as its users do, loads it through its API, breaks it, and
//! compares what it acknowledged with what is there afterwards. Each file of `tests/` is one way to break it.
#![forbid(unsafe_code)]

pub mod bench;
mod binary;
mod cli;
mod dice;
mod failure;
mod kills;
mod load;
mod oracle;
pub mod pasted;
mod patience;
mod processes;
mod server;
mod settings;

pub use cli::{Cli, Ended, list, text};
pub use dice::Dice;
pub use failure::{Failure, Outcome};
pub use kills::{Tally, kill_loop};
pub use load::logs::{LINES_TOGETHER, log_key, log_lines};
pub use load::{Ack, Fact, Load};
pub use oracle::Oracle;
pub use patience::patiently;
pub use processes::processes_below;
pub use server::{Place, Server};
pub use settings::{seed, times};
