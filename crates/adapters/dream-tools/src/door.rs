//! The door: where agents that reach a network find their tools over streamable HTTP.
//!
//! It listens on the loopback interface, where an agent's egress proxy passes on to it what the agent asks of the proxy itself. Every
//! conversation has an address and a token of its own, which open that conversation alone, and only while it is served.

mod admitted;

use crate::ToolLimits;
use crate::conversation::Conversation;
use admitted::Open;
use bytes::Bytes;
use dream_clock::Rng;
use http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::fmt::Display;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

pub(crate) use admitted::Admitted;

/// Connections at once, of all agents together.
const CONNECTIONS: usize = 1_024;
/// How long a client may take to say what it wants.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long nothing is taken when the host has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);
/// What whoever shows no token of a conversation is told: the same for every reason.
const REFUSED: &str = "no conversation is open at this address for this token: use the address and the token that the agent was given when \
its conversation was opened; they end with it\n";

/// Serves tools over streamable HTTP on the loopback interface.
pub struct HttpDoor {
    address: SocketAddr,
    rng: Arc<dyn Rng>,
    open: Arc<Open>,
    _serving: AbortOnDropHandle<()>,
}

impl HttpDoor {
    /// Listens on a free port, until this is dropped. `rng` is what tokens are made of. It must be called within a runtime.
    ///
    /// # Errors
    /// What keeps it from listening.
    pub fn listen(rng: Arc<dyn Rng>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let (address, listener) = (listener.local_addr()?, TcpListener::from_std(listener)?);
        let open = Arc::new(Open::default());
        let serving = AbortOnDropHandle::new(tokio::spawn(serve(listener, Arc::clone(&open))));
        Ok(Self { address, rng, open, _serving: serving })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a conversation to whoever shows its token, until what is returned is dropped. `port` is where its agent reaches the door.
    pub(crate) fn admit(&self, conversation: &Arc<Conversation>, port: u16, limits: &ToolLimits, end: &CancellationToken) -> Admitted {
        Admitted::new(&self.open, &*self.rng, conversation, port, limits, end)
    }
}

async fn serve(listener: TcpListener, open: Arc<Open>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let open = Arc::clone(&open);
                connections.spawn(async move {
                    converse(stream, open).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(error.message = %error, "a connection to the tools over HTTP could not be taken");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection until either side ends it.
async fn converse(stream: TcpStream, open: Arc<Open>) {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    let answering = TowerToHyperService::new(Answering(open));
    if let Err(error) = builder.serve_connection(TokioIo::new(stream), answering).await {
        tracing::debug!(error.message = %error, "a connection to the tools over HTTP broke off");
    }
}

/// Answers requests: by the conversation that their token opens, or not at all.
#[derive(Clone)]
struct Answering(Arc<Open>);

type Answer = Response<BoxBody<Bytes, Infallible>>;

impl<B> tower::Service<Request<B>> for Answering
where
    B: http_body_util::BodyExt + Send + 'static,
    B::Data: Send + 'static,
    B::Error: Display,
{
    type Response = Answer;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Answer, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let found = bearer(request.headers()).and_then(|token| self.0.find(token, request.uri().path()));
        Box::pin(async move {
            Ok(match found {
                Some(service) => service.handle(request).await,
                None => refused(),
            })
        })
    }
}

/// The one token that is shown.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut shown = headers.get_all(AUTHORIZATION).iter();
    let (first, second) = (shown.next()?, shown.next());
    let (scheme, token) = first.to_str().ok()?.split_once(' ')?;
    (second.is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| token.trim())
}

fn refused() -> Answer {
    let mut response = Response::new(Full::new(Bytes::from_static(REFUSED.as_bytes())).boxed());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_is_shown_or_none() {
        let shown = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, value.parse().unwrap());
            }
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(shown(&["Bearer abc"]).as_deref(), Some("abc"));
        assert_eq!(shown(&["bearer  abc"]).as_deref(), Some("abc"));
        for none in [&[][..], &["abc"], &["Basic abc"], &["Bearer abc", "Bearer abc"]] {
            assert_eq!(shown(none), None, "{none:?}");
        }
    }
}
