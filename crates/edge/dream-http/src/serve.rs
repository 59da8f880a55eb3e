//! Serving: the layers around the routes, and the life from listening to drained.

use crate::metrics::Metrics;
use crate::problem::{no_method, no_route, panicked};
use crate::state::{Http, Parts};
use crate::tls::{Peer, TlsError};
use crate::{api, auth, etag, health, observe, openapi, tls, web};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use dream_app::App;
use dream_app::limits::Limits;
use http::header;
use std::future::Future;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The largest body of an operation that does not say otherwise.
const BODY_LIMIT: usize = 1 << 20;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Certificate chain and key as PEM, to serve HTTPS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The proxy in front, whose word about the client's address counts.
    pub behind_proxy: Option<IpAddr>,
    /// Whether to serve the API; without it only health, readiness and metrics.
    pub api: bool,
    /// How long requests under way may take to end when told to stop.
    pub grace: Duration,
}

/// Why serving ended badly.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The certificate or its key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The connection to the network was lost.
    #[error("serving on the network failed")]
    Network(#[source] std::io::Error),
}

/// Serves until `stop` ends, then lets requests under way end, for at most `grace`.
///
/// # Errors
/// [`ServeError`] when the certificate cannot be used or the network fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    options: ServeOptions,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let (drain, draining) = watch::channel(false);
    let service = router(app, &options, draining.clone()).into_make_service_with_connect_info::<Peer>();
    let mut told = draining.clone();
    let signal = async move {
        // The sender lives as long as this function: only `true` ends the wait.
        let _ = told.wait_for(|draining| *draining).await;
    };
    let serving = async {
        match &options.tls {
            Some((certificate, key)) => {
                let listener = tls::listen(listener, certificate, key)?;
                axum::serve(listener, service).with_graceful_shutdown(signal).await.map_err(ServeError::Network)
            }
            None => axum::serve(listener, service).with_graceful_shutdown(signal).await.map_err(ServeError::Network),
        }
    };
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended,
        () = stop => {}
    }
    drain.send_replace(true);
    match tokio::time::timeout(options.grace, serving).await {
        Ok(ended) => ended,
        Err(_) => {
            tracing::warn!(grace_s = options.grace.as_secs(), "requests under way were cut off");
            Ok(())
        }
    }
}

/// The routes with everything around them.
pub fn router(app: App, options: &ServeOptions, draining: watch::Receiver<bool>) -> Router {
    let metrics = Metrics::new(env!("CARGO_PKG_VERSION"));
    let http = Http::new(Parts { app, limits: Limits::default(), metrics, behind_proxy: options.behind_proxy, draining });
    let routes = if options.api { with_api(&http) } else { Router::from(health::routes()) };
    routes
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(axum::middleware::from_fn(etag::tag))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn_with_state(http.clone(), observe::request))
        .with_state(http)
}

fn with_api(http: &Http) -> Router<Http> {
    let described = openapi::document();
    let openapi = move || std::future::ready(([(header::CONTENT_TYPE, "application/json")], described.clone()));
    let governed: Router<Http> = api::governed().into();
    governed
        .route_layer(axum::middleware::from_fn_with_state(http.clone(), auth::require))
        .merge(Router::from(health::routes()))
        .route("/api/openapi.json", get(openapi))
        .route("/", get(web::page))
}
