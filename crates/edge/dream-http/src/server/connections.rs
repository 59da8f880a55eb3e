//! Connections that are open.

use crate::peer::Peer;
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower_http::add_extension::AddExtension;

/// How many connections may be open at once; more wait in the system's queue.
const MOST: usize = 4_096;
/// How long a caller has to send the headers of a request, and to agree on TLS.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait when the system has nothing left to accept with.
const PAUSE: Duration = Duration::from_millis(100);

/// What every connection is served with.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) router: Router,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) behind_proxy: Option<IpAddr>,
}

/// Connections that are open, each with a task of its own.
#[derive(Default)]
pub(super) struct Connections {
    tasks: JoinSet<()>,
    graceful: GracefulShutdown,
}

impl Connections {
    pub(super) fn has_room(&self) -> bool {
        self.tasks.len() < MOST
    }

    pub(super) fn add(&mut self, service: &Service, stream: TcpStream, peer: SocketAddr) {
        if !service.admits(peer.ip()) {
            tracing::debug!(peer.address = %peer, "a connection past the proxy was refused");
            return;
        }
        self.tasks.spawn(serve(service.clone(), stream, Peer(peer.ip()), self.graceful.watcher()));
    }

    /// Waits until a connection has ended, and forgets it.
    pub(super) async fn reap(&mut self) {
        match self.tasks.join_next().await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::error!(error.message = %error, "a connection's task failed; this is a defect of the program"),
            None => std::future::pending().await,
        }
    }

    /// A connection could not be accepted. One that was reset is the caller's business; for the rest there is nothing but to wait.
    pub(super) async fn not_accepted(&self, error: &io::Error) {
        if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused) {
            return;
        }
        tracing::error!(error.message = %error, connections.open = self.tasks.len(), "no connection could be accepted");
        tokio::time::sleep(PAUSE).await;
    }

    /// Ends: requests under way are finished, idle connections are closed. After `grace` the rest is cut off; false then.
    pub(super) async fn finish(self, grace: Duration) -> bool {
        let Self { mut tasks, graceful } = self;
        let in_time = tokio::time::timeout(grace, graceful.shutdown()).await.is_ok();
        tasks.shutdown().await;
        in_time
    }
}

impl Service {
    /// Whether a connection from `peer` is let in.
    fn admits(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.behind_proxy.is_none_or(|proxy| peer == proxy.to_canonical() || peer.is_loopback())
    }
}

async fn serve(service: Service, stream: TcpStream, peer: Peer, watcher: Watcher) {
    // Small answers must not wait for more; a stream that refuses this is served all the same.
    let _ = stream.set_nodelay(true);
    let Service { router, tls, .. } = service;
    match tls {
        None => converse(stream, router, peer, watcher).await,
        Some(tls) => match tokio::time::timeout(PATIENCE, tls.accept(stream)).await {
            Ok(Ok(stream)) => converse(stream, router, peer, watcher).await,
            Ok(Err(error)) => tracing::debug!(error.message = %error, "TLS was not agreed on"),
            Err(_) => tracing::debug!("TLS was not agreed on in time"),
        },
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static, router: Router, peer: Peer, watcher: Watcher) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(PATIENCE)).max_concurrent_streams(250);
    let connection = builder
        .serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(AddExtension::new(router, peer)))
        .into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(error.message = %error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_proxy_only_the_proxy_and_this_machine_are_let_in() {
        let service =
            |proxy: Option<&str>| Service { router: Router::new(), tls: None, behind_proxy: proxy.map(|proxy| proxy.parse().unwrap()) };
        for (proxy, peer, expected) in [
            (None, "203.0.113.9", true),
            (Some("10.0.0.1"), "10.0.0.1", true),
            (Some("10.0.0.1"), "::ffff:10.0.0.1", true),
            (Some("10.0.0.1"), "127.0.0.1", true),
            (Some("10.0.0.1"), "10.0.0.2", false),
        ] {
            assert_eq!(service(proxy).admits(peer.parse().unwrap()), expected, "{proxy:?} {peer}");
        }
    }
}
