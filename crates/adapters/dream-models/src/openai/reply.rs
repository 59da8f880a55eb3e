//! The reading of `OpenAI`'s stream of chunks.

use crate::http::{Fault, Reader, Step};
use crate::sse::Event;
use dream_ports::{ModelReply, StopReason, ToolCall, Usage};
use serde::Deserialize;
use serde_json::Value;

/// The most tool calls that one reply may ask for.
const MOST_CALLS: usize = 128;

/// A reply that is still coming.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    model: String,
    text: String,
    calls: Vec<(u64, ToolCall)>,
    refused: bool,
    finish_reason: Option<String>,
    usage: Option<Usage>,
    begun: bool,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    usage: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    refusal: Option<String>,
    #[serde(default)]
    tool_calls: Option<Vec<CallDelta>>,
}

#[derive(Deserialize)]
struct CallDelta {
    #[serde(default)]
    index: Option<u64>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    function: Option<FunctionDelta>,
}

#[derive(Deserialize)]
struct FunctionDelta {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    arguments: Option<String>,
}

impl Reader for Chunks {
    fn event(&mut self, event: &Event) -> Result<Step, Fault> {
        if event.data.trim() == "[DONE]" {
            return Ok(Step::Done);
        }
        let json: Value = serde_json::from_str(&event.data).map_err(|error| Fault::Garbage(format!("a chunk is not JSON ({error})")))?;
        if json.get("error").is_some_and(|error| !error.is_null()) || event.name == "error" {
            return Err(Fault::Reported(json));
        }
        let chunk: Chunk = serde_json::from_value(json).map_err(|error| Fault::Garbage(format!("a chunk has another form ({error})")))?;
        self.take(chunk)?;
        Ok(Step::More)
    }

    fn has_begun(&self) -> bool {
        self.begun
    }

    fn finish(self) -> Result<ModelReply, Fault> {
        // A stream may lack its last `[DONE]`, but never the reason why the model stopped: without it, text is missing.
        let Some(finish_reason) = self.finish_reason else { return Err(Fault::Unfinished) };
        let stop_reason = if self.refused { StopReason::Refusal } else { stop_reason(&finish_reason, !self.calls.is_empty()) };
        if self.text.is_empty() && self.calls.is_empty() && stop_reason != StopReason::Refusal {
            return Err(Fault::Empty(finish_reason));
        }
        if self.calls.iter().any(|(_, call)| call.name.is_empty()) {
            return Err(Fault::Garbage("a tool call names no tool".to_owned()));
        }
        let tool_calls = self.calls.into_iter().map(|(_, call)| call).collect();
        Ok(ModelReply { model: self.model, text: self.text, tool_calls, stop_reason, usage: self.usage })
    }
}

impl Chunks {
    fn take(&mut self, chunk: Chunk) -> Result<(), Fault> {
        if let Some(model) = chunk.model.filter(|model| !model.is_empty()) {
            self.model = model;
        }
        if let Some(usage) = chunk.usage.as_ref().and_then(usage) {
            self.usage = Some(usage);
        }
        // One answer was asked for, so there is one choice.
        let Some(choice) = chunk.choices.unwrap_or_default().into_iter().next() else { return Ok(()) };
        self.begun = true;
        if let Some(reason) = choice.finish_reason {
            self.finish_reason = Some(reason);
        }
        let Some(delta) = choice.delta else { return Ok(()) };
        self.text.push_str(&delta.content.unwrap_or_default());
        if let Some(refusal) = delta.refusal.filter(|refusal| !refusal.is_empty()) {
            self.refused = true;
            self.text.push_str(&refusal);
        }
        delta.tool_calls.unwrap_or_default().into_iter().try_for_each(|call| self.take_call(call))
    }

    /// A call comes in pieces: its place, id and name first, then its arguments bit by bit. Servers that give no place send a call's id with
    /// its first piece only, so a piece without either belongs to the newest call.
    fn take_call(&mut self, delta: CallDelta) -> Result<(), Fault> {
        let id = delta.id.filter(|id| !id.is_empty());
        let known = match (delta.index, &id) {
            (Some(index), _) => self.calls.iter().position(|(place, _)| *place == index),
            (None, Some(id)) => self.calls.iter().position(|(_, call)| call.id == *id),
            (None, None) => self.calls.len().checked_sub(1),
        };
        if known.is_none() {
            if self.calls.len() == MOST_CALLS {
                return Err(Fault::Garbage(format!("it asks for more than {MOST_CALLS} tool calls")));
            }
            let place = delta.index.unwrap_or(u64::MAX);
            self.calls.push((place, ToolCall { id: String::new(), name: String::new(), arguments: String::new() }));
        }
        let last = self.calls.len().saturating_sub(1);
        let Some((_, call)) = self.calls.get_mut(known.unwrap_or(last)) else { return Ok(()) };
        if let Some(id) = id {
            call.id = id;
        }
        if let Some(function) = delta.function {
            call.name.push_str(&function.name.unwrap_or_default());
            call.arguments.push_str(&function.arguments.unwrap_or_default());
        }
        Ok(())
    }
}

fn stop_reason(word: &str, has_calls: bool) -> StopReason {
    match word {
        // Some servers say `stop` although they ask for tools.
        "stop" if has_calls => StopReason::ToolCalls,
        "stop" => StopReason::End,
        "length" => StopReason::MaxOutputTokens,
        "tool_calls" | "function_call" => StopReason::ToolCalls,
        "content_filter" => StopReason::Refusal,
        other => StopReason::Other(other.to_owned()),
    }
}

/// Their prompt tokens count what was read from the cache and written to it as well. Counts that cannot be true are no counts:
/// nothing read or nothing written means that the server does not count.
fn usage(json: &Value) -> Option<Usage> {
    let count = |pointer: &str| json.pointer(pointer).and_then(Value::as_u64);
    let prompt = count("/prompt_tokens").filter(|tokens| *tokens > 0)?;
    let output_tokens = count("/completion_tokens").filter(|tokens| *tokens > 0)?;
    let cached_input_tokens = count("/prompt_tokens_details/cached_tokens").unwrap_or(0).min(prompt);
    let uncached = prompt - cached_input_tokens;
    let cache_write_tokens = count("/prompt_tokens_details/cache_write_tokens").unwrap_or(0).min(uncached);
    Some(Usage { input_tokens: uncached - cache_write_tokens, cached_input_tokens, cache_write_tokens, output_tokens })
}
