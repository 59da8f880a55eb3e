//! A ledger of a million events: how long a start and a verification take.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dream_api::AuditResult;
use dream_clock::{SystemClock, SystemRng};
use dream_govern::{Project, ProjectEvent};
use dream_id::OrgId;
use dream_ledger::{Actor, By, Digest, Stream};
use dream_sql::{Location, Options};
use dream_store::{Store, StoreError};

use super::{Figure, sample::time};
use crate::{Failure, Outcome, Place};

/// Events in one commit of the filling.
const BATCH: usize = 250;

pub(crate) async fn with_events(folder: &Path, events: usize) -> Outcome<Vec<Figure>> {
    let data = folder.join("ledger");
    let place = Place::embedded(&data, folder.join("server.log"))?;
    let (server, client, _) = place.start()?;
    let org = client.org().await?;
    server.stop()?;
    let filled = Instant::now();
    fill(database(&data)?, org, events).await.map_err(|error| Failure::broken(format!("filling the ledger: {}", chain(&error))))?;
    let filled = filled.elapsed();
    let (server, client, took) = place.start()?;
    let begun = Instant::now();
    let report = client.verify_audit().await?;
    let verified = begun.elapsed();
    server.stop()?;
    if report.result != AuditResult::Intact || report.events < events as u64 {
        return Err(Failure::broken(format!("the filled ledger is {} with {} events", report.result, report.events)));
    }
    Ok(vec![
        Figure::new(format!("filling a ledger with {events} events"), time(filled), "", None),
        Figure::new("start to ready with it", time(took), "≤ 2 s", Some(took <= Duration::from_secs(2))),
        Figure::new("audit verify over it", time(verified), "≤ 5 s on one core", Some(verified <= Duration::from_secs(5))),
    ])
}

/// The one database file in a data folder.
fn database(data: &Path) -> Outcome<PathBuf> {
    let entries = std::fs::read_dir(data).map_err(Failure::system("reading the data folder"))?;
    let found = entries.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.extension().is_some_and(|e| e == "db"));
    found.ok_or_else(|| Failure::broken(format!("{} holds no .db file", data.display())))
}

async fn fill(path: PathBuf, org: OrgId, events: usize) -> Result<(), StoreError> {
    let store = Store::open(Options::at(Location::Sqlite { path }), Arc::new(SystemClock), Arc::new(SystemRng)).await?;
    let by = By { at: store.now(), actor: Actor::system("bench") };
    for batch in 0..events.div_ceil(BATCH) {
        let mut unit = store.begin().await?;
        for number in 0..BATCH.min(events - batch * BATCH) {
            let name = format!("project {batch}-{number}");
            let brief = Digest::of(name.as_bytes());
            let first = ProjectEvent::Created { name, brief, brief_bytes: 20, template: "software-delivery".into() };
            unit.save(&mut Stream::<Project>::create(org, store.new_id(), &by, first)?).await?;
        }
        unit.commit().await?;
    }
    let closed = store.db().clone().close().await;
    closed.map_err(|source| StoreError::Sql { doing: "closing the database", source })
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
