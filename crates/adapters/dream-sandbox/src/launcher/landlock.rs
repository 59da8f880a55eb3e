//! Landlock: which files the command reaches, that it makes no TCP connection by itself, and that its signals stay among its own.

use crate::wire::{Place, Refusal, Spec};
use dream_ports::SandboxLevel;
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreated,
    RulesetCreatedAttr, RulesetError, Scope,
};
use std::io;
use std::path::Path;

/// Everything of today: what the kernel does not know is left out, beyond what is demanded.
const NEWEST: ABI = ABI::V9;
/// What is demanded: files, renaming, truncating, TCP.
const DEMANDED: ABI = ABI::V4;

/// Programs, libraries and what they read about the system, as the host has it.
const SYSTEM: &[&str] = &["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"];
/// Settings of the system that are nobody's secret.
pub(super) const SETTINGS: &[&str] = &[
    "alternatives",
    "ca-certificates",
    "ca-certificates.conf",
    "crypto-policies",
    "debian_version",
    "fonts",
    "host.conf",
    "inputrc",
    "java",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "locale.alias",
    "localtime",
    "magic",
    "mime.types",
    "nsswitch.conf",
    "os-release",
    "pki",
    "protocols",
    "services",
    "ssl",
    "terminfo",
    "timezone",
];
/// Devices that hold nothing.
pub(super) const DEVICES: &[&str] = &["null", "zero", "full", "random", "urandom"];
/// What programs ask about the machine as a whole.
const MACHINE: &[&str] = &["/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems", "/proc/sys/vm", "/sys/devices/system/cpu"];

/// The folders of programs and libraries.
pub(super) fn system() -> impl Iterator<Item = &'static Path> {
    SYSTEM.iter().map(Path::new)
}

/// Puts the rules over this process and all that comes from it.
pub(super) fn restrict(spec: &Spec, temporary: Option<&Path>) -> Result<(), Refusal> {
    let mut rules = Rules::new(spec.level).map_err(|error| refused(&error))?;
    if spec.level == SandboxLevel::Namespaces { rules.namespaces(&spec.places) } else { rules.host(&spec.places, temporary) }
        .map_err(|error| refused(&error))?;
    rules.0.restrict_self().map_err(|error| refused(&error))?;
    Ok(())
}

fn refused(error: &RulesetError) -> Refusal {
    Refusal::failed("confining with Landlock", &io::Error::other(error.to_string()))
}

struct Rules(RulesetCreated);

impl Rules {
    fn new(level: SandboxLevel) -> Result<Self, RulesetError> {
        let mut ruleset = Ruleset::default().set_compatibility(CompatLevel::HardRequirement).handle_access(AccessFs::from_all(DEMANDED))?;
        if level == SandboxLevel::Landlock {
            // No rule allows any: the monitor connects in the command's place.
            ruleset = ruleset.handle_access(AccessNet::from_all(DEMANDED))?;
        }
        let ruleset = ruleset
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(NEWEST))?
            .scope(Scope::AbstractUnixSocket | Scope::Signal)?;
        Ok(Self(ruleset.create()?))
    }

    /// The root holds only what was put there.
    fn namespaces(&mut self, places: &[Place]) -> Result<(), RulesetError> {
        self.allow(Path::new("/"), reading())?;
        for place in places.iter().filter(|place| place.writable) {
            self.allow(&place.target, writing())?;
        }
        for folder in ["/tmp", "/dev/shm", "/dev/pts"] {
            self.allow(Path::new(folder), writing())?;
        }
        self.devices()
    }

    /// The root is the host's, so each place is named.
    fn host(&mut self, places: &[Place], temporary: Option<&Path>) -> Result<(), RulesetError> {
        let settings = SETTINGS.iter().map(|name| Path::new("/etc").join(name));
        for path in system().chain(MACHINE.iter().map(Path::new)).map(Path::to_path_buf).chain(settings) {
            self.allow(&path, reading())?;
        }
        for place in places {
            self.allow(&place.target, if place.writable { writing() } else { reading() })?;
        }
        if let Some(folder) = temporary {
            self.allow(folder, writing())?;
        }
        self.devices()
    }

    fn devices(&mut self) -> Result<(), RulesetError> {
        for name in DEVICES {
            let access = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate | AccessFs::IoctlDev;
            self.allow(&Path::new("/dev").join(name), access)?;
        }
        self.allow(Path::new("/dev/ptmx"), AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::IoctlDev)
    }

    /// What is not there needs no rule.
    fn allow(&mut self, path: &Path, access: BitFlags<AccessFs>) -> Result<(), RulesetError> {
        let Ok(opened) = PathFd::new(path) else { return Ok(()) };
        let access = if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) };
        (&mut self.0).add_rule(PathBeneath::new(opened, access))?;
        Ok(())
    }
}

fn reading() -> BitFlags<AccessFs> {
    AccessFs::from_read(NEWEST)
}

/// Everything but making devices.
fn writing() -> BitFlags<AccessFs> {
    AccessFs::from_all(NEWEST) & !(AccessFs::MakeChar | AccessFs::MakeBlock)
}
