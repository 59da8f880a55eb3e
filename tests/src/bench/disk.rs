//! The disk below all other figures.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use super::Sample;
use crate::{Failure, Outcome};

const APPENDS: usize = 500;

/// Appends of 4 KiB, each followed by `fdatasync`.
pub(crate) fn probe(folder: &Path) -> Outcome<Sample> {
    let mut file = File::create(folder.join("probe")).map_err(Failure::system("making a file"))?;
    let mut times = Vec::with_capacity(APPENDS);
    for _ in 0..APPENDS {
        let begun = Instant::now();
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).map_err(Failure::system("appending and syncing"))?;
        times.push(begun.elapsed());
    }
    Ok(Sample::new(times))
}
