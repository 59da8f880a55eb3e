//! How the bridge of an organisation does: what came in, what goes out, and how long it took.

use crate::alerts::{self, Raised};
use crate::sources::{self, Refused};
use crate::{AppError, Op, destinations, subscriptions};
use dream_access::Action;
use dream_bridge::source::{OWN_FEED, Source};
use dream_clock::Timestamp;
use dream_ledger::Stream;
use dream_store::Filter;
pub use dream_store::bridge::ReceivedCounts;
use dream_store::deliveries::DeliveryCounts;
use std::collections::BTreeMap;
use std::time::Duration;

/// How far back is counted.
const WINDOW: Duration = Duration::from_hours(24);
/// Of how many deliveries, or events of a source, the latency is told.
const SAMPLE: u32 = 1_000;

/// The word for what is not there.
const MISSING: &str = "missing";

/// How a destination or a subscription does.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: &'static str,
    /// Why nothing is sent to it.
    pub disabled: Option<String>,
    /// How its deliveries stand.
    pub counts: DeliveryCounts,
    /// How long the first request took to leave: half of them, and all but a hundredth.
    pub latency: Option<(Duration, Duration)>,
}

/// How the bridge does.
#[derive(Debug, Clone)]
pub struct Bridge {
    /// Where messages go.
    pub places: Vec<Place>,
    /// What came in within the last day, by source. A source from which nothing came is there too.
    pub sources: BTreeMap<String, ReceivedCounts>,
    /// How long what the newest events of a source led to took to leave, by source: half of it, and all but a hundredth.
    pub latencies: BTreeMap<String, (Duration, Duration)>,
    /// What was refused to senders within the last day, by source.
    pub refused: BTreeMap<String, Refused>,
    /// The alerts that are raised.
    pub alerts: Vec<Raised>,
}

impl Place {
    /// How many wait.
    #[must_use]
    pub fn backlog(&self) -> u64 {
        ["queued", "sending"].iter().filter_map(|status| self.counts.by_status.get(*status)).sum()
    }

    /// How many a minute ended within the window.
    #[must_use]
    pub fn per_minute(&self) -> f64 {
        let all: u64 = self.counts.by_status.values().sum();
        let ended = u32::try_from(all.saturating_sub(self.backlog())).unwrap_or(u32::MAX);
        f64::from(ended) / (WINDOW.as_secs_f64() / 60.0)
    }
}

/// How the bridge of the caller's organisation does.
pub async fn status(op: &Op) -> Result<Bridge, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let (org, now) = (op.org()?, op.app().now());
    let since = Timestamp::from_micros(now.micros().saturating_sub(i64::try_from(WINDOW.as_micros()).unwrap_or(i64::MAX)));
    let (destinations, subscriptions) = (destinations::list(op).await?, subscriptions::list(op).await?);
    let mut reader = op.read().await?;
    let mut counts = reader.delivery_counts(org, since).await?;
    let mut received = reader.received_counts(org, (since, now)).await?;
    let known: Vec<Stream<Source>> = reader.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    let (mut refused, mut latencies) = (BTreeMap::new(), BTreeMap::new());
    let mut all_refused = sources::by_source(sources::refused_since(op.app(), &mut reader, org, (since, None)).await?);
    let named = known.iter().map(|source| (source.name.clone(), source.id().to_string()));
    for (name, id) in named.chain([(OWN_FEED.to_owned(), OWN_FEED.to_owned())]) {
        let took = latency(reader.source_latencies(org, &id, SAMPLE).await?);
        latencies.extend(took.map(|took| (name, took)));
    }
    for source in known {
        received.entry(source.name.clone()).or_default();
        refused.extend(all_refused.remove(&source.id()).map(|refused| (source.name.clone(), refused)));
    }
    let all = destinations
        .iter()
        .map(|view| (&view.stream.name, view.stream.to.name(), &view.stream.switch.disabled))
        .chain(subscriptions.iter().map(|view| (&view.stream.name, "subscription", &view.stream.switch.disabled)));
    let mut places = Vec::new();
    for (name, kind, disabled) in all {
        let latency = latency(reader.delivery_latencies(org, name, SAMPLE).await?);
        let counts = counts.remove(name).unwrap_or_default();
        let disabled = disabled.as_ref().map(|(_, why)| why.clone());
        places.push(Place { name: name.clone(), kind, disabled, counts, latency });
    }
    // What rules name and nobody made, or somebody removed: what went there is not lost from sight.
    places.extend(counts.into_iter().map(|(name, counts)| {
        let disabled = Some("there is no destination or subscription of this name".to_owned());
        Place { name, kind: MISSING, disabled, counts, latency: None }
    }));
    let alerts = alerts::raised(&mut reader, org).await?;
    Ok(Bridge { places, sources: received, latencies, refused, alerts })
}

/// Half of them, and all but a hundredth, took no longer than this.
fn latency(mut micros: Vec<u64>) -> Option<(Duration, Duration)> {
    micros.sort_unstable();
    let at = |hundredths: usize| {
        let place = (micros.len() * hundredths).div_ceil(100).saturating_sub(1);
        micros.get(place).copied().map(Duration::from_micros)
    };
    at(50).zip(at(99))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let millis = |of: Option<(Duration, Duration)>| of.map(|(half, most)| (half.as_millis(), most.as_millis()));
        assert_eq!(latency(Vec::new()), None);
        assert_eq!(millis(latency(vec![7_000])), Some((7, 7)));
        assert_eq!(millis(latency((1..=100).map(|n| n * 1_000).collect())), Some((50, 99)));
    }
}
