//! The head of a request to a proxy, read so strictly that nobody behind can read it otherwise.

use super::host::{HostName, authority};

/// The longest head.
pub(super) const HEAD_BYTES: usize = 16 * 1024;
/// What concerns the way to the proxy alone, or would let a connection be used for more than one request.
const DROPPED: [&str; 9] =
    ["connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade", "expect", "http2-settings"];

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A tunnel.
    Tunnel,
    /// One request, to be passed on with this head and so many bytes after it.
    Request { head: Vec<u8>, body: u64 },
}

/// A head that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) host: HostName,
    pub(super) port: u16,
    pub(super) authorization: Option<String>,
    pub(super) wanted: Wanted,
}

/// Reads a head that ends with its empty line; the reason when it is not to be served.
pub(super) fn parse(bytes: &[u8]) -> Result<Head, &'static str> {
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
    if *method == "CONNECT" {
        let (host, port) = authority(target.as_bytes(), None).ok_or("the host of the tunnel is no name and port")?;
        return Ok(Head { host, port, authorization, wanted: Wanted::Tunnel });
    }
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    let rest = target.strip_prefix("http://").filter(|_| is_method).ok_or("the target is no http:// address")?;
    let (place, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let named = authority(place.as_bytes(), Some(80)).ok_or("the host of the request is no name")?;
    let said = single(&headers, "host")?.ok_or("there is no Host header")?;
    if authority(said.as_bytes(), Some(80)).as_ref() != Some(&named) {
        return Err("the Host header names another host than the target");
    }
    let body = body(&headers)?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut head = format!("{method} {slash}{path} HTTP/1.1\r\n");
    for (name, value) in headers.iter().filter(|(name, _)| !DROPPED.contains(&name.as_str())) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("connection: close\r\n\r\n");
    let (host, port) = named;
    Ok(Head { host, port, authorization, wanted: Wanted::Request { head: head.into_bytes(), body } })
}

/// A name and a value: no space before the colon, no continued lines.
fn header(line: &str) -> Result<(String, String), &'static str> {
    let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if plain { Ok((name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned())) } else { Err("a header's name is not plain") }
}

/// The only value of a header; several are ambiguous.
fn single<'a>(headers: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, &'static str> {
    let mut found = headers.iter().filter(|(named, _)| named == name).map(|(_, value)| value.as_str());
    let first = found.next();
    if found.next().is_some() { Err("a header that may be there once is there more often") } else { Ok(first) }
}

/// How long the body is. Only a length that is said beforehand is unambiguous to everybody behind.
fn body(headers: &[(String, String)]) -> Result<u64, &'static str> {
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
        parse(text.as_bytes())
    }

    #[test]
    fn tunnels_and_requests() {
        let head =
            read("CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\nProxy-Authorization: Basic x\r\n\r\n").unwrap();
        assert_eq!((head.host.as_str(), head.port, head.authorization.as_deref()), ("api.example.com", 443, Some("Basic x")));
        assert_eq!(head.wanted, Wanted::Tunnel);
        let head = read("POST http://a.com/x?y HTTP/1.1\r\nHost: A.com\r\nContent-Length: 3\r\nUpgrade: websocket\r\nConnection: upgrade\r\nX-A: 1\r\n\r\n").unwrap();
        let Wanted::Request { head, body } = head.wanted else { panic!("a request") };
        assert_eq!(body, 3);
        assert_eq!(
            String::from_utf8(head).unwrap(),
            "POST /x?y HTTP/1.1\r\nhost: A.com\r\ncontent-length: 3\r\nx-a: 1\r\nconnection: close\r\n\r\n"
        );
        assert!(read("GET http://a.com HTTP/1.1\r\nhost: a.com\r\n\r\n").is_ok());
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
