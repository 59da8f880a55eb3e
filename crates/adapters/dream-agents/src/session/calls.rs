//! What an agent has told of its tool calls: a question about one often names only its id.

use agent_client_protocol::v1::schema::{ToolCallUpdate, ToolKind};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// How many calls are remembered, and how many bytes of what was told of them.
const CALLS: usize = 128;
const BYTES: usize = 4 << 20;

/// The newest tool calls of a conversation.
#[derive(Default)]
pub(crate) struct Calls {
    known: VecDeque<Call>,
    bytes: usize,
}

/// What is known of one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) kind: Option<ToolKind>,
    input: Option<Value>,
    content: Option<Value>,
    size: usize,
}

impl Calls {
    /// Takes in what was told of a call in `size` bytes, and returns all that is known of it.
    pub(crate) fn told(&mut self, update: ToolCallUpdate, size: usize) -> Call {
        let id = update.tool_call_id.0.to_string();
        let known = self.known.iter().position(|call| call.id == id).and_then(|at| self.known.remove(at));
        let mut call = known.unwrap_or_else(|| Call { id, ..Call::default() });
        self.bytes = self.bytes.saturating_sub(call.size);
        call.merge(update);
        call.size = call.size.saturating_add(size);
        self.bytes = self.bytes.saturating_add(call.size);
        self.known.push_back(call.clone());
        while self.known.len() > CALLS || (self.bytes > BYTES && !self.known.is_empty()) {
            if let Some(oldest) = self.known.pop_front() {
                self.bytes = self.bytes.saturating_sub(oldest.size);
            }
        }
        call
    }
}

impl Call {
    fn merge(&mut self, update: ToolCallUpdate) {
        let fields = update.fields;
        self.title = fields.title.or(self.title.take());
        self.kind = fields.kind.or(self.kind.take());
        self.input = fields.raw_input.or(self.input.take());
        let content = fields.content.filter(|content| !content.is_empty()).and_then(|content| serde_json::to_value(content).ok());
        let places = fields.locations.filter(|places| !places.is_empty()).and_then(|places| serde_json::to_value(places).ok());
        if content.is_some() || places.is_some() {
            self.content = Some(json!({ "content": content, "locations": places }));
        }
    }

    /// The exact arguments: what the agent called so, or else what it shows.
    pub(crate) fn arguments(&self) -> Value {
        self.input.as_ref().or(self.content.as_ref()).cloned().unwrap_or(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, CALLS, Calls};
    use agent_client_protocol::v1::schema::{ToolCallUpdate, ToolCallUpdateFields};
    use serde_json::{Value, json};

    fn update(id: &str, title: Option<&str>, input: Option<Value>) -> ToolCallUpdate {
        let fields = ToolCallUpdateFields::new().title(title.map(str::to_owned)).raw_input(input);
        ToolCallUpdate::new(id.to_owned(), fields)
    }

    #[test]
    fn what_was_told_before_is_still_known_when_only_the_id_is_named() {
        let mut calls = Calls::default();
        calls.told(update("c1", Some("Delete"), Some(json!({"path": "a"}))), 10);
        let call = calls.told(update("c1", None, None), 10);
        assert_eq!((call.title.as_deref(), call.arguments()), (Some("Delete"), json!({"path": "a"})));
    }

    #[test]
    fn no_agent_makes_us_remember_more_than_a_bounded_number_of_calls() {
        let mut calls = Calls::default();
        for number in 0..CALLS * 3 {
            calls.told(update(&number.to_string(), None, None), 10);
        }
        assert_eq!(calls.known.len(), CALLS);
        calls.told(update("large", None, None), BYTES + 1);
        assert!(calls.known.is_empty() && calls.bytes == 0);
    }
}
