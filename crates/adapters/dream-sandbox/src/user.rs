//! Which user a confined command runs as, where the server may choose, and by what it is known.

use rustix::process::geteuid;
use std::path::Path;

/// The users that commands get, where the host has that many: above all that hosts give to people, services and containers.
const RANGE: (u32, u32) = (1_900_000_000, 16_000_000);
/// Where it has fewer: those that are left for such use.
const SMALL_RANGE: (u32, u32) = (61_184, 4_000);

/// A server that is root runs each workspace's commands as a user of the workspace's own, the same at every start. Any other server
/// cannot choose.
pub(crate) fn for_workspace(workspace: &Path) -> Option<u32> {
    geteuid().is_root().then(|| choose(workspace, &std::fs::read_to_string("/proc/self/uid_map").unwrap_or_default()))
}

/// How readily the kernel ends a command of `owner` when the host runs out of memory: before the server and the monitor. It is also the mark by
/// which a sweep knows a command whose monitor and launcher are gone: no confined process can lower it, and hardly anything else has just this.
pub(crate) fn mark(owner: &str) -> u32 {
    501 + u32::try_from(digest(owner.as_bytes()) % 400).unwrap_or_default()
}

/// Whether a command of this server may run as `user`.
pub(crate) fn may_be_ours(user: u32) -> bool {
    let own = geteuid();
    let within = |(first, count): (u32, u32)| (first..first.saturating_add(count)).contains(&user);
    if own.is_root() { within(RANGE) || within(SMALL_RANGE) } else { user == own.as_raw() }
}

/// The group that all of them are in: it may pass through the folders above their workspaces, and do nothing else there.
pub(crate) fn passage_group(user: u32) -> u32 {
    if user >= RANGE.0 { RANGE.0 - 1 } else { SMALL_RANGE.0 - 1 }
}

fn choose(workspace: &Path, known: &str) -> u32 {
    let (first, count) = if covers(known, (RANGE.0 - 1, RANGE.1 + 1)) { RANGE } else { SMALL_RANGE };
    first + u32::try_from(digest(workspace.as_os_str().as_encoded_bytes()) % u64::from(count)).unwrap_or_default()
}

/// Whether this process's namespace of users knows all of them: lines of first inside, first outside, how many.
fn covers(known: &str, (first, count): (u32, u32)) -> bool {
    known.lines().any(|line| {
        let mut numbers = line.split_whitespace().map(|number| number.parse::<u64>().unwrap_or_default());
        let (inside, _, many) = (numbers.next().unwrap_or_default(), numbers.next(), numbers.next().unwrap_or_default());
        inside <= u64::from(first) && u64::from(first) + u64::from(count) <= inside + many
    })
}

/// FNV-1a, 64 bits: the same on every build, unlike the standard library's.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_user_for_one_workspace_within_what_the_host_knows() {
        let (one, other) = (Path::new("/data/workspaces/one"), Path::new("/data/workspaces/other"));
        let whole = "         0          0 4294967295\n";
        assert_eq!(choose(one, whole), choose(one, whole));
        assert_ne!(choose(one, whole), choose(other, whole));
        assert!((1_900_000_000..1_916_000_000).contains(&choose(one, whole)));
        assert!((61_184..65_184).contains(&choose(one, "0 100000 65536\n")));
    }
}
