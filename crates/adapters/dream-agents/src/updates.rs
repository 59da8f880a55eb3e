//! What an agent tells while it works, in the words of the port.

use agent_client_protocol::v1::schema::{
    ContentBlock, ContentChunk, Cost, PlanEntryStatus, SessionId, SessionUpdate, ToolCallStatus, ToolCallUpdate, ToolKind, UsageUpdate,
};
use dream_ports::{AgentUpdate, PlanEntry, ToolStatus};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// An update whose kind is not looked at yet.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told<'a> {
    pub(crate) session_id: SessionId,
    #[serde(borrow)]
    update: &'a RawValue,
}

/// The kind alone, for updates of kinds that are not known here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind<'a> {
    #[serde(borrow)]
    session_update: Cow<'a, str>,
}

/// An update that was read.
#[derive(Debug, PartialEq)]
pub(crate) enum Read {
    /// Of a tool call, whose newest state is remembered.
    Call(Box<ToolCallUpdate>),
    /// Of something else.
    Other(AgentUpdate),
}

/// The kinds that have a form of their own here: one of them that cannot be read is broken, any other is merely new.
const KNOWN: [&str; 6] = ["agent_message_chunk", "agent_thought_chunk", "tool_call", "tool_call_update", "plan", "usage_update"];

impl Told<'_> {
    /// Reads it. An update that is broken is an error.
    pub(crate) fn read(&self) -> Result<Read, serde_json::Error> {
        match serde_json::from_str::<SessionUpdate>(self.update.get()) {
            Ok(update) => Ok(read(update)),
            Err(error) => {
                let Kind { session_update } = serde_json::from_str(self.update.get())?;
                if KNOWN.contains(&&*session_update) {
                    return Err(error);
                }
                Ok(Read::Other(AgentUpdate::Other { kind: session_update.into_owned() }))
            }
        }
    }
}

fn read(update: SessionUpdate) -> Read {
    match update {
        SessionUpdate::ToolCall(call) => Read::Call(Box::new(call.into())),
        SessionUpdate::ToolCallUpdate(call) => Read::Call(Box::new(call)),
        SessionUpdate::AgentMessageChunk(chunk) => Read::Other(AgentUpdate::Message { text: words(chunk) }),
        SessionUpdate::AgentThoughtChunk(chunk) => Read::Other(AgentUpdate::Thought { text: words(chunk) }),
        SessionUpdate::Plan(plan) => {
            let entries = plan.entries.into_iter().map(|entry| PlanEntry { text: entry.content, status: step(&entry.status) });
            Read::Other(AgentUpdate::Plan { entries: entries.collect() })
        }
        SessionUpdate::UsageUpdate(UsageUpdate { used, size, cost, .. }) => {
            Read::Other(AgentUpdate::Usage { used_tokens: used, window_tokens: size, cost_micros: cost.as_ref().and_then(micros) })
        }
        other => Read::Other(AgentUpdate::Other { kind: other_kind(&other).to_owned() }),
    }
}

/// What is told of a tool call.
pub(crate) fn tool(call: &ToolCallUpdate) -> AgentUpdate {
    AgentUpdate::Tool {
        id: call.tool_call_id.0.to_string(),
        title: call.fields.title.clone(),
        kind: call.fields.kind.map(|kind| tool_kind(kind).to_owned()),
        status: call.fields.status.map(|status| match status {
            ToolCallStatus::InProgress => ToolStatus::Running,
            ToolCallStatus::Completed => ToolStatus::Done,
            ToolCallStatus::Failed => ToolStatus::Failed,
            _ => ToolStatus::Pending,
        }),
    }
}

/// The protocol's word for a kind of tool.
pub(crate) fn tool_kind(kind: ToolKind) -> &'static str {
    match kind {
        ToolKind::Read => "read",
        ToolKind::Edit => "edit",
        ToolKind::Delete => "delete",
        ToolKind::Move => "move",
        ToolKind::Search => "search",
        ToolKind::Execute => "execute",
        ToolKind::Think => "think",
        ToolKind::Fetch => "fetch",
        ToolKind::SwitchMode => "switch_mode",
        _ => "other",
    }
}

fn words(chunk: ContentChunk) -> String {
    match chunk.content {
        ContentBlock::Text(text) => text.text,
        ContentBlock::ResourceLink(link) => link.uri,
        ContentBlock::Image(_) => "[image]".to_owned(),
        ContentBlock::Audio(_) => "[audio]".to_owned(),
        _ => "[resource]".to_owned(),
    }
}

fn step(status: &PlanEntryStatus) -> String {
    let word = match status {
        PlanEntryStatus::InProgress => "in_progress",
        PlanEntryStatus::Completed => "completed",
        _ => "pending",
    };
    word.to_owned()
}

/// Millionths of a dollar, where the agent counts in dollars and says something possible.
fn micros(cost: &Cost) -> Option<u64> {
    /// A billion dollars: beyond this nobody's word is taken.
    const MOST: f64 = 1e15;
    let micros = (cost.amount * 1e6).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and MOST, and whole")]
    (cost.currency.eq_ignore_ascii_case("usd") && (0.0..=MOST).contains(&micros)).then_some(micros as u64)
}

fn other_kind(update: &SessionUpdate) -> &'static str {
    match update {
        SessionUpdate::UserMessageChunk(_) => "user_message_chunk",
        SessionUpdate::AvailableCommandsUpdate(_) => "available_commands_update",
        SessionUpdate::CurrentModeUpdate(_) => "current_mode_update",
        SessionUpdate::ConfigOptionUpdate(_) => "config_option_update",
        SessionUpdate::SessionInfoUpdate(_) => "session_info_update",
        SessionUpdate::Notice(_) => "notice",
        SessionUpdate::CompactionUpdate(_) => "compaction_update",
        SessionUpdate::CompactionSummaryChunk(_) => "compaction_summary_chunk",
        _ => "other",
    }
}

#[cfg(test)]
mod tests;
