//! Calls to a real model: read from the record where one was made before, else reserved, made, recorded and settled.

use super::{
    Task,
    perform::{CallPath, Failure},
    wait,
};
use crate::{AppError, Command, Kind, Op, bodies, bodies::Text, decisions};
use async_trait::async_trait;
use dream_govern::{CallId, CallRef};
use dream_ledger::Digest;
use dream_ports::{CallRecord, Cancel, Chosen, ModelError, ModelReply, ModelRequest, Usage};
use dream_store::{CallRow, Lease, Unit, calls};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// The calls of one attempt, made or read back.
pub(crate) struct Live {
    op: Op,
    task: Arc<Task>,
    chosen: Chosen,
    lease: Lease,
    cancel: Cancel,
    recorded: BTreeMap<u32, (CallRow, Option<ModelReply>)>,
    made: Vec<CallRef>,
    cost_micros: u64,
}

impl Live {
    /// The calls of `task` to the model that was chosen for it, with what was recorded of them before.
    pub(crate) async fn open(op: &Op, task: Arc<Task>, chosen: Chosen, lease: &Lease, cancel: &Cancel) -> Result<Self, AppError> {
        let recorded = recorded(op, &task).await?;
        let (op, lease, cancel) = (op.clone(), lease.clone(), cancel.clone());
        Ok(Self { op, task, chosen, lease, cancel, recorded, made: Vec::new(), cost_micros: 0 })
    }

    /// The provider's name for the model that is asked.
    pub(crate) fn model(&self) -> &str {
        &self.chosen.model
    }

    /// Has the model `name` asked, unless calls were made already: what was recorded of another is met again by that one's requests alone.
    pub(crate) fn prefer(&mut self, name: &str) -> Result<(), ModelError> {
        if !self.made.is_empty() {
            return Ok(());
        }
        let wanted = self.op.app().models.choose(Some(name))?;
        if self.recorded.values().next().is_none_or(|(row, _)| row.model == wanted.model) {
            self.chosen = wanted;
        }
        Ok(())
    }

    /// The calls so far and what they cost together.
    pub(crate) fn account(&self) -> (Vec<CallRef>, u64) {
        (self.made.clone(), self.cost_micros)
    }

    fn row(&self, number: u32, request: Digest, cost_micros: u64) -> CallRow {
        let (org, attempt, model) = (self.task.org, self.task.attempt.id(), self.chosen.model.clone());
        let (input_tokens, output_tokens, at) = (0, 0, self.op.app().now());
        CallRow { org, attempt, number, model, request, reply: None, cost_micros, input_tokens, output_tokens, at }
    }

    fn note(&mut self, number: u32, request: Digest, response: Digest, cost_micros: u64) {
        self.made.push(CallRef { number, request, response });
        self.cost_micros = self.cost_micros.saturating_add(cost_micros);
    }

    /// Says how a call ended: never what was said in it.
    fn log(&self, number: u32, began: Instant, answer: &Result<ModelReply, ModelError>) {
        let (model, call_ms) = (self.chosen.model.as_str(), u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        match answer {
            Ok(_) => tracing::info!(call.number = number, model.name = model, call_ms, "a call to a model was answered"),
            Err(error) => {
                tracing::warn!(call.number = number, model.name = model, call_ms, error.code = error.code(), "a call to a model failed");
            }
        }
    }

    async fn settle(&self, step: Step, row: CallRow, reply: Option<Text>) -> Result<(), Failure> {
        let call = CallId { stage: self.task.stage.id(), attempt: row.attempt, number: row.number };
        let command = Settle { step, call, row, reply, lease: self.lease.clone(), run: self.task.run.id() };
        self.op.run(&command).await.map_err(refused)
    }
}

#[async_trait]
impl CallPath for Live {
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure> {
        let digest = request.digest().map_err(Failure::Model)?;
        let before = self.recorded.get(&number);
        if let Some((row, Some(reply))) = before {
            let record = CallRecord { attempt: row.attempt, number, request: row.request, reply: Some(reply.clone()) };
            record.answer(digest).map_err(|divergence| Failure::Model(ModelError::Diverged(divergence)))?;
            let (reply, response, cost) = (reply.clone(), row.reply, row.cost_micros);
            self.note(number, digest, response.unwrap_or(digest), cost);
            return Ok(reply);
        }
        // A call that was begun and never answered may have been paid for: what it had reserved stays spent.
        let lost = before.map_or(0, |(row, _)| row.cost_micros);
        let reserved = self.chosen.price.worst_case_micros(request).saturating_add(lost);
        self.settle(Step::Reserve, self.row(number, digest, reserved), None).await?;
        let began = Instant::now();
        let answer = self.chosen.provider.complete(request, &self.cancel).await;
        self.log(number, began, &answer);
        match answer {
            Ok(reply) => {
                let cost = self.chosen.price.charge(request, &reply).micros.saturating_add(lost);
                let text = reply.canonical().map_err(Failure::Model)?;
                let text = Text::prepare(&self.op, self.task.org, text).await.map_err(Failure::Internal)?;
                let response = text.digest;
                let row = answered(self.row(number, digest, cost), response, reply.usage);
                self.settle(Step::Settle, row, Some(text)).await?;
                self.note(number, digest, response, cost);
                Ok(reply)
            }
            // What had been sent may be paid for: its reservation stays until the attempt is taken up again.
            Err(ModelError::Cancelled { sent: true, .. }) => Err(Failure::Lost("the server is stopping".to_owned())),
            Err(ModelError::Cancelled { sent: false, .. }) => {
                self.settle(Step::Withdraw, self.row(number, digest, lost), None).await?;
                Err(Failure::Lost("the server is stopping".to_owned()))
            }
            Err(error) => {
                let charged = if error.may_have_cost() { reserved } else { lost };
                let failure = Failure::Model(error);
                if wait::asked(&failure).is_some() {
                    // The attempt is kept and makes this call again: what was lost before stays put aside and is counted then.
                    self.settle(Step::Withdraw, self.row(number, digest, lost), None).await?;
                    return Err(failure);
                }
                let step = if charged > 0 { Step::Charge } else { Step::Release };
                self.settle(step, self.row(number, digest, charged), None).await?;
                self.cost_micros = self.cost_micros.saturating_add(charged);
                Err(failure)
            }
        }
    }

