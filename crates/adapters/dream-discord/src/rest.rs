//! The REST client: one request, one answer, and whether the request may have left when there is none.

mod answer;
mod multipart;

use async_trait::async_trait;
use dream_ports::{Discord, DiscordAnswer, DiscordAuth, DiscordCall, DiscordFault, webhook_path};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};
use serde_json::Value;
use std::time::Duration;

/// Where Discord is, without the version.
pub const DISCORD_API: &str = "https://discord.com/api";
const VERSION: &str = "/v10";
/// What Discord asks clients to call themselves; others may be shut out.
const USER_AGENT: &str = concat!("DiscordBot (https://github.com/dream-os/dream-os, ", env!("CARGO_PKG_VERSION"), ")");
const CONNECT: Duration = Duration::from_secs(5);
/// How long one request may take in all, its files included.
const TOTAL: Duration = Duration::from_secs(30);
/// How long an unused connection is kept: less than the other side keeps it, since it is unknown whether a request on a connection that was just
/// closed arrived.
const POOL_IDLE: Duration = Duration::from_secs(15);

/// Discord over HTTP.
#[derive(Debug, Clone)]
pub struct Rest {
    client: reqwest::Client,
    base: String,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// The address is none.
    #[error("`{0}` is no address of a Discord API; write one such as {DISCORD_API}")]
    Base(String),
    /// No TLS provider was installed.
    #[error("no TLS provider is installed in this process")]
    NoTls,
    /// The client cannot be made.
    #[error("the HTTP client could not be made")]
    Client(#[source] reqwest::Error),
}

impl Rest {
    /// A client of the API at `base`, without the version.
    ///
    /// # Errors
    /// [`RestError`].
    pub fn new(base: &str) -> Result<Self, RestError> {
        let base = base.trim().trim_end_matches('/');
        let url: Url = base.parse().map_err(|_| RestError::Base(base.to_owned()))?;
        let plain = url.scheme() == "http";
        let fits = (plain || url.scheme() == "https") && url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !fits {
            return Err(RestError::Base(base.to_owned()));
        }
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(RestError::NoTls);
        }
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_idle_timeout(POOL_IDLE)
            .user_agent(USER_AGENT);
        // Nothing is encrypted on the way to a Discord of a test, so no certificates of this machine are needed, and no proxy.
        let builder = if plain { builder.tls_certs_only([]).no_proxy() } else { builder };
        let client = builder.build().map_err(RestError::Client)?;
        Ok(Self { client, base: format!("{base}{VERSION}") })
    }

    /// The request of a call. A webhook's address gives its path alone: the host is always the one that was configured.
    fn request(&self, call: &DiscordCall) -> Result<Request, DiscordFault> {
        let wrong = |why: &str| DiscordFault::NotSent(why.to_owned());
        let prefix = match &call.auth {
            DiscordAuth::Webhook(url) => {
                let path = webhook_path(url.expose()).split(['?', '#']).next().unwrap_or_default();
                if path.split('/').filter(|part| !part.is_empty()).count() != 3 || path.contains("..") {
                    return Err(wrong("the webhook's address is none of Discord's"));
                }
                path.trim_end_matches('/')
            }
            DiscordAuth::Bot(_) | DiscordAuth::None => "",
        };
        let url = format!("{}{prefix}{}", self.base, call.path).parse().map_err(|_| wrong("the path of the request cannot be written"))?;
        let method = Method::from_bytes(call.method.as_bytes()).map_err(|_| wrong("there is no such method"))?;
        let mut request = Request::new(method, url);
        if let DiscordAuth::Bot(token) = &call.auth {
            let mut value = HeaderValue::from_str(&format!("Bot {}", token.expose().trim()))
                .map_err(|_| wrong("the bot's token has characters that no token has"))?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        if let Some(reason) = call.reason.as_deref().and_then(audit_reason) {
            request.headers_mut().insert("x-audit-log-reason", reason);
        }
        let (media_type, body) = match (&call.body, call.files.is_empty()) {
            (Value::Null, true) => return Ok(request),
            (body, true) => ("application/json".to_owned(), body.to_string().into_bytes()),
            (body, false) => multipart::of(body, &call.files),
        };
        let media_type = HeaderValue::from_str(&media_type).map_err(|_| wrong("the body has no media type"))?;
        request.headers_mut().insert(CONTENT_TYPE, media_type);
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

#[async_trait]
impl Discord for Rest {
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault> {
        let request = self.request(&call)?;
        let response = self.client.execute(request).await.map_err(fault)?;
        answer::read(response).await
    }
}

/// What a failed request says about whether it left. Discord's addresses hold tokens, so none stands in the words.
fn fault(error: reqwest::Error) -> DiscordFault {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        DiscordFault::NotSent(format!("Discord cannot be reached: {}", innermost(&error)))
    } else if error.is_timeout() {
        DiscordFault::Lost(format!("Discord did not answer within {} s", TOTAL.as_secs()))
    } else {
        DiscordFault::Lost(format!("the connection with Discord broke before the answer: {}", innermost(&error)))
    }
}

/// The words of what lies at the bottom of an error.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}

/// A reason as the header takes it: percent-encoded, 512 bytes at most.
fn audit_reason(reason: &str) -> Option<HeaderValue> {
    let mut text = String::new();
    for byte in reason.bytes() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.' | b'~');
        let next = if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        if text.len() + next.len() > 512 {
            break;
        }
        text.push_str(&next);
    }
    HeaderValue::from_str(&text).ok().filter(|_| !text.is_empty())
}
