//! Replay: a model that answers from the record of one attempt, and names the first call that is not the recorded one.

use async_trait::async_trait;
use dream_id::AttemptId;
use dream_ports::{CallRecord, Cancel, Divergence, Model, ModelError, ModelReply, ModelRequest, Price};
use std::sync::{Mutex, PoisonError};

/// The recorded calls of one attempt, answered in the order of their numbers. Calls that never got a reply are passed over:
/// the attempt went on after them with the same request under the next number.
pub struct Replay {
    attempt: AttemptId,
    answered: Vec<CallRecord>,
    next: Mutex<usize>,
}

impl Replay {
    /// The name it goes by as a provider.
    pub const NAME: &'static str = "record";

    /// The calls of `attempt` among `records`; another attempt's are never read.
    #[must_use]
    pub fn new(attempt: AttemptId, records: Vec<CallRecord>) -> Self {
        let mut answered: Vec<_> = records.into_iter().filter(|call| call.attempt == attempt && call.reply.is_some()).collect();
        answered.sort_by_key(|call| call.number);
        Self { attempt, answered, next: Mutex::new(0) }
    }

    fn answer(&self, request: &ModelRequest) -> Result<ModelReply, ModelError> {
        let got = request.digest()?;
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let recorded = self.answered.get(*next);
        let reply = recorded.map(|call| call.answer(got)).transpose().map_err(ModelError::Diverged)?.flatten();
        let Some(reply) = reply else {
            let call = self.answered.last().map_or(1, |last| last.number.saturating_add(1));
            return Err(ModelError::Diverged(Divergence { attempt: self.attempt, call, expected: None, got }));
        };
        *next += 1;
        Ok(reply.clone())
    }
}

#[async_trait]
impl Model for Replay {
    fn name(&self) -> &str {
        Self::NAME
    }

    async fn complete(&self, request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError> {
        if cancel.is_cancelled() {
            return Err(ModelError::Cancelled { provider: Self::NAME.to_owned(), sent: false });
        }
        self.answer(request)
    }

    /// What was paid was paid when it was recorded.
    fn price(&self, _model: &str) -> Option<Price> {
        Some(Price::free("1970-01-01"))
    }

    fn is_offline(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;
    use dream_ports::Usage;

    fn attempt(n: u64) -> AttemptId {
        AttemptId::from_parts(n, [7; 10])
    }

    fn request(text: &str) -> ModelRequest {
        ModelRequest::new("m", "s", text, 100)
    }

    fn record(attempt: AttemptId, number: u32, asked: &str, answered: Option<&str>) -> CallRecord {
        let reply = answered.map(|text| ModelReply::text("m", text, Usage::default()));
        CallRecord { attempt, number, request: request(asked).digest().unwrap(), reply }
    }

    async fn ask(replay: &Replay, text: &str) -> Result<String, Divergence> {
        match replay.complete(&request(text), &Cancel::new()).await {
            Ok(reply) => Ok(reply.text),
            Err(ModelError::Diverged(divergence)) => Err(divergence),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn the_record_answers_in_order_and_names_the_first_other_call() {
        let records = vec![record(attempt(1), 2, "two", Some("B")), record(attempt(1), 1, "one", Some("A"))];
        let replay = Replay::new(attempt(1), records);
        assert_eq!(ask(&replay, "one").await.unwrap(), "A");
        let divergence = ask(&replay, "changed").await.unwrap_err();
        assert_eq!((divergence.call, divergence.expected), (2, Some(request("two").digest().unwrap())));
        assert_eq!(divergence.got, request("changed").digest().unwrap());
        assert_eq!(ask(&replay, "two").await.unwrap(), "B");
        let past_the_end = ask(&replay, "three").await.unwrap_err();
        assert_eq!((past_the_end.call, past_the_end.expected), (3, None));
    }

    #[tokio::test]
    async fn a_call_that_was_lost_and_made_again_answers_once() {
        let replay = Replay::new(attempt(1), vec![record(attempt(1), 1, "one", None), record(attempt(1), 2, "one", Some("A"))]);
        assert_eq!(ask(&replay, "one").await.unwrap(), "A");
        assert!(ask(&replay, "one").await.is_err());
    }

    #[tokio::test]
    async fn another_attempts_record_is_never_read() {
        let replay = Replay::new(attempt(2), vec![record(attempt(1), 1, "one", Some("A"))]);
        assert_eq!(ask(&replay, "one").await.unwrap_err().expected, None);
    }

    /// Trap 40: the digest is of the request's meaning, not of the order its fields were read in.
    #[test]
    fn the_digest_does_not_depend_on_the_order_of_fields() {
        let mut first = request("one");
        let schema = |text: &str| serde_json::from_str(text).unwrap();
        let tool = |parameters| dream_ports::ToolSpec { name: "t".to_owned(), description: String::new(), parameters };
        first.tools = vec![tool(schema("{\"type\":\"object\",\"a\":1}"))];
        let mut second = first.clone();
        second.tools = vec![tool(schema("{\"a\":1,\"type\":\"object\"}"))];
        assert_eq!(first.digest().unwrap(), second.digest().unwrap());
        second.messages.clear();
        assert_ne!(first.digest().unwrap(), second.digest().unwrap());
    }
}
