//! What this host holds agents to: the same self-test that a server runs when it starts, run here.

use super::Finding;
use dream_ports::{Sandbox, SandboxLevel, SandboxReport};
use dream_sandbox::{LocalSandbox, SandboxOptions};
use std::path::Path;

/// Runs the self-test and tells what it found.
pub(super) async fn findings(data: &Path) -> Vec<Finding> {
    of_report(&*LocalSandbox::new(SandboxOptions::new(data)).report().await)
}

fn of_report(report: &SandboxReport) -> Vec<Finding> {
    let mut findings = vec![level(report)];
    findings.extend(report.failed().map(|case| {
        let detail = format!("{} succeeds from inside at level {}", case.name, case.level);
        Finding::bad("sandbox case", detail, "agents are not started at that level; report it with this host's kernel version")
    }));
    findings
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
        SandboxReport { level, measures: vec![measure], cases: vec![case] }
    }

    #[test]
    fn what_is_told() {
        let good = of_report(&report(SandboxLevel::Landlock, true));
        assert_eq!(good.len(), 1);
        assert!(good[0].ok && good[0].detail.contains("level landlock; 1 ways out"), "{}", good[0].detail);
        let bad = of_report(&report(SandboxLevel::Limits, false));
        assert!(!bad[0].ok && bad[0].detail.contains("not in this kernel"), "{}", bad[0].detail);
        assert!(!bad[1].ok && bad[1].detail.contains("connect_tcp"), "{}", bad[1].detail);
    }
}
