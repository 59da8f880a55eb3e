//! Size, start and idle memory.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::memory::{mega, resident};
use super::{Figure, Sample};
use crate::{Failure, Outcome, Place, binary};

const STARTS: usize = 15;

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
