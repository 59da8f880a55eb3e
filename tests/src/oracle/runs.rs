//! Runs: no call paid twice, nothing handed in twice, and every run able to go on.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use dream_api::{Attempt, CreateProject, Run, StartRun, Status};
use dream_client::{Client, PageOf, RunFilter};
use dream_id::RunId;

use super::PATIENCE;
use crate::{Failure, Outcome, patience::patiently};

/// Each model call of an attempt stands in the record once, and what an agent handed in is one version of one attempt.
pub(super) async fn check_once(client: &Client, run: RunId) -> Outcome {
    let page = PageOf { cursor: None, limit: Some(100) };
    let mut versions = HashSet::new();
    for attempt in patiently(async || client.attempts(run, &page).await).await?.items {
        check_calls(&attempt)?;
        let mut names = HashSet::new();
        for handed_in in &attempt.artifacts {
            if !versions.insert((handed_in.id, handed_in.version)) || !names.insert(handed_in.id) {
                let (name, version) = (&handed_in.name, handed_in.version);
                return Err(Failure::broken(format!(
                    "version {version} of {name} of run {run} was handed in twice, by attempt {}",
                    attempt.id
                )));
            }
        }
    }
    Ok(())
}

fn check_calls(attempt: &Attempt) -> Outcome {
    let mut seen = HashSet::new();
    match attempt.calls.iter().find(|call| !seen.insert(call.number)) {
        Some(twice) => Err(Failure::broken(format!("call {} of attempt {} is recorded twice", twice.number, attempt.id))),
        None => Ok(()),
    }
}

/// Runs that were interrupted come to rest at a person's question or at their end, and a new one gets as far.
pub(super) async fn check_work_goes_on(client: &Client) -> Outcome {
    let brief = "# After the crashes\n\n## Goals\n\n- Work goes on.\n".to_owned();
    let body = CreateProject { name: "after the crashes".into(), brief, template: "software-delivery".into() };
    let project = patiently(async || client.create_project(&body).await).await?;
    patiently(async || client.start_run(project.id, &StartRun::default()).await).await?;
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    loop {
        tick.tick().await;
        let mut at_work = 0;
        for status in [Status::Queued, Status::Running] {
            at_work += runs_that_are(client, status).await?.len();
        }
        if at_work == 0 {
            return no_run_failed(client).await;
        }
        if started.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("{at_work} runs or more are still at work after {PATIENCE:?}")));
        }
    }
}

async fn no_run_failed(client: &Client) -> Outcome {
    for status in [Status::Failed, Status::Blocked] {
        if let Some(run) = runs_that_are(client, status).await?.first() {
            return Err(Failure::broken(format!("run {} is {status} ({:?}) after the crashes: {:?}", run.id, run.reason, run.message)));
        }
    }
    Ok(())
}

async fn runs_that_are(client: &Client, status: Status) -> Outcome<Vec<Run>> {
    let filter = RunFilter { status: Some(status), project: None };
    Ok(patiently(async || client.runs(&filter, &PageOf::default()).await).await?.items)
}
