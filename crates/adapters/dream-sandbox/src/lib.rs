//! Confined processes: Landlock, a filter of system calls, namespaces, limits, and the way out through a proxy.
//!
//! [`LocalSandbox`] starts a command by executing the *launcher*: the server's own program again, with a hidden first argument
//! that [`enter_if_asked`] looks for as the first thing in `main`. The launcher's process stays as the command's *monitor*:
//! it holds the command to its limits, and ends all of it when the command, its time or the server itself has ended.
//!
//! ```no_run
//! // The first line of `main`: before any thread, and before the command line is read.
//! dream_sandbox::enter_if_asked();
//! ```

pub mod attempts;
mod descriptors;
mod egress;
mod groups;
mod launcher;
mod local;
mod options;
mod paths;
mod process;
mod seccomp;
mod self_test;
mod start;
mod streams;
mod sweep;
mod sys;
mod tree;
mod user;
mod way_out;
mod wire;

pub use egress::{EgressOptions, Resolve, Subnet, SystemResolver, UnknownSubnet};
pub use groups::delegated_cgroup;
pub use launcher::enter_if_asked;
pub use local::LocalSandbox;
pub use options::SandboxOptions;
pub use sys::give_back_memory;
