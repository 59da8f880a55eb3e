//! Holding the messages of a channel against the digests in the ledger.

use crate::messages::{channel, space};
use crate::{AppError, Op};
use dream_access::Action;
use dream_bus::{ChannelInfo, ReadFrom};
use dream_id::{Limit, ProjectId, Scope};
use dream_ledger::{Digest, Stream};
use dream_messages::{ChannelEvent, ChannelRecord, Message, Seal, Space};
use dream_store::{Filter, LogFilter};

/// How many entries of the ledger, and how many messages, are read at once.
const BATCH: u32 = 1_000;

/// A range whose digest is in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedRange {
    /// The place of its first message.
    pub from: u64,
    /// The place of its last message.
    pub to: u64,
    /// The digest in the ledger.
    pub digest: Digest,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Up to which place the channel is sealed.
    pub sealed: u64,
    /// How many messages were compared.
    pub compared: u64,
    /// How many sealed messages are not there any more, so that their ranges cannot be compared.
    pub removed: u64,
    /// The first range that is not what the ledger says.
    pub broken_at: Option<SealedRange>,
}

/// Compares every sealed message of a channel that is still there.
pub async fn verify(op: &Op, name: &str, project: Option<ProjectId>) -> Result<Report, AppError> {
    let channel = channel(name)?;
    let space = space(op, Action::AuditVerify, project).await?;
    let info = crate::channels::find(op, name, project).await?;
    let mut report = Report::default();
    for range in sealed(op, space, &channel.to_string()).await? {
        report.sealed = report.sealed.max(range.to);
        if range.from <= info.tail {
            report.removed += range.to.saturating_sub(range.from) + 1;
            continue;
        }
        if report.broken_at.is_none() && !holds(op, &info, range, &mut report.compared).await? {
            report.broken_at = Some(range);
        }
    }
    Ok(report)
}

/// The ranges of a channel that the ledger knows, oldest first.
async fn sealed(op: &Op, space: Space, name: &str) -> Result<Vec<SealedRange>, AppError> {
    let scope = Scope::Org(space.org);
    let project = space.project.map(|project| project.to_string()).unwrap_or_default();
    let mut reader = op.read().await?;
    let records: Vec<Stream<ChannelRecord>> = reader.list(scope, &Filter::default().eq("project", project).eq("name", name)).await?;
    let Some(record) = records.first() else { return Ok(Vec::new()) };
    let filter = LogFilter { stream: Some(record.id().to_string()), ..LogFilter::default() };
    let (mut ranges, mut before) = (Vec::new(), None);
    loop {
        let page = reader.log(scope, &filter, before, Limit::new(BATCH)).await?;
        for entry in &page.items {
            let recorded = entry.envelope.event::<ChannelEvent>().map_err(|error| AppError::internal("reading the ledger", error))?;
            if let ChannelEvent::Sealed { from, to, digest } = recorded.event {
                ranges.push(SealedRange { from, to, digest });
            }
        }
        before = page.items.last().map(|entry| entry.position);
        if page.next.is_none() {
            break;
        }
    }
    ranges.reverse();
    Ok(ranges)
}

/// Whether the messages of a range are what the ledger says.
async fn holds(op: &Op, info: &ChannelInfo, range: SealedRange, compared: &mut u64) -> Result<bool, AppError> {
    let (mut seal, mut after) = (Seal::default(), range.from - 1);
    while after < range.to {
        let limit = u32::try_from(range.to - after).unwrap_or(BATCH).min(BATCH);
        let messages: Vec<Message> = op.app().bus.read(info.space, &info.channel, ReadFrom::After(after), Limit::new(limit)).await?;
        let Some(last) = messages.last() else { break };
        after = last.place;
        for message in messages.iter().filter(|message| message.place <= range.to) {
            seal.add(message).map_err(|error| AppError::internal("sealing messages", error))?;
        }
    }
    *compared += seal.messages();
    Ok(seal.finish() == Some((range.from, range.to, range.digest)))
}
