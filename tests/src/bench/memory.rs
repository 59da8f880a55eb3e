//! What a server keeps in memory.

use std::fs;

use crate::{Failure, Outcome, Server};

const MIB: u64 = 1 << 20;

/// The resident memory of a server in bytes, as Linux counts it.
pub(crate) fn resident(server: &Server) -> Outcome<u64> {
    let path = format!("/proc/{}/status", server.pid());
    let status = fs::read_to_string(&path).map_err(Failure::system(format!("reading {path}")))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kib.map(|kib| kib * 1024).ok_or_else(|| Failure::broken(format!("{path} names no VmRSS")))
}

/// Bytes in millions.
pub(crate) fn mega(bytes: u64) -> f64 {
    // Exact to a hundredth, which is all that is printed.
    f64::from(u32::try_from(bytes / (MIB / 128)).unwrap_or(u32::MAX)) * 0.008_192
}
