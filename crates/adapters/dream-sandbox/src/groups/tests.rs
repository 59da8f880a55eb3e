//! Groups in a folder that looks like the host's, where writing has no effect but what is written.

use super::*;

fn tree(controllers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cgroup.controllers"), controllers).unwrap();
    folder
}

fn written(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_default()
}

#[test]
fn the_server_goes_into_a_group_and_commands_get_theirs() {
    let tree = tree("cpuset cpu io memory hugetlb pids\n");
    let groups = Groups::take(tree.path(), "/data").unwrap();
    assert_eq!(written(&tree.path().join("server"), "cgroup.procs"), "0");
    assert_eq!(written(tree.path(), "cgroup.subtree_control"), "+memory +pids");
    let limits = ResourceLimits { memory_bytes: Some(1 << 20), processes: Some(7), ..ResourceLimits::default() };
    for (level, most) in [(SandboxLevel::Landlock, "7"), (SandboxLevel::Namespaces, "8")] {
        let group = groups.make(&limits, level).unwrap();
        let found = ["memory.max", "memory.swap.max", "memory.oom.group", "pids.max"].map(|file| written(&group, file));
        assert_eq!(found, ["1048576", "0", "1", most], "{level}");
    }
    let free = groups.make(&ResourceLimits::default(), SandboxLevel::Landlock).unwrap();
    assert_eq!(fs::read_dir(free).unwrap().count(), 0, "what has no limit is not held");
}

#[test]
fn where_it_cannot_be_taken_over_everything_stays_as_it_was() {
    let refused = |tree: &Path| Groups::take(tree, "/data").err().unwrap();
    let none = tree("");
    assert!(refused(none.path()).contains("memory and pids"), "{}", refused(none.path()));
    assert!(refused(tree("memory cpu\n").path()).contains("controllers pids are not"));
    assert!(refused(Path::new("/nowhere")).contains("cannot be read"));
    // Others are in it: the kernel refuses to switch the controllers on.
    let shared = tree("memory pids\n");
    fs::create_dir(shared.path().join("cgroup.subtree_control")).unwrap();
    assert!(refused(shared.path()).contains("other processes"));
    assert_eq!(written(shared.path(), "cgroup.procs"), "0", "the server is where it was");
}

#[test]
fn what_an_earlier_life_left_is_ended_and_nothing_else() {
    let tree = tree("memory pids\n");
    let groups = Groups::take(tree.path(), "/data").unwrap();
    let own = groups.make(&ResourceLimits::default(), SandboxLevel::Landlock).unwrap();
    let left = tree.path().join(format!("{}1-0", groups.prefix));
    let others = tree.path().join(format!("command-{}-1-0", user::mark("/data") + 1));
    for group in [&left, &others] {
        fs::create_dir(group).unwrap();
        fs::write(group.join("cgroup.procs"), "11\n12\n").unwrap();
    }
    assert_eq!(groups.sweep().unwrap(), 2);
    assert_eq!([&own, &others, &left].map(|group| written(group, "cgroup.kill")), ["", "", "1"]);
}

#[test]
fn an_end_for_want_of_memory_is_known() {
    let check = |events: &str, expected: bool| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("memory.events"), events).unwrap();
        assert_eq!(ran_out_of_memory(folder.path()), expected, "{events}");
    };
    check("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 1\n", true);
    check("low 0\nhigh 0\nmax 12\noom 0\noom_kill 0\noom_group_kill 0\n", false);
    check("", false);
    check("oom_kill many\n", false);
}
