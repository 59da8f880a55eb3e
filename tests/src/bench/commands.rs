//! Governed commands over HTTP: authorised, decided, committed to disk, answered.

use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::CreateProject;
use dream_client::{Client, ClientError};
use tokio::task::JoinSet;

use super::{Figure, Sample, times_sync};
use crate::{Failure, Outcome, Place, patience::is_limited};

const CALLERS: usize = 64;
const SECONDS: Duration = Duration::from_secs(10);

/// Projects opened by 64 callers at once.
pub(crate) async fn over_http(folder: &Path, sync: Duration) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("commands"), folder.join("server.log"))?;
    let (server, client, _) = place.start()?;
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let client = client.clone();
        callers.spawn(async move { call(&client, number, begun + SECONDS).await });
    }
    let (mut times, mut limited) = (Vec::new(), 0);
    while let Some(ended) = callers.join_next().await {
        let (mine, turned_away) = ended.map_err(|error| Failure::broken(format!("a caller broke down: {error}")))??;
        times.extend(mine);
        limited += turned_away;
    }
    let took = begun.elapsed();
    server.stop()?;
    let times = Sample::new(times);
    let per_second = u32::try_from(times.len()).map_or(f64::MAX, f64::from) / took.as_secs_f64();
    let late = times.at(99);
    let mut figures = vec![
        Figure::new(
            format!("governed commands over HTTP, {CALLERS} callers"),
            format!("{per_second:.0} /s"),
            "≥ 8,000 /s",
            Some(per_second >= 8000.0),
        ),
        Figure::new("  their time, p50 / p99", times.show(), "p99 ≤ 25 ms", Some(late <= Duration::from_millis(25))),
        Figure::new("  p99 in syncs of this disk", times_sync(late, sync), "", None),
    ];
    if limited > 0 {
        figures.push(Figure::new("  turned away by the rate limit", limited.to_string(), "", None));
    }
    Ok(figures)
}

async fn call(client: &Client, number: usize, until: Instant) -> Result<(Vec<Duration>, usize), ClientError> {
    let (mut times, mut limited) = (Vec::new(), 0);
    for turn in 0_usize.. {
        if Instant::now() >= until {
            break;
        }
        let name = format!("bench-{number}-{turn}");
        let body = CreateProject { brief: format!("# {name}\n"), name, template: "software-delivery".into() };
        let begun = Instant::now();
        match client.create_project(&body).await {
            Ok(_) => times.push(begun.elapsed()),
            Err(error) if is_limited(&error) => limited += 1,
            Err(error) => return Err(error),
        }
    }
    Ok((times, limited))
}
