//! Working on an attempt from its lease to its end.

use super::{
    Product, StageJob, StageWorker, Taken, Task, bundle,
    live::{LEASE_LOST, Live},
    perform::Failure,
    wait,
};
use crate::{AppError, Command, Kind, Op, bodies::Text, decisions, files, tasks::stage_work};
use dream_access::policy_version;
use dream_govern::{CallRef, CheckResult, Failure as Failed, Product as HandedIn, Reason, Work};
use dream_id::{AttemptId, RunId};
use dream_ports::{Cancel, ModelError};
use dream_store::{Lease, Unit};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// Has `worker` work on `taken` until it is handed in, has failed, must wait, or is no longer ours. What ends early is taken up again after
/// `rest`.
pub async fn work_on(op: &Op, taken: &Taken, worker: &dyn StageWorker, rest: Duration, cancel: &Cancel) -> Result<(), AppError> {
    let task = Arc::new(Task::load(op, taken.attempt).await?);
    // At the highest level, so that every line of the attempt finds its run's log whatever is filtered.
    let span = tracing::error_span!("attempt", org.id = %task.org, run.id = %task.run.id(), attempt.id = %taken.attempt, stage.name = task.stage.spec.name);
    work_on_task(op, &task, taken, worker, rest, cancel).instrument(span).await
}

async fn work_on_task(
    op: &Op,
    task: &Arc<Task>,
    taken: &Taken,
    worker: &dyn StageWorker,
    rest: Duration,
    cancel: &Cancel,
) -> Result<(), AppError> {
    tracing::info!(attempt.number = task.attempt.basis.number, "an attempt is taken up");
    if task.stage.hold == Some(Reason::Policy) && !task.is_bundle() && worker.refuses().await.is_some() {
        // As before: nothing has changed that people would have to be told.
        return taken.end(op, wait::UNCONFINED).await;
    }
    if wait::is_over_when_taken_up(task.stage.hold) {
        wait::over(op, task.run.id(), taken.attempt, &taken.lease).await?;
    }
    let ended = tokio::select! {
        ended = carry_out(op, task, taken, worker, cancel) => ended,
        lost = taken.keep(op) => Err(lost),
    };
    log_ended(&ended);
    let result = match ended {
        Ok(Ended::Products(products, calls, cost_micros)) => hand_in(op, task, &taken.lease, products, calls, cost_micros).await,
        Ok(Ended::Failed(failure, calls, cost_micros)) => give_up(op, task, taken, failure, calls, cost_micros).await,
        Err(error) => Err(error),
    };
    let result = match result {
        Err(error) if matches!(error.code, LEASE_LOST | "attempt_not_running" | "run_cancelled") => Ok(()),
        other => other,
    };
    taken.end(op, if result.is_ok() { Duration::ZERO } else { rest }).await?;
    result
}

/// Says how the work on an attempt ended.
fn log_ended(ended: &Result<Ended, AppError>) {
    match ended {
        Ok(Ended::Products(products, calls, cost_micros)) => {
            tracing::info!(artifacts.count = products.len(), calls.count = calls.len(), cost_micros, "an attempt hands in its work");
        }
        Ok(Ended::Failed(failure, calls, cost_micros)) => {
            tracing::warn!(error.code = failure.code(), calls.count = calls.len(), cost_micros, "an attempt gave nothing");
        }
        // Whoever called says what came of it.
        Err(error) => tracing::debug!(error.code = error.code, "work on an attempt ended early"),
    }
}

enum Ended {
    Products(Vec<Product>, Vec<CallRef>, u64),
    Failed(Failure, Vec<CallRef>, u64),
}

async fn carry_out(op: &Op, task: &Arc<Task>, taken: &Taken, worker: &dyn StageWorker, cancel: &Cancel) -> Result<Ended, AppError> {
    if task.is_bundle() {
        return match bundle(op, task).await {
            Ok(product) => Ok(Ended::Products(vec![product], Vec::new(), 0)),
            Err(error) => unreadable(error),
        };
    }
    if let Some(failure) = worker.refuses().await {
        return Ok(Ended::Failed(failure, Vec::new(), 0));
    }
    let chosen = match op.app().models.choose(task.attempt.basis.model.as_deref()) {
        Ok(chosen) => chosen,
        Err(error) => return Ok(Ended::Failed(Failure::Model(error), Vec::new(), 0)),
    };
    let assignment = match task.gather(op).await {
        Ok(assignment) => assignment,
        Err(error) => return unreadable(error),
    };
    let calls = match Live::open(op, Arc::clone(task), chosen, &taken.lease, cancel).await {
        Ok(calls) => calls,
        Err(error) => return unreadable(error),
    };
    let prompts = op.app().prompts.clone();
    let job = Arc::new(StageJob::new(Arc::clone(task), taken.claim.clone(), assignment, prompts, calls));
    let worked = worker.work(Arc::clone(&job)).await;
    let (made, cost_micros) = job.account().await;
    match worked {
        Ok(products) => Ok(Ended::Products(products, made, cost_micros)),
        Err(Failure::Internal(error)) => Err(error),
        Err(Failure::Lost(why)) => Err(AppError::new(Kind::Conflict, LEASE_LOST, why)),
        Err(failure) => Ok(Ended::Failed(failure, made, cost_micros)),
    }
}

/// Bytes that are damaged or gone fail the attempt by name: trying again would find them no better. Anything else may pass.
fn unreadable(error: AppError) -> Result<Ended, AppError> {
    if error.is_damage() { Ok(Ended::Failed(Failure::Material(error), Vec::new(), 0)) } else { Err(error) }
}

