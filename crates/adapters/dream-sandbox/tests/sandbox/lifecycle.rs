//! Starting, stopping, and that nothing stays behind.

use super::support::{Host, at_each_level, finish, launcher, processes_with, unprivileged, until};
use dream_ports::{Exit, Sandbox, SandboxLevel};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

at_each_level! {
    streams_and_exit_codes;
    programs_that_are_none;
    stopped_politely_then_firmly;
    nothing_outlives_the_first;
    kill_ends_those_with_a_session_of_their_own;
    fork_bomb_is_ended;
    dropped_is_ended;
    environment_is_clean;
    killed_monitor_takes_its_command_along;
    killed_monitor_takes_those_with_a_session_of_their_own;
    what_nobody_looks_after_is_swept;
    killed_launcher_is_started_again;
}

async fn streams_and_exit_codes(host: Host) {
    let mut child = host.start(host.shell("read line; echo \"got $line\"; echo bad >&2; exit 7")).await;
    assert!(child.process.pid() > 1);
    child.stdin.write_all(b"hello\n").await.unwrap();
    let ended = finish(child).await;
    assert_eq!((ended.exit, ended.output.as_str(), ended.errors.as_str()), (Exit::Code(7), "got hello\n", "bad\n"));
    let ended = host.run(host.shell("kill -USR1 $$")).await;
    assert_eq!(ended.exit, Exit::Signal(10));
}

async fn programs_that_are_none(host: Host) {
    std::fs::write(host.workspace.join("no-program"), "").unwrap();
    for program in ["/no/such/program", "no-such-program", host.workspace.join("no-program").to_str().unwrap(), "/usr"] {
        let error = host.sandbox.start(host.command(program, &[])).await.err().unwrap();
        assert_eq!(error.code(), "program_not_found", "{program}: {}", super::support::told(&error));
    }
    let ended = host.run(host.command("true", &[])).await;
    assert_eq!(ended.exit, Exit::Code(0), "a name is looked up in PATH");
}

async fn stopped_politely_then_firmly(host: Host) {
    let child = host.start(host.shell("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done")).await;
    let child = ready(child).await;
    assert_eq!(child.process.stop(Duration::from_secs(20)).await, Exit::Code(3));
    let child = ready(host.start(host.shell("trap '' TERM; echo ready; while :; do sleep 0.05; done")).await).await;
    assert_eq!(child.process.stop(Duration::from_millis(200)).await, Exit::Signal(9));
    assert_eq!(child.process.stop(Duration::ZERO).await, Exit::Signal(9), "a second time it is the same");
}

async fn ready(mut child: dream_ports::ConfinedChild) -> dream_ports::ConfinedChild {
    let mut line = [0; 6];
    child.stdout.read_exact(&mut line).await.unwrap();
    assert_eq!(&line, b"ready\n");
    child
}

/// Processes with this in their command line are the test's.
fn mark(name: &str) -> String {
    format!("{name}-{}", std::process::id())
}

async fn nothing_outlives_the_first(host: Host) {
    let mark = mark("outlives");
    let ended = host.run(host.shell(&format!("sh -c 'sleep 300; : {mark}' >/dev/null 2>&1 </dev/null & exit 0"))).await;
    assert_eq!(ended.exit, Exit::Code(0));
    assert_eq!(processes_with(&mark), Vec::<u32>::new());
}

