//! Who is at the other end: the address of the connection, and of the browser behind a proxy.

use crate::state::Api;
use dream_app::sign_in::Browser;
use http::{Extensions, HeaderMap, header};
use std::net::IpAddr;

/// The address of the connection, which the server puts into each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// What is known of the browser that sent a request.
pub(crate) fn browser(api: &Api, extensions: &Extensions, headers: &HeaderMap) -> Browser {
    let peer = extensions.get::<Peer>().map(|peer| peer.0);
    let address = if api.behind_proxy { forwarded(headers) } else { peer };
    Browser {
        client: client(headers),
        address,
        // What a proxy says is enough to count tries by, and not enough to let somebody in.
        local: !api.behind_proxy && peer.is_some_and(|peer| peer.to_canonical().is_loopback()),
        presented: api.cookies.read(headers),
    }
}

/// The address that the proxy saw: the last one in the header, which it added itself.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// What the browser calls itself, in the few words by which a person recognises it.
fn client(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // The order matters: most call themselves by the names of others too.
    let browser = first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "another program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn browsers_are_told_apart() {
        let check = |agent: &'static str, expected: &str| {
            let headers = [(header::USER_AGENT, HeaderValue::from_static(agent))].into_iter().collect();
            assert_eq!(client(&headers), expected);
        };
        check("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chrome on Linux");
        check("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0", "Edge on Windows");
        check("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1", "Safari on iOS");
        check("curl/8.5.0", "another program");
    }

    #[test]
    fn the_last_forwarded_address_is_the_one_that_the_proxy_saw() {
        let check = |values: &[&str], expected: Option<&str>| {
            let pairs =
                values.iter().map(|value| (http::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(value).unwrap()));
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(name, value);
            }
            assert_eq!(forwarded(&headers), expected.map(|text| text.parse().unwrap()), "{values:?}");
        };
        check(&["127.0.0.1, 203.0.113.9"], Some("203.0.113.9"));
        check(&["127.0.0.1", "203.0.113.9"], Some("203.0.113.9"));
        check(&["203.0.113.9, evil"], None);
        check(&[], None);
    }
}
