//! The process, and the disk under its data folder, as the system tells of them.

use std::path::Path;

/// What the system tells; `None` where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// Memory of this process that is resident, in bytes.
    pub memory_bytes: Option<u64>,
    /// Space on the disk, in bytes.
    pub disk_bytes: Option<u64>,
    /// Free space on the disk that this process may use, in bytes.
    pub disk_free_bytes: Option<u64>,
}

impl Machine {
    /// Looks at this process, and at the disk that holds `folder`.
    pub(crate) fn look(folder: &Path) -> Self {
        let disk = rustix::fs::statvfs(folder).ok();
        let space = |blocks: fn(&rustix::fs::StatVfs) -> u64| disk.as_ref().map(|disk| blocks(disk).saturating_mul(disk.f_frsize));
        Self { memory_bytes: resident(), disk_bytes: space(|disk| disk.f_blocks), disk_free_bytes: space(|disk| disk.f_bavail) }
    }
}

fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_and_disk_are_known() {
        let machine = Machine::look(&std::env::temp_dir());
        assert!(machine.memory_bytes > Some(1 << 20));
        assert!(machine.disk_bytes >= machine.disk_free_bytes && machine.disk_bytes > Some(0));
        assert_eq!(Machine::look(Path::new("/nowhere")).disk_bytes, None);
    }
}