/// A child forked twice, with a session of its own and deaf to signals.
async fn kill_ends_those_with_a_session_of_their_own(host: Host) {
    let mark = mark("session");
    let script = format!(
        "setsid sh -c 'trap \"\" TERM HUP INT; (setsid sh -c \"trap : TERM; echo ready; while :; do sleep 1; done; : {mark}\" &)'; sleep 300; : {mark}"
    );
    let child = ready(host.start(host.shell(&script)).await).await;
    assert!(!processes_with(&mark).is_empty());
    let begun = Instant::now();
    child.process.kill();
    child.process.exited().await;
    assert_eq!(processes_with(&mark), Vec::<u32>::new());
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

async fn fork_bomb_is_ended(host: Host) {
    let mark = mark("bomb");
    let mut command = host.shell(&format!("b() {{ : {mark}; b & b & sleep 0.01; }}; echo ready; b; wait"));
    command.limits.processes = Some(60);
    command.limits.wall_clock = Some(Duration::from_secs(2));
    let begun = Instant::now();
    let child = ready(host.start(command).await).await;
    child.process.exited().await;
    assert_eq!(processes_with(&mark), Vec::<u32>::new());
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

async fn dropped_is_ended(host: Host) {
    let mark = mark("dropped");
    let child = ready(host.start(host.shell(&format!("echo ready; sleep 300; : {mark}"))).await).await;
    drop(child);
    until("the command's end", || processes_with(&mark).is_empty().then_some(())).await;
}

async fn environment_is_clean(host: Host) {
    let ended = host.run(host.command("env", &[])).await;
    let names: Vec<_> = ended.output.lines().filter_map(|line| line.split('=').next()).filter(|name| *name != "TMPDIR").collect();
    assert_eq!(names, ["PATH"], "{ended:?}");
}

/// Even when the monitor itself is killed, what it watched ends with it.
async fn killed_monitor_takes_its_command_along(host: Host) {
    let child = host.start(host.command("sleep", &["300"])).await;
    let pid = child.process.pid();
    let mut monitor = parent(pid);
    if host.level == SandboxLevel::Namespaces {
        monitor = parent(monitor);
    }
    let monitor = rustix::process::Pid::from_raw(i32::try_from(monitor).unwrap()).unwrap();
    rustix::process::kill_process(monitor, rustix::process::Signal::KILL).unwrap();
    assert_eq!(child.process.exited().await, Exit::Signal(9));
    until("the command's end", || (!std::path::Path::new(&format!("/proc/{pid}/exe")).exists()).then_some(())).await;
    assert_eq!(host.run(host.shell("exit 4")).await.exit, Exit::Code(4), "the others are none the worse");
}

/// Deaf to signals and forked twice, each with a session of its own, so that it hangs on nobody.
fn stubborn(mark: &str) -> String {
    format!(
        "setsid sh -c 'trap \"\" TERM HUP INT; (setsid sh -c \"trap : TERM; echo ready; while :; do sleep 1; done; : {mark}\" &)'; sleep 300; : {mark}"
    )
}

/// The monitor of a command.
fn monitor(host: &Host, command: u32) -> u32 {
    if host.level == SandboxLevel::Namespaces { parent(parent(command)) } else { parent(command) }
}

fn kill(process: u32) {
    let process = rustix::process::Pid::from_raw(i32::try_from(process).unwrap()).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
}

async fn killed_monitor_takes_those_with_a_session_of_their_own(host: Host) {
    let mark = mark("monitorless");
    let child = ready(host.start(host.shell(&stubborn(&mark))).await).await;
    kill(monitor(&host, child.process.pid()));
    assert_eq!(child.process.exited().await, Exit::Signal(9));
    until("their end", || processes_with(&mark).is_empty().then_some(())).await;
    assert_eq!(host.run(host.shell("exit 4")).await.exit, Exit::Code(4), "the launcher is none the worse");
}

/// Launcher and monitor were killed at once, so that nothing is left that could end the command.
async fn what_nobody_looks_after_is_swept(host: Host) {
    let mark = mark("orphaned");
    let child = ready(host.start(host.shell(&stubborn(&mark))).await).await;
    let monitor = monitor(&host, child.process.pid());
    let launcher = parent(monitor);
    kill(launcher);
    kill(monitor);
    child.process.exited().await;
    until("the end of both", || gone(launcher).and(gone(monitor))).await;
    let other = ready(host.start(host.shell("echo ready; sleep 300")).await).await;
    host.sandbox.sweep().await.unwrap();
    assert_eq!(processes_with(&mark), Vec::<u32>::new());
    assert!(other.process.usage().is_some(), "what is looked after goes on");
}

/// A launcher that is gone is started again.
async fn killed_launcher_is_started_again(host: Host) {
    let first = host.start(host.shell("sleep 300")).await;
    let mut launcher = parent(parent(first.process.pid()));
    if host.level == SandboxLevel::Namespaces {
        launcher = parent(launcher);
    }
    kill(launcher);
    until("the launcher's end", || gone(launcher)).await;
    assert_eq!(host.run(host.shell("exit 4")).await.exit, Exit::Code(4));
    assert!(first.process.usage().is_some(), "what it had started goes on");
    assert_eq!(first.process.stop(Duration::from_secs(5)).await, Exit::Signal(15));
}

/// Whether a process has let go of everything. Its memory goes first, its descriptors later.
fn gone(process: u32) -> Option<()> {
    std::fs::read_to_string(format!("/proc/{process}/stat")).map_or(true, |stat| stat.contains(") Z")).then_some(())
}

fn parent(process: u32) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap().trim().parse().unwrap()
}

const HOLDER: &str = "SANDBOX_TEST_HOLDER";

/// A server that is killed leaves nothing behind, at either level; and a sweep finds what is left, its own alone.
#[test]
fn killed_server_leaves_nothing() {
    unprivileged("sandbox::lifecycle::killed_server_leaves_nothing", || async {
        if let Some(level) = std::env::var_os(HOLDER) {
            hold(level.to_str().unwrap().parse().unwrap()).await;
        }
        for level in [SandboxLevel::Landlock, SandboxLevel::Namespaces] {
            let mark = mark(level.name());
            let mut server = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["sandbox::lifecycle::killed_server_leaves_nothing", "--exact", "--nocapture"])
                .env(HOLDER, level.name())
                .env("SANDBOX_TEST_MARK", &mark)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            until("the commands' begin", || (processes_with(&mark).len() >= 4).then_some(())).await;
            server.kill().unwrap();
            server.wait().unwrap();
            until("the commands' end", || processes_with(&mark).is_empty().then_some(())).await;
        }
    });
}

