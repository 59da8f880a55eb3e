//! An agent as people see it: what is wanted and seen of it, its processes, and what its manifest says.

use super::profile;
use crate::printer::{Cell, Paint, Style, fields, printable};
use dream_api::{Agent, AgentDetail, AgentProcess, Observed};
use std::fmt::Write as _;

/// An agent in a line of a table, in the colour of what it does.
pub(super) fn observed(observed: Observed) -> Cell {
    match observed {
        Observed::Crashed | Observed::Unresponsive => Cell::painted(observed, Paint::Bad),
        Observed::Idle | Observed::BackingOff => Cell::painted(observed, Paint::Warning),
        Observed::Stopped => Cell::painted(observed, Paint::Faint),
        Observed::Starting | Observed::Ready | Observed::Working | Observed::Unknown => Cell::new(observed),
    }
}

/// The whole agent.
pub(super) fn detail(style: &Style, detail: &AgentDetail) -> String {
    let mut pairs = pairs(style, &detail.agent);
    pairs.extend(profile::pairs(&detail.profile));
    let mut text = fields(style, &pairs);
    text.push_str(&profile::lists(&detail.profile));
    for process in &detail.agent.processes {
        place(&mut text, process);
    }
    text
}

fn place(text: &mut String, process: &AgentProcess) {
    // Writing to a text does not fail.
    let _ = write!(
        text,
        "\nplace {}: {}, pid {}, {} MiB, {} ms of processor time, {} processes, {} KiB of output",
        process.slot,
        process.observed,
        process.pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string()),
        process.usage.memory_bytes >> 20,
        process.usage.cpu_ms,
        process.usage.processes,
        process.usage.output_bytes.div_ceil(1 << 10),
    );
    if let Some(reason) = &process.reason {
        let _ = write!(text, "\n  {}", printable(reason));
    }
    if !process.unenforced.is_empty() {
        let _ = write!(text, "\n  not enforced on this host: {}", process.unenforced.join(", "));
    }
}

/// What is wanted and seen of it.
pub(super) fn pairs(style: &Style, agent: &Agent) -> Vec<(&'static str, Cell)> {
    let projects: Vec<String> = agent.projects.iter().map(ToString::to_string).collect();
    vec![
        ("agent", Cell::new(&agent.name)),
        ("role", Cell::new(&agent.role)),
        ("capabilities", Cell::new(agent.capabilities.join(", "))),
        ("runtime", Cell::new(if agent.builtin { format!("{} (built in)", agent.runtime) } else { agent.runtime.clone() })),
        ("desired", Cell::new(agent.desired)),
        ("observed", observed(agent.observed)),
        ("reason", Cell::maybe(agent.reason.as_ref())),
        ("given up", Cell::maybe(agent.given_up.as_ref().map(|up| format!("{}: {}", up.code, up.why)))),
        ("task", Cell::maybe(agent.task)),
        ("tasks at once", Cell::new(agent.concurrency)),
        ("projects", Cell::new(projects.join(", "))),
        ("confined at", Cell::maybe(agent.sandbox.as_ref())),
        ("restarts", Cell::new(agent.restarts)),
        ("crashes", Cell::new(agent.crashes)),
        ("last beat", Cell::maybe(agent.beat_at.map(|at| style.time(at)))),
        ("progress", Cell::maybe(agent.progress_at.map(|at| style.time(at)))),
        ("tokens", Cell::new(agent.usage.tokens)),
        ("cost", Cell::new(format!("${}", agent.usage.cost_usd))),
    ]
}
