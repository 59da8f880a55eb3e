//! The conversations that are open over HTTP, by the digests of their tokens.

use crate::ToolLimits;
use crate::conversation::Conversation;
use crate::session::Session;
use dream_clock::Rng;
use dream_ports::HttpTools;
use dream_secret::Secret;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How long a client may say nothing until it has to greet again. A model may think for long between two calls.
const IDLE: Duration = Duration::from_hours(2);

type Service = StreamableHttpService<Session, LocalSessionManager>;
type TokenDigest = [u8; 32];

/// The conversations that are open.
#[derive(Default)]
pub(super) struct Open(Mutex<BTreeMap<TokenDigest, Entry>>);

struct Entry {
    path: String,
    service: Service,
}

impl Open {
    /// The conversation that `token` opens at `path`.
    pub(super) fn find(&self, token: &str, path: &str) -> Option<Service> {
        let open = self.lock();
        let entry = open.get(&digest(token))?;
        (entry.path == path).then(|| entry.service.clone())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<TokenDigest, Entry>> {
        // Whole whatever happened to a holder: an entry is there or not.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A conversation that is open; closed when this is dropped.
pub(crate) struct Admitted {
    open: Arc<Open>,
    digest: TokenDigest,
    tools: HttpTools,
}

impl Admitted {
    pub(super) fn new(
        open: &Arc<Open>,
        rng: &dyn Rng,
        conversation: &Arc<Conversation>,
        port: u16,
        limits: &ToolLimits,
        end: &CancellationToken,
    ) -> Self {
        let (token, authority) = (token(rng), format!("127.0.0.1:{port}"));
        let (digest, path) = (digest(token.expose()), format!("/orgs/{}/mcp", conversation.caller().agent.org));
        let tools = HttpTools { url: format!("http://{authority}{path}"), token };
        let service = service(conversation, authority, limits, end);
        open.lock().insert(digest, Entry { path, service });
        Self { open: Arc::clone(open), digest, tools }
    }

    /// Where, and with which token.
    pub(crate) fn tools(&self) -> &HttpTools {
        &self.tools
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.open.lock().remove(&self.digest);
    }
}

/// 256 bits that nobody can guess.
fn token(rng: &dyn Rng) -> Secret {
    let mut bytes = [0; 32];
    rng.fill(&mut bytes);
    Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Tokens are looked up by their digests, so that the time it takes says nothing about them.
fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token.as_bytes()).into()
}

/// The protocol for one conversation, which its agent reaches as `authority`. A request that a page in a browser made, under whatever name,
/// is none of an agent.
fn service(conversation: &Arc<Conversation>, authority: String, limits: &ToolLimits, end: &CancellationToken) -> Service {
    let room = Arc::new(Semaphore::new(limits.connections.saturating_add(usize::try_from(limits.calls_at_once).unwrap_or(usize::MAX))));
    let (conversation, gone) = (Arc::clone(conversation), end.clone());
    let session = move || {
        let place = Arc::clone(&room).try_acquire_owned();
        let place = place.map_err(|_| io::Error::other("this conversation has as many connections as it may; end some of them"))?;
        Ok(Session { conversation: Arc::clone(&conversation), gone: gone.child_token(), _place: Some(place) })
    };
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.keep_alive = Some(IDLE);
    let config = StreamableHttpServerConfig::default()
        .with_allowed_hosts([authority])
        .enforce_origin_validation()
        .with_max_request_body_bytes(limits.message_bytes)
        .with_cancellation_token(end.child_token());
    StreamableHttpService::new(session, Arc::new(sessions), config)
}
