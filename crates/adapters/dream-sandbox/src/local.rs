//! The sandbox of this host.

use crate::egress::{Resolve, SystemResolver};
use crate::groups::{self, Groups};
use crate::options::SandboxOptions;
use crate::process::{self, About};
use crate::start::Launcher;
use crate::way_out::WayOut;
use crate::wire::Spec;
use crate::{paths, self_test, start, sweep, user};
use async_trait::async_trait;
use dream_ports::{ConfinedChild, ConfinedCommand, Sandbox, SandboxError, SandboxLevel, SandboxReport};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tokio::sync::OnceCell;

/// The sandbox of this host: Linux.
pub struct LocalSandbox {
    options: Arc<SandboxOptions>,
    report: OnceCell<Arc<SandboxReport>>,
    resolver: Arc<dyn Resolve>,
    launcher: Launcher,
    /// Where commands get groups of their own, or why not.
    groups: OnceLock<Result<Groups, String>>,
}

impl LocalSandbox {
    /// Nothing is tried yet: the first [`Sandbox::report`] runs the self-test, and [`Sandbox::start`] waits for it.
    #[must_use]
    pub fn new(options: SandboxOptions) -> Self {
        let launcher = Launcher::new(&options);
        Self { launcher, options: Arc::new(options), report: OnceCell::new(), resolver: Arc::new(SystemResolver), groups: OnceLock::new() }
    }

    /// With another way of looking up the names of hosts.
    #[must_use]
    pub fn with_resolver(self, resolver: Arc<dyn Resolve>) -> Self {
        Self { resolver, ..self }
    }

    /// Taken before the launcher is started, so that it is where the server is.
    fn groups(&self) -> Result<&Groups, &str> {
        let taken = self.groups.get_or_init(|| match &self.options.cgroup {
            Some(folder) => Groups::take(folder, &self.options.owner),
            None => Err("none is delegated to this process: a service manager does it with Delegate=yes".to_owned()),
        });
        taken.as_ref().map_err(String::as_str)
    }

    /// A group for a command; a command without one is watched.
    fn group(&self, command: &ConfinedCommand, level: SandboxLevel) -> Option<PathBuf> {
        let made = self.groups().ok()?.make(&command.limits, level);
        made.inspect_err(|error| {
            tracing::warn!(label = command.label, error.message = %error, "no group could be made for a command: it is watched instead");
        })
        .ok()
    }

    /// Starts `command` at `level`, which the caller has compared with what there is.
    async fn start_at(&self, command: ConfinedCommand, level: SandboxLevel) -> Result<ConfinedChild, SandboxError> {
        let options = Arc::clone(&self.options);
        let (program, output_limit) = (command.program.clone(), command.limits.output_bytes);
        let way_out = WayOut::of(&command, level, &self.options.egress, &self.resolver)?;
        let mut made = Made(self.group(&command, level));
        let prepared = tokio::task::spawn_blocking(move || spec(&options, &command, level));
        let mut spec = prepared.await.map_err(|error| start::io_error("preparing the command")(error.into()))??;
        spec.group.clone_from(&made.0);
        if let Some(way_out) = &way_out {
            way_out.tell(&mut spec);
        }
        let launched = self.launcher.launch(&spec)?;
        // From here on it is the monitor's.
        made.0 = None;
        drop(spec);
        process::begin(launched, About { program: &program, level, output_limit, way_out }).await
    }
}

/// A group that no command is in yet; removed when this is dropped.
struct Made(Option<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(group) = &self.0 {
            groups::end(group);
        }
    }
}

fn spec(options: &SandboxOptions, command: &ConfinedCommand, level: SandboxLevel) -> Result<Spec, SandboxError> {
    let places = paths::places(options, command)?;
    Ok(Spec {
        level,
        program: command.program.clone(),
        arguments: command.arguments.clone(),
        environment: command.environment.iter().map(|(name, value)| (name.clone(), value.expose().to_owned())).collect(),
        label: command.label.clone(),
        workspace: command.workspace.clone(),
        places,
        limits: command.limits,
        user: user::for_workspace(&command.workspace),
        user_namespace: !rustix::process::geteuid().is_root(),
        passages: paths::passages(options, &command.workspace),
        mark: user::mark(&options.owner),
        egress: None,
        group: None,
    })
}

