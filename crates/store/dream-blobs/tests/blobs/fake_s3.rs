//! A minimal S3 server on loopback: PUT, GET, HEAD, DELETE, `ListObjectsV2` in short pages, and `If-None-Match`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dream_blobs::{Blobs, S3Keys, S3Location};
use dream_secret::Secret;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

const BUCKET: &str = "bucket";
const PAGE: usize = 2;

#[derive(Default)]
struct Server {
    objects: BTreeMap<String, Bytes>,
    /// Answers to give instead of doing what is asked.
    failures: VecDeque<StatusCode>,
    /// Whether conditional requests are unknown.
    unconditional: bool,
    requests: usize,
}

type Shared = Arc<Mutex<Server>>;

pub(crate) struct FakeS3 {
    address: String,
    server: Shared,
    task: JoinHandle<()>,
}

impl FakeS3 {
    pub(crate) async fn start() -> Self {
        // Fails when it is installed already, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Shared::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&server));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, server, task }
    }

    pub(crate) fn location(&self, prefix: &str) -> S3Location {
        S3Location { bucket: BUCKET.into(), prefix: prefix.into(), endpoint: Some(self.address.clone()), region: Some("eu-test-1".into()) }
    }

    pub(crate) fn open(&self, prefix: &str) -> Blobs {
        let keys = S3Keys { id: "test".into(), secret: Secret::new("not a secret") };
        Blobs::open_bucket(&self.location(prefix), &keys).unwrap()
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.server.lock().unwrap().objects.keys().cloned().collect()
    }

    pub(crate) fn alter(&self, key: &str, bytes: &[u8]) {
        self.server.lock().unwrap().objects.insert(key.to_owned(), Bytes::copy_from_slice(bytes)).unwrap();
    }

    pub(crate) fn fail_next(&self, with: StatusCode, times: usize) {
        self.server.lock().unwrap().failures.extend(std::iter::repeat_n(with, times));
    }

    pub(crate) fn forget_conditions(&self) {
        self.server.lock().unwrap().unconditional = true;
    }

    pub(crate) fn requests(&self) -> usize {
        self.server.lock().unwrap().requests
    }
}

impl Drop for FakeS3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(server): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let mut server = server.lock().unwrap();
    server.requests += 1;
    if let Some(status) = server.failures.pop_front() {
        return (status, "<Error><Code>Failed</Code></Error>").into_response();
    }
    if !parts.headers.contains_key(header::AUTHORIZATION) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = parts.uri.path().strip_prefix(&format!("/{BUCKET}")).map(|path| path.trim_start_matches('/').to_owned());
    let Some(key) = path else { return StatusCode::NOT_FOUND.into_response() };
    match parts.method {
        Method::GET if key.is_empty() => list(&server, parts.uri.query().unwrap_or_default()),
        Method::GET | Method::HEAD => match server.objects.get(&key) {
            Some(bytes) => ([("etag", "\"e\""), ("last-modified", "Wed, 01 Jan 2020 00:00:00 GMT")], bytes.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::PUT => put(&mut server, key, &parts.headers, body),
        Method::DELETE => {
            server.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn put(server: &mut Server, key: String, headers: &HeaderMap, body: Bytes) -> Response {
    if headers.contains_key(header::IF_NONE_MATCH) {
        if server.unconditional {
            return (StatusCode::NOT_IMPLEMENTED, "<Error><Code>NotImplemented</Code></Error>").into_response();
        }
        if server.objects.contains_key(&key) {
            return StatusCode::PRECONDITION_FAILED.into_response();
        }
    }
    server.objects.insert(key, body);
    [("etag", "\"e\"")].into_response()
}

fn list(server: &Server, query: &str) -> Response {
    let value = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.replace("%2F", "/"))
    };
    let prefix = value("prefix").unwrap_or_default();
    let after = value("continuation-token").unwrap_or_default();
    let mut found = server.objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after);
    let mut xml = String::from("<?xml version=\"1.0\"?><ListBucketResult>");
    let mut last = None;
    for (key, bytes) in found.by_ref().take(PAGE) {
        let size = bytes.len();
        write!(
            xml,
            "<Contents><Key>{key}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag><Size>{size}</Size></Contents>"
        )
        .unwrap();
        last = Some(key);
    }
    let more = found.next().is_some();
    write!(xml, "<IsTruncated>{more}</IsTruncated>").unwrap();
    if let Some(last) = last.filter(|_| more) {
        write!(xml, "<NextContinuationToken>{last}</NextContinuationToken>").unwrap();
    }
    xml.push_str("</ListBucketResult>");
    ([("content-type", "application/xml")], xml).into_response()
}
