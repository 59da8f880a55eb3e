//! Stopping every agent at once, and starting them again.

use super::{SwarmView, lock};
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::{Action, Org};
use dream_id::OrgId;
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use dream_swarm::Swarm;
use serde::Serialize;

/// How many bytes a reason has.
const MOST_REASON: usize = 4_096;

/// Stops every agent of the organisation: no process of one runs and none may do anything until [`start_all`], over restarts of the server
/// too. For a worker of the server, of all organisations.
///
/// # Errors
/// `invalid_reason` for one that is longer than 4 KiB.
pub async fn stop_all(op: &Op, reason: Option<String>) -> Result<(), AppError> {
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    if reason.as_ref().is_some_and(|reason| reason.len() > MOST_REASON) {
        return Err(AppError::invalid("invalid_reason", "a reason has at most 4,096 bytes"));
    }
    for org in orgs(op).await? {
        let reason = match &reason {
            Some(reason) => Some(Text::prepare(op, org, reason.clone().into_bytes()).await?),
            None => None,
        };
        op.run(&StopAll { org, reason }).await?;
    }
    Ok(())
}

/// Lifts the hold.
///
/// # Errors
/// `people_only` for anybody but a person.
pub async fn start_all(op: &Op) -> Result<SwarmView, AppError> {
    op.run(&StartAll {}).await?;
    super::show(op).await
}

/// The organisations that `op` acts for.
pub(crate) async fn orgs(op: &Op) -> Result<Vec<OrgId>, AppError> {
    if let Some(org) = op.scope().org() {
        return Ok(vec![org]);
    }
    let orgs: Vec<Stream<Org>> = op.read().await?.list(op.scope(), &Filter::default()).await?;
    Ok(orgs.iter().map(Stream::id).collect())
}

#[derive(Serialize)]
struct StopAll {
    org: OrgId,
    reason: Option<Text>,
}

impl Command for StopAll {
    const NAME: &'static str = "swarm.stop_all";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::SwarmStop, None)?;
        let reason = match &self.reason {
            Some(reason) => Some(reason.keep(tx, self.org).await?),
            None => None,
        };
        let mut swarm = lock(op, tx, self.org).await?;
        Swarm::stop_all(&mut swarm, &op.by(), reason);
        Ok(tx.save(&mut swarm).await?)
    }
}

#[derive(Serialize)]
struct StartAll {}

impl Command for StartAll {
    const NAME: &'static str = "swarm.start_all";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::SwarmStart, None)?;
        let mut swarm = lock(op, tx, op.org()?).await?;
        Swarm::start_all(&mut swarm, &op.by())?;
        Ok(tx.save(&mut swarm).await?)
    }
}
