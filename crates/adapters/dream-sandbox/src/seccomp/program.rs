//! Writes filter programs: rules over the number and the arguments of a system call, as the kernel's classic BPF.

use crate::sys::Instruction;
use libc::c_long;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is made.
    Allow,
    /// It fails with this error.
    Errno(i32),
    /// The monitor decides.
    Notify,
    /// The process ends.
    Kill,
}

/// A test of one argument: its number, and what its lower 32 bits are compared with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// Equal to this.
    Equal(u8, u32),
    /// At least one of these bits.
    AnyBit(u8, u32),
    /// These bits (second) are exactly those (third).
    Masked(u8, u32, u32),
}

/// What becomes of one system call: the first case whose tests all hold, else `otherwise`.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Its number.
    pub(super) call: c_long,
    /// The cases.
    pub(super) cases: Vec<(Vec<Test>, Verdict)>,
    /// When none holds.
    pub(super) otherwise: Verdict,
}

impl Rule {
    /// The same whatever the arguments.
    pub(super) fn always(call: c_long, verdict: Verdict) -> Self {
        Self { call, cases: Vec::new(), otherwise: verdict }
    }
}

/// The architecture as the kernel's audit numbers it.
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;
/// From here on calls of the x32 kind, which bear other numbers for the same deeds.
#[cfg(target_arch = "x86_64")]
const X32: u32 = 0x4000_0000;

/// Where the kernel's `seccomp_data` has the call's number, the architecture and the first argument.
const NUMBER_AT: u32 = 0;
const ARCHITECTURE_AT: u32 = 4;
const ARGUMENTS_AT: u32 = 16;

const LOAD: u32 = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
const AND: u32 = libc::BPF_ALU | libc::BPF_AND | libc::BPF_K;
const IF_EQUAL: u32 = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
#[cfg(target_arch = "x86_64")]
const IF_AT_LEAST: u32 = libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K;
const IF_ANY_BIT: u32 = libc::BPF_JMP | libc::BPF_JSET | libc::BPF_K;
const JUMP: u32 = libc::BPF_JMP | libc::BPF_JA;
const RETURN: u32 = libc::BPF_RET | libc::BPF_K;

/// A program being written.
pub(super) struct Program(Vec<Instruction>);

impl Program {
    /// One that ends processes of another architecture.
    pub(super) fn new() -> Self {
        let mut code = vec![load(ARCHITECTURE_AT), jump(IF_EQUAL, ARCHITECTURE, 1, 0), end(Verdict::Kill), load(NUMBER_AT)];
        #[cfg(target_arch = "x86_64")]
        code.extend([jump(IF_AT_LEAST, X32, 0, 1), end(Verdict::Kill)]);
        Self(code)
    }

    /// Adds a rule. One block each: it ends the program when the number fits, and leaves the number loaded when it does not.
    pub(super) fn rule(&mut self, rule: &Rule) {
        let mut block: Vec<Instruction> = rule.cases.iter().flat_map(|(tests, verdict)| case(tests, *verdict)).collect();
        block.push(end(rule.otherwise));
        let number = u32::try_from(rule.call).unwrap_or(u32::MAX);
        let length = u32::try_from(block.len()).unwrap_or(u32::MAX);
        // A block may be longer than a conditional jump reaches.
        self.0.extend([jump(IF_EQUAL, number, 1, 0), jump(JUMP, length, 0, 0)]);
        self.0.append(&mut block);
    }

    /// The program; what no rule names is allowed.
    pub(super) fn finish(mut self) -> Vec<Instruction> {
        self.0.push(end(Verdict::Allow));
        self.0
    }
}

/// All tests, then the verdict; a test that fails jumps behind it.
fn case(tests: &[Test], verdict: Verdict) -> Vec<Instruction> {
    let mut code = vec![end(verdict)];
    for test in tests.iter().rev() {
        let skip = u8::try_from(code.len()).unwrap_or(u8::MAX);
        let mut tested = match *test {
            Test::Equal(argument, value) => vec![load(argument_at(argument)), jump(IF_EQUAL, value, 0, skip)],
            Test::AnyBit(argument, bits) => vec![load(argument_at(argument)), jump(IF_ANY_BIT, bits, 0, skip)],
            Test::Masked(argument, mask, value) => {
                vec![load(argument_at(argument)), statement(AND, mask), jump(IF_EQUAL, value, 0, skip)]
            }
        };
        tested.append(&mut code);
        code = tested;
    }
    code
}

/// Both architectures have the lower half of an argument first.
fn argument_at(argument: u8) -> u32 {
    ARGUMENTS_AT + 8 * u32::from(argument)
}

fn end(verdict: Verdict) -> Instruction {
    statement(
        RETURN,
        match verdict {
            Verdict::Allow => libc::SECCOMP_RET_ALLOW,
            Verdict::Errno(errno) => libc::SECCOMP_RET_ERRNO | (errno.unsigned_abs() & libc::SECCOMP_RET_DATA),
            Verdict::Notify => libc::SECCOMP_RET_USER_NOTIF,
            Verdict::Kill => libc::SECCOMP_RET_KILL_PROCESS,
        },
    )
}

fn load(offset: u32) -> Instruction {
    statement(LOAD, offset)
}

fn statement(code: u32, value: u32) -> Instruction {
    jump(code, value, 0, 0)
}

fn jump(code: u32, value: u32, on_true: u8, on_false: u8) -> Instruction {
    Instruction { code: u16::try_from(code).unwrap_or_default(), jt: on_true, jf: on_false, k: value }
}
