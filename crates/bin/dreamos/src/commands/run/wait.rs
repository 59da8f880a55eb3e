//! Waiting for a run.

use super::{Until, show};
use crate::away::Away;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use dream_api::{Event, Reason, Run, Status};
use dream_client::{Feed, Stream};
use dream_id::RunId;
use std::time::Duration;
use tokio::time::Instant;

/// The feed says at once when something changed; the run is looked at this often even when it says nothing.
pub(super) const LOOK_ANYWAY: Duration = Duration::from_secs(5);

/// Waits until `until`, or until `timeout` has passed; also over restarts of the server.
pub(crate) async fn wait(context: &Context, run: RunId, until: Until, timeout: Duration) -> Result<Exit, CliError> {
    let mut away = Away::new(context)?;
    let what = match until {
        Until::Review => "waiting for a review",
        Until::Finished => "waiting for the end of the run",
    };
    let (run, exit) = context.printer.busy(what, follow(&mut away, run, timeout, |run| outcome(run, until))).await?;
    context.printer.answer(&run, show::run)?;
    show::note_next(context, &run);
    if exit == Exit::Pending {
        context.printer.note(&format!("still {} after {}", run.status, duration::short(timeout)));
    }
    Ok(exit)
}

/// Looks at the run at every event until `outcome` says how it ended; [`Exit::Pending`] after `timeout`, with the run as it was last seen.
async fn follow(
    away: &mut Away<'_>,
    id: RunId,
    timeout: Duration,
    outcome: impl Fn(&Run) -> Option<Exit>,
) -> Result<(Run, Exit), CliError> {
    let deadline = Instant::now() + timeout;
    // As it is told when the time is over and the server is away.
    let mut run = away.client().run(id).await?;
    if let Some(exit) = outcome(&run) {
        return Ok((run, exit));
    }
    let mut feed = away.client().feed(None).impatient();
    feed.connect().await?;
    let events = feed.events();
    // The feed is open before the run is looked at: nothing can happen in between.
    let mut next = tokio::time::timeout_at(deadline, look(away, events, id)).await;
    while let Ok(found) = next {
        run = found?;
        if let Some(exit) = outcome(&run) {
            return Ok((run, exit));
        }
        next = tokio::time::timeout_at(deadline, changed(away, events, id)).await;
    }
    Ok((run, Exit::Pending))
}

/// The run after the next event, or after a while without one.
async fn changed(away: &mut Away<'_>, events: &mut Stream<Event>, id: RunId) -> Result<Run, CliError> {
    tokio::time::timeout(LOOK_ANYWAY, away.next(events)).await.map_or(Ok(()), |next| next.map(drop))?;
    look(away, events, id).await
}

/// The run now, or once the server is there again.
async fn look(away: &mut Away<'_>, events: &mut Stream<Event>, id: RunId) -> Result<Run, CliError> {
    loop {
        match away.client().run(id).await {
            Ok(run) => {
                away.is_here();
                return Ok(run);
            }
            Err(error) => away.back(error).await?,
        }
        events.go_on_with(away.client().clone());
    }
}

/// Waits for an event, but not beyond `deadline` nor very long.
pub(crate) async fn next_change(feed: &mut Feed, deadline: Instant) -> Result<(), CliError> {
    match tokio::time::timeout_at(deadline.min(Instant::now() + LOOK_ANYWAY), feed.next()).await {
        Ok(Err(error)) => Err(error.into()),
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}

/// How a run ended, if it did.
pub(crate) fn ended(run: &Run) -> Option<Exit> {
    match run.status {
        Status::Done => Some(Exit::Done),
        Status::Failed => Some(Exit::Failed),
        Status::Cancelled => Some(Exit::Cancelled),
        Status::Blocked if run.reason == Some(Reason::Expired) => Some(Exit::Cancelled),
        _ => None,
    }
}

fn outcome(run: &Run, until: Until) -> Option<Exit> {
    let asks = run.stages.iter().any(|stage| stage.status == Status::Waiting && stage.reason == Some(Reason::Approval));
    ended(run).or((until == Until::Review && asks).then_some(Exit::Done))
}
