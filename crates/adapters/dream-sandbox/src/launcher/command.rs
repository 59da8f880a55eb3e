//! The last steps before the command itself: confined for good, then executed. What goes wrong is told over the connection with the monitor.

use super::system::c_string;
use super::{landlock, limits, user};
use crate::descriptors::send_descriptors;
use crate::groups;
use crate::seccomp::{self, Profile};
use crate::sys;
use crate::wire::{Doing, Refusal, Spec};
use dream_ports::SandboxLevel;
use rustix::process::{DumpableBehavior, chdir, set_dumpable_behavior, setsid};
use rustix::stdio::{dup2_stderr, dup2_stdin, dup2_stdout};
use std::ffi::{CString, OsStr};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// What a program gets as its search path when it was given none.
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// What this process needs to become the command.
pub(super) struct Start<'a> {
    pub(super) spec: &'a Spec,
    pub(super) streams: &'a [OwnedFd; 3],
    /// Where to tell what went wrong; closed by the exec.
    pub(super) errors: &'a UnixStream,
    /// A temporary folder of its own, where `/tmp` is the host's.
    pub(super) temporary: Option<&'a Path>,
}

impl Start<'_> {
    /// Becomes the command, or ends this process.
    pub(super) fn run(&self) -> ! {
        let Err(refusal) = self.attempt();
        give_up(self.errors, &refusal)
    }

    fn attempt(&self) -> Result<std::convert::Infallible, Refusal> {
        let [input, output, errors] = self.streams;
        dup2_stdin(input).and_then(|()| dup2_stdout(output)).and_then(|()| dup2_stderr(errors)).doing("connecting its streams")?;
        sys::close_on_exec_from(3).doing("closing descriptors")?;
        if self.spec.level != SandboxLevel::Namespaces
            && let Some(group) = &self.spec.group
        {
            groups::enter(group).doing("going into its group")?;
        }
        setsid().doing("leaving the session")?;
        // Its entry in /proc is its own from the exec on in any case; where this cannot be written, a sweep knows it by nothing else.
        set_dumpable_behavior(DumpableBehavior::Dumpable).doing("owning its entry in /proc")?;
        let _ = std::fs::write("/proc/self/oom_score_adj", self.spec.mark.to_string());
        if let Some(user) = self.spec.user {
            user::become_user(user)?;
        }
        limits::apply(self.spec)?;
        user::end_with_parent(self.errors)?;
        chdir(&self.spec.workspace).doing(&format!("entering {}", self.spec.workspace.display()))?;
        user::drop_capabilities()?;
        if self.spec.level >= SandboxLevel::Landlock {
            landlock::restrict(self.spec, self.temporary)?;
        }
        let programs = candidates(self.spec).doing("naming the program")?;
        let arguments = arguments(self.spec).doing("writing its arguments")?;
        let environment = environment(self.spec, self.temporary).doing("writing its environment")?;
        sys::restore_signals().doing("restoring signals")?;
        if self.spec.level >= SandboxLevel::Landlock {
            self.filter().doing("filtering its system calls")?;
        }
        Err(Refusal::Program { why: execute(&programs, &arguments, &environment) })
    }

    fn filter(&self) -> io::Result<()> {
        let namespaces = self.spec.level == SandboxLevel::Namespaces;
        let mut program = seccomp::filter(Profile { namespaces, tcp: self.spec.egress.is_some() });
        match sys::install_filter(&mut program, !namespaces)? {
            Some(listener) => send_descriptors(self.errors, &[listener.as_fd()]),
            None => Ok(()),
        }
    }
}

/// Tells why the command does not begin, and ends this process.
pub(super) fn give_up(errors: &UnixStream, refusal: &Refusal) -> ! {
    let text = serde_json::to_vec(refusal).unwrap_or_default();
    // When the monitor is gone, so is everyone who would want to know.
    let _ = { errors }.write_all(&text);
    std::process::exit(127)
}

/// The paths under which the program may be: itself, or its name in each folder of its search path.
fn candidates(spec: &Spec) -> io::Result<Vec<CString>> {
    if spec.program.components().count() > 1 {
        return Ok(vec![c_string(&spec.program)?]);
    }
    let path = spec.environment.get("PATH").map_or(DEFAULT_PATH, String::as_str);
    let folders = std::env::split_paths(OsStr::new(path)).filter(|folder| folder.is_absolute());
    folders.map(|folder: PathBuf| c_string(folder.join(&spec.program))).collect()
}

fn arguments(spec: &Spec) -> io::Result<Vec<CString>> {
    std::iter::once(c_string(&spec.program)).chain(spec.arguments.iter().map(c_string)).collect()
}

fn environment(spec: &Spec, temporary: Option<&Path>) -> io::Result<Vec<CString>> {
    let given = spec.environment.iter().map(|(name, value)| format!("{name}={value}"));
    let folder = temporary.filter(|_| !spec.environment.contains_key("TMPDIR")).map(|folder| format!("TMPDIR={}", folder.display()));
    given.chain(folder).map(c_string).collect()
}

/// Tries each; the last error that says more than "not there".
fn execute(programs: &[CString], arguments: &[CString], environment: &[CString]) -> String {
    let mut why = io::Error::from_raw_os_error(libc::ENOENT);
    for program in programs {
        let error = sys::execute(program, arguments, environment);
        if !matches!(error.raw_os_error(), Some(libc::ENOENT | libc::ENOTDIR)) {
            why = error;
        }
    }
    why.to_string()
}
