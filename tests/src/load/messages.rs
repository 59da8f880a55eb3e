//! Callers that send messages, and consumers that acknowledge them.

use super::{Caller, Fact};
use dream_api::{ConsumerSettings, CreateConsumer, FetchMessages, Outcome, SendMessage, SendMessages, Settle, SettleMessages, Span};
use dream_client::{ClientError, ConsumerName};

/// What the messages of the load are sent to.
const CHANNEL: &str = "topic/load";
/// Who reads them.
pub(crate) const CONSUMER: &str = "load";
/// How many messages a turn sends.
const TOGETHER: usize = 8;
/// How many it reads.
const MOST: u32 = 50;

impl Caller {
    /// Sends a few messages, and acknowledges some of whoever's.
    pub(super) async fn talk(&self, turn: usize) -> Result<(), ClientError> {
        if turn == 0 {
            // One of the same name and pattern stays as it is.
            self.client.create_consumer(&consumer()).await?;
        }
        let messages = (0..TOGETHER).map(|part| self.message(turn, part)).collect();
        let batch = SendMessages { messages };
        for (sent, message) in self.client.send_messages(&batch).await?.items.into_iter().zip(batch.messages) {
            if let Some(id) = sent.id {
                self.note(Fact::Message(id, message.body));
            }
        }
        for id in acknowledge_some(&self.client).await? {
            self.note(Fact::Acknowledged(id));
        }
        Ok(())
    }

    fn message(&self, turn: usize, part: usize) -> SendMessage {
        SendMessage {
            channel: CHANNEL.to_owned(),
            project: None,
            body: format!("message {} {turn} {part}", self.number),
            headers: std::collections::BTreeMap::new(),
            key: None,
            expires_in: None,
            reply_to: None,
            correlation: None,
        }
    }
}

fn consumer() -> CreateConsumer {
    let settings = ConsumerSettings { ack_wait: Span::of_millis(2_000), max_deliveries: 100, ..ConsumerSettings::default() };
    CreateConsumer { name: CONSUMER.to_owned(), project: None, pattern: CHANNEL.to_owned(), settings }
}

/// Fetches what is there for the consumer of the load and acknowledges it; the messages whose acknowledgement counts.
pub(crate) async fn acknowledge_some(client: &dream_client::Client) -> Result<Vec<dream_id::MessageId>, ClientError> {
    let name = ConsumerName { name: CONSUMER.to_owned(), project: None };
    let deliveries = client.fetch_messages(&name, &FetchMessages { max: Some(MOST), wait: None }).await?.items;
    if deliveries.is_empty() {
        return Ok(Vec::new());
    }
    let answer = |receipt: &String| Settle { receipt: receipt.clone(), outcome: Outcome::Acknowledged, delay: None, reason: None };
    let answers = deliveries.iter().map(|delivery| answer(&delivery.receipt)).collect();
    let settled = client.settle_messages(&name, &SettleMessages { answers }).await?.items;
    let counted = deliveries.into_iter().zip(settled).filter(|(_, settled)| settled.accepted);
    Ok(counted.map(|(delivery, _)| delivery.message.id).collect())
}
