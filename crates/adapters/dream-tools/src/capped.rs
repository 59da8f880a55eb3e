//! A reader that ends when a line gets too long, so that whoever writes it learns of it at once instead of waiting for an answer.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};
use tokio_util::sync::CancellationToken;

/// Reads from `inner` until a line of it has more than `most` bytes, and never again after that.
pub(crate) struct Capped<R> {
    inner: R,
    most: usize,
    line: usize,
    over: CancellationToken,
}

impl<R> Capped<R> {
    /// `over` is cancelled when there is nothing more to read.
    pub(crate) fn new(inner: R, most: usize, over: CancellationToken) -> Self {
        Self { inner, most, line: 0, over }
    }

    /// Counts on through `bytes`; false when a line is too long.
    fn count(&mut self, bytes: &[u8]) -> bool {
        for (number, piece) in bytes.split(|byte| *byte == b'\n').enumerate() {
            self.line = if number == 0 { self.line.saturating_add(piece.len()) } else { piece.len() };
            if self.line > self.most {
                return false;
            }
        }
        true
    }

    fn too_long(&self) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, format!("a message has more than {} bytes", self.most))
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Capped<R> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.line > self.most {
            return Poll::Ready(Err(self.too_long()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
        let read = buffer.filled().get(before..).unwrap_or_default();
        if read.is_empty() {
            self.over.cancel();
        }
        if self.count(read) {
            return Poll::Ready(Ok(()));
        }
        // Who reads in vain must find nothing read.
        buffer.set_filled(before);
        self.over.cancel();
        Poll::Ready(Err(self.too_long()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt as _;

    async fn check(text: &[u8], most: usize, whole: bool) {
        let mut read = Vec::new();
        let over = CancellationToken::new();
        let result = Capped::new(text, most, over.clone()).read_to_end(&mut read).await;
        assert!(over.is_cancelled());
        assert_eq!(result.is_ok(), whole, "{} bytes, lines of {most}", text.len());
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_ends_the_reading() {
        check(b"", 1, true).await;
        check(b"abc\nabc\n\nabc", 3, true).await;
        check(b"abc\nabcd\n", 3, false).await;
        check(b"abcd", 3, false).await;
        let long = vec![b'x'; 100_000];
        check(&long, 99_999, false).await;
        check(&long, 100_000, true).await;
    }
}
