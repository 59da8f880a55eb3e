//! Sending a call and reading its answer.

use crate::call::{Body, Call, Patience};
use crate::{Client, ClientError, certificate};
use dream_api::Problem;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, Response};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// The header that tells a command from all others.
pub(crate) const KEY: &str = "idempotency-key";
/// How often is sent what may be sent again.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(150);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Client {
    /// Asks for JSON below `/api/v1`.
    pub(crate) async fn get<T: DeserializeOwned>(&self, call: Call) -> Result<T, ClientError> {
        read(self.send(call).await?).await
    }

    /// Asks for JSON below the caller's organisation.
    pub(crate) async fn org_get<T: DeserializeOwned>(&self, call: Call) -> Result<T, ClientError> {
        let call = self.below_org(call).await?;
        self.get(call).await
    }

    /// As [`Client::command`], to a path alone.
    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &[&str], body: &impl Serialize) -> Result<T, ClientError> {
        self.command(Call::new(Method::POST, path), body).await
    }

    /// As [`Client::post`], for what may take minutes.
    pub(crate) async fn post_long<T: DeserializeOwned>(&self, path: &[&str], body: &impl Serialize) -> Result<T, ClientError> {
        self.command(Call::new(Method::POST, path).long(), body).await
    }

    /// Sends a command below the caller's organisation, under a fresh idempotency key.
    pub(crate) async fn command<T: DeserializeOwned>(&self, call: Call, body: &impl Serialize) -> Result<T, ClientError> {
        let call = self.below_org(with_json(call, body)?).await?;
        read(self.send(call).await?).await
    }

    /// Sends a command to the service itself, under a fresh idempotency key.
    pub(crate) async fn post_to_service<T: DeserializeOwned>(&self, path: &[&str], body: &impl Serialize) -> Result<T, ClientError> {
        let call = with_json(Call::new(Method::POST, path), body)?;
        read(self.send(call).await?).await
    }

    pub(crate) async fn below_org(&self, mut call: Call) -> Result<Call, ClientError> {
        call.check()?;
        let org = self.org().await?.to_string();
        call.path.splice(0..0, ["orgs".to_owned(), org]);
        Ok(call)
    }

    /// Sends a call below `/api/v1`.
    pub(crate) async fn send(&self, mut call: Call) -> Result<Response, ClientError> {
        call.check()?;
        call.path.splice(0..0, ["api".to_owned(), "v1".to_owned()]);
        self.send_to_root(call).await
    }

    /// Sends a call until it is answered well: up to three times what may be sent again, other commands once.
    pub(crate) async fn send_to_root(&self, mut call: Call) -> Result<Response, ClientError> {
        if !call.is_safe() && !call.headers.iter().any(|(name, _)| *name == KEY) {
            call = call.header(KEY, Some((self.0.keys)()));
        }
        let mut tries = 1;
        loop {
            let error = match self.send_once(&call).await {
                Ok(response) if response.status().is_success() => return Ok(response),
                Ok(response) => refusal(response).await,
                Err(error) => self.unreachable(error),
            };
            let Some(pause) = pause_before_next(&call, &error, tries) else { return Err(error) };
            tokio::time::sleep(pause).await;
            tries += 1;
        }
    }

    pub(crate) async fn send_once(&self, call: &Call) -> Result<Response, reqwest::Error> {
        let mut request = self.0.http.request(call.method.clone(), call.url(&self.0.base)).header(ACCEPT, "*/*");
        request = match call.patience {
            Patience::Usual => request.timeout(self.0.timeout),
            Patience::For(time) => request.timeout(time),
            Patience::Endless => request,
        };
        if let Some(token) = &self.0.token {
            request = request.bearer_auth(token.expose());
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        request = match &call.body {
            Body::Nothing => request,
            Body::Json(json) => request.header(CONTENT_TYPE, "application/json").body(json.clone()),
            Body::Bytes(bytes) => request.header(CONTENT_TYPE, "application/octet-stream").body(bytes.clone()),
        };
        request.send().await
    }

    pub(crate) fn unreachable(&self, source: reqwest::Error) -> ClientError {
        let url = self.url().to_owned();
        match certificate::refusal(&source) {
            Some(why) => ClientError::Certificate { url, why },
            None => ClientError::Unreachable { url, source: source.without_url() },
        }
    }
}

/// How long to wait before the same call is sent again; `None` when it must not be, or would not help.
fn pause_before_next(call: &Call, error: &ClientError, tries: u32) -> Option<Duration> {
    let asked = match error {
        ClientError::Unreachable { source, .. } if !source.is_connect() && !source.is_builder() && !source.is_timeout() => None,
        ClientError::Problem { problem, retry_after } if matches!(problem.status, 502..=504) => *retry_after,
        ClientError::Protocol { status: 502..=504, .. } => None,
        _ => return None,
    };
    let pause = asked.unwrap_or(FIRST_PAUSE * 2_u32.pow(tries));
    (call.may_be_repeated() && tries < TRIES && pause <= LONGEST_PAUSE).then_some(pause)
}

/// What an answer that is not a success says.
fn with_json(mut call: Call, body: &impl Serialize) -> Result<Call, ClientError> {
    let json = serde_json::to_vec(body).map_err(|error| ClientError::Setup { why: error.to_string() })?;
    call.body = Body::Json(json);
    Ok(call)
}

pub(crate) async fn refusal(response: Response) -> ClientError {
    let (url, status, retry_after) = (address(&response), response.status().as_u16(), retry_after(response.headers()));
    let bytes = match response.bytes().await {
        Ok(bytes) => bytes,
        Err(source) => return ClientError::BrokenOff { url, source: source.without_url() },
    };
    match serde_json::from_slice::<Problem>(&bytes) {
        Ok(problem) => ClientError::Problem { problem: Box::new(problem), retry_after },
        Err(_) => ClientError::Protocol { url, status, what: "and no problem report".to_owned() },
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// Reads a JSON answer.
pub(crate) async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let (url, status) = (address(&response), response.status().as_u16());
    let bytes = match response.bytes().await {
        Ok(bytes) => bytes,
        Err(source) => return Err(ClientError::BrokenOff { url, source: source.without_url() }),
    };
    serde_json::from_slice(&bytes).map_err(|error| ClientError::Protocol {
        url,
        status,
        what: format!("but the body is not what it should be ({error})"),
    })
}

pub(crate) fn address(response: &Response) -> String {
    response.url().as_str().to_owned()
}
