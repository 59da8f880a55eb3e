//! Groups of processes: in a folder that looks like the host's tree, and in the host's own where it is delegated.

use super::support::{Host, at_each_level, block_on, finish};
use dream_ports::{Exit, Limit, ResourceLimits, Sandbox, SandboxLevel};
use dream_sandbox::delegated_cgroup;
use std::fs;
use std::path::{Path, PathBuf};

at_each_level! {
    a_command_goes_into_a_group_of_its_own;
    one_that_the_kernel_ended_for_its_memory;
    one_that_never_begins_leaves_no_group;
    no_group_no_harm;
}

const MEGABYTE: u64 = 1 << 20;
const LIMITS: ResourceLimits = ResourceLimits {
    memory_bytes: Some(64 * MEGABYTE),
    cpu_time: None,
    processes: Some(20),
    open_files: None,
    file_bytes: None,
    output_bytes: None,
    wall_clock: None,
};

/// A sandbox whose part of the tree is a plain folder: what is written there has no effect but to be read again.
fn with_tree(level: SandboxLevel, controllers: &str) -> (Host, tempfile::TempDir) {
    let tree = tempfile::tempdir_in("/tmp").unwrap();
    fs::write(tree.path().join("cgroup.controllers"), controllers).unwrap();
    let host = Host::with(level, |options| options.cgroup = Some(tree.path().to_owned()));
    (host, tree)
}

fn groups(tree: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(tree).unwrap().map(|entry| entry.unwrap());
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("command-")).map(|entry| entry.path()).collect()
}

async fn a_command_goes_into_a_group_of_its_own(host: Host) {
    let (host, tree) = with_tree(host.level, "memory pids\n");
    let mut command = host.shell("echo ready; sleep 60");
    command.limits = LIMITS;
    let (one, other) = (host.start(command.clone()).await, host.start(command).await);
    let found = groups(tree.path());
    assert_eq!(found.len(), 2, "{found:?}");
    for group in &found {
        let read = |file: &str| fs::read_to_string(group.join(file)).unwrap();
        let most = if host.level == SandboxLevel::Namespaces { "21" } else { "20" };
        assert_eq!((read("memory.max"), read("pids.max").as_str()), ((64 * MEGABYTE).to_string(), most));
        // The command goes in itself, or is put in before its namespaces are furnished.
        let went = read("cgroup.procs");
        assert_eq!(went == "0", host.level == SandboxLevel::Landlock, "{went}");
        assert!(went.parse::<u32>().is_ok(), "{went}");
        assert!(!group.join("cgroup.kill").exists());
    }
    assert!(one.process.unenforced().is_empty());
    for child in [one, other] {
        child.process.kill();
        finish(child).await;
    }
    for group in &found {
        assert_eq!(fs::read_to_string(group.join("cgroup.kill")).unwrap(), "1", "nothing of it is left in its group");
    }
    assert!(host.sandbox.report().await.measures.iter().any(|measure| measure.name == "cgroup_memory" && measure.available));
}

/// The kernel ends all of it with a signal that says nothing; the group says why.
async fn one_that_the_kernel_ended_for_its_memory(host: Host) {
    let (host, tree) = with_tree(host.level, "memory pids\n");
    let mut command = host.shell("sleep 60");
    command.limits = LIMITS;
    let child = host.start(command).await;
    let [group] = groups(tree.path()).try_into().unwrap();
    fs::write(group.join("memory.events"), "oom 1\noom_kill 3\n").unwrap();
    child.process.kill();
    let ended = finish(child).await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::Memory), "{ended:?}");
}

async fn one_that_never_begins_leaves_no_group(host: Host) {
    let (host, tree) = with_tree(host.level, "memory pids\n");
    let error = host.sandbox.start(host.command("/bin/of/nobody", &[])).await.err().unwrap();
    assert_eq!(error.code(), "program_not_found");
    assert!(groups(tree.path()).iter().all(|group| group.join("cgroup.kill").exists()), "{:?}", groups(tree.path()));
}

/// Where the tree cannot be divided, or a group cannot be made, a command is watched.
async fn no_group_no_harm(host: Host) {
    let (undivided, _tree) = with_tree(host.level, "cpu\n");
    let (full, tree) = with_tree(host.level, "memory pids\n");
    full.sandbox.report().await;
    fs::remove_dir_all(tree.path()).unwrap();
    for host in [&undivided, &full] {
        let mut command = host.shell("exec python3 -c 'import time; x = bytearray(100 << 20); time.sleep(30)'");
        command.limits = LIMITS;
        let ended = host.run(command).await;
        assert_eq!(ended.exit, Exit::Exceeded(Limit::Memory), "{ended:?}");
    }
    let missing = undivided.sandbox.report().await;
    let measure = missing.measures.iter().find(|measure| measure.name == "cgroup_memory").unwrap();
    assert!(!measure.available && measure.detail.contains("memory and pids"), "{measure:?}");
}

#[test]
fn the_kernel_holds_memory_and_processes_where_a_part_of_its_tree_is_delegated() {
    block_on(async {
        let Some(folder) = delegated_cgroup() else {
            eprintln!("SKIPPED: no part of the host's tree of groups is delegated to the tests");
            return;
        };
        let host = Host::with(SandboxLevel::Landlock, |options| options.cgroup = Some(folder));
        let report = host.sandbox.report().await;
        let measure = report.measures.iter().find(|measure| measure.name == "cgroup_memory").unwrap();
        if !measure.available {
            eprintln!("SKIPPED: {}", measure.detail);
            return;
        }
        let mut command = host.shell(&format!("{} wait", "python3 -c 'import time; x = bytearray(40 << 20); time.sleep(30)' & ".repeat(4)));
        command.limits = LIMITS;
        assert_eq!(host.run(command).await.exit, Exit::Exceeded(Limit::Memory));
        let script = "import os, time\nmade = 0\ntry:\n  while True:\n    if os.fork() == 0:\n      time.sleep(60)\n    made += 1\nexcept OSError: print(made)";
        let mut command = host.command("python3", &["-c", script]);
        command.limits = LIMITS;
        let ended = host.run(command).await;
        assert_eq!((ended.exit, ended.output.as_str()), (Exit::Code(0), "19\n"), "{ended:?}");
    });
}
