//! A connection to a server behind ours, from its start to its loss.

use super::connect::{Connected, Connector, Follower};
use crate::offer;
use rmcp::RoleClient;
use rmcp::model::{PaginatedRequestParams, ProtocolVersion, SubscriptionFilter, Tool};
use rmcp::service::{Peer, QuitReason, RunningService, Subscription};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinError;

/// How long a server may take to list its tools.
const LISTING: Duration = Duration::from_secs(10);
/// The most pages of tools that are read.
const PAGES: usize = 20;
/// How long changes of a list gather before it is read again.
const GATHER: Duration = Duration::from_millis(100);

type Quit = Pin<Box<dyn Future<Output = Result<QuitReason, JoinError>> + Send>>;

/// A connection that stands.
pub(super) struct Live {
    peer: Peer<RoleClient>,
    /// Ends with the connection; dropped, it ends it.
    quit: Quit,
    changes: Arc<Notify>,
    subscription: Option<Subscription>,
    connected: Connected,
}

impl Live {
    /// Starts the server, or reaches it, and agrees on a version of the protocol.
    pub(super) async fn reach(connector: &mut Connector) -> Result<Self, String> {
        let changes = Arc::new(Notify::new());
        let (running, connected) = connector.connect(Follower(Arc::clone(&changes))).await?;
        let peer = running.peer().clone();
        let subscription = subscribe(&peer).await;
        Ok(Self { peer, quit: Box::pin(quit(running)), changes, subscription, connected })
    }

    pub(super) fn peer(&self) -> Peer<RoleClient> {
        self.peer.clone()
    }

    /// Its tools, checked.
    pub(super) async fn tools(&mut self, server: &str) -> Result<Vec<Tool>, String> {
        let listing = tokio::time::timeout(LISTING, list(&self.peer));
        let listed = tokio::select! {
            listed = listing => listed,
            quit = &mut self.quit => return Err(self.connected.why(&quit).await),
        };
        match listed {
            Ok(Ok(tools)) => Ok(offer::checked(server, tools)),
            Ok(Err(why)) => Err(why),
            Err(_) => Err(format!("it did not list its tools within {} s", LISTING.as_secs())),
        }
    }

    /// Waits until its tools may be others; or says why it was lost.
    pub(super) async fn until_changed(&mut self) -> Option<String> {
        loop {
            tokio::select! {
                quit = &mut self.quit => return Some(self.connected.why(&quit).await),
                () = self.changes.notified() => break,
                told = next(&mut self.subscription) => {
                    if told { break }
                    // The server goes on without telling of changes.
                    self.subscription = None;
                }
            }
        }
        tokio::time::sleep(GATHER).await;
        None
    }
}

async fn quit(running: RunningService<RoleClient, Follower>) -> Result<QuitReason, JoinError> {
    running.waiting().await
}

/// Where the protocol has no messages unasked, changes are asked for.
async fn subscribe(peer: &Peer<RoleClient>) -> Option<Subscription> {
    let version = peer.peer_info().map(|info| info.protocol_version.clone())?;
    let about = peer.peer_info().and_then(|info| info.capabilities.tools.as_ref().and_then(|tools| tools.list_changed));
    if version.as_str() < ProtocolVersion::NO_INITIALIZE.as_str() || about != Some(true) {
        return None;
    }
    let asked = peer.listen(SubscriptionFilter::builder().tools_list_changed().build());
    // One that cannot tell of changes is used without.
    tokio::time::timeout(LISTING, asked).await.ok()?.ok()
}

/// Whether the subscription told of a change; false when it is over.
async fn next(subscription: &mut Option<Subscription>) -> bool {
    match subscription {
        Some(subscription) => matches!(subscription.next().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}

async fn list(peer: &Peer<RoleClient>) -> Result<Vec<Tool>, String> {
    let (mut tools, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let mut page = PaginatedRequestParams::default();
        page.cursor = cursor;
        let listed = peer.list_tools(Some(page)).await.map_err(|error| format!("it does not list its tools: {error}"))?;
        tools.extend(listed.tools);
        cursor = listed.next_cursor;
        if cursor.is_none() || tools.len() > offer::TOOLS {
            break;
        }
    }
    Ok(tools)
}