    fn refused(&self, number: u32, artifact: &str, faults: usize) {
        tracing::warn!(call.number = number, artifact.name = artifact, check.faults = faults, "what was handed in did not pass its checks");
    }
}

/// The row of a call that was answered. A provider that counts no tokens leaves them at none.
fn answered(row: CallRow, response: Digest, usage: Option<Usage>) -> CallRow {
    let Usage { input_tokens, cached_input_tokens, cache_write_tokens, output_tokens } = usage.unwrap_or_default();
    let read = input_tokens.saturating_add(cached_input_tokens).saturating_add(cache_write_tokens);
    CallRow { reply: Some(response), input_tokens: read, output_tokens, ..row }
}

/// What was recorded of the attempt's calls.
pub(crate) async fn recorded(op: &Op, task: &Task) -> Result<BTreeMap<u32, (CallRow, Option<ModelReply>)>, AppError> {
    let mut reader = op.read().await?;
    let mut found = BTreeMap::new();
    for row in calls::of_attempt(&mut reader, op.scope(), task.attempt.id()).await? {
        let reply = match row.reply {
            Some(digest) => {
                let bytes = bodies::read(op, &mut reader, task.org, digest).await?;
                Some(serde_json::from_slice(&bytes).map_err(|error| AppError::internal("reading a recorded reply", error))?)
            }
            None => None,
        };
        found.insert(row.number, (row, reply));
    }
    Ok(found)
}

/// A step in the life of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Step {
    /// Money is put aside before it.
    Reserve,
    /// It was answered.
    Settle,
    /// It failed and may have been paid for: all that was put aside counts as spent.
    Charge,
    /// It failed and cost nothing.
    Release,
    /// It was never sent, and is made when the attempt is taken up again: what an earlier try may have cost stays put aside.
    Withdraw,
}

#[derive(Serialize)]
struct Settle {
    step: Step,
    call: CallId,
    #[serde(skip)]
    row: CallRow,
    #[serde(skip)]
    reply: Option<Text>,
    #[serde(skip)]
    lease: Lease,
    run: dream_id::RunId,
}

impl Command for Settle {
    const NAME: &'static str = "call.settle";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        // Whoever took the attempt over counts the call of this worker as lost, and so as spent.
        if !tx.holds_lease(&self.lease).await? {
            return Err(AppError::new(Kind::Conflict, LEASE_LOST, "another process works on the attempt now"));
        }
        let (by, attempt, number, micros) = (op.by(), self.call.attempt, self.call.number, self.row.cost_micros);
        match self.step {
            Step::Reserve => set.reserve(attempt, number, micros, &by)?,
            Step::Settle | Step::Charge => set.settle_call(attempt, number, micros, &by)?,
            Step::Withdraw if micros > 0 => {}
            Step::Release | Step::Withdraw => set.release_call(attempt, number, &by)?,
        }
        match &self.reply {
            Some(reply) => {
                reply.keep(tx, self.row.org).await?;
                tx.close_call(&self.row).await?;
            }
            None => tx.open_call(&self.row).await?,
        }
        decisions::save(op, tx, set).await
    }
}

/// The code of a lost lease.
pub(super) const LEASE_LOST: &str = "lease_lost";

fn refused(error: AppError) -> Failure {
    match (error.code, error.kind) {
        (LEASE_LOST | "attempt_not_running" | "run_cancelled", _) => Failure::Lost(error.message),
        (_, Kind::Exhausted) => Failure::Budget(error.message),
        _ => Failure::Internal(error),
    }
}
