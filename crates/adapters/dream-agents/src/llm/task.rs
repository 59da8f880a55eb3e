//! Any other task: a conversation between the model and the tools, until the model has nothing more to call or a limit is met.

use super::failure::LlmError;
use super::{model, window};
use dream_agent_sdk::{Context, Failure, Tool, ToolState, Tools, TurnEnd};
use dream_ports::builtin::Briefing;
use dream_ports::{Message, ModelReply, ModelRequest, Part, Role, StopReason, ToolCall, ToolSpec};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most tokens of one reply.
const MAX_OUTPUT_TOKENS: u32 = 8_000;
/// The most bytes of a tool's answer that the model is shown.
const LONGEST_ANSWER: usize = 64 * 1024;
/// How many conversations are remembered, for a prompt that goes on with one.
const REMEMBERED: usize = 8;

/// The conversations of this process, by session.
#[derive(Debug, Default)]
pub(super) struct Conversations(Mutex<BTreeMap<String, Conversation>>);

/// What was said in one.
#[derive(Debug, Clone, Default)]
struct Conversation {
    messages: Vec<Message>,
    /// The number of the newest call to the model.
    calls: u32,
    tokens: u64,
}

impl Conversations {
    fn take(&self, session: &str) -> Conversation {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(session).unwrap_or_default()
    }

    fn keep(&self, session: &str, conversation: Conversation) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.pop_first();
        }
        all.insert(session.to_owned(), conversation);
    }
}

/// Goes on with the conversation of this session by `prompt`.
pub(super) async fn work(
    briefing: Option<&str>,
    prompt: String,
    context: &Context,
    conversations: &Conversations,
) -> Result<TurnEnd, Failure> {
    let briefing: Briefing = match briefing {
        Some(text) => serde_json::from_str(text).map_err(|source| LlmError::Unreadable { what: "the briefing", source })?,
        None => return Err(Failure::lasting("the folder holds neither an assignment nor a briefing")),
    };
    let mut conversation = conversations.take(context.session());
    conversation.messages.push(Message::user(prompt));
    let ended = turn(&briefing, &mut conversation, context).await;
    conversations.keep(context.session(), conversation);
    Ok(ended?)
}

async fn turn(briefing: &Briefing, conversation: &mut Conversation, context: &Context) -> Result<TurnEnd, LlmError> {
    let tools = context.tools().await?;
    let offered: Vec<ToolSpec> = tools.list().await?.into_iter().map(spec).collect();
    for _ in 0..briefing.turns.max(1) {
        let reply = ask(briefing, conversation, &offered, context).await?;
        if !reply.text.is_empty() {
            context.say(reply.text.clone())?;
        }
        conversation.messages.push(window::turn_of(&reply));
        if reply.tool_calls.is_empty() {
            return Ok(match reply.stop_reason {
                StopReason::MaxOutputTokens => TurnEnd::OutOfTokens,
                StopReason::Refusal => TurnEnd::Refused,
                _ => TurnEnd::Finished,
            });
        }
        let mut content = Vec::with_capacity(reply.tool_calls.len());
        for call in &reply.tool_calls {
            content.push(use_tool(call, &tools, context).await?);
        }
        conversation.messages.push(Message { role: Role::Tool, content });
    }
    Ok(TurnEnd::OutOfRequests)
}

async fn ask(
    briefing: &Briefing,
    conversation: &mut Conversation,
    offered: &[ToolSpec],
    context: &Context,
) -> Result<ModelReply, LlmError> {
    if conversation.tokens >= briefing.tokens {
        return Err(LlmError::OutOfTokens { tokens: briefing.tokens });
    }
    let specs: u64 = offered.iter().map(|tool| window::tokens(&tool.description) + window::tokens(&tool.parameters.to_string())).sum();
    let fixed = specs.saturating_add(window::tokens(&briefing.system)).saturating_add(u64::from(MAX_OUTPUT_TOKENS));
    let asked = window::fit(&mut conversation.messages, briefing.window_tokens.saturating_sub(fixed)).saturating_add(fixed);
    let request = ModelRequest {
        model: String::new(),
        system: briefing.system.clone(),
        messages: conversation.messages.clone(),
        tools: offered.to_vec(),
        max_output_tokens: MAX_OUTPUT_TOKENS,
        temperature_thousandths: None,
        stop: Vec::new(),
    };
    conversation.calls += 1;
    let reply = model::call(context, conversation.calls, request).await?;
    conversation.tokens = conversation.tokens.saturating_add(window::used(reply.usage, asked, &reply));
    context.usage(asked, briefing.window_tokens)?;
    Ok(reply)
}

/// Uses a tool as the model asked. Whatever goes wrong is for the model to read.
async fn use_tool(call: &ToolCall, tools: &Tools, context: &Context) -> Result<Part, LlmError> {
    context.tool(&call.id, &call.name, ToolState::Running)?;
    let (text, failed) = match serde_json::from_str::<Value>(&call.arguments) {
        Ok(arguments @ Value::Object(_)) => {
            let outcome = tools.call(&call.name, arguments).await?;
            (outcome.text, outcome.failed)
        }
        Ok(_) => ("The arguments are no JSON object: call the tool again with one.".to_owned(), true),
        Err(error) => (format!("The arguments are not JSON ({error}): call the tool again."), true),
    };
    context.tool(&call.id, &call.name, if failed { ToolState::Failed } else { ToolState::Done })?;
    Ok(Part::ToolResult { call_id: call.id.clone(), text: clipped(text), is_error: failed })
}

fn clipped(mut text: String) -> String {
    if text.len() > LONGEST_ANSWER {
        text.truncate(text.floor_char_boundary(LONGEST_ANSWER));
        text.push_str("\n[the rest is left out]");
    }
    text
}

fn spec(tool: Tool) -> ToolSpec {
    ToolSpec { name: tool.name, description: tool.description, parameters: tool.schema }
}
