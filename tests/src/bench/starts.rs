//! Size, start and idle memory.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Figure, Sample};
use crate::{Failure, Outcome, Place, Server, binary};

const STARTS: usize = 15;
const MIB: u64 = 1 << 20;

pub(crate) fn binary_size() -> Outcome<Figure> {
    let size = fs::metadata(binary::path()?).map_err(Failure::system("looking at the binary"))?.len();
    Ok(Figure::new("size of the binary", format!("{:.1} MB", mega(size)), "≤ 60 MB", Some(size <= 60_000_000)))
}

/// Starts on empty folders, and what the last of them keeps in memory when nothing happens.
pub(crate) fn empty(folder: &Path) -> Outcome<Vec<Figure>> {
    let mut times = Vec::with_capacity(STARTS);
    let mut memory = 0;
    for number in 0..STARTS {
        let place = Place::embedded(folder.join(format!("empty-{number}")), folder.join("server.log"))?;
        let (server, _, took) = place.start()?;
        times.push(took);
        memory = resident(&server)?;
        server.stop()?;
    }
    let times = Sample::new(times);
    Ok(vec![
        Figure::new("empty start to ready, p50 / p99", times.show(), "≤ 150 ms", Some(times.at(50) <= Duration::from_millis(150))),
        Figure::new("idle memory, just started", format!("{:.1} MB", mega(memory)), "≤ 40 MB", Some(memory <= 40_000_000)),
    ])
}

/// The resident memory of a server in bytes, as Linux counts it.
fn resident(server: &Server) -> Outcome<u64> {
    let path = format!("/proc/{}/status", server.pid());
    let status = fs::read_to_string(&path).map_err(Failure::system(format!("reading {path}")))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kib.map(|kib| kib * 1024).ok_or_else(|| Failure::broken(format!("{path} names no VmRSS")))
}

/// Bytes in millions.
fn mega(bytes: u64) -> f64 {
    // Exact to a hundredth, which is all that is printed.
    f64::from(u32::try_from(bytes / (MIB / 128)).unwrap_or(u32::MAX)) * 0.008_192
}
