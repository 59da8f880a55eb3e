//! Which system calls a confined command may make. What no rule names is allowed: Landlock and the namespaces bound what it can reach.

mod denied;
mod program;

use crate::sys::Instruction;
use program::{Program, Rule, Test, Verdict};

pub(crate) use denied::{ALWAYS, FCHMODAT2, SHARED_MEMORY};

/// What differs between commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Profile {
    /// Whether it has namespaces of its own, so that sockets and shared memory lead nowhere.
    pub(crate) namespaces: bool,
    /// Whether it may make TCP sockets although it has no namespaces.
    pub(crate) tcp: bool,
}

const EPERM: Verdict = Verdict::Errno(libc::EPERM);
const EACCES: Verdict = Verdict::Errno(libc::EACCES);
/// What programs fall back from.
const ENOSYS: Verdict = Verdict::Errno(libc::ENOSYS);
/// `clone`'s flags that make namespaces.
const NEW_NAMESPACES: u32 = 0x7e02_0000;
/// Connecting by sending, which passes by every check of `connect`.
const MSG_FASTOPEN: u32 = 0x2000_0000;
/// The bits of a socket's type that are the type.
const SOCKET_TYPE: u32 = 0xf;
/// Whose priority of input and output: one process, or one group.
const IOPRIO_PROCESS: u32 = 1;
const IOPRIO_GROUP: u32 = 2;
/// `personality` asked without changing it.
const PERSONALITY_QUERY: u32 = 0xffff_ffff;

/// The program for `profile`.
pub(crate) fn filter(profile: Profile) -> Vec<Instruction> {
    let mut program = Program::new();
    for call in ALWAYS {
        program.rule(&Rule::always(*call, EPERM));
    }
    for call in denied::ABSENT {
        program.rule(&Rule::always(*call, ENOSYS));
    }
    if !profile.namespaces {
        for call in SHARED_MEMORY {
            program.rule(&Rule::always(*call, EPERM));
        }
        // Where an address leads is decided by the monitor, which sees the whole of it.
        program.rule(&Rule::always(libc::SYS_connect, Verdict::Notify));
        // What Landlock says nothing about: all that can be done to a file without opening it, wherever it is.
        for call in denied::FILES_DECIDED {
            program.rule(&Rule::always(*call, Verdict::Notify));
        }
        for call in denied::FILES_REFUSED {
            program.rule(&Rule::always(*call, EPERM));
        }
        for call in denied::FILES_UNSUPPORTED {
            program.rule(&Rule::always(*call, Verdict::Errno(libc::EOPNOTSUPP)));
        }
        for rule in own_priorities() {
            program.rule(&rule);
        }
    }
    for rule in by_argument().iter().chain(&sockets(profile)) {
        program.rule(rule);
    }
    program.finish()
}

fn by_argument() -> Vec<Rule> {
    let deny_if = |call, test| Rule { call, cases: vec![(vec![test], EPERM)], otherwise: Verdict::Allow };
    let allow_if = |call, values: &[u32]| {
        let cases = values.iter().map(|value| (vec![Test::Equal(0, *value)], Verdict::Allow)).collect();
        Rule { call, cases, otherwise: EPERM }
    };
    vec![
        deny_if(libc::SYS_clone, Test::AnyBit(0, NEW_NAMESPACES)),
        Rule {
            call: libc::SYS_ioctl,
            cases: vec![(vec![Test::Equal(1, word(libc::TIOCSTI))], EPERM), (vec![Test::Equal(1, word(libc::TIOCLINUX))], EPERM)],
            otherwise: Verdict::Allow,
        },
        deny_if(libc::SYS_sendto, Test::AnyBit(3, MSG_FASTOPEN)),
        deny_if(libc::SYS_sendmsg, Test::AnyBit(2, MSG_FASTOPEN)),
        deny_if(libc::SYS_sendmmsg, Test::AnyBit(3, MSG_FASTOPEN)),
        allow_if(libc::SYS_personality, &[0, PERSONALITY_QUERY]),
        // Its own limits only: those of other processes of the same user are out of its reach.
        allow_if(libc::SYS_prlimit64, &[0]),
    ]
}

/// How readily its own processes run, and no other's: by number 0, which is the caller.
fn own_priorities() -> Vec<Rule> {
    let itself = |call, at| Rule { call, cases: vec![(vec![Test::Equal(at, 0)], Verdict::Allow)], otherwise: EPERM };
    let by_kind = |call, kinds: &[u32]| {
        let cases = kinds.iter().map(|kind| (vec![Test::Equal(0, *kind), Test::Equal(1, 0)], Verdict::Allow)).collect();
        Rule { call, cases, otherwise: EPERM }
    };
    vec![
        by_kind(libc::SYS_setpriority, &[libc::PRIO_PROCESS, libc::PRIO_PGRP]),
        by_kind(libc::SYS_ioprio_set, &[IOPRIO_PROCESS, IOPRIO_GROUP]),
        itself(libc::SYS_sched_setaffinity, 0),
        itself(libc::SYS_sched_setparam, 0),
        itself(libc::SYS_sched_setscheduler, 0),
        itself(libc::SYS_sched_setattr, 0),
    ]
}

fn sockets(profile: Profile) -> Vec<Rule> {
    let unix = [libc::SOCK_STREAM, libc::SOCK_SEQPACKET];
    let unix: &[i32] = if profile.namespaces { &[libc::SOCK_STREAM, libc::SOCK_SEQPACKET, libc::SOCK_DGRAM] } else { &unix };
    let local = || unix.iter().map(|kind| (vec![family(libc::AF_UNIX), kind_is(*kind)], Verdict::Allow)).collect::<Vec<_>>();
    let mut cases = local();
    for internet in [libc::AF_INET, libc::AF_INET6] {
        if profile.namespaces || profile.tcp {
            cases.extend(transports(internet, libc::SOCK_STREAM, libc::IPPROTO_TCP));
        }
        if profile.namespaces {
            cases.extend(transports(internet, libc::SOCK_DGRAM, libc::IPPROTO_UDP));
        }
    }
    vec![Rule { call: libc::SYS_socket, cases, otherwise: EACCES }, Rule { call: libc::SYS_socketpair, cases: local(), otherwise: EACCES }]
}

/// A transport by its name and by default: no other protocol of that type, MPTCP for one.
fn transports(internet: i32, kind: i32, protocol: i32) -> [(Vec<Test>, Verdict); 2] {
    [0, protocol].map(|protocol| (vec![family(internet), kind_is(kind), Test::Equal(2, low(protocol))], Verdict::Allow))
}

fn family(family: i32) -> Test {
    Test::Equal(0, low(family))
}

fn kind_is(kind: i32) -> Test {
    Test::Masked(1, SOCKET_TYPE, low(kind))
}

/// A number of the kernel's as the 32 bits that it compares.
fn low(value: i32) -> u32 {
    u32::from_ne_bytes(value.to_ne_bytes())
}

fn word(request: libc::Ioctl) -> u32 {
    u32::try_from(request).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
