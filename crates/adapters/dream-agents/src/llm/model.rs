//! Asking the server for a model's reply.

use super::failure::LlmError;
use dream_agent_sdk::Context;
use dream_ports::builtin::{GIVE_UP, GivenUp, MODEL, ModelCall, REFUSED, Refusal};
use dream_ports::{ModelReply, ModelRequest};
use serde::Serialize;
use serde_json::Value;

/// The model's reply to call `number` of this work.
pub(super) async fn call(context: &Context, number: u32, request: ModelRequest) -> Result<ModelReply, LlmError> {
    let answer = send(context, MODEL, &ModelCall { number, request }).await?;
    serde_json::from_value(answer).map_err(|source| LlmError::Unreadable { what: "the model's reply", source })
}

/// Tells the server that a reply was not accepted.
pub(super) async fn refused(context: &Context, refusal: &Refusal) -> Result<(), LlmError> {
    send(context, REFUSED, refusal).await.map(drop)
}

/// Tells the server that the work came to nothing.
pub(super) async fn give_up(context: &Context, given_up: &GivenUp) -> Result<(), LlmError> {
    send(context, GIVE_UP, given_up).await.map(drop)
}

async fn send(context: &Context, method: &'static str, parameters: &impl Serialize) -> Result<Value, LlmError> {
    let parameters = serde_json::to_value(parameters).map_err(|source| LlmError::Unreadable { what: "a request", source })?;
    Ok(context.extension(method, parameters).await?)
}
