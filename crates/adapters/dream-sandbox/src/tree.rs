//! The processes below another, and what they use, read from `/proc`.

use dream_ports::ProcessUsage;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

/// Every process below `root`, parents first.
pub(crate) fn descendants(root: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([root]);
    let parents = if children_are_listed() { None } else { Some(by_parent()) };
    let mut next = vec![root];
    while let Some(process) = next.pop() {
        let children = parents.as_ref().map_or_else(|| listed_children(process), |map| map.get(&process).cloned().unwrap_or_default());
        for child in children {
            if seen.insert(child) {
                found.push(child);
                next.push(child);
            }
        }
    }
    found
}

/// The children of one process.
pub(crate) fn children(process: u32) -> Vec<u32> {
    if !children_are_listed() {
        return by_parent().remove(&process).unwrap_or_default();
    }
    listed_children(process)
}

fn listed_children(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// What everything below `root` uses: the processor time of those that have ended and were waited for is in it.
/// Without `root` itself; `None` when it is gone.
pub(crate) fn usage(root: u32) -> Option<ProcessUsage> {
    let ended = Stat::of(root)?.ended_ticks;
    let mut total = ProcessUsage::default();
    let mut ticks = ended;
    for process in descendants(root) {
        // One that ends between the two looks is left out of this one.
        let Some(stat) = Stat::of(process) else { continue };
        ticks += stat.own_ticks + stat.ended_ticks;
        total.processes += stat.threads;
        total.memory_bytes += memory(process);
    }
    let a_second = rustix::param::clock_ticks_per_second().max(1);
    total.cpu_time = Duration::from_millis(ticks.saturating_mul(1000) / a_second);
    Some(total)
}

/// The moment a process was started, in ticks since the host was: with its number it names a process for good.
pub(crate) fn started_at(process: u32) -> Option<u64> {
    Stat::of(process).map(|stat| stat.started)
}

/// The group of a process.
pub(crate) fn group(process: u32) -> Option<u32> {
    Stat::of(process).map(|stat| stat.group)
}

/// How many processes and threads a user has.
pub(crate) fn tasks_of(user: u32) -> u32 {
    use std::os::unix::fs::MetadataExt;
    let owned = |process: &u32| fs::metadata(format!("/proc/{process}")).is_ok_and(|found| found.uid() == user);
    all().unwrap_or_default().into_iter().filter(owned).filter_map(Stat::of).map(|stat| stat.threads).sum()
}

/// The parent of a process.
pub(crate) fn parent(process: u32) -> Option<u32> {
    Stat::of(process).map(|stat| stat.parent)
}

/// Whether a process has ended and only waits to be noticed by its parent.
pub(crate) fn is_zombie(process: u32) -> bool {
    Stat::of(process).is_some_and(|stat| stat.ended)
}

/// The processes that `/proc` shows.
pub(crate) fn all() -> std::io::Result<Vec<u32>> {
    Ok(fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect())
}

struct Stat {
    ended: bool,
    parent: u32,
    group: u32,
    own_ticks: u64,
    ended_ticks: u64,
    threads: u32,
    started: u64,
}

impl Stat {
    fn of(process: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    }

    /// The name in the middle may contain anything; what follows the last bracket are numbers.
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        Some(Self {
            ended: matches!(fields.first(), Some(&("Z" | "X"))),
            parent: u32::try_from(number(1)?).ok()?,
            group: u32::try_from(number(2)?).ok()?,
            own_ticks: number(11)? + number(12)?,
            ended_ticks: number(13)? + number(14)?,
            threads: u32::try_from(number(17)?).ok()?,
            started: number(19)?,
        })
    }
}

/// Memory that is not a file's: pages of programs and libraries are many processes' at once and go when others need them.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kibibytes = status.lines().filter_map(|line| {
        let value = line.strip_prefix("RssAnon:").or_else(|| line.strip_prefix("RssShmem:"))?;
        value.split_whitespace().next()?.parse::<u64>().ok()
    });
    kibibytes.sum::<u64>() * 1024
}

/// Whether the kernel lists the children of a process; it is an option of its build.
fn children_are_listed() -> bool {
    let process = std::process::id();
    fs::exists(format!("/proc/{process}/task/{process}/children")).unwrap_or_default()
}

fn by_parent() -> BTreeMap<u32, Vec<u32>> {
    let mut map: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for process in all().unwrap_or_default() {
        if let Some(stat) = Stat::of(process) {
            map.entry(stat.parent).or_default().push(process);
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_the_rest() {
        let text = "17 (a) R 1 (b) S 4 17 17 0 -1 4194560 100 0 0 0 7 5 2 1 20 0 3 0 9876 1000 50 18446744073709551615";
        let stat = Stat::parse(text).unwrap();
        assert_eq!((stat.parent, stat.own_ticks, stat.ended_ticks, stat.threads, stat.started), (4, 12, 3, 3, 9876));
    }

    #[test]
    fn a_child_is_found_by_either_way() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let me = std::process::id();
        assert!(descendants(me).contains(&child.id()));
        assert!(by_parent().get(&me).is_some_and(|children| children.contains(&child.id())));
        assert!(usage(me).is_some_and(|usage| usage.processes >= 1));
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
