//! The HTTP client of one provider and the URL that it asks.

use super::Wire;
use crate::{ConfigError, EndpointConfig, Limits};
use reqwest::Url;
use std::time::Duration;

/// How long an unused connection is kept: less than any provider keeps it, since a request on a connection that was just closed
/// may or may not have arrived, and then must count as paid for.
const POOL_IDLE: Duration = Duration::from_secs(15);

/// The URL of requests: the configured base, checked, with the provider's path.
pub(super) fn url<W: Wire>(options: &EndpointConfig) -> Result<Url, ConfigError> {
    let refuse = |why| ConfigError::BaseUrl { provider: W::NAME, why };
    let base = options.base_url.as_deref().unwrap_or(W::BASE_URL).trim_end_matches('/');
    let url: Url = format!("{base}{}", W::PATH).parse().map_err(|_| refuse("is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("is neither http nor https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("holds a user name or password, which would appear in logs"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("holds a query or a fragment"));
    }
    if url.scheme() == "http" && !is_this_machine(&url) && !options.allow_plain_http {
        return Err(ConfigError::PlainHttp { provider: W::NAME });
    }
    Ok(url)
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A client that follows no redirect, so that key and prompt go to the configured host alone.
pub(super) fn build<W: Wire>(url: &Url, limits: &Limits) -> Result<reqwest::Client, ConfigError> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err(ConfigError::NoTls);
    }
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(limits.connect())
        .pool_idle_timeout(POOL_IDLE)
        .user_agent(concat!("dreamos/", env!("CARGO_PKG_VERSION")));
    if url.scheme() == "http" {
        // Nothing is encrypted, so a machine without CA certificates can be used too.
        builder = builder.tls_certs_only([]);
    }
    if is_this_machine(url) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|source| ConfigError::Client { provider: W::NAME, source })
}
