//! Memory that this process has, but does not use.
#![expect(unsafe_code, reason = "a call of the C library; it says why it is sound")]

/// Gives the system back what the allocator holds free. It keeps such memory for later, below what is in use: after a peak, for good.
///
/// Does nothing with another C library than glibc, and takes a few milliseconds after a large peak.
pub fn give_back_memory() {
    #[cfg(target_env = "gnu")]
    // SAFETY: touches nothing but pages that are free, under the allocator's own locks; any thread may call it at any time.
    unsafe {
        // Whether it found something to give back changes nothing for the caller.
        let _: libc::c_int = libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const MIB: u64 = 1 << 20;
    const PEAK: u64 = 64 * MIB;

    fn resident() -> u64 {
        let pages = fs::read_to_string("/proc/self/statm").unwrap();
        let pages: u64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
        pages * u64::try_from(rustix::param::page_size()).unwrap()
    }

    #[test]
    #[cfg_attr(not(target_env = "gnu"), ignore = "this C library is not asked")]
    fn what_a_peak_left_free_goes_back_to_the_system() {
        // Small blocks, and the last of them stays in use above the others.
        let mut peak: Vec<Box<[u8; 1024]>> = (0..PEAK / 1024).map(|_| Box::new([1; 1024])).collect();
        let last = peak.pop();
        drop(peak);
        let before = resident();
        give_back_memory();
        let after = resident();
        assert!(before - after > PEAK / 2, "{before} bytes before, {after} after");
        drop(last);
    }
}
