//! The live feed of an organisation's events.

use crate::call::Call;
use crate::sse::{Message, Parser};
use crate::{Client, ClientError};
use dream_api::Event;
use reqwest::Response;
use std::time::Duration;

/// How often a lost connection is made again before the feed gives up.
const RECONNECTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The server sends a heartbeat every 15 seconds: after three missed ones the connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(45);

/// An event with its place in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEvent {
    /// Its place: give it to [`Client::feed`] to go on after it.
    pub id: String,
    /// The event.
    pub event: Event,
}

/// The feed: connects when first asked, and again, after the last event seen, when the connection is lost.
#[derive(Debug)]
pub struct Feed {
    client: Client,
    last: Option<String>,
    open: Option<(Response, Parser)>,
}

impl Client {
    /// The events of the organisation from `after` on; from now on when `None`.
    #[must_use]
    pub fn feed(&self, after: Option<String>) -> Feed {
        Feed { client: self.clone(), last: after, open: None }
    }
}

impl Feed {
    /// Connects, so that events from this moment on are seen.
    ///
    /// # Errors
    /// As [`Feed::next`].
    pub async fn connect(&mut self) -> Result<(), ClientError> {
        let call = Call::get(&["events"]).header("last-event-id", self.last.as_ref()).endless();
        let call = self.client.below_org(call).await?;
        self.open = Some((self.client.send(call).await?, Parser::default()));
        Ok(())
    }

    /// The next event; waits until there is one.
    ///
    /// # Errors
    /// [`ClientError`] when the server refuses, or cannot be reached again after the connection was lost.
    pub async fn next(&mut self) -> Result<FeedEvent, ClientError> {
        let mut lost = 0;
        loop {
            if self.open.is_none() {
                match self.connect().await {
                    Ok(()) => {}
                    Err(ClientError::Unreachable { .. }) if (1..RECONNECTS).contains(&lost) => {}
                    Err(error) => return Err(error),
                }
            }
            if let Some(event) = self.read().await? {
                return Ok(event);
            }
            self.open = None;
            tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(lost.min(RECONNECTS))).await;
            lost += 1;
        }
    }

    /// The next event of the open connection; `None` when it is lost.
    async fn read(&mut self) -> Result<Option<FeedEvent>, ClientError> {
        let Some((response, parser)) = &mut self.open else { return Ok(None) };
        loop {
            while let Some(message) = parser.next() {
                if let Some(event) = event_of(message, response)? {
                    self.last = Some(event.id.clone());
                    return Ok(Some(event));
                }
            }
            match tokio::time::timeout(SILENCE, response.chunk()).await {
                Ok(Ok(Some(piece))) => parser.push(&piece),
                Ok(Ok(None) | Err(_)) | Err(_) => return Ok(None),
            }
        }
    }
}

fn event_of(message: Message, response: &Response) -> Result<Option<FeedEvent>, ClientError> {
    let Some(id) = message.id else { return Ok(None) };
    match serde_json::from_str(&message.data) {
        Ok(event) => Ok(Some(FeedEvent { id, event })),
        Err(error) => Err(ClientError::Protocol {
            url: crate::send::address(response),
            status: response.status().as_u16(),
            what: format!("but event {id} is not what it should be ({error})"),
        }),
    }
}
