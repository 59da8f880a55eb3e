//! The program is run by an interpreter of its own, over calls as the kernel would show them.

use super::*;

/// What the program returns for a call of this architecture.
fn run(profile: Profile, call: libc::c_long, arguments: [u64; 6]) -> u32 {
    #[cfg(target_arch = "x86_64")]
    let architecture = 0xc000_003e_u32;
    #[cfg(target_arch = "aarch64")]
    let architecture = 0xc000_00b7_u32;
    interpret(&filter(profile), architecture, u32::try_from(call).unwrap(), arguments)
}

fn interpret(program: &[Instruction], architecture: u32, call: u32, arguments: [u64; 6]) -> u32 {
    let mut data = Vec::from(call.to_le_bytes());
    data.extend(architecture.to_le_bytes());
    data.extend([0; 8]);
    data.extend(arguments.iter().flat_map(|argument| argument.to_le_bytes()));
    let (mut at, mut accumulator) = (0_usize, 0_u32);
    loop {
        let step = program[at];
        let branch = |holds: bool| usize::from(if holds { step.jt } else { step.jf });
        at += 1;
        match u32::from(step.code) {
            0x20 => {
                let from = usize::try_from(step.k).unwrap();
                accumulator = u32::from_le_bytes(data[from..from + 4].try_into().unwrap());
            }
            0x54 => accumulator &= step.k,
            0x15 => at += branch(accumulator == step.k),
            0x35 => at += branch(accumulator >= step.k),
            0x45 => at += branch(accumulator & step.k != 0),
            0x05 => at += usize::try_from(step.k).unwrap(),
            0x06 => return step.k,
            other => panic!("instruction {other:#x}"),
        }
    }
}

const LANDLOCK: Profile = Profile { namespaces: false, tcp: false };
const PROXIED: Profile = Profile { namespaces: false, tcp: true };
const NAMESPACES: Profile = Profile { namespaces: true, tcp: false };

const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;

fn refused(errno: i32) -> u32 {
    libc::SECCOMP_RET_ERRNO | errno.unsigned_abs()
}

fn int(value: i32) -> u64 {
    u64::from(low(value))
}

#[test]
fn what_nothing_names_is_allowed() {
    for call in [libc::SYS_read, libc::SYS_openat, libc::SYS_execve, libc::SYS_exit_group, libc::SYS_futex] {
        assert_eq!(run(LANDLOCK, call, [0; 6]), ALLOW);
        assert_eq!(run(NAMESPACES, call, [0; 6]), ALLOW);
    }
}

#[test]
fn what_is_named_is_refused() {
    for call in ALWAYS {
        assert_eq!(run(NAMESPACES, *call, [1; 6]), refused(libc::EPERM), "call {call}");
    }
    for call in SHARED_MEMORY {
        assert_eq!(run(LANDLOCK, *call, [0; 6]), refused(libc::EPERM), "call {call}");
        assert_eq!(run(NAMESPACES, *call, [0; 6]), ALLOW, "call {call}");
    }
    assert_eq!(run(LANDLOCK, libc::SYS_clone3, [0; 6]), refused(libc::ENOSYS));
    assert_eq!(run(LANDLOCK, libc::SYS_connect, [0; 6]), libc::SECCOMP_RET_USER_NOTIF);
    assert_eq!(run(NAMESPACES, libc::SYS_connect, [0; 6]), ALLOW);
}

#[test]
fn another_architecture_ends_the_process() {
    let program = filter(LANDLOCK);
    for architecture in [0x4000_0003_u32, 0xc000_00f3] {
        assert_eq!(interpret(&program, architecture, 1, [0; 6]), libc::SECCOMP_RET_KILL_PROCESS);
    }
    #[cfg(target_arch = "x86_64")]
    assert_eq!(interpret(&program, 0xc000_003e, 0x4000_0001, [0; 6]), libc::SECCOMP_RET_KILL_PROCESS, "x32");
}

