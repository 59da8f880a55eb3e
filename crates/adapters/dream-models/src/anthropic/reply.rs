//! The reading of Anthropic's stream of content blocks.

use crate::http::{Fault, Reader, Step};
use crate::sse::Event;
use dream_ports::{ModelReply, StopReason, ToolCall, Usage};
use serde_json::Value;

/// The most content blocks that one reply may have.
const MOST_BLOCKS: usize = 1_024;

/// A reply that is still coming.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    model: String,
    content: Vec<(u64, Block)>,
    stop_reason: Option<String>,
    stopped: bool,
    counts: Counts,
    begun: bool,
}

#[derive(Debug)]
enum Block {
    Text(String),
    Tool(ToolCall),
    /// Thoughts, and kinds of the future: not part of the reply.
    Other,
}

/// Token counts as they were last reported.
#[derive(Debug, Default)]
struct Counts {
    input: Option<u64>,
    cached: Option<u64>,
    written_to_cache: Option<u64>,
    output: Option<u64>,
}

impl Reader for Blocks {
    fn event(&mut self, event: &Event) -> Result<Step, Fault> {
        let json: Value = serde_json::from_str(&event.data).map_err(|error| Fault::Garbage(format!("an event is not JSON ({error})")))?;
        match text(&json, "/type") {
            "message_start" => {
                self.begun = true;
                text(&json, "/message/model").clone_into(&mut self.model);
                self.counts.take(json.pointer("/message/usage"));
            }
            "content_block_start" => self.start(&json)?,
            "content_block_delta" => self.delta(&json)?,
            "message_delta" => {
                if let Some(reason) = json.pointer("/delta/stop_reason").and_then(Value::as_str) {
                    self.stop_reason = Some(reason.to_owned());
                }
                self.counts.take(json.pointer("/usage"));
            }
            "message_stop" => {
                self.stopped = true;
                return Ok(Step::Done);
            }
            "error" => return Err(Fault::Reported(json)),
            "" => return Err(Fault::Garbage("an event has no type".to_owned())),
            // Pings, ends of blocks, and events of the future.
            _ => {}
        }
        Ok(Step::More)
    }

    fn has_begun(&self) -> bool {
        self.begun
    }

    fn finish(self) -> Result<ModelReply, Fault> {
        let Some(word) = self.stop_reason.filter(|_| self.stopped) else { return Err(Fault::Unfinished) };
        let stop_reason = stop_reason(&word);
        let usage = self.counts.usage();
        let (mut text, mut tool_calls) = (String::new(), Vec::new());
        for (_, block) in self.content {
            match block {
                Block::Text(part) => text.push_str(&part),
                Block::Tool(call) => tool_calls.push(call),
                Block::Other => {}
            }
        }
        if text.is_empty() && tool_calls.is_empty() && stop_reason != StopReason::Refusal {
            return Err(Fault::Empty(word));
        }
        for call in &mut tool_calls {
            if call.arguments.is_empty() {
                "{}".clone_into(&mut call.arguments);
            }
        }
        Ok(ModelReply { model: self.model, text, tool_calls, stop_reason, usage })
    }
}

impl Blocks {
    fn start(&mut self, json: &Value) -> Result<(), Fault> {
        if self.content.len() == MOST_BLOCKS {
            return Err(Fault::Garbage(format!("it has more than {MOST_BLOCKS} content blocks")));
        }
        let block = match text(json, "/content_block/type") {
            "text" => Block::Text(text(json, "/content_block/text").to_owned()),
            "tool_use" => {
                let (id, name) = (text(json, "/content_block/id"), text(json, "/content_block/name"));
                if id.is_empty() || name.is_empty() {
                    return Err(Fault::Garbage("a tool call has no id or names no tool".to_owned()));
                }
                Block::Tool(ToolCall { id: id.to_owned(), name: name.to_owned(), arguments: String::new() })
            }
            _ => Block::Other,
        };
        self.content.push((index(json)?, block));
        Ok(())
    }

    fn delta(&mut self, json: &Value) -> Result<(), Fault> {
        let index = index(json)?;
        let block = self.content.iter_mut().rev().find(|(place, _)| *place == index).map(|(_, block)| block);
        match (text(json, "/delta/type"), block) {
            ("text_delta", Some(Block::Text(words))) => words.push_str(text(json, "/delta/text")),
            ("input_json_delta", Some(Block::Tool(call))) => call.arguments.push_str(text(json, "/delta/partial_json")),
            ("text_delta" | "input_json_delta", None) => return Err(Fault::Garbage("a piece belongs to no content block".to_owned())),
            // Thoughts, signatures, citations, and kinds of the future.
            _ => {}
        }
        Ok(())
    }
}

impl Counts {
    fn take(&mut self, usage: Option<&Value>) {
        let count = |name: &str| usage.and_then(|usage| usage.get(name)).and_then(Value::as_u64);
        self.input = count("input_tokens").or(self.input);
        self.cached = count("cache_read_input_tokens").or(self.cached);
        self.written_to_cache = count("cache_creation_input_tokens").or(self.written_to_cache);
        self.output = count("output_tokens").or(self.output);
    }

    /// Nothing read or nothing written cannot be true: then the server does not count.
    fn usage(&self) -> Option<Usage> {
        let usage = Usage {
            input_tokens: self.input?,
            cached_input_tokens: self.cached.unwrap_or(0),
            cache_write_tokens: self.written_to_cache.unwrap_or(0),
            output_tokens: self.output?,
        };
        (usage.all_input_tokens() > 0 && usage.output_tokens > 0).then_some(usage)
    }
}

fn text<'a>(json: &'a Value, pointer: &str) -> &'a str {
    json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn index(json: &Value) -> Result<u64, Fault> {
    json.get("index").and_then(Value::as_u64).ok_or_else(|| Fault::Garbage("a content block has no index".to_owned()))
}

fn stop_reason(word: &str) -> StopReason {
    match word {
        "end_turn" => StopReason::End,
        "max_tokens" | "model_context_window_exceeded" => StopReason::MaxOutputTokens,
        "stop_sequence" => StopReason::StopText,
        "tool_use" => StopReason::ToolCalls,
        "refusal" => StopReason::Refusal,
        other => StopReason::Other(other.to_owned()),
    }
}
