//! The release: everything approved with the proof of it, the same bytes each time; and a replay that names what differs.

use crate::house::{OWN_PRD, approve_all, demand, idle, pass, put, runs_on_both_engines, started, the_review};
use dream_app::{Op, artifacts, constraints, reviews, runs};
use dream_govern::{ConstraintScope, Status};
use dream_id::RunId;
use dream_ledger::Digest;
use dream_ports::ModelReply;
use dream_sql::Sql;
use dream_store::calls;
use dream_testkit::TestApp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read as _;

runs_on_both_engines!(
    the_bundle_holds_the_approved_bytes_and_the_proof_of_them,
    a_replay_makes_the_same_release_whatever_was_decided_since,
    a_person_s_own_version_and_every_detour_replay_the_same,
    a_replay_names_the_first_stage_whose_record_was_altered,
);

async fn released(app: &TestApp, op: &Op) -> RunId {
    let run = started(app, op, "content-campaign").await;
    assert_eq!(approve_all(app, op, run).await.run().status, Status::Done);
    run
}

async fn bundle(op: &Op, run: RunId) -> (Value, BTreeMap<String, Vec<u8>>) {
    let set = runs::find(op, run).await.unwrap();
    let release = set.artifacts().find(|artifact| artifact.name == "release").unwrap().id;
    let archive = artifacts::file(op, release, None, "release.tar.zst").await.unwrap();
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(zstd::decode_all(archive.as_slice()).unwrap().as_slice()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        files.insert(entry.path().unwrap().display().to_string(), bytes);
    }
    let manifest = artifacts::file(op, release, None, "manifest.json").await.unwrap();
    assert_eq!(files["manifest.json"], manifest);
    (serde_json::from_slice(&manifest).unwrap(), files)
}

async fn the_bundle_holds_the_approved_bytes_and_the_proof_of_them(app: &TestApp) {
    let op = app.owner();
    let run = released(app, &op).await;
    let (manifest, files) = bundle(&op, run).await;
    let set = runs::find(&op, run).await.unwrap();
    let listed = manifest["artifacts"].as_array().unwrap();
    assert_eq!(listed.len(), 3);
    for entry in listed {
        let name = entry["name"].as_str().unwrap();
        let artifact = set.artifacts().find(|artifact| artifact.name == name).unwrap();
        assert_eq!(entry["digest"].as_str().unwrap(), artifact.newest.as_ref().unwrap().digest.to_string());
        assert_eq!(entry["passed_by"], "approved");
        let bytes = artifacts::file(&op, artifact.id, None, &format!("{name}.md")).await.unwrap();
        assert_eq!(files[&format!("artifacts/{name}/{name}.md")], bytes, "{name}");
    }
    for approval in manifest["approvals"].as_array().unwrap() {
        let stage = approval["stage"].as_str().unwrap();
        let review = set.reviews().find(|review| review.stage_name == stage && review.stands()).unwrap();
        assert_eq!(approval["digest"].as_str().unwrap(), review.digest.to_string());
        assert_eq!(approval["by"][0].as_str().unwrap(), op.person().unwrap().to_string());
    }
    let edge = |from: &str, to: &str| serde_json::json!({"from": from, "to": to});
    assert!(manifest["lineage"].as_array().unwrap().contains(&edge("strategy@1", "calendar@1")), "{manifest}");
    assert!(String::from_utf8_lossy(&files["RELEASE_NOTES.md"]).contains("strategy"));
}

async fn a_replay_makes_the_same_release_whatever_was_decided_since(app: &TestApp) {
    let op = app.owner();
    let early = constraints::add(&op, demand(ConstraintScope::Organisation {}, "Sources and thanks"), None).await.unwrap();
    let run = released(app, &op).await;
    for _ in 0..2 {
        assert!(runs::replay(&op, run).await.unwrap().is_identical(), "made twice, byte by byte the same");
    }
    constraints::lift(&op, early, "no longer".to_owned()).await.unwrap();
    constraints::add(&op, demand(ConstraintScope::Organisation {}, "Later rule"), None).await.unwrap();
    let replay = runs::replay(&op, run).await.unwrap();
    assert!(replay.is_identical(), "{replay:?}");
}

async fn a_person_s_own_version_and_every_detour_replay_the_same(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    let review = the_review(&op, run).await;
    let comment = Some("Say who repairs broken tools.".to_owned());
    let changes = reviews::Cast { comment, ..crate::house::cast(&review, dream_govern::Verdict::RequestChanges) };
    reviews::vote(&op, changes).await.unwrap();
    idle(&app.app).await;
    put(&op, run, "prd", OWN_PRD).await.unwrap();
    pass(app, &op, run).await;
    let review = the_review(&op, run).await;
    reviews::vote(&op, crate::house::cast(&review, dream_govern::Verdict::Regenerate)).await.unwrap();
    idle(&app.app).await;
    approve_all(app, &op, run).await;
    let replay = runs::replay(&op, run).await.unwrap();
    assert!(replay.is_identical(), "{replay:?}");
    assert_eq!(replay.stages.len(), 3);
}

async fn a_replay_names_the_first_stage_whose_record_was_altered(app: &TestApp) {
    let op = app.owner();
    let run = released(app, &op).await;
    let set = runs::find(&op, run).await.unwrap();
    let attempt = set.attempts().find(|attempt| attempt.artifacts.iter().any(|version| version.name == "calendar")).unwrap().id;
    let mut reader = op.read().await.unwrap();
    let row = calls::of_attempt(&mut reader, op.scope(), attempt).await.unwrap().remove(0);
    drop(reader);
    alter(app, row.reply.unwrap()).await;
    let replay = runs::replay(&op, run).await.unwrap();
    let divergences: Vec<_> =
        replay.stages.iter().filter_map(|stage| Some((stage.name.as_str(), stage.attempt, stage.divergence.clone()?))).collect();
    assert_eq!(divergences.len(), 1, "{divergences:?}");
    let (name, attempt, diverged) = &divergences[0];
    assert_eq!((*name, *attempt, diverged.at.as_str()), ("calendar", 1, "calendar: calendar.md came out different"));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(diverged.recorded, Some(crate::house::stage(&set, "calendar").output.as_ref().unwrap().artifacts[0].digest));
    assert!(diverged.replayed.is_some() && diverged.replayed != diverged.recorded);
    assert!(!replay.is_identical());
}

/// Changes one word of a recorded reply behind the product's back.
async fn alter(app: &TestApp, reply: Digest) {
    let mut tx = app.app.store.db().begin().await.unwrap();
    let key = [reply.to_string().into()];
    let row = tx.query_opt(&Sql::both("SELECT bytes FROM bodies WHERE digest = $1"), &key).await.unwrap().unwrap();
    let mut recorded: ModelReply = serde_json::from_slice(row.opt_bytes(0).unwrap().unwrap()).unwrap();
    let before = std::mem::take(&mut recorded.text);
    recorded.text = before.replace("tools", "spoons");
    assert_ne!(recorded.text, before);
    let bytes = recorded.canonical().unwrap();
    let changed = tx.execute(&Sql::both("UPDATE bodies SET bytes = $2 WHERE digest = $1"), &[reply.to_string().into(), bytes.into()]).await;
    assert_eq!(changed.unwrap(), 1);
    tx.commit().await.unwrap();
}
