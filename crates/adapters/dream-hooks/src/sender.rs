//! The client: one request, one answer, within its limits of time and size.

use crate::resolve::{Guarded, Resolve};
use async_trait::async_trait;
use dream_bridge::outgoing::{AddressRefusal, Allowance, target};
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Request, Response};
use std::sync::Arc;
use std::time::Duration;

const USER_AGENT: &str = concat!("dreamos/", env!("CARGO_PKG_VERSION"));
const CONNECT: Duration = Duration::from_secs(10);
/// How long an unused connection is kept: it leads to an address that was checked, but not for ever.
const POOL_IDLE: Duration = Duration::from_secs(15);
/// How much of an answer is kept for people to read.
const BODY_START: usize = 1_024;

/// The guarded client.
#[derive(Clone)]
pub struct Hooks {
    client: reqwest::Client,
    allowance: Allowance,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum HooksError {
    /// No TLS provider was installed.
    #[error("no TLS provider is installed in this process")]
    NoTls,
    /// The client cannot be made.
    #[error("the HTTP client could not be made")]
    Client(#[source] reqwest::Error),
}

impl Hooks {
    /// A client that reaches what `allowance` allows, and looks names up through `names`.
    ///
    /// # Errors
    /// [`HooksError`].
    pub fn new(allowance: Allowance, names: Arc<dyn Resolve>) -> Result<Self, HooksError> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(HooksError::NoTls);
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would resolve the name itself, and connect to where nobody looked.
            .no_proxy()
            // What is unpacked can be a thousand times as long as what was sent.
            .no_gzip()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(POOL_IDLE)
            .dns_resolver(Arc::new(Guarded { names, allowance: allowance.clone() }))
            .user_agent(USER_AGENT)
            .build()
            .map_err(HooksError::Client)?;
        Ok(Self { client, allowance })
    }

    async fn send(&self, method: Method, url: &str, headers: HeaderMap, body: Option<Vec<u8>>) -> Result<Response, HookFault> {
        let target = target(url, &self.allowance).map_err(|refusal| HookFault::Refused(refusal.to_string()))?;
        let url = target.url.parse().map_err(|_| HookFault::Refused(AddressRefusal::Unreadable.to_string()))?;
        let mut request = Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = body.map(Into::into);
        self.client.execute(request).await.map_err(fault)
    }
}

#[async_trait]
impl Hook for Hooks {
    fn check(&self, url: &str) -> Result<(), HookFault> {
        target(url, &self.allowance).map(|_| ()).map_err(|refusal| HookFault::Refused(refusal.to_string()))
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        let headers = headers(&request.headers)?;
        let whole = async {
            let mut response = self.send(Method::POST, request.url.expose(), headers, Some(request.body)).await?;
            let (status, retry_after) = (response.status().as_u16(), retry_after(response.headers()));
            let body_start = beginning(&mut response).await;
            Ok(HookAnswer { status, retry_after, body_start })
        };
        within(request.timeout, whole).await
    }

    async fn ask(&self, request: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        let headers = headers(&request.headers)?;
        let whole = async {
            let (method, body) = if request.body.is_empty() { (Method::GET, None) } else { (Method::POST, Some(request.body)) };
            fetched(self.send(method, request.url.expose(), headers, body).await?, most).await
        };
        within(request.timeout, whole).await
    }

    async fn get(&self, url: &str, most: usize, timeout: Duration) -> Result<HookFetched, HookFault> {
        let whole = async { fetched(self.send(Method::GET, url, HeaderMap::new(), None).await?, most).await };
        within(timeout, whole).await
    }
}

/// The whole of an answer, up to `most` bytes.
async fn fetched(mut response: Response, most: usize) -> Result<HookFetched, HookFault> {
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(fault)? {
        if bytes.len() + chunk.len() > most {
            return Err(HookFault::TooLarge { most });
        }
        bytes.extend_from_slice(&chunk);
    }
    let (status, retry_after) = (response.status().as_u16(), retry_after(response.headers()));
    Ok(HookFetched { status, retry_after, media_type, bytes })
}

async fn within<T>(timeout: Duration, whole: impl Future<Output = Result<T, HookFault>>) -> Result<T, HookFault> {
    let late = || Err(HookFault::Lost(format!("there was no whole answer within {} s", timeout.as_secs())));
    tokio::time::timeout(timeout, whole).await.unwrap_or_else(|_| late())
}

fn headers(named: &[(String, String)]) -> Result<HeaderMap, HookFault> {
    let wrong = |name: &str| HookFault::Refused(format!("the header `{name}` cannot be sent"));
    let mut headers = HeaderMap::new();
    for (name, value) in named {
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong(name))?;
        headers.insert(header, HeaderValue::from_str(value).map_err(|_| wrong(name))?);
    }
    Ok(headers)
}

/// The beginning of the body, in one line. The status says what became of the request, so one that breaks off only leaves less to read.
async fn beginning(response: &mut Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < BODY_START
        && let Ok(Some(chunk)) = response.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(BODY_START);
    String::from_utf8_lossy(&bytes).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// `Retry-After` in seconds. A date is left out: it is told by a clock that may not be ours.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// What a failed request says about whether it left. Addresses hold tokens, so none stands in the words.
fn fault(error: reqwest::Error) -> HookFault {
    let error = error.without_url();
    let mut at: &dyn std::error::Error = &error;
    loop {
        if let Some(refusal) = at.downcast_ref::<AddressRefusal>() {
            return HookFault::Refused(refusal.to_string());
        }
        match at.source() {
            Some(source) => at = source,
            None => break,
        }
    }
    if error.is_connect() || error.is_builder() {
        HookFault::NotSent(format!("it cannot be reached: {at}"))
    } else {
        HookFault::Lost(format!("the connection broke before the answer: {at}"))
    }
}
