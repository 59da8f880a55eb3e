//! Pause, resume, cancel; and branches side by side, each with a gate of its own.

use crate::house::{
    approve, begun, gated, idle, pass, project, publish, refusal, review_of, runs_on_both_engines, stage_standing, stage_toml, standing,
    started, the_review, waiting,
};
use dream_access::Role;
use dream_app::{Kind, runs};
use dream_govern::{AttemptStatus, Decision, Reason, Status};
use dream_testkit::TestApp;

runs_on_both_engines!(
    a_pause_holds_what_would_start_until_it_is_resumed,
    trap_25_a_paused_run_can_be_cancelled,
    cancelling_ends_what_is_under_way_and_nothing_revives_it,
    trap_7_branches_side_by_side_do_not_skip_their_gates,
);

const ONE: &str = "approvers = [\"owner\"]";

async fn a_pause_holds_what_would_start_until_it_is_resumed(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    assert_eq!(refusal(runs::resume(&op, run).await), (Kind::Conflict, "run_not_paused"));
    runs::pause(&op, run, Some("a holiday".to_owned())).await.unwrap();
    assert_eq!(refusal(runs::pause(&op, run, None).await), (Kind::Conflict, "run_paused"));
    approve(&op, &the_review(&op, run).await).await.unwrap();
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Blocked, Some(Reason::Paused)));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!((set.run().status, set.attempts().count()), (Status::Blocked, 1), "nothing starts while it is paused");
    assert_eq!(refusal(runs::resume(&app.person(Role::Viewer).await, run).await), (Kind::Forbidden, "role_too_low"));
    runs::resume(&op, run).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn trap_25_a_paused_run_can_be_cancelled(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    runs::pause(&op, run, None).await.unwrap();
    runs::cancel(&op, run, Some("not needed".to_owned())).await.unwrap();
    assert_eq!(standing(&op, run).await, (Status::Cancelled, None));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.review(review.id()).unwrap().closed.as_ref().unwrap().decision, Decision::Withdrawn);
    assert_eq!(refusal(approve(&op, &review).await), (Kind::Conflict, "already_decided"));
}

async fn cancelling_ends_what_is_under_way_and_nothing_revives_it(app: &TestApp) {
    let op = app.owner();
    publish(app, &crate::house::two_stages(ONE)).await;
    let project = project(&op, "two-stages").await;
    let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await);
    runs::cancel(&op, run, None).await.unwrap();
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    assert!(set.attempts().all(|attempt| attempt.status == AttemptStatus::Cancelled));
    assert_eq!(set.versions().count(), 0);
    let refused = [
        refusal(runs::cancel(&op, run, None).await),
        refusal(runs::pause(&op, run, None).await),
        refusal(runs::resume(&op, run).await),
        refusal(runs::from_stage(&op, run, "prd".to_owned()).await),
        refusal(runs::rollback(&op, run, "prd".to_owned(), "x".to_owned()).await),
    ];
    assert!(refused.iter().all(|refused| *refused == (Kind::Over, "run_cancelled")), "{refused:?}");
}

async fn trap_7_branches_side_by_side_do_not_skip_their_gates(app: &TestApp) {
    let op = app.owner();
    let gate = "[stage.gate]\napprovers = [\"owner\"]\n";
    let toml = format!(
        "name = \"diamond\"\n{}{gate}{}{gate}{}{gate}{}gate = \"none\"\n",
        stage_toml("prd", &[]),
        stage_toml("architecture", &["prd"]),
        stage_toml("docs", &["prd"]),
        stage_toml("plan", &["architecture", "docs"]),
    );
    publish(app, &toml).await;
    let run = started(app, &op, "diamond").await;
    pass(app, &op, run).await;
    assert_eq!(waiting(&op, run).await.len(), 2, "both branches were worked, and each asks");
    approve(&op, &review_of(&op, run, "docs").await).await.unwrap();
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Waiting, Some(Reason::Approval)));
    assert_eq!(stage_standing(&op, run, "plan").await, (Status::Queued, Some(Reason::Dependency)));
    approve(&op, &review_of(&op, run, "architecture").await).await.unwrap();
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.run().status, Status::Done);
    let last = set.attempts().find(|attempt| attempt.basis.inputs.len() == 2).unwrap();
    assert_eq!(last.basis.rests_on.len(), 3, "the last stage names every approval that it rests on");
}
