//! Blobs in a bucket of an S3-compatible store: `<prefix>/<org>/ab/cdef…`, each made by one conditional request.

use crate::layout::{self, MARK};
use crate::{BlobError, BlobInfo, S3Keys, S3Location, Stored};
use bytes::{Bytes, BytesMut};
use dream_id::OrgId;
use dream_ledger::Digest;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, RetryConfig};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// A store that does not answer a request within this is taken as gone.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Failed requests are tried again, so often and for so long.
const RETRIES: usize = 3;
const RETRY_TIMEOUT: Duration = Duration::from_secs(30);
/// The object by which room is tried.
const ROOM_TRIED: &str = "room-tried";

/// Blobs in a bucket.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    store: Arc<AmazonS3>,
    prefix: String,
    shown: String,
}

impl Objects {
    /// Makes the client; the store is first asked by the first call.
    pub(crate) fn open(location: &S3Location, keys: Option<&S3Keys>) -> Result<Self, BlobError> {
        let options = ClientOptions::new().with_timeout(REQUEST_TIMEOUT).with_connect_timeout(CONNECT_TIMEOUT);
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_TIMEOUT, backoff: BackoffConfig::default() };
        let mut builder = AmazonS3Builder::from_env()
            .with_client_options(options)
            .with_retry(retry)
            .with_bucket_name(&location.bucket)
            // Blobs are removed one by one, and not every server knows the request for many.
            .with_disable_bulk_delete(true);
        if let Some(region) = &location.region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &location.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some(keys) = keys {
            builder = builder.with_access_key_id(&keys.id).with_secret_access_key(keys.secret.expose());
        }
        let shown = format!("s3://{}", location.bucket);
        let store = builder.build().map_err(BlobError::remote("opening", &shown))?;
        Ok(Self { store: Arc::new(store), prefix: location.prefix.clone(), shown })
    }

    pub(crate) async fn put(&self, org: OrgId, bytes: Bytes) -> Result<Digest, BlobError> {
        let digest = Digest::of(&bytes);
        let key = self.key(&layout::key(org, &digest));
        if self.create(&key, bytes.clone()).await? {
            return Ok(digest);
        }
        match self.get(org, digest).await {
            Ok(_) => return Ok(digest),
            Err(BlobError::Corrupt { place, .. }) => tracing::warn!(place, "a blob had been altered and is put again"),
            // Deleted since we found it.
            Err(BlobError::Missing { .. }) => {}
            Err(error) => return Err(error),
        }
        let put = self.store.put(&key, bytes.into()).await;
        put.map(|_| digest).map_err(BlobError::remote("writing", &self.place(&key)))
    }

    pub(crate) async fn put_stream(
        &self,
        org: OrgId,
        stream: impl Stream<Item = io::Result<Bytes>> + Send,
        limit: u64,
    ) -> Result<Stored, BlobError> {
        let mut stream = pin!(stream);
        let mut gathered = BytesMut::new();
        while let Some(part) = stream.next().await {
            let part = part.map_err(BlobError::Input)?;
            let size = gathered.len().saturating_add(part.len());
            if u64::try_from(size).unwrap_or(u64::MAX) > limit {
                return Err(BlobError::TooLarge { limit });
            }
            gathered.extend_from_slice(&part);
        }
        let size = u64::try_from(gathered.len()).unwrap_or(u64::MAX);
        let digest = self.put(org, gathered.freeze()).await?;
        Ok(Stored { digest, size })
    }

    pub(crate) async fn get(&self, org: OrgId, digest: Digest) -> Result<Bytes, BlobError> {
        let key = self.key(&layout::key(org, &digest));
        let Some(bytes) = self.read(&key).await? else { return Err(BlobError::Missing { org, digest }) };
        let found = Digest::of(&bytes);
        if found != digest {
            return Err(BlobError::Corrupt { place: self.place(&key), expected: digest, found });
        }
        Ok(bytes)
    }

    pub(crate) async fn exists(&self, org: OrgId, digest: Digest) -> Result<bool, BlobError> {
        let key = self.key(&layout::key(org, &digest));
        match self.store.head(&key).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(BlobError::remote("looking for", &self.place(&key))(error)),
        }
    }

    pub(crate) async fn delete(&self, org: OrgId, digest: Digest) -> Result<(), BlobError> {
        let key = self.key(&layout::key(org, &digest));
        match self.store.delete(&key).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(BlobError::remote("removing", &self.place(&key))(error)),
        }
    }

    pub(crate) async fn list(&self, org: OrgId) -> Result<Vec<BlobInfo>, BlobError> {
        let folder = self.key(&org.to_string());
        let listing = BlobError::remote("listing", &self.place(&folder));
        let objects = self.store.list(Some(&folder)).try_collect::<Vec<_>>().await.map_err(listing)?;
        let blob = |meta: object_store::ObjectMeta| {
            let mut names = meta.location.as_ref().rsplit('/');
            let (file, folder) = (names.next()?, names.next()?);
            Some(BlobInfo { digest: layout::digest(folder, file)?, size: meta.size })
        };
        Ok(objects.into_iter().filter_map(blob).collect())
    }

    /// Writes an object that is removed at once.
    pub(crate) async fn try_room(&self, bytes: Bytes) -> Result<(), BlobError> {
        let key = self.key(ROOM_TRIED);
        self.store.put(&key, bytes.into()).await.map_err(BlobError::remote("writing", &self.place(&key)))?;
        self.store.delete(&key).await.map_err(BlobError::remote("removing", &self.place(&key)))
    }

    pub(crate) async fn ping(&self) -> Result<(), BlobError> {
        let key = self.key(MARK);
        match self.read(&key).await? {
            Some(_) => Ok(()),
            None => Err(BlobError::Mark { place: self.place(&key) }),
        }
    }

    pub(crate) async fn identity(&self, candidate: &str) -> Result<String, BlobError> {
        let key = self.key(MARK);
        let mut found = self.read(&key).await?;
        if found.is_none() {
            self.create(&key, Bytes::copy_from_slice(candidate.as_bytes())).await?;
            found = self.read(&key).await?;
        }
        let mark = found.and_then(|bytes| String::from_utf8(bytes.into()).ok()).filter(|mark| layout::is_mark(mark));
        mark.ok_or_else(|| BlobError::Mark { place: self.place(&key) })
    }

    /// Makes an object where there is none; `false` when there is one. A store without conditional requests is asked first,
    /// and then overwritten: for blobs that is the same, as equal keys have equal bytes.
    async fn create(&self, key: &Path, bytes: Bytes) -> Result<bool, BlobError> {
        let writing = BlobError::remote("writing", &self.place(key));
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.store.put_opts(key, bytes.clone().into(), options).await {
            Ok(_) => return Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => return Ok(false),
            Err(error) if lacks_conditions(&error) => {}
            Err(error) => return Err(writing(error)),
        }
        match self.store.head(key).await {
            Ok(_) => Ok(false),
            Err(Error::NotFound { .. }) => self.store.put(key, bytes.into()).await.map(|_| true).map_err(writing),
            Err(error) => Err(writing(error)),
        }
    }

    async fn read(&self, key: &Path) -> Result<Option<Bytes>, BlobError> {
        let reading = BlobError::remote("reading", &self.place(key));
        match self.store.get(key).await {
            Ok(found) => found.bytes().await.map(Some).map_err(reading),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(reading(error)),
        }
    }

    fn key(&self, rest: &str) -> Path {
        Path::from(if self.prefix.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.prefix) })
    }

    fn place(&self, key: &Path) -> String {
        format!("{}/{key}", self.shown)
    }
}

/// Whether the store does not know conditional requests: the client refuses them, or the server answers 501.
fn lacks_conditions(error: &Error) -> bool {
    match error {
        Error::NotImplemented { .. } | Error::NotSupported { .. } => true,
        Error::Generic { source, .. } => source.to_string().contains("501 Not Implemented"),
        _ => false,
    }
}
