//! What stays of a decision: who made it, on what, and what came of it, whatever happens to the process.

use crate::house::{
    approve, cast, demand, gated, idle, person, publish, refusal, runs_on_both_engines, standing, started, the_review, two_stages,
};
use dream_access::Role;
use dream_app::{App, Kind, Op, Parts, audit, budgets, constraints, reviews, runs, templates};
use dream_govern::{ConstraintScope, Status, Verdict};
use dream_id::Limit;
use dream_store::FeedEntry;
use dream_testkit::TestApp;

runs_on_both_engines!(
    trap_1_and_9_an_approval_survives_a_restart_and_is_carried_out,
    trap_2_the_approver_is_who_called_and_nobody_else,
    trap_6_an_approval_reaches_no_other_run,
    trap_15_history_tells_a_rejection_as_a_rejection,
    trap_17_no_worker_counts_as_a_person,
    trap_31_and_32_rules_and_money_are_in_the_audit_log_with_who_changed_them,
);

const ONE: &str = "approvers = [\"owner\"]";

async fn log_of(app: &TestApp, noun: &str) -> Vec<FeedEntry> {
    app.sequence().await;
    let query = audit::AuditQuery { noun: Some(noun.to_owned()), ..audit::AuditQuery::default() };
    audit::log(&app.owner(), query, None, Limit::default()).await.unwrap().items
}

/// Another core on the same database and blobs, as after a restart.
fn restarted(app: &App) -> App {
    App::new(Parts {
        store: app.store.clone(),
        blobs: app.blobs.clone(),
        bus: app.bus.clone(),
        logs: app.logs.clone(),
        discord: std::sync::Arc::new(dream_testkit::Outside::default()),
        hooks: std::sync::Arc::new(dream_testkit::Outside::default()),
        repositories: app.repositories.clone(),
        models: app.models.clone(),
        prompts: app.prompts.clone(),
        public_url: app.public_url.clone(),
        scratch: app.scratch.clone(),
        sealing: app.sealing.clone(),
        system: app.system,
    })
}

async fn trap_1_and_9_an_approval_survives_a_restart_and_is_carried_out(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    // Nobody works between the approval and the restart.
    approve(&op, &the_review(&op, run).await).await.unwrap();
    let anew = restarted(&app.app);
    idle(&anew).await;
    let op = Op::of_person(anew, op.identity().unwrap().clone());
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn trap_2_the_approver_is_who_called_and_nobody_else(app: &TestApp) {
    let (op, reviewer) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]").await;
    let review = the_review(&op, run).await;
    // Naming another lends no authority without a delegation.
    let named = reviews::Cast { on_behalf_of: Some(person(&op)), ..cast(&review, Verdict::Approve) };
    assert_eq!(refusal(reviews::vote(&reviewer, named).await), (Kind::Forbidden, "not_eligible"));
    approve(&reviewer, &review).await.unwrap();
    let log = log_of(app, "review").await;
    let voted = log.iter().find(|entry| entry.envelope.kind == "review.voted").unwrap();
    assert_eq!(voted.envelope.actor.person(), Some(person(&reviewer)));
    assert_eq!(voted.envelope.cause.as_deref(), Some("review.vote"));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.review(review.id()).unwrap().closed.as_ref().unwrap().by, [person(&reviewer)]);
}

async fn trap_6_an_approval_reaches_no_other_run(app: &TestApp) {
    let op = app.owner();
    let (one, other) = (gated(app, &op, ONE).await, started(app, &op, "two-stages").await);
    let (seen, unseen) = (the_review(&op, one).await, the_review(&op, other).await);
    assert_eq!(seen.artifacts[0].digest, unseen.artifacts[0].digest, "the same bytes, even");
    let wrong = reviews::Cast { seen: seen.digest, ..cast(&unseen, Verdict::Approve) };
    assert_eq!(refusal(reviews::vote(&op, wrong).await), (Kind::Conflict, "stale_digest"));
    approve(&op, &seen).await.unwrap();
    idle(&app.app).await;
    assert_eq!((standing(&op, one).await.0, standing(&op, other).await.0), (Status::Done, Status::Waiting));
}

