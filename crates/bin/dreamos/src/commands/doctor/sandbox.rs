//! What this host holds agents to: the same self-test that a server runs when it starts, run here.

use super::Finding;
use dream_api::HeldLimit;
use dream_ports::{Sandbox, SandboxLevel, SandboxReport};
use dream_sandbox::{LocalSandbox, SandboxOptions};
use std::path::Path;
use std::sync::Arc;

/// Runs the self-test.
pub(super) async fn report(data: &Path) -> Arc<SandboxReport> {
    LocalSandbox::new(SandboxOptions::new(data)).report().await
}

/// Tells what the self-test found.
pub(super) fn of_report(report: &SandboxReport) -> Vec<Finding> {
    let held = report.limits.iter().map(|held| HeldLimit { limit: held.limit.name().to_owned(), by: held.by.name().to_owned() });
    let mut findings =
        vec![level(report), limits(&held.collect::<Vec<_>>(), "started from here; a service of this host may be given more")];
    findings.extend(report.failed().map(|case| {
        let detail = format!("{} succeeds from inside at level {}", case.name, case.level);
        Finding::bad("sandbox case", detail, "agents are not started at that level; report it with this host's kernel version")
    }));
    findings
}

/// The level at which the server confines agents, as it found at its start: it may have been given less than what is started from `here`, or more.
pub(super) fn of_server(level: Option<&str>, here: SandboxLevel) -> Option<Finding> {
    let level = level?;
    let differs = if level == here.to_string() { String::new() } else { format!(", and what is started from here level {here}") };
    let detail = format!("the server confines agents at level {level}, as it found at its start{differs}");
    let confines = level.parse::<SandboxLevel>().is_ok_and(|level| level >= SandboxLevel::Landlock);
    Some(if confines {
        Finding::good("server's sandbox", detail)
    } else {
        let fix = "start the server where Landlock or namespaces are allowed to it: outside the container, or with fewer restrictions of its service";
        Finding::bad("server's sandbox", format!("{detail}: it starts none"), fix)
    })
}

/// What the server that runs here holds agents to their limits with, as it found at its start.
pub(super) fn limits_of_server(held: &[HeldLimit]) -> Option<Finding> {
    (!held.is_empty()).then(|| limits(held, "as the server found at its start"))
}

fn limits(held: &[HeldLimit], whose: &str) -> Finding {
    let one = |held: &HeldLimit| format!("{} held by {}", held.limit, holder(&held.by));
    Finding::good("agents' limits", format!("{} ({whose})", held.iter().map(one).collect::<Vec<_>>().join("; ")))
}

fn holder(word: &str) -> &str {
    match word {
        "cgroup" => "the kernel, in a group of each command (cgroup)",
        "user" => "the kernel, which counts what each workspace's user has",
        "namespace" => "the kernel, which counts what is in each command's namespace",
        "watching" => "watching: the server looks at what is used, and ends what uses more",
        other => other,
    }
}

fn level(report: &SandboxReport) -> Finding {
    let tried = report.cases.iter().filter(|case| case.level == report.level).count();
    let missing =
        report.measures.iter().filter(|measure| !measure.available && measure.name != "cgroup_memory" && measure.name != "own_user");
    let missing: Vec<_> = missing.map(|measure| format!("{}: {}", measure.name, measure.detail)).collect();
    let mut detail = format!("level {}; {tried} ways out tried from inside, all closed", report.level);
    if !missing.is_empty() {
        detail = format!("{detail}; not here: {}", missing.join("; "));
    }
    if report.level >= SandboxLevel::Landlock {
        Finding::good("sandbox", detail)
    } else {
        let detail = format!("this host cannot confine agents, so none are started: {}", missing.join("; "));
        Finding::bad("sandbox", detail, "run on Linux 6.12 or later with Landlock switched on")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_ports::{Measure, SelfTestCase};

    fn report(level: SandboxLevel, held: bool) -> SandboxReport {
        let case = SelfTestCase { level: SandboxLevel::Landlock, name: "connect_tcp".to_owned(), held };
        let measure = Measure { name: "landlock".to_owned(), available: held, detail: "not in this kernel".to_owned() };
        let limits = vec![dream_ports::HeldLimit { limit: dream_ports::Limit::Memory, by: dream_ports::Holder::Watching }];
        SandboxReport { level, measures: vec![measure], cases: vec![case], limits }
    }

    #[test]
    fn what_is_told() {
        let good = of_report(&report(SandboxLevel::Landlock, true));
        assert_eq!(good.len(), 2);
        assert!(
            good[1].ok && good[1].detail.contains("memory held by watching") && good[1].detail.contains("from here"),
            "{}",
            good[1].detail
        );
        assert!(good[0].ok && good[0].detail.contains("level landlock; 1 ways out"), "{}", good[0].detail);
        let bad = of_report(&report(SandboxLevel::Limits, false));
        assert!(!bad[0].ok && bad[0].detail.contains("not in this kernel"), "{}", bad[0].detail);
        assert!(!bad[2].ok && bad[2].detail.contains("connect_tcp"), "{}", bad[2].detail);
        let held = [HeldLimit { limit: "processes".to_owned(), by: "cgroup".to_owned() }];
        assert!(
            limits_of_server(&held)
                .is_some_and(|found| found.detail.contains("processes held by the kernel") && found.detail.contains("cgroup"))
        );
        assert!(limits_of_server(&[]).is_none(), "a server that has not tried yet says nothing");
    }

    #[test]
    fn the_servers_own_level_is_told_and_where_it_differs() {
        let told = |level| of_server(Some(level), SandboxLevel::Namespaces).map(|found| (found.ok, found.detail)).unwrap();
        let (ok, same) = told("namespaces");
        assert!(ok && same.contains("level namespaces, as it found at its start") && !same.contains("from here"), "{same}");
        let (ok, less) = told("landlock");
        assert!(ok && less.contains("level landlock") && less.contains("from here level namespaces"), "{less}");
        let (ok, none) = told("limits");
        assert!(!ok && none.contains("it starts none"), "{none}");
        assert!(of_server(None, SandboxLevel::Landlock).is_none(), "a server that has not tried yet says nothing");
    }
}
