//! Questions about destinations.

use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bridge::connection::Connection;
use dream_bridge::destination::{Destination, Health};
use dream_bridge::source::Source;
use dream_bridge::subscription::Subscription;
use dream_id::DestinationId;
use dream_ledger::Stream;
use dream_store::{Filter, Reader, deliveries};
use std::collections::BTreeMap;

/// A destination with how it does.
#[derive(Debug, Clone)]
pub struct DestinationView {
    /// The destination.
    pub stream: Stream<Destination>,
    /// The name of the connection it goes through.
    pub connection: Option<String>,
    /// The name of the source that tells what is said there.
    pub source: Option<String>,
    /// The name of the subscription whose receiver it is.
    pub subscription: Option<String>,
    /// How it answers.
    pub health: Health,
}

/// The destinations of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<DestinationView>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let filter = Filter::default().eq("removed", false);
    let mut found: Vec<Stream<Destination>> = reader.list(op.scope(), &filter).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let connections: Vec<Stream<Connection>> = reader.list(op.scope(), &filter).await?;
    let names: BTreeMap<_, _> = connections.iter().map(|connection| (connection.id(), connection.name.clone())).collect();
    let tells = found.iter().filter_map(|stream| stream.to.source()).map(|id| id.to_string()).collect::<Vec<_>>();
    let sources: Vec<Stream<Source>> = reader.list(op.scope(), &Filter::default().one_of("id", tells)).await?;
    let source_names: BTreeMap<_, _> = sources.iter().map(|source| (source.id(), source.name.clone())).collect();
    let subscriptions: Vec<Stream<Subscription>> = reader.list(op.scope(), &filter).await?;
    let receivers: BTreeMap<_, _> = subscriptions.iter().map(|subscription| (subscription.id(), subscription.name.clone())).collect();
    let mut views = Vec::with_capacity(found.len());
    for stream in found {
        let health = deliveries::find_health(&mut reader, op.scope(), &stream.id().to_string()).await?.unwrap_or_default();
        let connection = stream.to.connection().and_then(|id| names.get(&id).cloned());
        let source = stream.to.source().and_then(|id| source_names.get(&id).cloned());
        let subscription = stream.to.subscription().and_then(|id| receivers.get(&id).cloned());
        views.push(DestinationView { stream, connection, source, subscription, health });
    }
    Ok(views)
}

/// The destination called `name`.
pub async fn named(op: &Op, name: &str) -> Result<DestinationView, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let found: Vec<Stream<Destination>> = reader.list(op.scope(), &crate::named::called(name)).await?;
    let stream = found.into_iter().next().ok_or_else(|| missing(name))?;
    view(op, &mut reader, stream).await
}

/// The destination `id`, removed or not, as whoever changed it sees it.
pub(super) async fn of_id(op: &Op, id: DestinationId) -> Result<DestinationView, AppError> {
    let mut reader = op.read().await?;
    let found: Option<Stream<Destination>> = reader.find(op.scope(), id).await?;
    let stream = found.ok_or_else(|| missing(&id.to_string()))?;
    view(op, &mut reader, stream).await
}

async fn view(op: &Op, reader: &mut Reader, stream: Stream<Destination>) -> Result<DestinationView, AppError> {
    let health = deliveries::find_health(reader, op.scope(), &stream.id().to_string()).await?.unwrap_or_default();
    let connection: Option<Stream<Connection>> = match stream.to.connection() {
        Some(id) => reader.find(op.scope(), id).await?,
        None => None,
    };
    let source: Option<Stream<Source>> = match stream.to.source() {
        Some(id) => reader.find(op.scope(), id).await?,
        None => None,
    };
    let subscription: Option<Stream<Subscription>> = match stream.to.subscription() {
        Some(id) => reader.find(op.scope(), id).await?,
        None => None,
    };
    let (connection, source) = (connection.map(|found| found.name.clone()), source.map(|found| found.name.clone()));
    let subscription = subscription.map(|found| found.name.clone());
    Ok(DestinationView { stream, connection, source, subscription, health })
}

/// Those of these destinations that are there, by name.
pub(crate) fn by_name(found: Vec<Stream<Destination>>) -> BTreeMap<String, Stream<Destination>> {
    found.into_iter().map(|stream| (stream.name.clone(), stream)).collect()
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    let message = format!("there is no destination {shown} in this organisation; list them with `dreamos bridge destination list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "destination").with("id", shown)
}
