//! A tool server over streamable HTTP: which URL is asked, with which headers.

use dream_secret::Secret;
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use std::collections::BTreeMap;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
/// The largest event of a stream that is read, in bytes.
const EVENT: usize = 16 << 20;

pub(super) fn config(url: &str) -> StreamableHttpClientTransportConfig {
    StreamableHttpClientTransportConfig::with_uri(url).max_sse_event_size(EVENT)
}

/// A client that follows no redirect, so that headers and arguments go to the configured host alone.
pub(super) fn client(url: &str, headers: &BTreeMap<String, Secret>) -> Result<reqwest::Client, String> {
    let url: Url = url.parse().map_err(|_| "its address is no URL".to_owned())?;
    let here = is_this_machine(&url);
    match url.scheme() {
        "https" => {}
        "http" if here => {}
        _ => return Err("its address is neither https nor http on this machine: what is sent to it could be read on the way".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("its address holds a user name or password; write a header instead".to_owned());
    }
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err("there is no provider of TLS in this process".to_owned());
    }
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .default_headers(sensitive(headers)?)
        .user_agent(concat!("dreamos/", env!("CARGO_PKG_VERSION")));
    if url.scheme() == "http" {
        // Nothing is encrypted, so a machine without CA certificates can be used too.
        builder = builder.tls_certs_only([]);
    }
    if here {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| format!("no client can be made for it: {error}"))
}

fn sensitive(headers: &BTreeMap<String, Secret>) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, secret) in headers {
        let wrong = || format!("the header {name} has characters that no header has");
        let header: HeaderName = name.parse().map_err(|_| wrong())?;
        let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| wrong())?;
        value.set_sensitive(true);
        map.insert(header, value);
    }
    Ok(map)
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, refused: Option<&str>) {
        // Fails only when an earlier test has installed it.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let refusal = client(url, &BTreeMap::new()).err();
        assert!(
            refusal.as_deref().zip(refused).map_or(refusal.is_none() && refused.is_none(), |(is, says)| is.contains(says)),
            "{refusal:?}"
        );
    }

    #[test]
    fn an_address_must_keep_what_is_sent_to_it() {
        check("http://127.0.0.1:8080/mcp", None);
        check("http://[::1]:8080/mcp", None);
        check("http://tools.example/mcp", Some("neither https"));
        check("ftp://127.0.0.1/mcp", Some("neither https"));
        check("http://me:secret@127.0.0.1/mcp", Some("user name"));
        check("tools", Some("no URL"));
    }

    #[test]
    fn a_header_with_a_secret_is_not_shown() {
        let headers = BTreeMap::from([("Authorization".to_owned(), Secret::new("Bearer abc"))]);
        let map = sensitive(&headers).unwrap();
        assert!(!format!("{map:?}").contains("abc"));
        let broken = BTreeMap::from([("X-Key".to_owned(), Secret::new("a\nb"))]);
        assert!(!sensitive(&broken).unwrap_err().contains("a\nb"));
    }
}
