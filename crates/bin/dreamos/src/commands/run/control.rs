//! Pause, resume, cancel, run again.

use super::show;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_api::{CancelRun, PauseRun, RerunRun, Run};
use dream_id::RunId;

pub(crate) async fn pause(context: &Context, run: RunId, reason: Option<String>) -> Result<Exit, CliError> {
    let run = context.client()?.pause_run(run, &PauseRun { reason }).await?;
    done(context, &run, &format!("paused; next: dreamos run resume {}", run.id))
}

pub(crate) async fn resume(context: &Context, run: RunId) -> Result<Exit, CliError> {
    let run = context.client()?.resume_run(run).await?;
    done(context, &run, &format!("goes on; next: dreamos run watch {}", run.id))
}

pub(crate) async fn cancel(context: &Context, run: RunId, reason: Option<String>) -> Result<Exit, CliError> {
    let run = context.client()?.cancel_run(run, &CancelRun { reason }).await?;
    done(context, &run, &format!("cancelled; to begin anew: dreamos run rerun {}", run.id))
}

pub(crate) async fn rerun(context: &Context, run: RunId, body: RerunRun) -> Result<Exit, CliError> {
    let run = context.client()?.rerun(run, &body).await?;
    done(context, &run, &format!("runs again; next: dreamos run watch {}", run.id))
}

fn done(context: &Context, run: &Run, note: &str) -> Result<Exit, CliError> {
    context.printer.answer(run, show::run)?;
    context.printer.note(note);
    Ok(Exit::Done)
}
