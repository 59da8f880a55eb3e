//! A run as people see it.

use crate::context::Context;
use crate::printer::{Cell, Paint, Style, Table, fields};
use dream_api::{Replay, ReplayStage, Run, Stage, Status};

/// The run and its stages.
pub(crate) fn run(style: &Style, run: &Run) -> String {
    let pairs = [
        ("run", Cell::new(run.id)),
        ("status", Cell::status(run.status, run.reason)),
        ("", Cell::maybe(run.message.as_ref().filter(|_| run.status != Status::Queued))),
        ("project", Cell::new(run.project)),
        ("template", Cell::new(&run.template)),
        ("cost", Cell::new(format!("{} of {} USD", run.cost_usd, run.max_cost_usd))),
        ("started", Cell::new(style.time(run.started_at))),
        ("ended", Cell::maybe(run.finished_at.map(|at| style.time(at)))),
        ("release", Cell::maybe(run.release.as_ref().map(|release| format!("{} ({})", release.id, release.digest)))),
    ];
    format!("{}\n\n{}", fields(style, &pairs), stages(style, &run.stages))
}

/// The stages as a table.
pub(crate) fn stages(style: &Style, stages: &[Stage]) -> String {
    let table = Table::of(&["STAGE", "STATUS", "ATTEMPT", "PRODUCED", "REVIEW", "COST USD"], stages, |stage| {
        let produced: Vec<String> = stage.artifacts.iter().map(|artifact| format!("{}@{}", artifact.name, artifact.version)).collect();
        let produced = if produced.is_empty() { None } else { Some(produced.join(" ")) };
        vec![
            Cell::new(&stage.name),
            Cell::status(stage.status, stage.reason),
            Cell::new(stage.attempt),
            Cell::opt(produced),
            Cell::opt(stage.review),
            Cell::new(stage.cost_usd),
        ]
    });
    let messages: Vec<String> = stages
        .iter()
        .filter(|stage| stage.status != Status::Queued)
        .filter_map(|stage| stage.message.as_ref().map(|message| format!("{}: {}", stage.name, crate::printer::printable(message))))
        .collect();
    [vec![table.render(style)], messages].concat().join("\n")
}

/// What a replay found.
pub(crate) fn replay(style: &Style, replay: &Replay) -> String {
    let table = Table::of(&["STAGE", "RESULT", "FIRST DIFFERENCE"], &replay.stages, |stage: &ReplayStage| {
        let result = if stage.identical { Cell::painted("identical", Paint::Good) } else { Cell::painted("different", Paint::Bad) };
        let first = stage.first_divergence.as_ref().map(|divergence| format!("attempt {}, {}", divergence.attempt, divergence.at));
        vec![Cell::new(&stage.name), result, Cell::opt(first)]
    });
    format!("{}\n\n{}", fields(style, &[("run", Cell::new(replay.run)), ("result", Cell::new(replay.result))]), table.render(style))
}

/// Says what a person can do about the run.
pub(crate) fn note_next(context: &Context, run: &Run) {
    for stage in &run.stages {
        if let (Status::Waiting, Some(review)) = (stage.status, stage.review) {
            context.printer.note(&format!("next: dreamos review show {review}   ({} asks for a decision)", stage.name));
        }
    }
    match run.status {
        Status::Failed => context
            .printer
            .note(&format!("next: dreamos run rerun {} --from STAGE, or dreamos run rollback {} --to STAGE --dry-run", run.id, run.id)),
        Status::Done => context.printer.note(&format!("next: dreamos artifact list {}", run.id)),
        _ => {}
    }
}
