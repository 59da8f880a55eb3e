//! What the server itself looks up in the log of an organisation, to tell its rules.

use super::reach::{refused, server, unavailable};
use crate::{AppError, Op};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_logs::{Filter, Level, SetName, Summary};
use std::time::Duration;

/// How many errors the log of `org` holds in each `width` from `from` to `until`, in order. The server's own log counts for the organisation it
/// belongs to.
pub(crate) async fn errors(op: &Op, org: OrgId, (from, until): (Timestamp, Timestamp), width: Duration) -> Result<Vec<u64>, AppError> {
    let filter = Filter { from: Some(from), until: Some(until), ..Filter::default() };
    let found = op.app().logs.histogram(&sets(op, org, true), filter, width).await.map_err(unavailable)?;
    let found = found.map_err(|error| refused(&error))?;
    let of = |levels: &[u64; 5]| Level::ALL.iter().zip(levels).filter(|(level, _)| **level >= Level::Error).map(|(_, count)| *count).sum();
    Ok(found.buckets.iter().map(|bucket| of(&bucket.levels)).collect())
}

/// What happened in the log of `org` from `from` to `until`, with what the server itself said when `with_server` says so and it is that
/// organisation's.
pub(crate) async fn of_org(op: &Op, org: OrgId, (from, until): (Timestamp, Timestamp), with_server: bool) -> Result<Summary, AppError> {
    let filter = Filter { from: Some(from), until: Some(until), ..Filter::default() };
    let found = op.app().logs.summary(&sets(op, org, with_server), filter).await.map_err(unavailable)?;
    found.map_err(|error| refused(&error))
}

/// Whether the caller may read what the server itself said.
pub(crate) fn may_read_server(op: &Op) -> bool {
    server(op).is_ok()
}

fn sets(op: &Op, org: OrgId, with_server: bool) -> Vec<SetName> {
    let own = with_server && op.app().logs.home() == Some(org);
    std::iter::once(SetName::Org(org)).chain(own.then_some(SetName::Server)).collect()
}
