//! Answers that are bytes, read piece by piece.

use crate::call::Call;
use crate::send::address;
use crate::{Client, ClientError};
use bytes::Bytes;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

/// An answer that is read piece by piece.
#[derive(Debug)]
pub struct Download {
    response: Response,
}

impl Download {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// [`ClientError::BrokenOff`] when the answer ends too early.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ClientError> {
        self.response.chunk().await.map_err(|source| ClientError::BrokenOff { url: address(&self.response), source: source.without_url() })
    }

    /// The whole length in bytes, if the server says.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The media type, if the server says.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.response.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many blobs a backup lacks because they are damaged or gone, and the first of them by their digests.
    #[must_use]
    pub fn damaged(&self) -> (u64, Vec<String>) {
        let header = |name: &str| self.response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let named = header("dreamos-damaged-blobs").split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        (header("dreamos-damaged-count").parse().unwrap_or(0), named)
    }

    /// Everything at once, for what is known to be small.
    ///
    /// # Errors
    /// As [`Download::chunk`].
    pub async fn bytes(mut self) -> Result<Bytes, ClientError> {
        let mut all = Vec::new();
        while let Some(piece) = self.chunk().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.into())
    }
}

impl Client {
    /// Downloads something below the caller's organisation.
    pub(crate) async fn download(&self, call: Call) -> Result<Download, ClientError> {
        let call = self.below_org(call).await?.endless();
        Ok(Download { response: self.send(call).await? })
    }
}
