//! What a command may use up.

use super::support::{Host, at_each_level, finish};
use dream_ports::{Exit, Limit, ResourceLimits, Sandbox};
use std::time::Duration;

at_each_level! {
    memory;
    memory_of_many;
    processor_time;
    processes;
    open_files;
    file_size;
    output;
    wall_clock;
    usage_is_told;
}

async fn under(host: &Host, limits: ResourceLimits, script: &str) -> super::support::Ended {
    let mut command = host.shell(script);
    command.limits = limits;
    host.run(command).await
}

const MEGABYTE: u64 = 1 << 20;

async fn memory(host: Host) {
    let limits = ResourceLimits { memory_bytes: Some(64 * MEGABYTE), ..ResourceLimits::default() };
    let script = "exec python3 -c 'x = []\nwhile True: x.append(bytearray(1 << 20))'";
    let ended = under(&host, limits, script).await;
    // The kernel's own limit may come first: then the program is told that there is no more.
    assert!(ended.exit == Exit::Exceeded(Limit::Memory) || ended.errors.contains("MemoryError"), "{ended:?}");
    let ended = under(&host, limits, "exec python3 -c 'print(len(bytearray(20 << 20)))'").await;
    assert_eq!((ended.exit, ended.output.as_str()), (Exit::Code(0), "20971520\n"), "{ended:?}");
}

/// Each alone is within the limit; together they are not.
async fn memory_of_many(host: Host) {
    let limits = ResourceLimits { memory_bytes: Some(96 * MEGABYTE), ..ResourceLimits::default() };
    let one = "python3 -c 'import time; x = bytearray(40 << 20); time.sleep(30)' &";
    let ended = under(&host, limits, &format!("{one} {one} {one} {one} wait")).await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::Memory), "{ended:?}");
}

async fn processor_time(host: Host) {
    let limits = ResourceLimits { cpu_time: Some(Duration::from_millis(400)), ..ResourceLimits::default() };
    let ended = under(&host, limits, "while :; do :; done & while :; do :; done").await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::CpuTime), "{ended:?}");
}

/// A command that makes processes without end: refused further ones, or ended for it.
async fn processes(host: Host) {
    let limits = ResourceLimits { processes: Some(20), wall_clock: Some(Duration::from_secs(10)), ..ResourceLimits::default() };
    let script = "exec python3 -c 'import os, time\nmade = 0\ntry:\n  while True:\n    if os.fork() == 0:\n      time.sleep(60)\n    made += 1\nexcept OSError: print(made)'";
    let ended = under(&host, limits, script).await;
    match ended.exit {
        Exit::Exceeded(Limit::Processes) => {}
        Exit::Code(0) => assert_eq!(ended.output, "19\n", "{ended:?}"),
        _ => panic!("{ended:?}"),
    }
}

async fn open_files(host: Host) {
    let limits = ResourceLimits { open_files: Some(32), ..ResourceLimits::default() };
    let ended = under(&host, limits, "exec python3 -c 'x = [open(\"/dev/null\") for _ in range(40)]'").await;
    assert!(ended.errors.contains("Too many open files"), "{ended:?}");
}

/// A sparse file counts by its size.
async fn file_size(host: Host) {
    let limits = ResourceLimits { file_bytes: Some(MEGABYTE), ..ResourceLimits::default() };
    let ended = under(&host, limits, "exec dd if=/dev/zero of=big bs=1024 count=2048").await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::FileSize), "{ended:?}");
    let ended = under(&host, limits, "truncate -s 1T sparse").await;
    assert_ne!(ended.exit, Exit::Code(0), "{ended:?}");
}

async fn output(host: Host) {
    let limits = ResourceLimits { output_bytes: Some(10_000), ..ResourceLimits::default() };
    let ended = under(&host, limits, "yes & yes >&2").await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::Output));
    assert!(ended.output.len() + ended.errors.len() < 10_000 + 2 * 65_536, "{}", ended.output.len() + ended.errors.len());
}

async fn wall_clock(host: Host) {
    let limits = ResourceLimits { wall_clock: Some(Duration::from_millis(300)), ..ResourceLimits::default() };
    let ended = under(&host, limits, "trap '' TERM; sleep 60").await;
    assert_eq!(ended.exit, Exit::Exceeded(Limit::WallClock), "{ended:?}");
}

async fn usage_is_told(host: Host) {
    let child = host.sandbox.start(host.shell("sleep 60 & sleep 60 & echo ready; wait")).await.unwrap();
    let process = std::sync::Arc::clone(&child.process);
    let usage = super::support::until("three processes", || process.usage().filter(|usage| usage.processes == 3)).await;
    assert!(usage.memory_bytes > 0 && usage.memory_bytes < 100 * MEGABYTE, "{usage:?}");
    assert!(process.unenforced().is_empty());
    process.kill();
    finish(child).await;
    assert_eq!(process.usage(), None);
}
