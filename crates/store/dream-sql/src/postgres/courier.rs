//! Wake-ups between processes: one connection that listens and notifies, and comes back when it breaks.
//!
//! A NOTIFY inside a transaction would take a lock of the whole server while committing, and commits would queue for it. So it is sent
//! after the commit, many melted into one. A process that dies in between sends none; those who wait look by timer, too.

use super::connect::Connector;
use crate::{Wakeups, wakeups::Bells};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};
use tokio_postgres::{Client, Error, Notification};

/// How long to wait before the connection is tried again: doubled at each failure, up to the second.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// The wake-ups of one process.
pub(super) struct Shared {
    bells: Bells,
    outbox: Mutex<Outbox>,
    changed: Notify,
}

#[derive(Default)]
struct Outbox {
    /// Channels to listen on.
    listening: BTreeSet<&'static str>,
    /// Channels to notify.
    sending: BTreeSet<&'static str>,
    closed: bool,
}

/// The handle on them; the connection ends with it.
pub(crate) struct Courier {
    shared: Arc<Shared>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Courier {
    /// Starts the task; it connects when there is something to do.
    pub(super) fn start(connector: Connector) -> Self {
        let shared = Arc::new(Shared { bells: Bells::default(), outbox: Mutex::default(), changed: Notify::new() });
        let task = tokio::spawn(run(Arc::clone(&shared), connector));
        Self { shared, task: Mutex::new(Some(task)) }
    }

    pub(crate) fn listen(&self, channel: &'static str) -> Wakeups {
        let wakeups = self.shared.bells.listen(channel);
        if self.shared.lock().listening.insert(channel) {
            self.shared.changed.notify_one();
        }
        wakeups
    }

    /// Wakes this process at once and the others soon.
    pub(crate) fn send(&self, channel: &'static str) {
        self.shared.bells.ring(channel);
        if self.shared.lock().sending.insert(channel) {
            self.shared.changed.notify_one();
        }
    }

    /// Sends what is left, and ends.
    pub(super) async fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_one();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && task.await.is_err()
        {
            tracing::error!("the task that carries wake-ups panicked");
        }
        self.shared.bells.close();
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap_or_else(PoisonError::into_inner).take() {
            task.abort();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn is_needed(&self) -> bool {
        let outbox = self.lock();
        !outbox.listening.is_empty() || !outbox.sending.is_empty()
    }
}

/// Connects when there is something to carry, again and again.
async fn run(shared: Arc<Shared>, connector: Connector) {
    let mut pause = BACKOFF.0;
    loop {
        while !shared.is_needed() {
            if shared.is_closed() {
                return;
            }
            shared.changed.notified().await;
        }
        match session(&shared, &connector, &mut pause).await {
            Ok(()) => return,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, retry.ms = pause.as_millis(), "wake-ups from other processes are interrupted");
            }
        }
        let over = tokio::time::sleep(pause);
        tokio::pin!(over);
        // What comes meanwhile is looked at after connecting; only the end cuts the pause short.
        while !shared.is_closed() {
            tokio::select! {
                () = &mut over => break,
                () = shared.changed.notified() => {}
            }
        }
        pause = (pause * 2).min(BACKOFF.1);
    }
}

/// One connection's life; ends well when the database is closed.
async fn session(shared: &Shared, connector: &Connector, pause: &mut Duration) -> Result<(), Error> {
    let (sender, mut notices) = mpsc::unbounded_channel();
    let (client, connection) = connector.connect(Some(sender)).await?;
    let own: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await?.try_get(0)?;
    let mut heard = BTreeSet::new();
    carry(shared, &client, &mut heard).await?;
    *pause = BACKOFF.0;
    // Whatever happened while nobody listened.
    shared.bells.ring_all();
    loop {
        if shared.is_closed() {
            carry(shared, &client, &mut heard).await?;
            connection.abort();
            return Ok(());
        }
        tokio::select! {
            () = shared.changed.notified() => carry(shared, &client, &mut heard).await?,
            notice = notices.recv() => match notice {
                Some(notice) => ring(shared, &notice, own),
                // The connection ended; asking it says why.
                None => client.batch_execute("SELECT 1").await?,
            },
        }
    }
}

fn ring(shared: &Shared, notice: &Notification, own: i32) {
    // What this process sent has rung already.
    if notice.process_id() != own {
        shared.bells.ring(notice.channel());
    }
}

/// Listens on new channels, and notifies those that wait for it. What cannot be sent stays to be sent.
async fn carry(shared: &Shared, client: &Client, heard: &mut BTreeSet<&'static str>) -> Result<(), Error> {
    let (new, sending) = {
        let mut outbox = shared.lock();
        let new: Vec<_> = outbox.listening.difference(heard).copied().collect();
        (new, std::mem::take(&mut outbox.sending))
    };
    let commands = new.iter().map(|channel| format!("LISTEN \"{channel}\";"));
    let commands: String = commands.chain(sending.iter().map(|channel| format!("NOTIFY \"{channel}\";"))).collect();
    if commands.is_empty() {
        return Ok(());
    }
    if let Err(error) = client.batch_execute(&commands).await {
        shared.lock().sending.extend(sending);
        return Err(error);
    }
    for channel in new {
        heard.insert(channel);
        // Between the asking and the listening others may have sent.
        shared.bells.ring(channel);
    }
    Ok(())
}
