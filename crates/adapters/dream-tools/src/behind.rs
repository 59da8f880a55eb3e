//! The servers behind one conversation.

use crate::ToolLimits;
use crate::offer;
use crate::upstream::{Connector, Rest, Upstream};
use dream_ports::{Sandbox, ToolServer};
use futures::future::join_all;
use rmcp::model::Tool;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long a list of tools waits for servers on their first start.
const FIRST_START: Duration = Duration::from_secs(5);

/// The servers behind, by name.
pub(crate) struct Behind {
    servers: BTreeMap<String, Arc<Upstream>>,
    changed: watch::Sender<u64>,
}

impl Behind {
    /// Begins to reach `servers`, and goes on until `end`.
    pub(crate) fn start(servers: Vec<ToolServer>, sandbox: &Arc<dyn Sandbox>, limits: &ToolLimits, end: &CancellationToken) -> Self {
        let changed = watch::Sender::new(0);
        let mut known: BTreeMap<String, Arc<Upstream>> = BTreeMap::new();
        for ToolServer { name, transport, timeout } in servers {
            if !offer::is_server_name(&name) {
                known.insert(
                    name.clone(),
                    Arc::new(Upstream::refused(name, "its name has other characters than lower-case letters, digits and `-`")),
                );
                continue;
            }
            if known.contains_key(&name) {
                tracing::warn!(server.name = name, "a tool server is named twice; the first is used");
                continue;
            }
            let upstream = Arc::new(Upstream::new(name.clone(), timeout, limits.result_bytes));
            let connector = Connector::new(transport, Arc::clone(sandbox), limits);
            let (kept, changed, end) = (Arc::clone(&upstream), changed.clone(), end.clone());
            let rest = Rest::new(limits);
            tokio::spawn(async move { kept.keep(connector, rest, changed, end).await });
            known.insert(name, upstream);
        }
        Self { servers: known, changed }
    }

    /// Their tools, as agents see them. Servers on their first start are waited for a little; what comes later is told as a change.
    pub(crate) async fn tools(&self) -> Vec<Tool> {
        let tools = |server: &Arc<Upstream>| {
            let server = Arc::clone(server);
            async move {
                let reached = timeout(FIRST_START, server.reached()).await.ok()?.ok()?;
                Some(reached.tools.iter().map(|tool| offer::behind(&server.name, tool)).collect::<Vec<_>>())
            }
        };
        join_all(self.servers.values().map(tools)).await.into_iter().flatten().flatten().collect()
    }

    pub(crate) fn server(&self, name: &str) -> Option<&Arc<Upstream>> {
        self.servers.get(name)
    }

    /// Why each is not reached that is not.
    pub(crate) fn unreachable(&self) -> BTreeMap<String, String> {
        self.servers.values().filter_map(|server| Some((server.name.clone(), server.why_not()?))).collect()
    }

    /// Told whenever the tools may be others.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
