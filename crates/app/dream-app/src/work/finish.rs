//! Working on an attempt from its lease to its end.

use super::{
    Product, Task, bundle,
    live::{LEASE_LOST, Live},
    perform,
    perform::Failure,
    wait,
};
use crate::{AppError, Command, Kind, Op, bodies::Text, decisions, files};
use dream_access::policy_version;
use dream_clock::Timestamp;
use dream_govern::{CallRef, CheckResult, Failure as Failed, Phase, Product as HandedIn, Reason, Work};
use dream_id::{AttemptId, RunId};
use dream_ports::{Cancel, ModelError};
use dream_store::{Lease, Unit};
use serde::Serialize;
use std::time::Duration;

/// How long a lease holds without being renewed.
const LEASE: Duration = Duration::from_secs(15);

/// Takes the right to work on `attempt` for `holder`, unless somebody else works on it, something holds its stage, or it is over.
pub async fn take(op: &Op, attempt: AttemptId, holder: &str) -> Result<Option<Lease>, AppError> {
    let task = Task::load(op, attempt).await?;
    let waited = task.stage.hold == Some(Reason::RateLimit);
    let held = task.stage.hold.is_some() && !waited;
    if !task.attempt.is_running() || held || task.stage.phase != Phase::Running {
        return Ok(None);
    }
    let (now, name) = (op.app().now(), lease_name(attempt));
    let lease = renew(op, &name, holder, now.plus(LEASE)).await?;
    if let Some(lease) = lease.as_ref().filter(|_| waited) {
        wait::over(op, task.run.id(), attempt, lease).await?;
    }
    Ok(lease)
}

/// The name of the right to work on `attempt`.
pub(super) fn lease_name(attempt: AttemptId) -> String {
    format!("attempt:{attempt}")
}

/// How work on an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// It is handed in, has failed, waits for money, or is no longer ours.
    Ended,
    /// A provider asks to wait this long: the lease is kept until then.
    Waits(Duration),
}

async fn renew(op: &Op, name: &str, holder: &str, until: Timestamp) -> Result<Option<Lease>, AppError> {
    let mut tx = op.app().store.begin().await?;
    let lease = tx.take_lease(op.app().system, name, holder, op.app().now(), until).await?;
    tx.commit().await?;
    Ok(lease)
}

/// Works on `attempt` under `lease` until it is handed in, has failed, must wait, or is no longer ours.
pub async fn work_on(op: &Op, attempt: AttemptId, lease: &Lease, cancel: &Cancel) -> Result<Worked, AppError> {
    let task = Task::load(op, attempt).await?;
    let ended = tokio::select! {
        ended = carry_out(op, &task, lease, cancel) => ended,
        lost = keep(op, lease) => Err(lost),
    };
    let wait = match &ended {
        Ok(Ended::Failed(failure, ..)) => wait::asked(failure),
        _ => None,
    };
    let result = match ended {
        Ok(Ended::Products(products, calls, cost_micros)) => hand_in(op, &task, lease, products, calls, cost_micros).await,
        Ok(Ended::Failed(failure, calls, cost_micros)) => give_up(op, &task, lease, failure, calls, cost_micros).await,
        Err(error) => Err(error),
    };
    if let Some(wait) = wait.filter(|_| result.is_ok()) {
        renew(op, &lease.name, &lease.holder, op.app().now().plus(wait)).await?;
        return Ok(Worked::Waits(wait));
    }
    let mut tx = op.app().store.begin().await?;
    tx.release_lease(lease).await?;
    tx.commit().await?;
    match result {
        Err(error) if matches!(error.code, LEASE_LOST | "attempt_not_running" | "run_cancelled") => Ok(Worked::Ended),
        other => other.map(|()| Worked::Ended),
    }
}

/// Renews the lease until it is lost.
async fn keep(op: &Op, lease: &Lease) -> AppError {
    loop {
        tokio::time::sleep(LEASE / 3).await;
        match renew(op, &lease.name, &lease.holder, op.app().now().plus(LEASE)).await {
            Ok(Some(held)) if held.fence == lease.fence => {}
            Ok(_) => return AppError::new(Kind::Conflict, LEASE_LOST, "another process works on the attempt now"),
            Err(error) => tracing::warn!(lease.name, error.code = error.code, "a lease could not be renewed; trying again before it ends"),
        }
    }
}

enum Ended {
    Products(Vec<Product>, Vec<CallRef>, u64),
    Failed(Failure, Vec<CallRef>, u64),
}

async fn carry_out(op: &Op, task: &Task, lease: &Lease, cancel: &Cancel) -> Result<Ended, AppError> {
    if task.is_bundle() {
        return match bundle(op, task).await {
            Ok(product) => Ok(Ended::Products(vec![product], Vec::new(), 0)),
            Err(error) => unreadable(error),
        };
    }
    let chosen = match op.app().models.choose(task.attempt.basis.model.as_deref()) {
        Ok(chosen) => chosen,
        Err(error) => return Ok(Ended::Failed(Failure::Model(error), Vec::new(), 0)),
    };
    let assignment = match task.gather(op, &chosen.model).await {
        Ok(assignment) => assignment,
        Err(error) => return unreadable(error),
    };
    let mut calls = match Live::open(op, task, &chosen, lease, cancel).await {
        Ok(calls) => calls,
        Err(error) => return unreadable(error),
    };
    let performed = perform(&assignment, &op.app().prompts, &mut calls).await;
    let (made, cost_micros) = calls.into_account();
    match performed {
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
        let stored = files::store(op.app(), task.org, &product.files).await?;
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
        Ok(tx.save_run(set).await?)
    }
}

/// Refuses whoever lost the lease.
pub(super) async fn held(tx: &mut Unit, lease: &Lease) -> Result<(), AppError> {
    if tx.holds_lease(lease).await? {
        return Ok(());
    }
    Err(AppError::new(Kind::Conflict, LEASE_LOST, "another process works on the attempt now"))
}

async fn give_up(op: &Op, task: &Task, lease: &Lease, failure: Failure, calls: Vec<CallRef>, cost_micros: u64) -> Result<(), AppError> {
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
    let blocked = match &failure {
        Failure::Budget(_) => Some(Reason::Budget),
        other => wait::asked(other).map(|_| Reason::RateLimit),
    };
    let failed = Failed { code: failure.code().to_owned(), message: Some(message.digest), checks, calls, cost_micros, retryable };
    op.run(&GiveUp { run: task.run.id(), attempt: task.attempt.id(), blocked, failed, details, lease: lease.clone() }).await
}

#[derive(Serialize)]
struct GiveUp {
    run: RunId,
    attempt: AttemptId,
    /// What holds the attempt, if it did not fail: it goes on from where it is once that is over.
    blocked: Option<Reason>,
    #[serde(skip)]
    failed: Failed,
    #[serde(skip)]
    details: Vec<Text>,
    #[serde(skip)]
    lease: Lease,
}

impl Command for GiveUp {
    const NAME: &'static str = "attempt.give_up";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        held(tx, &self.lease).await?;
        for detail in &self.details {
            detail.keep(tx, set.org()).await?;
        }
        if let Some(reason) = self.blocked {
            let stage = set.stages().find(|(_, stage)| stage.attempt == Some(self.attempt)).map(|(index, _)| index);
            let gone = || AppError::new(Kind::Conflict, "attempt_not_running", "the attempt was superseded meanwhile");
            set.block(stage.ok_or_else(gone)?, reason, &op.by())?;
        } else {
            set.fail_attempt(self.attempt, self.failed.clone(), &op.by())?;
        }
        Ok(tx.save_run(set).await?)
    }
}
