//! What a host can hold confined commands to, as its self-test found.

use super::Limit;
use serde::{Deserialize, Serialize};

/// How strongly a command is confined. A stronger level holds everything that a weaker one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SandboxLevel {
    /// Limits on resources and a user id of its own: enough only where an operator said so in words.
    Limits,
    /// Landlock, a filter of system calls, no new privileges, a clean environment.
    Landlock,
    /// That, and namespaces of its own: files, processes, network, host name, shared memory.
    Namespaces,
}

impl SandboxLevel {
    /// Every level, the weakest first.
    pub const ALL: [Self; 3] = [Self::Limits, Self::Landlock, Self::Namespaces];

    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Landlock => "landlock",
            Self::Namespaces => "namespaces",
        }
    }
}

impl std::fmt::Display for SandboxLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level of confinement: use limits, landlock or namespaces")]
pub struct UnknownSandboxLevel(pub String);

impl std::str::FromStr for SandboxLevel {
    type Err = UnknownSandboxLevel;

    fn from_str(text: &str) -> Result<Self, UnknownSandboxLevel> {
        let found = Self::ALL.into_iter().find(|level| level.name() == text);
        found.ok_or_else(|| UnknownSandboxLevel(text.chars().take(80).collect()))
    }
}

/// What this host holds confined commands to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxReport {
    /// The strongest level that passed its self-test.
    pub level: SandboxLevel,
    /// The mechanisms that were looked for.
    pub measures: Vec<Measure>,
    /// What was tried from inside, at each level there is.
    pub cases: Vec<SelfTestCase>,
    /// What holds commands to the limits that are not the kernel's alone, at the strongest level.
    pub limits: Vec<HeldLimit>,
}

/// A limit, and what holds commands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLimit {
    /// The limit.
    pub limit: Limit,
    /// What holds it.
    pub by: Holder,
}

/// What holds a command to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The kernel, by a group of the command's own.
    Cgroup,
    /// The kernel, which counts what the command's own user has.
    User,
    /// The kernel, which counts what is in the command's own namespace of users.
    Namespace,
    /// The monitor, which looks at what the command uses and ends it.
    Watching,
}

impl Holder {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cgroup => "cgroup",
            Self::User => "user",
            Self::Namespace => "namespace",
            Self::Watching => "watching",
        }
    }
}

/// One mechanism of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its name: `landlock`, `seccomp`, `user_namespaces`, `cgroup_memory`.
    pub name: String,
    /// Whether it is there.
    pub available: bool,
    /// Which version, or why not and what to do about it.
    pub detail: String,
}

/// One thing that was tried from inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfTestCase {
    /// At which level.
    pub level: SandboxLevel,
    /// What was tried: `read_data_folder`, `connect_tcp`.
    pub name: String,
    /// Whether the sandbox held.
    pub held: bool,
}

impl SandboxReport {
    /// The cases in which the sandbox did not hold.
    pub fn failed(&self) -> impl Iterator<Item = &SelfTestCase> {
        self.cases.iter().filter(|case| !case.held)
    }
}
