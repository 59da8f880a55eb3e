//! What the built-in agent asks beyond the agent protocol: its model, and telling what became of a reply.

use super::hand::{Hand, HandWork};
use crate::AppError;
use crate::work::{Failure, StageJob};
use dream_ports::builtin::{GIVE_UP, GivenUp, MODEL, ModelCall, REFUSED, Refusal};
use dream_ports::{Cancel, Chosen, HostError, ModelReply};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Instant;

/// The most sentences that are kept of what checks found.
const MOST_FAILURES: usize = 100;

/// Answers one such request about `hand`.
pub(super) async fn answer(
    hand: &Hand,
    models: &dyn dream_ports::ModelRegistry,
    method: &str,
    parameters: Value,
) -> Result<Value, HostError> {
    if !hand.is_builtin() {
        return Err(HostError::new("unknown_method", format!("{method} is for the built-in agent alone")));
    }
    match method {
        MODEL => {
            let call: ModelCall = read(parameters)?;
            let _waiting = hand.activity().wait();
            let reply = match hand.work() {
                HandWork::Stage(job) => staged(hand, job, call).await?,
                HandWork::Task(_) => unstaged(hand, models, call).await?,
            };
            serde_json::to_value(reply).map_err(|error| HostError::new("internal", error.to_string()))
        }
        REFUSED => {
            let refusal: Refusal = read(parameters)?;
            if let HandWork::Stage(job) = hand.work() {
                job.refused(refusal.number, &refusal.artifact, refusal.faults);
            }
            Ok(Value::Object(serde_json::Map::new()))
        }
        GIVE_UP => {
            give_up(hand, read(parameters)?);
            Ok(Value::Object(serde_json::Map::new()))
        }
        _ => Err(HostError::new("unknown_method", format!("{method} is no method of this server"))),
    }
}

fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, HostError> {
    serde_json::from_value(parameters).map_err(|error| HostError::new("invalid_parameters", error.to_string()))
}

/// A call of a stage's work: within the run's budget, recorded, answered from the record when it was made before.
async fn staged(hand: &Hand, job: &StageJob, call: ModelCall) -> Result<ModelReply, HostError> {
    let answered = match hand.model() {
        Some(model) => job.prefer(model).await,
        None => Ok(()),
    };
    let answered = match answered {
        Ok(()) => job.call(call.number, call.request).await,
        Err(failure) => Err(failure),
    };
    hand.activity().spent(job.cost_micros().await);
    match answered {
        Ok(reply) => {
            note(hand, &reply);
            Ok(reply)
        }
        Err(failure) => {
            let told = HostError::new(failure.code(), failure.to_string());
            hand.fail(failure);
            Err(told)
        }
    }
}

/// A call for a task that belongs to no run, and so to no run's budget: only models that cost nothing are asked for it.
async fn unstaged(hand: &Hand, models: &dyn dream_ports::ModelRegistry, call: ModelCall) -> Result<ModelReply, HostError> {
    let refused = |error: &dream_ports::ModelError| HostError::new(error.code(), error.to_string());
    let Chosen { provider, model, price } = models.choose(hand.model()).map_err(|error| refused(&error))?;
    let request = dream_ports::ModelRequest { model, ..call.request };
    if price.worst_case_micros(&request) > 0 {
        let message =
            "a task outside of a run has no budget, so only a model that costs nothing may be asked for it; make it a stage of a run";
        return Err(HostError::new("budget_missing", message));
    }
    let began = Instant::now();
    let answer = provider.complete(&request, &Cancel::new()).await;
    let (model, call_ms) = (request.model.as_str(), u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
    match answer {
        Ok(reply) => {
            tracing::info!(model.name = model, call_ms, "a call to a model was answered");
            note(hand, &reply);
            Ok(reply)
        }
        Err(error) => {
            tracing::warn!(model.name = model, call_ms, error.code = error.code(), "a call to a model failed");
            Err(refused(&error))
        }
    }
}

fn note(hand: &Hand, reply: &ModelReply) {
    let tokens = reply.usage.map_or(0, |usage| usage.all_input_tokens().saturating_add(usage.output_tokens));
    hand.activity().used(tokens);
}

fn give_up(hand: &Hand, given_up: GivenUp) {
    let HandWork::Stage(job) = hand.work() else { return };
    hand.fail(match given_up {
        // Believed only of an artifact that there is to hand in: the sentences are the checks' own, and end up before people.
        GivenUp::Checks { artifact, mut failures } if job.assignment().contract(&artifact).is_some() => {
            failures.truncate(MOST_FAILURES);
            Failure::Checks { artifact, failures }
        }
        GivenUp::Checks { artifact, .. } => other(&format!("the stage produces no artifact {artifact}")),
        GivenUp::Other { message } => other(&message),
    });
}

fn other(message: &str) -> Failure {
    Failure::Agent { code: "agent_gave_up", message: message.chars().take(4_000).collect() }
}

/// What an agent is told of a refusal of ours.
pub(super) fn told(error: &AppError) -> HostError {
    HostError::new(error.code, error.message.clone())
}
