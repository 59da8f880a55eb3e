//! The streaming protocol of messages: many publishes in flight and deliveries by credit, on one connection.

mod publisher;

use crate::call::Call;
use crate::send::refusal;
use crate::{Client, ClientError};
use dream_api::{STREAM_PROTOCOL, StreamEvent, StreamRequest};
use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt as _, StreamExt as _};
use reqwest::header::{
    CONNECTION, HeaderMap, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::{StatusCode, Upgraded};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::{client::generate_key, derive_accept_key};
use tokio_tungstenite::tungstenite::{Error, Message, protocol::Role};

pub use publisher::Publisher;

/// The client's half that speaks.
#[derive(Debug)]
pub struct StreamSender {
    sink: SplitSink<WebSocketStream<Upgraded>, Message>,
    url: String,
}

/// The client's half that hears.
#[derive(Debug)]
pub struct StreamReceiver {
    source: SplitStream<WebSocketStream<Upgraded>>,
    url: String,
}

impl Client {
    /// Opens a stream of messages, as both of its halves. The receiver must be read all the time: it also answers the server's signs of life.
    ///
    /// # Errors
    /// [`ClientError`]; of a server that does not speak the protocol, [`ClientError::Protocol`].
    pub async fn open_stream(&self) -> Result<(StreamSender, StreamReceiver), ClientError> {
        let mut call = self.below_org(Call::get(&["bus"])).await?;
        call.path.splice(0..0, ["api".to_owned(), "v1".to_owned()]);
        let url = call.url(&self.0.base);
        // HTTP/2 has no upgrade of this kind.
        let http = self.http1()?;
        let key = generate_key();
        let mut request = http
            .get(url.clone())
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_PROTOCOL, STREAM_PROTOCOL)
            .header(SEC_WEBSOCKET_KEY, &key);
        if let Some(token) = &self.0.token {
            request = request.bearer_auth(token.expose());
        }
        let response = request.send().await.map_err(|error| self.unreachable(error))?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(refusal(response).await);
        }
        let url = url.to_string();
        check_greeting(&url, &key, response.headers())?;
        let upgraded =
            response.upgrade().await.map_err(|source| ClientError::BrokenOff { url: url.clone(), source: source.without_url() })?;
        let (sink, source) = WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await.split();
        Ok((StreamSender { sink, url: url.clone() }, StreamReceiver { source, url }))
    }
}

fn check_greeting(url: &str, key: &str, headers: &HeaderMap) -> Result<(), ClientError> {
    let is = |name, expected: &str| headers.get(name).is_some_and(|value| value.as_bytes() == expected.as_bytes());
    if is(SEC_WEBSOCKET_ACCEPT, &derive_accept_key(key.as_bytes())) && is(SEC_WEBSOCKET_PROTOCOL, STREAM_PROTOCOL) {
        return Ok(());
    }
    let what = format!("which does not speak {STREAM_PROTOCOL}");
    Err(ClientError::Protocol { url: url.to_owned(), status: StatusCode::SWITCHING_PROTOCOLS.as_u16(), what })
}

fn broken(url: &str, error: &Error) -> ClientError {
    ClientError::Stream { url: url.to_owned(), why: error.to_string() }
}

impl StreamSender {
    /// Says something.
    ///
    /// # Errors
    /// [`ClientError::Stream`] when the connection is gone.
    pub async fn say(&mut self, request: &StreamRequest) -> Result<(), ClientError> {
        let frame = serde_json::to_string(request).map_err(|error| ClientError::Setup { why: error.to_string() })?;
        self.sink.send(Message::Text(frame.into())).await.map_err(|error| broken(&self.url, &error))
    }

    /// Ends the stream. What the server has accepted is carried out all the same.
    ///
    /// # Errors
    /// [`ClientError::Stream`] when the connection is gone already.
    pub async fn close(&mut self) -> Result<(), ClientError> {
        self.sink.send(Message::Close(None)).await.map_err(|error| broken(&self.url, &error))
    }
}

impl StreamReceiver {
    /// What the server says next; `None` when the stream has ended.
    ///
    /// # Errors
    /// [`ClientError::Stream`] when the connection is gone, or the server says what no server of this protocol would.
    pub async fn next(&mut self) -> Result<Option<StreamEvent>, ClientError> {
        while let Some(frame) = self.source.next().await {
            match frame {
                Ok(Message::Text(text)) => {
                    let event = serde_json::from_str(&text);
                    return event.map(Some).map_err(|error| ClientError::Stream { url: self.url.clone(), why: error.to_string() });
                }
                Ok(Message::Close(_)) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => return Ok(None),
                Ok(_) => {}
                Err(error) => return Err(broken(&self.url, &error)),
            }
        }
        Ok(None)
    }
}
