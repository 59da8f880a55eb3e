//! What this host holds agents to: the same self-test that a server runs when it starts, run here.

use super::Finding;
use dream_api::HeldLimit;
use dream_ports::{Sandbox, SandboxLevel, SandboxReport};
use dream_sandbox::{LocalSandbox, SandboxOptions};
use std::path::Path;

/// Runs the self-test and tells what it found.
pub(super) async fn findings(data: &Path) -> Vec<Finding> {
    of_report(&*LocalSandbox::new(SandboxOptions::new(data)).report().await)
}

fn of_report(report: &SandboxReport) -> Vec<Finding> {
    let held = report.limits.iter().map(|held| HeldLimit { limit: held.limit.name().to_owned(), by: held.by.name().to_owned() });
    let mut findings =
        vec![level(report), limits(&held.collect::<Vec<_>>(), "started from here; a service of this host may be given more")];
    findings.extend(report.failed().map(|case| {
        let detail = format!("{} succeeds from inside at level {}", case.name, case.level);
        Finding::bad("sandbox case", detail, "agents are not started at that level; report it with this host's kernel version")
    }));
    findings
}

/// What the server that runs here holds agents to their limits with, as it found at its start.
pub(super) fn of_server(held: &[HeldLimit]) -> Option<Finding> {
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
            of_server(&held).is_some_and(|found| found.detail.contains("processes held by the kernel") && found.detail.contains("cgroup"))
        );
        assert!(of_server(&[]).is_none(), "a server that has not tried yet says nothing");
    }
}
