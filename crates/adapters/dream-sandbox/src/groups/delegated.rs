//! Finding the part of the host's tree of groups that was delegated to this process.

use rustix::fs::{Access, access, getxattr};
use rustix::process::geteuid;
use std::fs;
use std::path::{Path, PathBuf};

/// The group (cgroup, version 2) of this process, where the host has delegated it: a service manager with `Delegate=yes`, or a container that may
/// write its own. Nothing is changed; `None` where there is none.
#[must_use]
pub fn delegated_cgroup() -> Option<PathBuf> {
    let own = fs::read_to_string("/proc/self/cgroup").ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    find(&own, &mounts).filter(|folder| is_ours(folder, own_path(&own) == Some("/")))
}

/// The folder of the process's group: its path, where the tree is mounted.
fn find(own: &str, mounts: &str) -> Option<PathBuf> {
    let path = own_path(own)?;
    mounts.lines().find_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        let mut fields = before.split(' ').skip(3);
        let (root, mounted) = (fields.next()?, fields.next()?);
        let below = Path::new(path).strip_prefix(root).ok()?;
        let plain = !path.contains("..") && !mounted.contains('\\');
        (after.starts_with("cgroup2 ") && plain).then(|| Path::new(mounted).join(below))
    })
}

/// The path in the tree of version 2, which has the number 0 and no controllers in its line.
fn own_path(own: &str) -> Option<&str> {
    own.lines().find_map(|line| line.strip_prefix("0::"))
}

/// Whether it is this process's to divide: what another user may write was given to it; root, who may write all, looks for the mark of the service
/// manager, or is alone in a tree of its own.
fn is_ours(folder: &Path, whole_tree: bool) -> bool {
    let marked = || ["trusted.delegate", "user.delegate"].iter().any(|name| is_marked(folder, name));
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok() && (!geteuid().is_root() || whole_tree || marked())
}

fn is_marked(folder: &Path, name: &str) -> bool {
    let mut value = [0; 8];
    getxattr(folder, name, &mut value).is_ok_and(|length| value.get(..length) == Some(b"1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "0::/system.slice/dreamos.service\n";
    const MIXED: &str = "4:memory:/process\n1:name=systemd:/\n0::/\n";

    #[test]
    fn the_group_is_found_where_the_tree_is_mounted() {
        let line = |root: &str, at: &str, kind: &str| format!("30 23 0:26 {root} {at} rw,nosuid shared:4 - {kind} cgroup2 rw\n");
        let usual = line("/", "/sys/fs/cgroup", "cgroup2");
        let found = |own: &str, mounts: &str| find(own, mounts).map(|folder| folder.display().to_string());
        let service = Some("/sys/fs/cgroup/system.slice/dreamos.service".to_owned());
        assert_eq!(found(SERVICE, &usual), service);
        assert_eq!(found(SERVICE, &format!("{}{usual}", line("/", "/proc", "proc"))), service);
        assert_eq!(found(MIXED, &line("/", "/sys/fs/cgroup/unified", "cgroup2")).as_deref(), Some("/sys/fs/cgroup/unified/"));
        // A part of the tree alone is mounted.
        assert_eq!(found(SERVICE, &line("/system.slice", "/groups", "cgroup2")).as_deref(), Some("/groups/dreamos.service"));
        for (own, mounts) in [
            ("4:memory:/process\n", usual.as_str()),
            (SERVICE, ""),
            (SERVICE, &line("/", "/sys/fs/cgroup", "tmpfs")),
            (SERVICE, &line("/user.slice", "/sys/fs/cgroup", "cgroup2")),
            ("0::/../../other\n", &usual),
            (SERVICE, &line("/", "/with\\040space", "cgroup2")),
            (SERVICE, "broken\n"),
        ] {
            assert_eq!(found(own, mounts), None, "{own} {mounts}");
        }
    }
}
