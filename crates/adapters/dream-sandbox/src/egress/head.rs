//! The head of a request to a proxy, read so strictly that nobody behind can read it otherwise.

use super::host::{HostName, authority};
use std::fmt;

/// The longest head.
pub(super) const HEAD_BYTES: usize = 16 * 1024;
/// What concerns the way to the proxy alone, or would let a connection be used for more than one request.
const DROPPED: [&str; 9] =
    ["connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade", "expect", "http2-settings"];

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A tunnel.
    Tunnel { host: HostName, port: u16 },
    /// One request to a host, to be passed on with this head and so many bytes after it.
    Request { host: HostName, port: u16, head: Vec<u8>, body: u64 },
    /// One request to the proxy itself, to be passed on likewise: for the server's tools.
    Own { head: Vec<u8>, body: u64 },
}

impl Wanted {
    /// The host and the port; `None` for the proxy itself.
    pub(super) fn to(&self) -> Option<(&HostName, u16)> {
        match self {
            Self::Tunnel { host, port } | Self::Request { host, port, .. } => Some((host, *port)),
            Self::Own { .. } => None,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to() {
            Some((host, port)) => write!(f, "{host}:{port}"),
            None => f.write_str("the server's tools"),
        }
    }
}

/// A head that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) authorization: Option<String>,
    pub(super) wanted: Wanted,
}

/// Reads a head that ends with its empty line; the reason when it is not to be served. `own` is the address by which the proxy itself may be
/// asked, where there is anything to ask of it.
pub(super) fn parse(bytes: &[u8], own: Option<&str>) -> Result<Head, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the head is not ASCII")?;
    if text.bytes().any(|byte| byte >= 0x7f || (byte < 0x20 && !matches!(byte, b'\r' | b'\n' | b'\t'))) {
        return Err("the head holds control characters");
    }
    let text = text.strip_suffix("\r\n\r\n").ok_or("the head does not end")?;
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap_or_default();
    let headers = lines.map(header).collect::<Result<Vec<_>, _>>()?;
    if text.split("\r\n").any(|line| line.contains(['\r', '\n'])) {
        return Err("a line ends otherwise than with CR LF");
    }
    let words: Vec<&str> = line.split(' ').collect();
    let [method, target, "HTTP/1.1" | "HTTP/1.0"] = words.as_slice() else { return Err("the first line is no request of HTTP/1") };
    let authorization = single(&headers, "proxy-authorization")?.map(str::to_owned);
    Ok(Head { authorization, wanted: wanted(method, target, &headers, own)? })
}

type Headers = [(String, String)];

fn wanted(method: &str, target: &str, headers: &Headers, own: Option<&str>) -> Result<Wanted, &'static str> {
    if method == "CONNECT" {
        let (host, port) = authority(target.as_bytes(), None).ok_or("the host of the tunnel is no name and port")?;
        return Ok(Wanted::Tunnel { host, port });
    }
    if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err("the method is no word in capitals");
    }
    if let Some((own, path)) = own.and_then(|own| Some((own, own_path(target, own)?))) {
        if single(headers, "host")? != Some(own) {
            return Err("the Host header names another than the proxy that was asked");
        }
        return Ok(Wanted::Own { head: passed_on(method, path, headers), body: body(headers)? });
    }
    let rest = target.strip_prefix("http://").ok_or("the target is no http:// address")?;
    let (place, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = authority(place.as_bytes(), Some(80)).ok_or("the host of the request is no name")?;
    let said = single(headers, "host")?.ok_or("there is no Host header")?;
    if authority(said.as_bytes(), Some(80)).as_ref() != Some(&(host.clone(), port)) {
        return Err("the Host header names another host than the target");
    }
    Ok(Wanted::Request { host, port, head: passed_on(method, path, headers), body: body(headers)? })
}

/// The path of a request to the proxy itself: asked as a server is, or as a proxy is by a client that takes it for one everywhere.
fn own_path<'a>(target: &'a str, own: &str) -> Option<&'a str> {
    let path = target.strip_prefix("http://").map_or(Some(target), |rest| rest.strip_prefix(own));
    path.filter(|path| path.starts_with('/'))
}

/// The head for the server behind: what concerns the way to the proxy alone stays here.
fn passed_on(method: &str, path: &str, headers: &Headers) -> Vec<u8> {
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut head = format!("{method} {slash}{path} HTTP/1.1\r\n");
    for (name, value) in headers.iter().filter(|(name, _)| !DROPPED.contains(&name.as_str())) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("connection: close\r\n\r\n");
    head.into_bytes()
}

/// A name and a value: no space before the colon, no continued lines.
fn header(line: &str) -> Result<(String, String), &'static str> {
    let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if plain { Ok((name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned())) } else { Err("a header's name is not plain") }
}

/// The only value of a header; several are ambiguous.
fn single<'a>(headers: &'a Headers, name: &str) -> Result<Option<&'a str>, &'static str> {
    let mut found = headers.iter().filter(|(named, _)| named == name).map(|(_, value)| value.as_str());
    let first = found.next();
    if found.next().is_some() { Err("a header that may be there once is there more often") } else { Ok(first) }
}

