//! What a tool server writes to its error output: read, so that it is never held up, and forgotten but for the last line.

use crate::redact::redacted;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::task::AbortHandle;

/// The longest line that is kept, in bytes.
const LINE: usize = 400;

/// The error output of a process.
#[derive(Default)]
pub(super) struct Complaints {
    last: Arc<Mutex<Vec<u8>>>,
    reader: Option<AbortHandle>,
}

impl Complaints {
    pub(super) fn of(output: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let last = Arc::new(Mutex::new(Vec::new()));
        let reader = tokio::spawn(read(output, Arc::clone(&last))).abort_handle();
        Self { last, reader: Some(reader) }
    }

    /// Its last line, as it may be shown.
    pub(super) fn last(&self) -> Option<String> {
        let kept = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let text = String::from_utf8_lossy(&kept);
        let line = text.lines().rev().find(|line| !line.trim().is_empty())?;
        let line: String = line.chars().filter(|letter| !letter.is_control()).take(110).collect();
        redacted(&line.into()).as_str().map(str::to_owned)
    }
}

impl Drop for Complaints {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            reader.abort();
        }
    }
}

async fn read(mut output: impl AsyncRead + Send + Unpin, last: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 4096];
    // An output that cannot be read any more has ended.
    while let Ok(count @ 1..) = output.read(&mut buffer).await {
        let mut kept = last.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(buffer.get(..count).unwrap_or_default());
        let surplus = kept.len().saturating_sub(LINE);
        kept.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn check(output: &'static [u8], expected: Option<&str>) {
        let last = Arc::new(Mutex::new(Vec::new()));
        read(output, Arc::clone(&last)).await;
        assert_eq!(Complaints { last, reader: None }.last().as_deref(), expected);
    }

    #[tokio::test]
    async fn the_last_line_is_kept_without_secrets() {
        check(b"", None).await;
        check(b"starting\nno such file: a.toml\n\n", Some("no such file: a.toml")).await;
        check(b"token is Bearer abcdefghijklmnop", Some("[removed]")).await;
        check(Box::leak([&[b'x'; 9_000][..], b"\nthe end"].concat().into_boxed_slice()), Some("the end")).await;
    }
}
