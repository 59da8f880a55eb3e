//! Watching a run: in place on a terminal, a line for each change elsewhere.

use super::{show, wait};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_api::{Reason, Run, Status};
use dream_id::RunId;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// No run is watched longer.
const FOREVER: Duration = Duration::from_hours(24 * 365);

/// Shows the run at every event until it has ended.
pub(crate) async fn watch(context: &Context, id: RunId) -> Result<Exit, CliError> {
    let client = context.client()?;
    let mut feed = client.feed(None);
    feed.connect().await?;
    let mut view = context.printer.redraw();
    let mut seen = BTreeMap::new();
    loop {
        let run = client.run(id).await?;
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
        wait::next_change(&mut feed, Instant::now() + FOREVER).await?;
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
