//! Keeps a gateway connection for each connection to Discord that is in use, in one process of all that share the database.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::gateways::{self, Host};
use dream_app::interactions::{Origin, register};
use dream_app::{App, AppError, connections, pairings};
use dream_bridge::connection::Connection;
use dream_id::ConnectionId;
use dream_ledger::Stream;
use dream_ports::{Cancel, DiscordGateway};
use dream_store::Lease;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

/// For how long a process that no longer renews it keeps a gateway.
const TERM: Duration = Duration::from_secs(30);
/// How long a gateway that could not be opened is left alone.
const PAUSE: Duration = Duration::from_secs(20);

/// The keeper of gateways.
#[derive(Clone)]
pub struct Gateways(Arc<Parts>);

struct Parts {
    app: App,
    gateway: Arc<dyn DiscordGateway>,
    holder: String,
    open: Mutex<HashMap<ConnectionId, Open>>,
    tasks: TaskTracker,
}

/// A gateway that is open here.
struct Open {
    /// The version of the connection that it was opened for: with another token it is opened anew.
    version: u64,
    /// What it is told.
    intents: u64,
    lease: Lease,
    stop: Cancel,
    task: tokio::task::JoinHandle<()>,
}

impl Gateways {
    /// A keeper in the process `holder`.
    #[must_use]
    pub fn new(app: App, gateway: Arc<dyn DiscordGateway>, holder: String) -> Self {
        Self(Arc::new(Parts { app, gateway, holder, open: Mutex::default(), tasks: TaskTracker::new() }))
    }

    /// Closes every gateway, so that its session can be gone on with, and lets others have it; what interactions led to is done first.
    pub async fn drain(&self) {
        let open: Vec<Open> = self.0.open.lock().await.drain().map(|(_, open)| open).collect();
        for open in open {
            self.0.close(open).await;
        }
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}

#[async_trait]
impl Reconciler for Gateways {
    fn name(&self) -> &'static str {
        "gateways"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let parts = &self.0;
        let wanted: HashMap<ConnectionId, Stream<Connection>> =
            connections::enabled(&parts.app).await?.into_iter().map(|connection| (connection.id(), connection)).collect();
        let listening = pairings::listening(&parts.app).await?;
        let intents = |connection: &Stream<Connection>| gateways::intents(connection, listening.contains(&connection.id()));
        let mut open = parts.open.lock().await;
        let over = |id: &ConnectionId, open: &Open| {
            let same = |connection: &Stream<Connection>| connection.saved_version() == open.version && intents(connection) == open.intents;
            open.task.is_finished() || !wanted.get(id).is_some_and(same)
        };
        let gone: Vec<ConnectionId> = open.iter().filter(|(id, open)| over(id, open)).map(|(id, _)| *id).collect();
        for id in gone {
            if let Some(open) = open.remove(&id) {
                parts.close(open).await;
            }
        }
        for (id, connection) in wanted {
            let lease = parts.lease(id).await?;
            match (open.contains_key(&id), lease) {
                (true, Some(_)) | (false, None) => {}
                (false, Some(lease)) => {
                    let intents = intents(&connection);
                    open.insert(id, Arc::clone(parts).begin(connection, intents, lease));
                }
                // Another process has it: two of them would do everything twice.
                (true, None) => {
                    if let Some(open) = open.remove(&id) {
                        parts.close(open).await;
                    }
                }
            }
        }
        Ok(false)
    }
}

impl Parts {
    async fn lease(&self, id: ConnectionId) -> Result<Option<Lease>, AppError> {
        let mut tx = self.app.store.begin().await?;
        let lease = tx.take_lease(self.app.system, &format!("gateway:{id}"), &self.holder, TERM).await?;
        tx.commit().await?;
        Ok(lease)
    }

    /// Opens a gateway. Whatever it waits for, others are looked after meanwhile.
    fn begin(self: Arc<Self>, connection: Stream<Connection>, intents: u64, lease: Lease) -> Open {
        let (version, stop) = (connection.saved_version(), Cancel::new());
        let stopping = stop.clone();
        let task = tokio::spawn(async move {
            if let Err(error) = self.run(&connection, intents, &stopping).await {
                tracing::warn!(connection.id = %connection.id(), error.code = error.code, %error, "a gateway could not be opened, and is tried again");
                tokio::select! {
                    () = stopping.cancelled() => {}
                    () = tokio::time::sleep(PAUSE) => {}
                }
            }
        });
        Open { version, intents, lease, stop, task }
    }

    async fn run(&self, connection: &Stream<Connection>, intents: u64, stop: &Cancel) -> Result<(), AppError> {
        let start = gateways::start(&self.app, connection, intents).await?;
        self.register(connection).await;
        let host = Host::new(self.app.clone(), connection, intents, self.tasks.clone());
        let end = self.gateway.run(start, &host, stop).await;
        gateways::ended(&self.app, connection, end).await.map(drop)
    }

    /// Registers the slash commands. A server that refuses them keeps those that it had.
    async fn register(&self, connection: &Stream<Connection>) {
        let origin = Origin { org: connection.org(), connection: connection.id(), application: connection.facts.application.clone() };
        let guilds: Vec<Option<&str>> = match connection.facts.guilds.as_slice() {
            [] => vec![None],
            guilds => guilds.iter().map(|guild| Some(guild.as_str())).collect(),
        };
        for guild in guilds {
            if let Err(error) = register(&self.app, &origin, guild).await {
                tracing::warn!(connection.id = %origin.connection, guild, error.code = error.code, %error, "the slash commands could not be registered");
            }
        }
    }

    async fn close(&self, open: Open) {
        open.stop.cancel();
        if let Err(error) = open.task.await {
            tracing::warn!(lease.name = open.lease.name, %error, "a gateway ended early");
        }
        let released = async {
            let mut tx = self.app.store.begin().await?;
            tx.release_lease(&open.lease).await?;
            tx.commit().await
        };
        if let Err(error) = released.await {
            // It ends by itself after its term.
            tracing::warn!(lease.name = open.lease.name, error.chain = ?error, "the lease of a gateway could not be given back");
        }
    }
}
