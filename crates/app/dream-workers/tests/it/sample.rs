//! The sample that a newcomer decides about: made by ordinary commands, gone on with, and left alone once it is there.

use crate::house::{approve, idle, runs_on_both_engines, the_review};
use dream_access::Role;
use dream_app::{audit, demo, projects, reviews, tasks};
use dream_id::Limit;
use dream_testkit::TestApp;

runs_on_both_engines!(the_sample_is_made_step_by_step_and_never_twice, whoever_may_not_decide_makes_no_sample);

async fn the_sample_is_made_step_by_step_and_never_twice(app: &TestApp) {
    let op = app.owner();
    let first = demo::seed(&op).await.unwrap();
    assert!(!first.complete && first.review.is_none(), "agents are at work");
    idle(&app.app).await;
    let asked = demo::seed(&op).await.unwrap();
    assert!(!asked.complete, "the second version is on its way");
    idle(&app.app).await;
    let done = demo::seed(&op).await.unwrap();
    assert!(done.complete);
    let review = the_review(&op, done.run).await;
    assert_eq!(done.review, Some(review.id()));
    assert_eq!(review.artifacts[0].number, 2);
    let all = reviews::list(&op, reviews::ReviewFilter { status: None, run: Some(done.run) }, None, Limit::default()).await.unwrap();
    let before = reviews::find(&op, all.items[1].id()).await.unwrap();
    assert!(before.votes[0].1.as_deref().unwrap().contains("prd prd.md:9:"), "{:?}", before.votes);
    approve(&op, &review).await.unwrap();
    idle(&app.app).await;
    let later = demo::seed(&op).await.unwrap();
    assert!(later.complete);
    let (known, counts) = (
        projects::list(&op, projects::ProjectFilter::default(), None, Limit::default()).await.unwrap(),
        tasks::list(&op, &tasks::TaskFilter::default(), None, Limit::new(1_000)).await.unwrap(),
    );
    assert_eq!(known.items.len(), 1);
    assert_eq!(counts.items.iter().filter(|task| task.task.work.is_none()).count(), 2);
    app.sequence().await;
    let log =
        audit::log(&op, audit::AuditQuery { noun: Some("review".to_owned()), ..audit::AuditQuery::default() }, None, Limit::default())
            .await
            .unwrap();
    let voted = log.items.iter().filter(|entry| entry.envelope.kind == "review.voted");
    assert!(voted.clone().count() == 2 && voted.clone().all(|entry| entry.envelope.actor.person() == op.person().ok()), "a person did it");
    let of_run =
        audit::log(&op, audit::AuditQuery { run: Some(done.run), ..audit::AuditQuery::default() }, None, Limit::new(1_000)).await.unwrap();
    let nouns: std::collections::BTreeSet<_> = of_run.items.iter().map(|entry| entry.envelope.kind.split('.').next().unwrap()).collect();
    for noun in ["run", "stage", "attempt", "review", "artifact", "version", "budget", "constraint", "task"] {
        assert!(nouns.contains(noun), "the run's entries lack {noun}: {nouns:?}");
    }
    assert!(!nouns.contains("project") && !nouns.contains("member"), "{nouns:?}");
}

async fn whoever_may_not_decide_makes_no_sample(app: &TestApp) {
    let viewer = app.person(Role::Viewer).await;
    assert_eq!(demo::seed(&viewer).await.unwrap_err().code, "role_too_low");
    assert!(projects::list(&app.owner(), projects::ProjectFilter::default(), None, Limit::default()).await.unwrap().items.is_empty());
}
