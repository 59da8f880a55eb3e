//! `dreamos doctor`: whether everything here is as it should be, and what to do where it is not.

mod repositories;
mod sandbox;

use crate::config::Config;
use crate::connect;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Table};
use crate::run_file::RunFile;
use dream_api::Page;
use dream_client::{Client, ClientError};
use dream_ports::SandboxLevel;
use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// What.
    name: &'static str,
    /// Whether it is as it should be.
    ok: bool,
    /// What was found.
    detail: String,
    /// What to do about it.
    fix: Option<String>,
}

impl Finding {
    fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, ok: true, detail: detail.into(), fix: None }
    }

    fn bad(name: &'static str, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, ok: false, detail: detail.into(), fix: Some(fix.into()) }
    }

    fn of(name: &'static str, error: &CliError) -> Self {
        Self { name, ok: false, detail: error.to_string(), fix: error.hint() }
    }
}

pub(crate) async fn run(context: &Context) -> Result<Exit, CliError> {
    let (findings, exit) = match context.config() {
        Ok(config) => examine(&config).await,
        Err(error) => (vec![Finding::of("configuration", &error)], error.exit()),
    };
    context.printer.answer(&Page { items: findings, next: None }, |style, page| {
        let row = |finding: &Finding| {
            let ok = if finding.ok { Cell::painted("ok", Paint::Good) } else { Cell::painted("wrong", Paint::Bad) };
            vec![Cell::new(finding.name), ok, Cell::new(&finding.detail), Cell::opt(finding.fix.as_ref())]
        };
        Table::of(&["WHAT", "STATE", "FOUND", "DO"], &page.items, row).render(style)
    })?;
    Ok(exit)
}

async fn examine(config: &Config) -> (Vec<Finding>, Exit) {
    let data = PathBuf::from(&config.server.data.value);
    let mut findings = vec![Finding::good("configuration", "understood"), data_folder(&data), run_file(&data)];
    let here = sandbox::report(&data).await;
    findings.extend(sandbox::of_report(&here));
    findings.extend(repositories::findings(&config.server.repositories.value.0).await);
    let outcome = match connect::target(&config.client, &data) {
        Ok(target) => {
            findings
                .push(Finding::good("address", format!("{} (from {}); token from {}", target.url, target.url_origin, target.token_origin)));
            server(target, here.level, &mut findings).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = &outcome {
        findings.push(Finding::of("server", error));
    }
    let exit =
        outcome.map_or_else(|error| error.exit(), |()| if findings.iter().all(|finding| finding.ok) { Exit::Done } else { Exit::Failed });
    (findings, exit)
}

fn data_folder(data: &Path) -> Finding {
    match std::fs::metadata(data) {
        Ok(found) if found.is_dir() => Finding::good("data folder", data.display().to_string()),
        Ok(_) => Finding::bad("data folder", format!("{} is not a folder", data.display()), "name another with --data"),
        Err(_) => Finding::good("data folder", format!("{} is not there yet; `dreamos up` makes it", data.display())),
    }
}

fn run_file(data: &Path) -> Finding {
    let path = RunFile::path(data);
    match RunFile::read(data) {
        Ok(None) => Finding::good("run.json", format!("{} is not there: no local server has run here", path.display())),
        Ok(Some(_)) if others_may_read(&path) => {
            Finding::bad("run.json", format!("others may read the token in {}", path.display()), format!("chmod 600 {}", path.display()))
        }
        Ok(Some(run)) if is_gone(run.pid) => {
            let found = format!("process {} at {} is gone, and did not end by itself", run.pid, run.url);
            Finding::bad("run.json", found, "`dreamos up` starts the server again; what was acknowledged is there")
        }
        Ok(Some(run)) => Finding::good("run.json", format!("process {} at {}", run.pid, run.url)),
        Err(error) => Finding::of("run.json", &error),
    }
}

/// Whether there is no such process. One of another user, which may not be asked, is there.
fn is_gone(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_none_or(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

async fn server(target: connect::Target, here: SandboxLevel, findings: &mut Vec<Finding>) -> Result<(), CliError> {
    let client = connect::client(target)?;
    let health = client.health().await?;
    let ours = env!("CARGO_PKG_VERSION");
    findings.push(if health.version == ours {
        Finding::good("version", format!("server and this program are both {ours}"))
    } else {
        Finding::bad("version", format!("the server is {}, this program {ours}", health.version), "use the same version on both sides")
    });
    ready(&client, findings).await?;
    let whoami = client.whoami().await?;
    findings.push(Finding::good("token", format!("{} in {}", whoami.name, whoami.org_name)));
    // A server that runs the bridge alone has no agents to tell of.
    if let Ok(swarm) = client.swarm().await {
        findings.extend(sandbox::of_server(swarm.sandbox.as_deref(), here));
        findings.extend(sandbox::limits_of_server(&swarm.limits));
    }
    Ok(())
}

async fn ready(client: &Client, findings: &mut Vec<Finding>) -> Result<(), ClientError> {
    for check in client.readiness().await?.checks.into_iter().filter(|check| !check.ok) {
        let detail = format!("{}: {}", check.name, check.detail.unwrap_or_default());
        findings.push(Finding::bad("ready", detail, "look into the server's log"));
    }
    Ok(())
}
