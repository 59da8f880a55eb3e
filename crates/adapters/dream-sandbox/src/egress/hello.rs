//! The name in the first message of TLS: RFC 8446 section 4.1.2, RFC 6066 section 3.

use super::host::HostName;

/// The longest first message.
pub(super) const HELLO_BYTES: usize = 64 * 1024;
/// A record's header, and the longest record.
const RECORD_HEADER: usize = 5;
const RECORD_BYTES: usize = 16 * 1024;

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_NAME: u16 = 0;
const ENCRYPTED_CLIENT_HELLO: u16 = 0xfe0d;
const HOST_NAME: u8 = 0;

/// What the bytes so far say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hello {
    /// The message is not whole yet.
    More,
    /// The name it is for.
    For(HostName),
    /// It is not to be passed on, and why.
    Refused(&'static str),
}

/// Looks at what a client has sent first.
pub(super) fn look(bytes: &[u8]) -> Hello {
    match message(bytes) {
        Ok(Some(message)) => name(&message).map_or_else(Hello::Refused, Hello::For),
        Ok(None) if bytes.len() >= HELLO_BYTES => Hello::Refused("the first message of TLS is too long"),
        Ok(None) => Hello::More,
        Err(why) => Hello::Refused(why),
    }
}

/// The handshake message, put together from its records.
fn message(mut bytes: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
    const NOT_TLS: &str = "the tunnel does not begin with TLS";
    let mut message = Vec::new();
    loop {
        if let Some([kind, high, middle, low, rest @ ..]) = message.get(..) {
            let length = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
            if *kind != CLIENT_HELLO {
                return Err(NOT_TLS);
            }
            if let Some(body) = rest.get(..length) {
                return Ok(Some(body.to_vec()));
            }
        }
        if bytes.first().is_some_and(|kind| *kind != HANDSHAKE) || bytes.get(1).is_some_and(|version| *version != 3) {
            return Err(NOT_TLS);
        }
        let Some([_, _, _, high, low]) = bytes.get(..RECORD_HEADER) else { return Ok(None) };
        let length = usize::from(*high) << 8 | usize::from(*low);
        if length == 0 || length > RECORD_BYTES {
            return Err(NOT_TLS);
        }
        let Some(record) = bytes.get(RECORD_HEADER..RECORD_HEADER + length) else { return Ok(None) };
        message.extend_from_slice(record);
        bytes = bytes.get(RECORD_HEADER + length..).unwrap_or_default();
    }
}

fn name(message: &[u8]) -> Result<HostName, &'static str> {
    const BROKEN: &str = "the first message of TLS is broken";
    let mut reader = Reader(message);
    // Version and random bytes, then session, ciphers, compressions: of no concern here.
    reader.take(34).and_then(|_| reader.vector8()).and_then(|_| reader.vector16()).and_then(|_| reader.vector8()).ok_or(BROKEN)?;
    let mut extensions = Reader(reader.vector16().ok_or("the first message of TLS has no extensions, so no name")?);
    let mut found = None;
    while !extensions.0.is_empty() {
        let kind = extensions.number16().ok_or(BROKEN)?;
        let content = extensions.vector16().ok_or(BROKEN)?;
        match kind {
            ENCRYPTED_CLIENT_HELLO => return Err("the name in TLS is encrypted"),
            SERVER_NAME if found.is_some() => return Err(BROKEN),
            SERVER_NAME => found = Some(server_name(content).ok_or("the name in TLS is no host name")?),
            _ => {}
        }
    }
    found.ok_or("TLS names no host")
}

/// The only entry of the list.
fn server_name(content: &[u8]) -> Option<HostName> {
    let mut outer = Reader(content);
    let mut list = Reader(outer.vector16()?);
    let kind = list.take(1)?.first().copied()?;
    let name = list.vector16()?;
    (kind == HOST_NAME && list.0.is_empty() && outer.0.is_empty()).then(|| HostName::parse(name))?
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number16(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk::<2>().map(|bytes| u16::from_be_bytes(*bytes))
    }

    fn vector8(&mut self) -> Option<&'a [u8]> {
        let length = self.take(1)?.first().copied()?;
        self.take(length.into())
    }

    fn vector16(&mut self) -> Option<&'a [u8]> {
        let length = self.number16()?;
        self.take(length.into())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A first message for `name`.
    pub(in crate::egress) fn for_name(name: &str) -> Vec<u8> {
        hello(&names(name.as_bytes()), 4_000)
    }

    fn vector16(content: &[u8]) -> Vec<u8> {
        [&u16::try_from(content.len()).unwrap().to_be_bytes()[..], content].concat()
    }

    fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
        [&kind.to_be_bytes()[..], &vector16(content)].concat()
    }

    fn names(name: &[u8]) -> Vec<u8> {
        extension(0, &vector16(&[&[0][..], &vector16(name)].concat()))
    }

    /// In records of `record` bytes each.
    fn hello(extensions: &[u8], record: usize) -> Vec<u8> {
        let body = [&[3, 3][..], &[7; 32], &[0], &vector16(&[0x13, 1]), &[1, 0], &vector16(extensions)].concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let message = [&[1][..], &length[1..], &body].concat();
        message.chunks(record).flat_map(|part| [&[22, 3, 1][..], &vector16(part)].concat()).collect()
    }

    #[test]
    fn the_name_is_found_however_the_message_is_cut() {
        let extensions = [extension(10, &[0, 2, 0, 29]), names(b"API.example.com")].concat();
        let expected = Hello::For(HostName::parse(b"api.example.com").unwrap());
        for record in [1, 7, 4_000] {
            let bytes = hello(&extensions, record);
            assert_eq!(look(&bytes), expected);
            for end in 0..bytes.len() {
                assert_eq!(look(&bytes[..end]), Hello::More, "{end} of {}", bytes.len());
            }
        }
    }

    #[test]
    fn what_is_refused() {
        let refused = [
            hello(&[], 4_000),
            hello(&extension(10, &[]), 4_000),
            hello(&names(b"127.0.0.1"), 4_000),
            hello(&names(b"a.com\0.b.com"), 4_000),
            hello(&[names(b"a.com"), names(b"b.com")].concat(), 4_000),
            hello(&[names(b"a.com"), extension(0xfe0d, &[1])].concat(), 4_000),
            b"GET / HTTP/1.1\r\n".to_vec(),
            b"SSH-2.0-x".to_vec(),
            vec![22, 3, 1, 0, 0],
            vec![22, 3, 1, 0, 4, 2, 0, 0, 0],
        ];
        for bytes in refused {
            assert!(matches!(look(&bytes), Hello::Refused(_)), "{:?}", look(&bytes));
        }
        assert!(matches!(
            look(&[&[22, 3, 1][..], &vector16(&[&[1, 255, 255, 255][..], &[0; 16_000]].concat())].concat().repeat(5)),
            Hello::Refused(_)
        ));
    }
}