/// The level for a command: the strongest there is, or why that is not enough.
fn choose(options: &SandboxOptions, report: &SandboxReport, label: &str, floor: SandboxLevel) -> Result<SandboxLevel, SandboxError> {
    let least = if options.allow_unconfined { SandboxLevel::Limits } else { SandboxLevel::Landlock };
    let floor = floor.max(least);
    if report.level >= floor {
        return Ok(report.level);
    }
    let open: Vec<_> =
        report.failed().filter(|case| case.level >= floor).map(|case| format!("{} at level {}", case.name, case.level)).collect();
    if !open.is_empty() {
        return Err(SandboxError::SelfTest(open.join(", ")));
    }
    let missing = report.measures.iter().filter(|measure| !measure.available && measure.name != "cgroup_memory");
    let why: Vec<_> = missing.map(|measure| format!("{}: {}", measure.name, measure.detail)).collect();
    Err(SandboxError::BelowFloor { label: label.to_owned(), floor, available: report.level, why: why.join("; ") })
}

#[async_trait]
impl Sandbox for LocalSandbox {
    async fn report(&self) -> Arc<SandboxReport> {
        Arc::clone(
            self.report
                .get_or_init(|| async { Arc::new(self_test::run(&self.options, &self.launcher, self.groups().map(|_| ())).await) })
                .await,
        )
    }

    async fn start(&self, command: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        let level = choose(&self.options, &*self.report().await, &command.label, command.floor)?;
        self.start_at(command, level).await
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        let ended = sweep::run(&self.options).await?;
        let Ok(groups) = self.groups() else { return Ok(ended) };
        let left = groups.sweep().map_err(start::io_error("ending what is left in groups"))?;
        Ok(ended.saturating_add(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_ports::{Measure, SelfTestCase};
    use std::path::Path;

    fn report(level: SandboxLevel, open: Option<SandboxLevel>) -> SandboxReport {
        let measure = Measure { name: "landlock".to_owned(), available: false, detail: "not in this kernel".to_owned() };
        let cases = open.into_iter().map(|level| SelfTestCase { level, name: "connect_tcp".to_owned(), held: false }).collect();
        SandboxReport { level, measures: vec![measure], cases, limits: Vec::new() }
    }

    #[test]
    fn never_less_than_asked() {
        use SandboxLevel::{Landlock, Limits, Namespaces};
        let careful = SandboxOptions::new(Path::new("/data"));
        let careless = SandboxOptions { allow_unconfined: true, ..careful.clone() };
        let code = |options: &SandboxOptions, report: &SandboxReport, floor| {
            choose(options, report, "agent/writer", floor).map_err(|error| (error.code(), error.to_string()))
        };
        assert_eq!(code(&careful, &report(Namespaces, None), Landlock), Ok(Namespaces));
        assert_eq!(code(&careful, &report(Landlock, None), Limits), Ok(Landlock));
        assert_eq!(code(&careful, &report(Landlock, None), Namespaces).unwrap_err().0, "sandbox_below_floor");
        let (refused, text) = code(&careful, &report(Limits, None), Limits).unwrap_err();
        assert_eq!(refused, "sandbox_below_floor", "without Landlock only where an operator said so");
        assert!(text.contains("not in this kernel"), "{text}");
        assert_eq!(code(&careless, &report(Limits, None), Limits), Ok(Limits));
        assert_eq!(code(&careless, &report(Limits, None), Landlock).unwrap_err().0, "sandbox_below_floor");
        assert_eq!(code(&careful, &report(Limits, Some(Landlock)), Landlock).unwrap_err().0, "sandbox_self_test");
        assert_eq!(code(&careful, &report(Landlock, Some(Namespaces)), Landlock), Ok(Landlock), "a weaker level that held is enough");
    }
}
