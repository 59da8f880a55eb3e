//! Mirrors the newest messages of the local organisation to a file beside the database, for whoever would rather read a file.
//!
//! The file holds a JSON array of messages, oldest first, of at most 4 MiB. It is written anew, whole, at most once a second, behind the
//! bus; a reader sees a valid array at every moment. A full one is kept as `message_history-<id of its first message>.json`. What
//! retention removes and what is erased goes from all of them. What comes faster than it is mirrored is caught up with, every channel in its
//! turn; when far more is sent than can be, the oldest of it is passed over: the database has it.

mod archives;
mod entry;
mod file;
mod window;

use crate::Reconciler;
use archives::Archives;
use async_trait::async_trait;
use dream_app::history::{self, Pace, Places};
use dream_app::messages::{self, Counters};
use dream_app::{App, AppError, Kind, Op};
use dream_id::OrgId;
use entry::Entry;
use std::path::PathBuf;
use tokio::sync::Mutex;
use window::Window;

/// How much a look takes, and how far a channel may be behind before its oldest messages are passed over: half a minute of full looks.
const PACE: Pace = Pace { most: 2_000, behind: 60_000 };
/// After so many looks the channels are looked at even when nothing was sent: retention removes without a word.
const LOOK_ANYWAY: u32 = 10;
/// How many messages are looked at again, to see how far they have come.
const WATCHED: usize = 100;

/// The mirror of one organisation in one folder.
pub struct Mirror {
    app: App,
    org: OrgId,
    folder: PathBuf,
    state: Mutex<Option<State>>,
}

/// What the mirror knows.
struct State {
    /// Where each channel was read to.
    places: Places,
    /// What the file holds, or shall hold.
    window: Window,
    archives: Archives,
    /// Whether the file is not what it shall be.
    stale: bool,
    /// What the bus said at the last look.
    news: u64,
    /// How many looks ago the channels were looked at.
    quiet: u32,
    /// What the bus had done at the last look.
    counters: Counters,
}

impl Mirror {
    /// A mirror of the messages of `org` in `folder`, which is made when it is missing.
    #[must_use]
    pub fn new(app: App, org: OrgId, folder: PathBuf) -> Self {
        Self { app, org, folder, state: Mutex::new(None) }
    }

    /// Begins where the file of an earlier life ends. One that is missing, cut off or no mirror is written anew from the database.
    async fn begin(&self, op: &Op) -> Result<State, AppError> {
        file::make_folder(&self.folder).await.map_err(failed)?;
        let kept = file::read::<Entry>(&self.folder.join(file::NAME)).await.unwrap_or_default();
        let mut state = State {
            places: Places::new(),
            window: Window::default(),
            archives: Archives::open(self.folder.clone()).await.map_err(failed)?,
            stale: true,
            news: u64::MAX,
            quiet: 0,
            counters: Counters::default(),
        };
        for entry in kept {
            // As it stands in the database: what is in the file is not believed.
            if let Some((message, status)) = history::as_it_stands(op, self.org, entry.id()).await? {
                let (channel, place) = history::place_of(message.id);
                state.places.insert(channel, place);
                state.window.push(Entry::of(channel, &message, status));
            }
        }
        Ok(state)
    }

    async fn look(&self, op: &Op, state: &mut State) -> Result<(), AppError> {
        let erased = state.archives.erased(op, self.org).await?;
        for id in &erased.messages {
            let stands = history::as_it_stands(op, self.org, *id).await?;
            let entry = stands.map(|(mut message, status)| {
                // It was decided: whether the database has done it already does not matter here.
                message.erased = Some(message.body_digest());
                Entry::of(history::place_of(*id).0, &message, status)
            });
            state.stale |= state.window.replace(*id, entry);
        }
        if !erased.messages.is_empty() {
            state.archives.erase(&erased.messages).await.map_err(failed)?;
            // The mirror itself first: only what is nowhere any more was seen to.
            file::write(&self.folder.join(file::NAME), state.window.json()).await.map_err(failed)?;
            state.archives.seen(erased.position).await.map_err(failed)?;
        }
        let news = history::news(op).await?;
        state.quiet += 1;
        if state.news != news || state.quiet >= LOOK_ANYWAY {
            state.quiet = 0;
            // What could not be kept the last time comes first: nothing is added to it before.
            state.archives.keep(&mut state.window).await.map_err(failed)?;
            let mut newest = history::newest(op, self.org, &mut state.places, PACE).await?;
            newest.messages.sort_by_key(|new| (new.message.sent_at, new.message.id));
            state.stale |= !newest.messages.is_empty();
            newest.messages.iter().for_each(|new| state.window.push(Entry::of(new.channel, &new.message, new.status)));
            state.stale |= state.window.retain_after(&newest.tails);
            state.archives.keep(&mut state.window).await.map_err(failed)?;
            state.archives.retain_after(&newest.tails).await.map_err(failed)?;
            if !newest.more {
                state.news = news;
            }
        }
        // Messages come further when the bus does something, or when their time is over.
        let counters = messages::counters(&self.app);
        if counters == state.counters && state.quiet > 0 {
            return Ok(());
        }
        state.counters = counters;
        for id in state.window.unsettled(WATCHED) {
            if let Some((message, status)) = history::as_it_stands(op, self.org, id).await? {
                state.stale |= state.window.replace(id, Some(Entry::of(history::place_of(id).0, &message, status)));
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Reconciler for Mirror {
    fn name(&self) -> &'static str {
        "mirror"
    }

    /// Always says that there is nothing more to do: the file is written at most once per look, and looks have pauses between them.
    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        let mut held = self.state.lock().await;
        let mut state = match held.take() {
            Some(state) => state,
            None => self.begin(&op).await?,
        };
        let looked = self.look(&op, &mut state).await;
        let written = if state.stale { file::write(&self.folder.join(file::NAME), state.window.json()).await } else { Ok(()) };
        state.stale &= written.is_err();
        *held = Some(state);
        looked?;
        written.map_err(failed)?;
        Ok(false)
    }
}

/// A file that could not be written: the messages are in the database, and the next look tries again.
fn failed(error: file::MirrorError) -> AppError {
    AppError::new(Kind::Unavailable, "mirror_not_written", format!("{error}; the messages are safe in the database, and it is tried again"))
        .because(error)
}
