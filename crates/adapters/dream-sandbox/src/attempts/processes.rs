//! Ways out through other processes.

use super::calls::{is_open, refused};
use super::{Bait, Case, Outcome, all};
use libc::c_long;

pub(super) const CASES: &[Case] = &[
    ("ptrace_parent", ptrace_parent),
    ("read_parent_memory", read_parent_memory),
    ("signal_parent", signal_parent),
    ("signal_everybody", signal_everybody),
    ("limits_of_parent", limits_of_parent),
    ("descriptor_of_parent", descriptor_of_parent),
    ("see_processes", see_processes),
    ("inherited_descriptors", inherited_descriptors),
    ("inherited_environment", inherited_environment),
    ("controlling_terminal", controlling_terminal),
    ("privileges", privileges),
];

fn number(process: u32) -> c_long {
    c_long::from(process)
}

fn ptrace_parent(bait: &Bait) -> Outcome {
    let parent = c_long::from(std::os::unix::process::parent_id());
    all([number(bait.process), parent, 1].map(|process| refused(libc::SYS_ptrace, [16, process, 0, 0, 0])))
}

fn read_parent_memory(bait: &Bait) -> Outcome {
    all([
        refused(libc::SYS_process_vm_readv, [number(bait.process), 0, 0, 0, 0]),
        refused(libc::SYS_process_vm_writev, [number(bait.process), 0, 0, 0, 0]),
    ])
}

/// Asks whether the signal could be sent, without sending any: with a number of its own there may be nobody of that number.
fn signal_parent(bait: &Bait) -> Outcome {
    let parent = c_long::from(std::os::unix::process::parent_id());
    let reached = [number(bait.process), parent].into_iter().filter(|process| *process > 1).find(|process| can_signal(*process));
    reached.map_or(Outcome::Held, |process| Outcome::Escaped(format!("process {process} can be signalled")))
}

fn can_signal(process: c_long) -> bool {
    let pid = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

/// Whoever it sees, it must not be able to signal: its own group and children aside.
fn signal_everybody(_: &Bait) -> Outcome {
    let own = number(std::process::id());
    let seen = crate::tree::all().unwrap_or_default().into_iter().map(number);
    let reached = seen.filter(|process| *process != own && *process != 1).find(|process| can_signal(*process));
    reached.map_or(Outcome::Held, |process| Outcome::Escaped(format!("process {process} can be signalled")))
}

fn limits_of_parent(bait: &Bait) -> Outcome {
    refused(libc::SYS_prlimit64, [number(bait.process), 7, 0, 0, 0])
}

fn descriptor_of_parent(_: &Bait) -> Outcome {
    all([refused(libc::SYS_pidfd_getfd, [0, 0, 0, 0, 0]), refused(libc::SYS_kcmp, [1, 1, 0, 0, 0])])
}

fn see_processes(bait: &Bait) -> Outcome {
    let known = std::fs::read_to_string(format!("/proc/{}/cmdline", bait.process)).unwrap_or_default();
    let mine = std::fs::read_to_string("/proc/self/cmdline").unwrap_or_default();
    let others = crate::tree::all().unwrap_or_default().len();
    if !known.is_empty() && known != mine && others > 3 { Outcome::Escaped(format!("{others} processes were seen")) } else { Outcome::Held }
}

/// Beyond the three streams nothing is open.
fn inherited_descriptors(_: &Bait) -> Outcome {
    let open = (3..1024).find(|number| is_open(*number));
    open.map_or(Outcome::Held, |number| Outcome::Escaped(format!("descriptor {number} is open")))
}

fn inherited_environment(_: &Bait) -> Outcome {
    let allowed = [super::BAIT, "PATH", "HOME", "TMPDIR"];
    let found = std::env::vars().map(|(name, _)| name).find(|name| !allowed.contains(&name.as_str()));
    found.map_or(Outcome::Held, |name| Outcome::Escaped(format!("{name} is in the environment")))
}

fn controlling_terminal(_: &Bait) -> Outcome {
    super::fails(std::fs::File::open("/dev/tty"), "the terminal was opened")
}

/// No capability, and no way to get one by a set-user-id program.
fn privileges(_: &Bait) -> Outcome {
    let none = |set: Result<rustix::thread::CapabilitySets, rustix::io::Errno>| {
        set.is_ok_and(|sets| sets.effective.is_empty() && sets.permitted.is_empty() && sets.inheritable.is_empty())
    };
    if !none(rustix::thread::capabilities(None)) {
        return Outcome::Escaped("there are capabilities".to_owned());
    }
    match rustix::thread::no_new_privs() {
        Ok(true) => Outcome::Held,
        _ => Outcome::Escaped("new privileges can be had".to_owned()),
    }
}
