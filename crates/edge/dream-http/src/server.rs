//! The listener: connections in, requests through the router, and a graceful end.

mod connections;
mod tls;

pub use tls::Tls;

use crate::cookies::Cookies;
use crate::router::{RouterOptions, Serves, bridge_router, health_router, router};
use connections::{Connections, Service};
use dream_app::{App, limits::Limits};
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

/// How the API is served.
#[derive(Debug)]
pub struct ServeOptions {
    /// What to serve HTTPS with; plain HTTP when `None`.
    pub tls: Option<Tls>,
    /// The proxy in front: nobody else but this machine itself may connect then. Anybody may when `None`.
    pub behind_proxy: Option<IpAddr>,
    /// How many calls a minute each token may make; an organisation ten times as many.
    pub calls_per_minute: u32,
    /// What of the API is served.
    pub serves: Serves,
    /// How long requests under way may take after the server was told to stop.
    pub grace: Duration,
}

/// Why the API cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A certificate or key cannot be read.
    #[error("{} is no {what} as PEM that can be read; check the file and its permissions", path.display())]
    Pem {
        /// What was looked for.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// Certificate and key make no server.
    #[error("the certificate in {} cannot be used with its key; check that they belong together", cert.display())]
    Tls {
        /// The certificate's file.
        cert: PathBuf,
        /// Why.
        #[source]
        source: rustls::Error,
    },
    /// The listener is no longer there.
    #[error("the address to listen on is not usable")]
    Listener(#[source] std::io::Error),
}

/// A server that is ready to let callers in.
pub struct Server {
    listener: TcpListener,
    service: Service,
    app: App,
    drain: watch::Sender<bool>,
    open_streams: mpsc::Receiver<Infallible>,
    grace: Duration,
}

impl Server {
    /// A server of `app` on `listener`.
    ///
    /// # Errors
    /// [`ServeError`] when `listener` has no address.
    pub fn new(listener: TcpListener, app: App, options: ServeOptions) -> Result<Self, ServeError> {
        let ServeOptions { tls, behind_proxy, calls_per_minute, serves, grace } = options;
        let address = listener.local_addr().map_err(ServeError::Listener)?;
        let tls = tls.map(|tls| tls.acceptor);
        let (drain, draining) = watch::channel(false);
        let (streams, open_streams) = mpsc::channel(1);
        // Whoever is on this machine may read how it is doing; behind a proxy everybody seems to be on this machine.
        let open_metrics = address.ip().is_loopback() && behind_proxy.is_none();
        let cookies = if tls.is_some() || behind_proxy.is_some() { Cookies::over_https() } else { Cookies::on_loopback(address.port()) };
        let limits = Limits::per_minute(calls_per_minute);
        let answering = RouterOptions { limits, cookies, behind_proxy: behind_proxy.is_some(), open_metrics, draining, streams };
        let router = match serves {
            Serves::All => router(app.clone(), answering),
            Serves::Bridge => bridge_router(app.clone(), answering),
            Serves::Health => health_router(app.clone(), answering),
        };
        Ok(Self { listener, service: Service { router, tls, behind_proxy }, app, drain, open_streams, grace })
    }

    /// Serves until `shutdown` is ready. Then nobody new is let in, live views end, and requests under way are finished, for at most the
    /// grace.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let Self { listener, service, app, drain, mut open_streams, grace } = self;
        tracing::info!(server.address = ?listener.local_addr().ok(), "serving the API");
        let connections = accept(listener, service, shutdown).await;
        drain.send_replace(true);
        dream_app::messages::end_waits(&app);
        let began = Instant::now();
        let mut in_time = connections.finish(grace).await;
        // Streams outlive the requests that opened them: what they have accepted is carried out before the end.
        in_time &= tokio::time::timeout(grace.saturating_sub(began.elapsed()), open_streams.recv()).await.is_ok();
        if in_time {
            tracing::info!("every request was answered; the API has stopped");
        } else {
            tracing::warn!(
                grace_ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX),
                "requests took longer than the grace and were cut off"
            );
        }
    }
}

async fn accept(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()> + Send) -> Connections {
    let mut connections = Connections::default();
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => return connections,
            accepted = listener.accept(), if connections.has_room() => match accepted {
                Ok((stream, peer)) => connections.add(&service, stream, peer),
                Err(error) => connections.not_accepted(&error).await,
            },
            () = connections.reap() => {}
        }
    }
}
