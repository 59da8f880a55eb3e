//! Agents as processes that speak the agent client protocol, and the built-in agent.
//!
//! [`AcpLauncher`] is the way in: it starts an agent through the sandbox port and answers the agent port. An agent is taken for hostile:
//! what it says is read line by line with a limit, what it asks for is answered each by itself, its files are looked up in its own folder
//! alone, its commands run confined as it is, and a conversation that is not its own does not exist for it.
//!
//! [`GitRepositories`] fetches from repositories of this machine and copies them for agents, without running anything of theirs.
//!
//! A line goes `lines` → `wire` → `hear` → `updates` or `asked/`; what we ask goes through `connection`.
#![forbid(unsafe_code)]

mod asked;
mod beneath;
mod complaints;
mod connection;
mod hear;
mod launch;
mod lines;
pub mod llm;
mod options;
mod process;
mod repository;
mod session;
mod terminals;
mod updates;
mod wire;

pub use launch::AcpLauncher;
pub use options::AcpOptions;
pub use repository::{GitRepositories, GitVersion, RepositoryOptions};

/// The code of what is refused by us and not by the protocol, in the range that it leaves to implementations.
const REFUSED: i32 = -32_010;
