//! Blobs that were altered or lost on disk: named as such wherever they are read, and nothing else is broken by them.

use crate::house::{approve, approve_all, idle, pass, refusal, runs_on_both_engines, stage_standing, standing, started, the_review};
use dream_app::{Kind, Op, artifacts, runs};
use dream_govern::{Reason, Status};
use dream_id::RunId;
use dream_ledger::Digest;
use dream_testkit::TestApp;
use std::path::PathBuf;

runs_on_both_engines!(
    an_altered_blob_is_named_when_it_is_read_or_replayed_and_the_rest_works,
    work_on_a_damaged_input_fails_by_name_and_goes_on_once_it_is_restored,
);

/// The file of an artifact's only document, and the artifact.
async fn blob(app: &TestApp, op: &Op, run: RunId, name: &str) -> (dream_id::ArtifactId, PathBuf) {
    let set = runs::find(op, run).await.unwrap();
    let artifact = set.artifacts().find(|artifact| artifact.name == name).unwrap().id;
    let detail = artifacts::find(op, artifact, None).await.unwrap();
    let digest: Digest = detail.files().unwrap().file(&format!("{name}.md")).unwrap().digest;
    let hex = digest.hex();
    let (folder, file) = hex.split_at(2);
    let root = app.app.scratch.parent().unwrap().join("blobs");
    (artifact, root.join(app.org.to_string()).join(folder).join(file))
}

/// Writes other bytes in a blob's place, and returns the ones that were there.
fn alter(path: &PathBuf) -> Vec<u8> {
    let before = std::fs::read(path).unwrap();
    replace(path, b"other bytes");
    before
}

fn replace(path: &PathBuf, bytes: &[u8]) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

async fn an_altered_blob_is_named_when_it_is_read_or_replayed_and_the_rest_works(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    pass(app, &op, run).await;
    let (prd, path) = blob(app, &op, run, "prd").await;
    let (architecture, _) = blob(app, &op, run, "architecture").await;
    let before = alter(&path);
    assert_eq!(refusal(artifacts::file(&op, prd, None, "prd.md").await), (Kind::Internal, "blob_corrupt"));
    assert_eq!(refusal(artifacts::all_files(&op, prd, None).await).1, "blob_corrupt");
    assert_eq!(refusal(runs::replay(&op, run).await).1, "blob_corrupt");
    assert!(artifacts::file(&op, architecture, None, "architecture.md").await.is_ok());
    assert_eq!(standing(&op, run).await, (Status::Waiting, Some(Reason::Approval)));
    assert_eq!(artifacts::of_run(&op, run).await.unwrap().len(), 2);
    replace(&path, &before);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(refusal(artifacts::file(&op, prd, None, "prd.md").await).1, "blob_missing");
    std::fs::write(&path, &before).unwrap();
}

async fn work_on_a_damaged_input_fails_by_name_and_goes_on_once_it_is_restored(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    let other = started(app, &op, "planning-only").await;
    let (_, path) = blob(app, &op, run, "prd").await;
    let before = alter(&path);
    approve(&op, &the_review(&op, run).await).await.unwrap();
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Failed, Some(Reason::Attempts)));
    let set = runs::find(&op, run).await.unwrap();
    let failed = set.attempts().find_map(|attempt| attempt.failure.clone()).unwrap();
    assert_eq!(failed.code, "blob_corrupt");
    replace(&path, &before);
    assert_eq!(the_review(&op, other).await.stage_name, "prd", "the other run goes on as it was");
    runs::from_stage(&op, run, "architecture".to_owned()).await.unwrap();
    idle(&app.app).await;
    assert_eq!(approve_all(app, &op, run).await.run().status, Status::Done);
}