#[test]
fn arguments_decide() {
    let thread = u64::from(libc::CLONE_VM.unsigned_abs() | libc::CLONE_THREAD.unsigned_abs());
    let cases: &[(libc::c_long, [u64; 6], u32)] = &[
        (libc::SYS_clone, [thread, 0, 0, 0, 0, 0], ALLOW),
        (libc::SYS_clone, [int(libc::CLONE_NEWUSER), 0, 0, 0, 0, 0], refused(libc::EPERM)),
        (libc::SYS_ioctl, [0, 0x5401, 0, 0, 0, 0], ALLOW),
        (libc::SYS_ioctl, [0, 0x5412, 0, 0, 0, 0], refused(libc::EPERM)),
        // The kernel looks at 32 bits of the request: what stands above them does not help.
        (libc::SYS_ioctl, [0, 0x1_0000_5412, 0, 0, 0, 0], refused(libc::EPERM)),
        (libc::SYS_prlimit64, [0, 7, 0, 0, 0, 0], ALLOW),
        (libc::SYS_prlimit64, [17, 7, 0, 0, 0, 0], refused(libc::EPERM)),
        (libc::SYS_personality, [0xffff_ffff, 0, 0, 0, 0, 0], ALLOW),
        (libc::SYS_personality, [0x0040_0000, 0, 0, 0, 0, 0], refused(libc::EPERM)),
        (libc::SYS_sendto, [3, 0, 0, 0x2000_0000, 0, 0], refused(libc::EPERM)),
        (libc::SYS_sendto, [3, 0, 0, 0, 0, 0], ALLOW),
    ];
    for (call, arguments, expected) in cases {
        assert_eq!(run(LANDLOCK, *call, *arguments), *expected, "call {call} {arguments:?}");
    }
}

#[test]
fn sockets_by_family_type_and_protocol() {
    let socket = |profile, family: i32, kind: i32, protocol: i32| {
        run(profile, libc::SYS_socket, [int(family), int(kind), int(protocol), 0, 0, 0]) == ALLOW
    };
    let (stream, datagram, raw) = (libc::SOCK_STREAM | libc::SOCK_CLOEXEC, libc::SOCK_DGRAM, libc::SOCK_RAW);
    // Family, type, protocol, and at which profile: Landlock alone, with the proxy, namespaces.
    let cases = [
        (libc::AF_UNIX, stream, 0, [true, true, true]),
        (libc::AF_UNIX, datagram, 0, [false, false, true]),
        (libc::AF_INET, stream, 0, [false, true, true]),
        (libc::AF_INET6, stream, 6, [false, true, true]),
        (libc::AF_INET, stream, 262, [false, false, false]),
        (libc::AF_INET, stream, 132, [false, false, false]),
        (libc::AF_INET, datagram, 17, [false, false, true]),
        (libc::AF_INET, datagram, 1, [false, false, false]),
        (libc::AF_INET, raw, 1, [false, false, false]),
        (libc::AF_VSOCK, stream, 0, [false, false, false]),
        (libc::AF_NETLINK, raw, 0, [false, false, false]),
        (libc::AF_PACKET, raw, 0, [false, false, false]),
    ];
    for (family, kind, protocol, expected) in cases {
        let found = [LANDLOCK, PROXIED, NAMESPACES].map(|profile| socket(profile, family, kind, protocol));
        assert_eq!(found, expected, "family {family} type {kind} protocol {protocol}");
    }
}

#[test]
fn what_can_be_done_to_a_file_without_opening_it_is_looked_at_where_the_files_are_the_hosts() {
    for call in [libc::SYS_fchmod, libc::SYS_fchmodat, FCHMODAT2, libc::SYS_utimensat] {
        assert_eq!(run(LANDLOCK, call, [0; 6]), libc::SECCOMP_RET_USER_NOTIF, "call {call}");
        assert_eq!(run(NAMESPACES, call, [0; 6]), ALLOW, "call {call}");
    }
    assert_eq!(run(LANDLOCK, libc::SYS_fchownat, [0; 6]), refused(libc::EPERM));
    assert_eq!(run(LANDLOCK, libc::SYS_setxattr, [0; 6]), refused(libc::EOPNOTSUPP));
    assert_eq!(run(LANDLOCK, libc::SYS_setpriority, [0, 0, 5, 0, 0, 0]), ALLOW, "its own");
    assert_eq!(run(LANDLOCK, libc::SYS_setpriority, [0, 77, 5, 0, 0, 0]), refused(libc::EPERM), "another's");
    assert_eq!(run(LANDLOCK, libc::SYS_sched_setaffinity, [77, 0, 0, 0, 0, 0]), refused(libc::EPERM));
}
