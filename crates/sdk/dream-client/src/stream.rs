//! A server-sent stream of JSON values that goes on after the last one seen when the connection is lost.

use crate::call::Call;
use crate::sse::{self, Parser};
use crate::{Client, ClientError};
use reqwest::{Method, Response};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::time::Duration;

/// How often a lost connection is made again before the stream gives up, unless it is told otherwise.
const RECONNECTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The server sends a heartbeat every 15 seconds: after three missed ones the connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(45);

/// A stream of values: connects when first asked, and again, after the last value seen, when the connection is lost.
#[derive(Debug)]
pub struct Stream<T> {
    client: Client,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    last: Option<String>,
    tries: u32,
    open: Option<(Response, Parser)>,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream<T> {
    pub(crate) fn new(client: Client, path: Vec<String>, query: Vec<(&'static str, String)>, last: Option<String>) -> Self {
        Self { client, path, query, last, tries: RECONNECTS, open: None, value: PhantomData }
    }

    /// Tries a lost connection once more, and then leaves it to the caller what to do: [`Stream::go_on_with`] goes on.
    #[must_use]
    pub fn impatient(mut self) -> Self {
        self.tries = 1;
        self
    }

    /// Goes on by `client`, after the last value seen: for a server that came back at another address, or takes another token.
    pub fn go_on_with(&mut self, client: Client) {
        self.client = client;
        self.open = None;
    }

    /// Connects, so that values from this moment on are seen.
    ///
    /// # Errors
    /// As [`Stream::next`].
    pub async fn connect(&mut self) -> Result<(), ClientError> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let mut call = Call::new(Method::GET, &path).header("last-event-id", self.last.as_ref()).endless();
        call.query = self.query.clone();
        let call = self.client.below_org(call).await?;
        self.open = Some((self.client.send(call).await?, Parser::default()));
        Ok(())
    }

    /// The next value; waits until there is one.
    ///
    /// # Errors
    /// [`ClientError`] when the server refuses, or cannot be reached again after the connection was lost.
    pub async fn next(&mut self) -> Result<T, ClientError> {
        self.next_with_id().await.map(|(_, value)| value)
    }

    /// The next value with its id, after which a later stream can go on.
    pub(crate) async fn next_with_id(&mut self) -> Result<(String, T), ClientError> {
        let mut lost = 0;
        loop {
            if self.open.is_none() {
                match self.connect().await {
                    Ok(()) => {}
                    Err(ClientError::Unreachable { .. }) if (1..self.tries).contains(&lost) => {}
                    Err(error) => return Err(error),
                }
            }
            if let Some(value) = self.read().await? {
                return Ok(value);
            }
            self.open = None;
            tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(lost.min(RECONNECTS))).await;
            lost += 1;
        }
    }

    /// The next value of the open connection; `None` when it is lost.
    async fn read(&mut self) -> Result<Option<(String, T)>, ClientError> {
        let Some((response, parser)) = &mut self.open else { return Ok(None) };
        loop {
            while let Some(message) = parser.next() {
                if message.data.is_empty() {
                    self.last = message.id;
                } else if let Some((id, value)) = value_of(message, response)? {
                    self.last = Some(id.clone());
                    return Ok(Some((id, value)));
                }
            }
            match tokio::time::timeout(SILENCE, response.chunk()).await {
                Ok(Ok(Some(piece))) => parser.push(&piece),
                Ok(Ok(None) | Err(_)) | Err(_) => return Ok(None),
            }
        }
    }
}

fn value_of<T: DeserializeOwned>(message: sse::Message, response: &Response) -> Result<Option<(String, T)>, ClientError> {
    let Some(id) = message.id else { return Ok(None) };
    match serde_json::from_str(&message.data) {
        Ok(value) => Ok(Some((id, value))),
        Err(error) => Err(ClientError::Protocol {
            url: crate::send::address(response),
            status: response.status().as_u16(),
            what: format!("but event {id} is not what it should be ({error})"),
        }),
    }
}
