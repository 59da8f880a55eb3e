//! What the tests share: a fake whose clock stands still, and a client.

use dream_clock::{Frozen, Timestamp};
use dream_discord_fake::{Fake, Options};
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use twilight_http::Client;
use twilight_http::api_error::ApiError;
use twilight_http::error::{Error, ErrorType};
use twilight_model::id::Id;

pub(crate) struct Kit {
    pub(crate) fake: Fake,
    pub(crate) clock: Arc<Frozen>,
}

pub(crate) async fn started(change: impl FnOnce(&mut Options)) -> Kit {
    let clock = Arc::new(Frozen::at(Timestamp::from_micros(1_800_000_000_000_000)));
    let mut options = Options { clock: Arc::<Frozen>::clone(&clock), ..Options::default() };
    change(&mut options);
    Kit { fake: Fake::start(options).await.unwrap(), clock }
}

/// An answer as it stands on the wire.
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: String,
}

impl Raw {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(each, _)| each.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Kit {
    /// Creates a message without a client, which might wait and try again by itself.
    pub(crate) async fn raw(&self, channel: &str) -> Raw {
        let body = r#"{"content":"x"}"#;
        let (host, token, length) = (self.fake.host(), self.fake.token(), body.len());
        let request = format!(
            "POST /api/v10/channels/{channel}/messages HTTP/1.1\r\nHost: {host}\r\nUser-Agent: DiscordBot (https://example.com, 1)\r\nAuthorization: Bot {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        Raw { status, headers: headers.to_owned(), body: body.to_owned() }
    }

    /// A client without a limiter of its own, so that the fake's limits are met.
    pub(crate) fn client(&self) -> Client {
        Client::builder().token(format!("Bot {}", self.fake.token())).proxy(self.fake.host(), true).ratelimiter(None).build()
    }
}

pub(crate) fn id<T>(text: &str) -> Id<T> {
    text.parse().unwrap()
}

/// Status and code of an answer that is an error.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> (u16, u64) {
    let error = result.unwrap_err();
    match error.kind() {
        ErrorType::Response { status, error: ApiError::General(general), .. } => (status.get(), general.code),
        ErrorType::Response { status, error: ApiError::Ratelimited(_), .. } => (status.get(), 0),
        other => panic!("{other:?}"),
    }
}
