//! The client itself: where it talks to, and as whom.

use crate::{ClientError, certificate};
use dream_api::Whoami;
use dream_id::OrgId;
use dream_secret::Secret;
use reqwest::Url;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;

/// Gives a fresh idempotency key at each call, best one that sorts behind those before it: the server finds its place sooner.
pub type KeySource = Arc<dyn Fn() -> String + Send + Sync>;

/// How to reach a server.
#[derive(Clone)]
pub struct Options {
    /// Its address, such as `http://127.0.0.1:7717`.
    pub url: String,
    /// The token to show.
    pub token: Option<Secret>,
    /// Where idempotency keys come from.
    pub keys: KeySource,
    /// The SHA-256 of the server's certificate, in hexadecimal: it is the only one that is taken then, whoever issued it and whatever its names. As
    /// the system's list of authorities says when `None`.
    pub certificate: Option<String>,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long to wait for the next bytes of an ordinary answer.
    pub timeout: Duration,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("url", &self.url).field("token", &self.token).finish_non_exhaustive()
    }
}

impl Options {
    /// The usual options for a server at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>, token: Option<Secret>, keys: KeySource) -> Self {
        Self { url: url.into(), token, keys, certificate: None, connect_timeout: Duration::from_secs(5), timeout: Duration::from_mins(1) }
    }
}

/// A client of one server. Cheap to clone.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) token: Option<Secret>,
    pub(crate) keys: KeySource,
    pub(crate) timeout: Duration,
    certificate: Option<String>,
    org: OnceCell<OrgId>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.0.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// A client; it talks to nobody yet.
    ///
    /// # Errors
    /// [`ClientError::Setup`] for an address that is none, and when no TLS provider is installed.
    pub fn new(options: Options) -> Result<Self, ClientError> {
        let base = base_url(&options.url)?;
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(ClientError::Setup { why: "the program has installed no TLS provider".to_owned() });
        }
        let builder = reqwest::Client::builder()
            .connect_timeout(options.connect_timeout)
            .user_agent(concat!("dreamos-client/", env!("CARGO_PKG_VERSION")));
        let certificate = options.certificate;
        let http = connector(builder, &base, certificate.as_deref(), true)?;
        let (token, keys, timeout) = (options.token, options.keys, options.timeout);
        Ok(Self(Arc::new(Inner { http, base, token, keys, timeout, certificate, org: OnceCell::new() })))
    }

    /// What speaks HTTP/1.1 with the server, and nothing newer.
    pub(crate) fn http1(&self) -> Result<reqwest::Client, ClientError> {
        connector(reqwest::Client::builder().http1_only(), &self.0.base, self.0.certificate.as_deref(), false)
    }

    /// The organisation of the token: asked once, then kept.
    ///
    /// # Errors
    /// As [`Client::whoami`].
    pub async fn org(&self) -> Result<OrgId, ClientError> {
        self.0.org.get_or_try_init(|| async { self.whoami().await.map(|Whoami { org, .. }| org) }).await.copied()
    }

    /// The server's address.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.base.as_str().trim_end_matches('/')
    }
}

/// What connects to the server at `base`, goes through no proxy on this machine and follows nobody elsewhere.
fn connector(
    mut builder: reqwest::ClientBuilder,
    base: &Url,
    certificate: Option<&str>,
    http2: bool,
) -> Result<reqwest::Client, ClientError> {
    builder = builder.redirect(reqwest::redirect::Policy::none());
    if is_loopback(base) {
        builder = builder.no_proxy();
    }
    if let Some(fingerprint) = certificate {
        let tls = certificate::only(fingerprint.to_owned(), http2).map_err(|error| ClientError::Setup { why: error.to_string() })?;
        builder = builder.tls_backend_preconfigured(tls);
    }
    builder.build().map_err(|error| ClientError::Setup { why: error.to_string() })
}

fn base_url(text: &str) -> Result<Url, ClientError> {
    let setup = |why: &str| ClientError::Setup {
        why: format!("`{text}` is not the address of a server, {why}; write it like http://127.0.0.1:7717"),
    };
    let url: Url = text.parse().map_err(|error| setup(&format!("{error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(setup("the scheme must be http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ClientError::Setup { why: "the address of the server carries a user or password; give a token instead".to_owned() });
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_none_are_refused_and_passwords_are_not_repeated() {
        for text in ["", "127.0.0.1:7717", "ftp://x", "http://"] {
            assert!(matches!(base_url(text), Err(ClientError::Setup { .. })), "{text}");
        }
        let error = base_url("http://me:hunter2@localhost").unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_proxy_is_never_asked_for_the_machine_itself() {
        for (text, expected) in
            [("http://127.0.0.1:1", true), ("http://[::1]:1", true), ("http://localhost", true), ("http://example.org", false)]
        {
            assert_eq!(is_loopback(&base_url(text).unwrap()), expected, "{text}");
        }
    }
}