/// How long the body is. Only a length that is said beforehand is unambiguous to everybody behind.
fn body(headers: &Headers) -> Result<u64, &'static str> {
    if single(headers, "transfer-encoding")?.is_some() {
        return Err("a body without a length is not passed on; send Content-Length");
    }
    let Some(length) = single(headers, "content-length")? else { return Ok(0) };
    let plain = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    length.parse().ok().filter(|_| plain).ok_or("the length of the body is no number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Head, &'static str> {
        parse(text.as_bytes(), Some("127.0.0.1:3128"))
    }

    #[test]
    fn tunnels_and_requests() {
        let head =
            read("CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\nProxy-Authorization: Basic x\r\n\r\n").unwrap();
        assert_eq!((head.wanted.to_string().as_str(), head.authorization.as_deref()), ("api.example.com:443", Some("Basic x")));
        assert!(matches!(head.wanted, Wanted::Tunnel { .. }));
        let head = read("POST http://a.com/x?y HTTP/1.1\r\nHost: A.com\r\nContent-Length: 3\r\nUpgrade: websocket\r\nConnection: upgrade\r\nX-A: 1\r\n\r\n").unwrap();
        let Wanted::Request { head, body, .. } = head.wanted else { panic!("a request") };
        assert_eq!(body, 3);
        assert_eq!(
            String::from_utf8(head).unwrap(),
            "POST /x?y HTTP/1.1\r\nhost: A.com\r\ncontent-length: 3\r\nx-a: 1\r\nconnection: close\r\n\r\n"
        );
        assert!(read("GET http://a.com HTTP/1.1\r\nhost: a.com\r\n\r\n").is_ok());
    }

    #[test]
    fn requests_to_the_proxy_itself() {
        for target in ["/orgs/a/mcp", "http://127.0.0.1:3128/orgs/a/mcp"] {
            let text = format!("POST {target} HTTP/1.1\r\nHost: 127.0.0.1:3128\r\nContent-Length: 3\r\nProxy-Authorization: x\r\n\r\n");
            let Wanted::Own { head, body } = read(&text).unwrap().wanted else { panic!("{target}") };
            let expected = "POST /orgs/a/mcp HTTP/1.1\r\nhost: 127.0.0.1:3128\r\ncontent-length: 3\r\nconnection: close\r\n\r\n";
            assert_eq!((String::from_utf8(head).unwrap().as_str(), body), (expected, 3), "{target}");
            assert!(parse(text.as_bytes(), None).is_err(), "{target}: there is nothing to ask of it");
        }
        for (target, host) in [
            ("/mcp", "a.com"),
            ("/mcp", "127.0.0.1"),
            ("/mcp", "127.0.0.1:7717"),
            ("/mcp", "localhost:3128"),
            ("http://127.0.0.1:3128/mcp", "a.com"),
            ("http://127.0.0.1:3128", "127.0.0.1:3128"),
            ("http://127.0.0.1:31280/mcp", "127.0.0.1:31280"),
            ("http://127.0.0.1:3128@a.com/mcp", "a.com"),
            ("http://127.0.0.1:7717/api/v1/me", "127.0.0.1:7717"),
            ("*", "127.0.0.1:3128"),
        ] {
            assert!(read(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")).is_err(), "{target} of {host}");
        }
    }

    #[test]
    fn what_is_ambiguous_is_refused() {
        let refused = [
            "CONNECT a.com HTTP/1.1\r\n\r\n",
            "CONNECT a.com:443\0.b.com HTTP/1.1\r\n\r\n",
            "CONNECT evil.com\0.a.com:443 HTTP/1.1\r\n\r\n",
            "CONNECT 127.0.0.1:443 HTTP/1.1\r\n\r\n",
            "CONNECT [::1]:443 HTTP/1.1\r\n\r\n",
            "CONNECT user@a.com:443 HTTP/1.1\r\n\r\n",
            "CONNECT  a.com:443 HTTP/1.1\r\n\r\n",
            "CONNECT a.com:443 HTTP/2\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\nHost: b.com\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\nHost: a.com:81\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\nHost: a.com\r\nHost: a.com\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\n\r\n",
            "GET http://a.com@b.com/ HTTP/1.1\r\nHost: a.com\r\n\r\n",
            "GET http://a.com#@b.com/ HTTP/1.1\r\nHost: a.com\r\n\r\n",
            "GET https://a.com/ HTTP/1.1\r\nHost: a.com\r\n\r\n",
            "GET /only-a-path HTTP/1.1\r\nHost: a.com\r\n\r\n",
            "POST http://a.com/ HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST http://a.com/ HTTP/1.1\r\nHost: a.com\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST http://a.com/ HTTP/1.1\r\nHost: a.com\r\nContent-Length: +1\r\n\r\n",
            "POST http://a.com/ HTTP/1.1\r\nHost: a.com\r\nContent-Length : 1\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\nHost: a.com\r\nX: 1\n\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\r\nHost: a.com\r\n folded\r\n\r\n",
            "GET http://a.com/ HTTP/1.1\nHost: a.com\n\n",
        ];
        for text in refused {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