async fn hand_in(
    op: &Op,
    task: &Task,
    lease: &Lease,
    products: Vec<Product>,
    calls: Vec<CallRef>,
    cost_micros: u64,
) -> Result<(), AppError> {
    let mut handed = Vec::with_capacity(products.len());
    let (mut checks, mut details) = (Vec::new(), Vec::new());
    for product in &products {
        let stored = files::store(op, task.org, &product.files).await?;
        details.push(stored.manifest);
        let media_type = product.media_type.to_owned();
        handed.push(HandedIn { name: product.name.clone(), digest: stored.digest, media_type, files: stored.files, bytes: stored.bytes });
        for result in &product.checks {
            let (check, detail) = check_result(op, task, result).await?;
            merge(&mut checks, check);
            details.extend(detail);
        }
    }
    let work = Work { products: handed, checks, calls, cost_micros, policy_version: policy_version() };
    op.run(&HandIn { run: task.run.id(), attempt: task.attempt.id(), work, details, lease: lease.clone() }).await
}

/// One result per check: a check of several artifacts passed when it passed on all.
fn merge(checks: &mut Vec<CheckResult>, check: CheckResult) {
    match checks.iter_mut().find(|known| known.name == check.name) {
        None => checks.push(check),
        Some(known) => {
            known.passed &= check.passed;
            known.failures = known.failures.saturating_add(check.failures);
            known.detail = known.detail.or(check.detail);
        }
    }
}

async fn check_result(op: &Op, task: &Task, result: &dream_roles::CheckResult) -> Result<(CheckResult, Option<Text>), AppError> {
    let failures = u32::try_from(result.failures.len()).unwrap_or(u32::MAX);
    let detail = match result.failures.as_slice() {
        [] => None,
        sentences => Some(Text::prepare(op, task.org, sentences.join("\n").into_bytes()).await?),
    };
    let check = CheckResult { name: result.name.clone(), passed: result.passed, failures, detail: detail.as_ref().map(|text| text.digest) };
    Ok((check, detail))
}

#[derive(Serialize)]
struct HandIn {
    run: RunId,
    attempt: AttemptId,
    #[serde(skip)]
    work: Work,
    #[serde(skip)]
    details: Vec<Text>,
    #[serde(skip)]
    lease: Lease,
}

impl Command for HandIn {
    const NAME: &'static str = "attempt.hand_in";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        held(tx, &self.lease).await?;
        for detail in &self.details {
            detail.keep(tx, set.org()).await?;
        }
        decisions::with_ids(op, |ids| set.produced(self.attempt, self.work.clone(), &op.by(), ids))?;
        decisions::save(op, tx, set).await
    }
}

/// Refuses whoever lost the lease.
pub(super) async fn held(tx: &mut Unit, lease: &Lease) -> Result<(), AppError> {
    if tx.holds_lease(lease).await? {
        return Ok(());
    }
    Err(AppError::new(Kind::Conflict, LEASE_LOST, "another process works on the attempt now"))
}

async fn give_up(op: &Op, task: &Task, taken: &Taken, failure: Failure, calls: Vec<CallRef>, cost_micros: u64) -> Result<(), AppError> {
    let message = Text::prepare(op, task.org, failure.to_string().into_bytes()).await?;
    let (mut checks, mut details) = (Vec::new(), vec![message.clone()]);
    if let Failure::Checks { failures, .. } = &failure {
        let result = dream_roles::CheckResult { name: "handed-in".to_owned(), passed: false, failures: failures.clone() };
        let (check, detail) = check_result(op, task, &result).await?;
        checks.push(check);
        details.extend(detail);
    }
    let retryable = match &failure {
        // The record was begun by another model or another version: an attempt with a record of its own can do the work.
        Failure::Model(ModelError::Diverged(_)) => true,
        Failure::Model(error) => error.is_retryable(),
        Failure::Material(_) => false,
        _ => true,
    };
    let wait = wait::asked(&failure);
    let blocked = match &failure {
        Failure::Budget(_) => Some(Reason::Budget),
        Failure::Unconfined(_) => Some(Reason::Policy),
        _ => wait.map(|_| Reason::RateLimit),
    };
    let failed = Failed { code: failure.code().to_owned(), message: Some(message.digest), checks, calls, cost_micros, retryable };
    let (run, attempt, taken) = (task.run.id(), task.attempt.id(), taken.clone());
    op.run(&GiveUp { run, attempt, blocked, wait: wait.unwrap_or_default(), failed, details, taken }).await
}

#[derive(Serialize)]
struct GiveUp {
    run: RunId,
    attempt: AttemptId,
    /// What holds the attempt, if it did not fail: it goes on from where it is once that is over.
    blocked: Option<Reason>,
    /// How long it waits at least then.
    #[serde(skip)]
    wait: Duration,
    #[serde(skip)]
    failed: Failed,
    #[serde(skip)]
    details: Vec<Text>,
    #[serde(skip)]
    taken: Taken,
}

impl Command for GiveUp {
    const NAME: &'static str = "attempt.give_up";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        held(tx, &self.taken.lease).await?;
        for detail in &self.details {
            detail.keep(tx, set.org()).await?;
        }
        if let Some(reason) = self.blocked {
            let stage = set.stages().find(|(_, stage)| stage.attempt == Some(self.attempt)).map(|(index, _)| index);
            let gone = || AppError::new(Kind::Conflict, "attempt_not_running", "the attempt was superseded meanwhile");
            stage_work::give_back(op, tx, &self.taken.claim, self.wait).await?;
            set.block(stage.ok_or_else(gone)?, reason, &op.by())?;
        } else {
            set.fail_attempt(self.attempt, self.failed.clone(), &op.by())?;
        }
        decisions::save(op, tx, set).await
    }
}