async fn trap_15_history_tells_a_rejection_as_a_rejection(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let comment = Some("not for us".to_owned());
    reviews::vote(&op, reviews::Cast { comment, ..cast(&review, Verdict::Reject) }).await.unwrap();
    for (status, count) in [("rejected", 1), ("approved", 0), ("waiting", 0)] {
        let filter = reviews::ReviewFilter { status: Some(status.to_owned()), run: Some(run) };
        assert_eq!(reviews::list(&op, filter, None, Limit::default()).await.unwrap().items.len(), count, "{status}");
    }
    let detail = reviews::find(&op, review.id()).await.unwrap();
    assert_eq!(detail.review().unwrap().status(), "rejected");
    assert_eq!((detail.votes[0].0.verdict, detail.votes[0].1.as_deref()), (Verdict::Reject, Some("not for us")));
    let kinds: Vec<String> = log_of(app, "run").await.into_iter().map(|entry| entry.envelope.kind).collect();
    assert!(kinds.contains(&"run.failed".to_owned()) && !kinds.contains(&"run.finished".to_owned()), "{kinds:?}");
}

async fn trap_17_no_worker_counts_as_a_person(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let worker = Op::of_worker(app.app.clone(), "performer");
    let why = || "x".to_owned();
    let refused = [
        refusal(approve(&worker, &review).await),
        refusal(reviews::vote(&worker, cast(&review, Verdict::Reject)).await),
        refusal(reviews::break_glass(&worker, review.id(), review.digest, why()).await),
        refusal(reviews::second_look(&worker, review.id(), true, Some(why())).await),
        refusal(budgets::raise(&worker, run, 9_000_000, Some(why())).await),
        refusal(constraints::add(&worker, demand(ConstraintScope::Run { run }, "x"), None).await),
        refusal(templates::publish(&worker, "x.toml", two_stages(ONE)).await),
        refusal(templates::publish_standard(&worker, "x.toml", "least_quorum = 1\n".to_owned()).await),
    ];
    for (number, refused) in refused.into_iter().enumerate() {
        assert_eq!(refused, (Kind::Forbidden, "people_only"), "case {number}");
    }
    assert_eq!(the_review(&op, run).await, review);
}

async fn trap_31_and_32_rules_and_money_are_in_the_audit_log_with_who_changed_them(app: &TestApp) {
    let op = app.owner();
    publish(app, &two_stages(ONE)).await;
    templates::publish_standard(&op, "standard.toml", "least_quorum = 1\n".to_owned()).await.unwrap();
    let run = started(app, &op, "two-stages").await;
    budgets::raise(&op, run, 9_000_000, Some("worth it".to_owned())).await.unwrap();
    let constraint = constraints::add(&op, demand(ConstraintScope::Run { run }, "Rollout"), None).await.unwrap();
    constraints::lift(&op, constraint, "no longer".to_owned()).await.unwrap();
    runs::pause(&op, run, None).await.unwrap();
    for (noun, kind) in [
        ("template", "template.published"),
        ("standard", "standard.published"),
        ("budget", "budget.raised"),
        ("constraint", "constraint.added"),
        ("constraint", "constraint.lifted"),
        ("run", "run.paused"),
    ] {
        let log = log_of(app, noun).await;
        let entry = log.iter().find(|entry| entry.envelope.kind == kind);
        assert_eq!(entry.map(|entry| entry.envelope.actor.person()), Some(Some(person(&op))), "{kind}");
    }
    let ended: Vec<String> = log_of(app, "attempt").await.into_iter().map(|entry| entry.envelope.kind).collect();
    assert_eq!(ended, ["attempt.produced", "attempt.started"], "what came of it is there too");
}
