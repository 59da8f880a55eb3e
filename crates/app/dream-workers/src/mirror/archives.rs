//! Mirrors that are full: kept under the id of their first message, and rewritten when something goes from them.

use super::entry::Entry;
use super::file::{self, MirrorError};
use super::window::Window;
use dream_app::history::{self, ErasedSince, Places};
use dream_app::{AppError, Op};
use dream_id::{MessageId, OrgId};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// How many archives one look goes through for what retention has removed.
const SWEPT: usize = 2;
/// Where it is written down up to which entry of the ledger erasures were seen to.
const POSITION: &str = "message_history.position";

/// The archives of a folder.
pub(super) struct Archives {
    folder: PathBuf,
    /// The position in the ledger up to which erasures were seen to.
    position: u64,
    /// Those still to be looked at for what retention has removed.
    waiting: VecDeque<PathBuf>,
    /// What channels had lost when the archives were last looked at.
    tails: Places,
}

impl Archives {
    pub(super) async fn open(folder: PathBuf) -> Result<Self, MirrorError> {
        let position = tokio::fs::read_to_string(folder.join(POSITION)).await.ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Ok(Self { folder, position, waiting: VecDeque::new(), tails: Places::new() })
    }

    /// Keeps what is full, and leaves the rest in the window. What cannot be kept stays in it.
    pub(super) async fn keep(&mut self, window: &mut Window) -> Result<(), MirrorError> {
        while let Some(full) = window.full() {
            let path = self.folder.join(format!("message_history-{}.json", full.first));
            file::write(&path, full.json).await?;
            window.forget(full.count);
        }
        Ok(())
    }

    /// The messages that were erased since this was last asked.
    pub(super) async fn erased(&mut self, op: &Op, org: OrgId) -> Result<ErasedSince, AppError> {
        let erased = history::erased_since(op, org, self.position).await?;
        if erased.messages.is_empty() {
            // Nothing has to be seen to: written down with the next that has.
            self.position = erased.position;
        }
        Ok(erased)
    }

    /// Takes what erased messages said out of every archive.
    pub(super) async fn erase(&mut self, erased: &[MessageId]) -> Result<(), MirrorError> {
        let erased: BTreeSet<String> = erased.iter().map(ToString::to_string).collect();
        for path in self.all().await? {
            rewrite(&path, |message| {
                if message.get("id").and_then(Value::as_str).is_some_and(|id| erased.contains(id))
                    && let Some(body) = message.get_mut("body")
                {
                    *body = Value::Null;
                }
                true
            })
            .await?;
        }
        Ok(())
    }

    /// Everything up to this entry of the ledger was seen to.
    pub(super) async fn seen(&mut self, position: u64) -> Result<(), MirrorError> {
        self.position = position;
        file::write(&self.folder.join(POSITION), position.to_string().into_bytes()).await
    }

    /// Removes what channels have no longer, a few archives at a time.
    pub(super) async fn retain_after(&mut self, tails: &Places) -> Result<(), MirrorError> {
        if self.waiting.is_empty() && self.tails != *tails {
            self.waiting = self.all().await?.into();
            self.tails.clone_from(tails);
        }
        for _ in 0..SWEPT {
            let Some(path) = self.waiting.pop_front() else { return Ok(()) };
            let left = |message: &mut Value| {
                let entry: Option<Entry> = serde_json::from_value(message.clone()).ok();
                entry.is_some_and(|entry| tails.get(&entry.channel).is_none_or(|tail| entry.place > *tail))
            };
            rewrite(&path, left).await?;
        }
        Ok(())
    }

    async fn all(&self) -> Result<Vec<PathBuf>, MirrorError> {
        let fail = || MirrorError::of("reading", &self.folder);
        let mut entries = tokio::fs::read_dir(&self.folder).await.map_err(fail())?;
        let mut found = Vec::new();
        while let Some(entry) = entries.next_entry().await.map_err(fail())? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix("message_history-").and_then(|rest| rest.strip_suffix(".json"));
            if number.is_some() {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Keeps the messages of an archive for which `keep`, which may change them, says so; one that is empty then is removed.
async fn rewrite(path: &Path, mut keep: impl FnMut(&mut Value) -> bool) -> Result<(), MirrorError> {
    // An archive that cannot be read may hold what must go: it is removed, and the database has its messages.
    let before: Vec<Value> = file::read(path).await.unwrap_or_default();
    let mut after = before.clone();
    after.retain_mut(&mut keep);
    if after.is_empty() {
        return tokio::fs::remove_file(path).await.map_err(MirrorError::of("removing", path));
    }
    if after == before {
        return Ok(());
    }
    let lines: Vec<String> = after.iter().map(Value::to_string).collect();
    file::write(path, format!("[\n{}\n]", lines.join(",\n")).into_bytes()).await
}
