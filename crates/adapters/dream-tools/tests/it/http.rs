//! A server behind that is reached over streamable HTTP.

use crate::kit::{Script, Server, Version, limits, serve_before, text};
use dream_ports::{ToolServer, ToolTransport};
use dream_secret::Secret;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Counts the requests that carry the secret, and passes all of them on.
#[derive(Clone)]
struct Counting<S>(S, Arc<AtomicU64>);

impl<B, S: tower::Service<http::Request<B>>> tower::Service<http::Request<B>> for Counting<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<B>) -> S::Future {
        let secret = request.headers().get("x-key").is_some_and(|value| value == "hunter2");
        self.1.fetch_add(u64::from(secret), Ordering::Relaxed);
        self.0.call(request)
    }
}

/// A server over HTTP: its address, the requests that carried the secret, and what ends it.
async fn server(script: Arc<Script>) -> (String, Arc<AtomicU64>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    let make = move || Ok(Server::offering(vec!["echo"], Arc::clone(&script)));
    let service = StreamableHttpService::new(make, Arc::new(LocalSessionManager::default()), StreamableHttpServerConfig::default());
    let counted = Arc::new(AtomicU64::new(0));
    let service = Counting(service, Arc::clone(&counted));
    let serving = tokio::spawn(async move {
        let mut connections = tokio::task::JoinSet::new();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = TowerToHyperService::new(service.clone());
            connections.spawn(async move {
                // Ended by either side.
                let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    (url, counted, serving)
}

#[tokio::test]
async fn a_server_over_http_is_called_with_its_secret_and_missed_when_it_is_gone() {
    // Fails only when an earlier test has installed it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let script = Arc::new(Script::default());
    let (url, counted, serving) = server(Arc::clone(&script)).await;
    let headers = BTreeMap::from([("x-key".to_owned(), Secret::new("hunter2"))]);
    let files = ToolServer { name: "files".to_owned(), transport: ToolTransport::Http { url, headers }, timeout: Duration::from_secs(5) };
    let served = serve_before(limits(), Vec::new(), vec![files]).await;
    let agent = served.agent(Version::New).await;
    agent.until("files__echo", true).await;
    assert_eq!(text(&agent.call("files__echo", json!({"n": 1})).await), ("{\"n\":1}".to_owned(), false));
    assert!(counted.load(Ordering::Relaxed) > 0);
    assert_eq!(script.calls.lock().unwrap().len(), 1);
    serving.abort();
    assert!(serving.await.unwrap_err().is_cancelled());
    let (why, failed) = text(&agent.call("files__echo", json!({"n": 2})).await);
    assert!(failed && !why.contains("hunter2"), "{why}");
    assert_eq!(script.calls.lock().unwrap().len(), 1);
}
