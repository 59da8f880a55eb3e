//! Memory that this process has, but does not use.
#![expect(unsafe_code, reason = "a call of the C library; it says why it is sound")]

use std::{fs, ops::Range};

/// Gives the system back the memory that the start of a server needed, and its work does not:
/// what the allocator holds free (it keeps such memory for later, below what is in use: after a peak, for good),
/// and the pages of the program that were looked at once. Those come back from the system's cache of the file when they are.
///
/// Does as much of it as this system lets it, and takes a few milliseconds.
pub fn give_back_memory() {
    #[cfg(target_env = "gnu")]
    // SAFETY: touches nothing but pages that are free, under the allocator's own locks; any thread may call it at any time.
    unsafe {
        // Whether it found something to give back changes nothing for the caller.
        let _: libc::c_int = libc::malloc_trim(0);
    }
    // Where the list cannot be read, the pages stay: nothing but memory is lost.
    for text in fs::read_to_string("/proc/self/smaps").iter().flat_map(|list| unchanged_text(list)) {
        // SAFETY: every page in this range can be executed and not written, and is as its file has it: whoever needs one gets it from there, as the
        // first time. The range is the kernel's own, of whole pages, and stays mapped.
        unsafe {
            let _: libc::c_int = libc::madvise(text.start as *mut libc::c_void, text.len(), libc::MADV_DONTNEED);
        }
    }
}

/// Where the code of the program and its libraries lies, in the kernel's list of mappings (`proc_pid_smaps(5)`), as far as no page of it
/// differs from its file.
/// One does once a debugger has set a breakpoint, or a library has been relocated where it lies.
fn unchanged_text(smaps: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut text = None;
    for line in smaps.lines() {
        let mut fields = line.split_ascii_whitespace();
        match (fields.next(), fields.next()) {
            (Some("Anonymous:"), Some(kib)) => found.extend(text.take().filter(|_| kib == "0")),
            (Some(name), Some(_)) if name.ends_with(':') => {}
            (Some(range), Some(rights)) => {
                let of_a_file = fields.nth(2).is_some_and(|inode| inode != "0");
                text = range_of(range).filter(|_| rights == "r-xp" && of_a_file);
            }
            _ => {}
        }
    }
    found
}

/// The range that the kernel writes as `start-end`, in hexadecimal digits.
fn range_of(text: &str) -> Option<Range<usize>> {
    let (start, end) = text.split_once('-')?;
    Some(usize::from_str_radix(start, 16).ok()?..usize::from_str_radix(end, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn code_that_was_looked_at_once_is_not_kept() {
        let of_files = || {
            let status = fs::read_to_string("/proc/self/status").unwrap();
            let line = status.lines().find_map(|line| line.strip_prefix("RssFile:")).unwrap();
            line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
        };
        let list = fs::read_to_string("/proc/self/smaps").unwrap();
        let own = unchanged_text(&list).into_iter().find(|text| text.contains(&(give_back_memory as *const () as usize))).unwrap();
        // SAFETY: the range is mapped and can be read.
        let looked_at = own.clone().step_by(4096).fold(0_u64, |sum, at| sum + u64::from(unsafe { *(at as *const u8) }));
        let before = of_files();
        give_back_memory();
        let after = of_files();
        let code = u64::try_from(own.len() / 1024).unwrap();
        assert!(looked_at > 0 && before - after > code / 2, "{before} kB before, {after} kB after, of {code} kB of code");
    }

    #[test]
    fn only_code_that_is_as_its_file_has_it_is_given_back() {
        let list = "\
1000-3000 r-xp 00000000 fe:00 17 /bin/program\nRss:  8 kB\nAnonymous:             0 kB\nVmFlags: rd ex mr mw me sd\n\
3000-4000 r--p 00000000 fe:00 17 /bin/program\nAnonymous:             0 kB\n\
4000-5000 rw-p 00000000 fe:00 17 /bin/program\nAnonymous:             4 kB\n\
5000-6000 r-xp 00000000 fe:00 18 /lib/with a breakpoint.so\nAnonymous:             4 kB\n\
6000-7000 rwxp 00000000 fe:00 18 /lib/writable.so\nAnonymous:             0 kB\n\
7000-8000 r-xp 00000000 00:00 0  [vdso]\nAnonymous:             0 kB\n\
8000-9000 r-xp 00000000 fe:00 19 /lib/of an older kernel's list\nRss:  8 kB\n\
9000-a000 r-xp 00000000 fe:00 19 /lib/libc.so.6\nAnonymous:             0 kB\n";
        assert_eq!(unchanged_text(list), [0x1000..0x3000, 0x9000..0xa000]);
        assert_eq!(unchanged_text("no list\n\n: 3\n12-zz r-xp 0 0 1\nAnonymous: 0 kB\n"), []);
    }
}
