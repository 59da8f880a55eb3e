//! The whole way: eight stages, five gates, a release, and a replay that gives the same bytes.

use crate::house::{approve_all, cast, idle, pass, runs_on_both_engines, started, the_review, waiting};
use dream_app::{artifacts, reviews, runs};
use dream_govern::{Reason, Risk, Status, Verdict};
use dream_testkit::TestApp;

runs_on_both_engines!(
    a_brief_becomes_a_release_and_replays_to_the_same_bytes,
    an_approval_of_other_bytes_is_refused_with_both_digests,
    asking_for_changes_makes_a_new_attempt_that_answers_them,
    a_broken_link_that_a_person_put_in_is_found_and_people_are_asked,
);

async fn a_brief_becomes_a_release_and_replays_to_the_same_bytes(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "software-delivery").await;
    let first = runs::find(&op, run).await.unwrap();
    assert_eq!((first.run().status, first.run().reason), (Status::Waiting, Some(Reason::Approval)));
    let done = approve_all(app, &op, run).await;
    let stages: Vec<_> = done.stages().map(|(_, stage)| (stage.spec.name.clone(), stage.phase)).collect();
    assert_eq!((done.run().status, done.run().reason), (Status::Done, Some(Reason::Released)), "{stages:?}");

    let products = artifacts::of_run(&op, run).await.unwrap();
    let release = products.iter().find(|product| product.artifact.name == "release").unwrap();
    assert_eq!(Some(release.version.made.digest), done.run().release);
    let archive = artifacts::file(&op, release.artifact.id(), None, "release.tar.zst").await.unwrap();
    assert!(zstd::decode_all(archive.as_slice()).unwrap().len() > 1_000);

    let lineage = artifacts::lineage(&op, release.artifact.id(), None).await.unwrap();
    assert!(lineage.made_from.iter().any(|version| version.made.name == "prd"), "the release leads back to the PRD");

    let replay = runs::replay(&op, run).await.unwrap();
    assert_eq!(replay.stages.len(), 8);
    assert!(replay.is_identical(), "{replay:?}");
}

async fn an_approval_of_other_bytes_is_refused_with_both_digests(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "software-delivery").await;
    let review = waiting(&op, run).await.remove(0);
    let other = dream_ledger::Digest::of(b"other bytes");
    let error = reviews::vote(&op, reviews::Cast { seen: other, ..cast(&review, Verdict::Approve) }).await.unwrap_err();
    assert_eq!(error.code, "stale_digest");
    assert!(error.message.contains(&other.to_string()) && error.message.contains(&review.digest.to_string()), "{}", error.message);
    assert_eq!(waiting(&op, run).await, vec![review], "a refused verdict changes nothing");
}

async fn asking_for_changes_makes_a_new_attempt_that_answers_them(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "software-delivery").await;
    let review = waiting(&op, run).await.remove(0);
    let silent = reviews::vote(&op, cast(&review, Verdict::RequestChanges)).await.unwrap_err();
    assert_eq!(silent.code, "comment_required");
    let comment = Some("Say who repairs broken tools.".to_owned());
    reviews::vote(&op, reviews::Cast { comment, ..cast(&review, Verdict::RequestChanges) }).await.unwrap();
    idle(&app.app).await;
    let again = waiting(&op, run).await.remove(0);
    assert_ne!(again.digest, review.digest);
    assert_eq!(again.artifacts[0].number, 2);
    let text = artifacts::file(&op, again.artifacts[0].artifact, None, "prd.md").await.unwrap();
    assert!(String::from_utf8(text).unwrap().contains("Say who repairs broken tools"));
}

async fn a_broken_link_that_a_person_put_in_is_found_and_people_are_asked(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "software-delivery").await;
    for _ in 0..3 {
        pass(app, &op, run).await;
    }
    let review = the_review(&op, run).await;
    assert_eq!((review.stage_name.as_str(), review.risk), ("build", Risk::Medium));
    let site = review.artifacts[0].artifact;
    let (_, mut files) = artifacts::all_files(&op, site, None).await.unwrap();
    let index = files.iter_mut().find(|file| file.path == "index.html").unwrap();
    let broken = index.as_text().unwrap().replace("</main>", "<p><a href=\"gone.html\">Gone</a></p></main>");
    index.bytes = broken.into_bytes();
    artifacts::put(&op, artifacts::PutArtifact { artifact: site, files }).await.unwrap();
    let review = the_review(&op, run).await;
    assert_eq!((review.artifacts[0].number, review.risk), (2, Risk::High), "the reviewer of the build is warned");
    let diff = artifacts::diff(&op, site, 1, 2).await.unwrap();
    assert_eq!(diff.files.files.len(), 1);
    pass(app, &op, run).await;
    let asked: Vec<String> = waiting(&op, run).await.iter().map(|review| review.stage_name.clone()).collect();
    assert_eq!(asked, ["qa"], "security and docs passed by their checks, quality asks");
    let set = runs::find(&op, run).await.unwrap();
    let attempt = set.attempt(the_review(&op, run).await.attempt).unwrap();
    assert!(attempt.checks.iter().any(|check| check.name == "links" && !check.passed), "{:?}", attempt.checks);
    let done = approve_all(app, &op, run).await;
    assert_eq!(done.run().status, Status::Done);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}
