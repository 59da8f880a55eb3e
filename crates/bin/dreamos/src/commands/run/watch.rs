//! Watching a run: in place on a terminal, a line for each change elsewhere.

use super::{show, wait};
use crate::away::Away;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_api::{Reason, Run, Status};
use dream_id::RunId;
use std::collections::BTreeMap;

/// Shows the run at every event until it has ended.
pub(crate) async fn watch(context: &Context, id: RunId) -> Result<Exit, CliError> {
    let mut away = Away::new(context)?;
    let mut feed = away.client().feed(None).impatient();
    feed.connect().await?;
    let events = feed.events();
    let mut view = context.printer.redraw();
    let mut seen = BTreeMap::new();
    loop {
        let run = match away.client().run(id).await {
            Ok(run) => run,
            Err(error) => {
                away.back(error).await?;
                events.go_on_with(away.client().clone());
                continue;
            }
        };
        away.is_here();
        if context.printer.is_live() {
            view.show(&show::run(context.printer.style(), &run))?;
        } else if !context.printer.is_json() {
            changes(&mut seen, &run).iter().try_for_each(|line| context.printer.data(format!("{line}\n").as_bytes()))?;
        }
        if let Some(exit) = wait::ended(&run) {
            if context.printer.is_json() {
                context.printer.answer(&run, show::run)?;
            }
            show::note_next(context, &run);
            return Ok(exit);
        }
        // Without an event in time it is looked at all the same.
        tokio::time::timeout(wait::LOOK_ANYWAY, away.next(events)).await.map_or(Ok(()), |next| next.map(drop))?;
    }
}

/// A line for each stage, and for the run, that stands differently than it did.
fn changes(seen: &mut BTreeMap<String, (Status, Option<Reason>, u32)>, run: &Run) -> Vec<String> {
    let whole = ("run".to_owned(), (run.status, run.reason, 0));
    let stages = run.stages.iter().map(|stage| (stage.name.clone(), (stage.status, stage.reason, stage.attempt)));
    let mut lines = Vec::new();
    for (name, now) in stages.chain([whole]) {
        if seen.insert(name.clone(), now) != Some(now) {
            let attempt = if now.2 > 1 { format!(" (attempt {})", now.2) } else { String::new() };
            lines.push(format!("{name}\t{}{attempt}", crate::printer::status_text(now.0, now.1)));
        }
    }
    lines
}
