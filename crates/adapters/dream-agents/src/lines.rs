//! Lines of a stream, never more of one in memory than is allowed.

use bytes::{Bytes, BytesMut};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// How much is asked for at once, in bytes.
const CHUNK: usize = 16 << 10;
/// A buffer that has grown beyond this is given back once it is empty.
const KEPT: usize = 256 << 10;

/// The lines of `input`.
pub(crate) struct Lines<R> {
    input: R,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    scanned: usize,
    limit: usize,
    ended: bool,
}

/// A line, or what stands in its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line without its end.
    Whole(Bytes),
    /// The first bytes of a line that is longer than is allowed. What comes next is its rest.
    Cut(Bytes),
    /// There are no more.
    End,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// The lines of `input`, of at most `limit` bytes each.
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self { input, buffer: BytesMut::new(), scanned: 0, limit, ended: false }
    }

    /// The next line. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> io::Result<Line> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.buffer.get(self.scanned..).unwrap_or_default()) {
                let length = self.scanned + end;
                if length <= self.limit {
                    let mut line = self.take(length + 1);
                    line.truncate(length);
                    return Ok(Line::Whole(line));
                }
            } else {
                self.scanned = self.buffer.len();
            }
            if self.buffer.len() > self.limit {
                return Ok(Line::Cut(self.take(self.limit)));
            }
            if self.ended {
                let rest = self.take(self.buffer.len());
                return Ok(if rest.is_empty() { Line::End } else { Line::Whole(rest) });
            }
            self.buffer.reserve(CHUNK);
            self.ended = self.input.read_buf(&mut self.buffer).await? == 0;
        }
    }

    fn take(&mut self, length: usize) -> Bytes {
        let taken = self.buffer.split_to(length).freeze();
        self.scanned = 0;
        if self.buffer.is_empty() && taken.len() > KEPT {
            self.buffer = BytesMut::new();
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines};

    async fn all(input: &[u8], limit: usize) -> Vec<String> {
        let mut lines = Lines::new(input, limit);
        let mut found = Vec::new();
        loop {
            match lines.next().await.unwrap() {
                Line::Whole(line) => found.push(String::from_utf8_lossy(&line).into_owned()),
                Line::Cut(line) => found.push(format!("{}…", String::from_utf8_lossy(&line))),
                Line::End => return found,
            }
        }
    }

    #[tokio::test]
    async fn lines_are_cut_at_their_limit_and_not_before() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("one\ntwo\n", &["one", "two"]),
            ("one\n\nlast", &["one", "", "last"]),
            ("12345\n", &["12345"]),
            ("123456\n", &["12345…", "6"]),
            ("1234567890ab", &["12345…", "67890…", "ab"]),
        ];
        for (input, expected) in cases {
            assert_eq!(all(input.as_bytes(), 5).await, *expected, "{input:?}");
        }
    }
}
