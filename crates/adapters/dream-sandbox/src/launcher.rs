//! The launcher: processes of one thread, each of which confines a command and stays as its monitor. Nothing here runs in the server itself.

mod channel;
mod command;
mod connect;
mod fork;
mod init;
mod kill;
mod landlock;
mod limits;
mod metadata;
mod monitor;
mod mounts;
mod orphans;
mod system;
mod user;

/// Runs the launcher and ends, if this process was started as one; else returns at once.
///
/// Must be the first thing in `main`: the launcher duplicates itself, which only a process of one thread can do safely.
pub fn enter_if_asked() {
    match std::env::args_os().nth(1).as_deref().and_then(std::ffi::OsStr::to_str) {
        Some(crate::wire::LAUNCH) => std::process::exit(fork::run()),
        Some(crate::attempts::ATTEMPT) => std::process::exit(crate::attempts::run()),
        _ => {}
    }
}