/// Starts commands and waits to be killed.
async fn hold(level: SandboxLevel) -> ! {
    let mark = std::env::var("SANDBOX_TEST_MARK").unwrap();
    let host = Host::at(level);
    let mut held = Vec::new();
    for _ in 0..2 {
        held.push(host.start(host.shell(&format!("setsid sh -c 'sleep 300; : {mark}' & sleep 300; : {mark}"))).await);
    }
    let _kept = held;
    std::future::pending().await
}

/// Monitors of an earlier life that have not noticed yet are ended; those of another server, and one's own, are not.
#[test]
fn sweep_ends_its_own_leftovers_alone() {
    unprivileged("sandbox::lifecycle::sweep_ends_its_own_leftovers_alone", || async {
        let owner = mark("owner");
        let host = Host::with(SandboxLevel::Namespaces, |options| options.owner.clone_from(&owner));
        let mine = host.start(host.command("sleep", &["300"])).await;
        // Late ones, as if their server were gone: they wait on an input that stays open.
        let leftover = |owner: &str| {
            let (ours, theirs) = std::os::unix::net::UnixStream::pair().unwrap();
            let child = std::process::Command::new(launcher())
                .args(["--run-confined-command", owner, "1.1"])
                .stdin(std::os::fd::OwnedFd::from(theirs))
                .spawn()
                .unwrap();
            (ours, child)
        };
        let (_late_input, mut late) = leftover(&owner);
        let (_other_input, mut other) = leftover("another");
        // A zombie, which only this test can wait for, is gone as far as the sweep is concerned.
        assert_eq!(host.sandbox.sweep().await.unwrap(), 1);
        late.wait().unwrap();
        assert!(other.try_wait().unwrap().is_none());
        assert!(mine.process.usage().is_some());
        other.kill().unwrap();
        other.wait().unwrap();
        assert_eq!(host.sandbox.sweep().await.unwrap(), 0);
    });
}

/// 200 commands, deaf to signals and with children, are gone within two seconds.
#[test]
fn two_hundred_are_stopped_in_two_seconds() {
    for level in [SandboxLevel::Landlock, SandboxLevel::Namespaces] {
        super::support::block_on(async {
            let host = Host::at(level);
            let mut children = Vec::new();
            for _ in 0..200 {
                children.push(host.start(host.shell("trap '' TERM; setsid sleep 300 & sleep 300")).await);
            }
            let begun = Instant::now();
            for child in &children {
                child.process.kill();
            }
            for child in &children {
                child.process.exited().await;
            }
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(2), "{level}: {took:?}");
            println!("{level}: {took:?}");
        });
    }
}
