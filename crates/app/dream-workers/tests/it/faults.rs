//! Models that answer garbage, nothing, half a stream, 429, 500, or hang: told apart, tried again within limits, never taken for success.

use crate::fake::{Fake, Next};
use crate::house::{approve_all, document, gated, idle, pays_on_both_engines, standing, the_review};
use dream_app::{constraints, runs};
use dream_govern::{AttemptStatus, ConstraintScope, Reason, Rule, RunSet, Status};
use dream_ports::{Cancel, ModelError, TimeoutPhase};
use dream_testkit::{InProcess, TestApp};
use dream_workers::{Performer, Reconciler};
use std::sync::Arc;
use std::time::Duration;

pays_on_both_engines!(
    trap_24_garbage_to_the_end_fails_the_run_and_a_rerun_revives_it,
    a_reply_that_fails_its_checks_is_asked_for_again_with_what_they_found,
    a_passing_fault_costs_an_attempt_and_the_next_goes_on,
    a_provider_that_asks_for_time_gets_it_and_costs_no_attempt,
    a_fault_that_no_attempt_can_cure_fails_at_once,
    a_host_that_a_constraint_forbids_is_asked_out_of_the_work,
    a_replay_asks_no_model_and_needs_none_that_is_configured_now,
);

/// A PRD that passes the checks of its stage, but for a host.
const TRACKED: &str = "# L\n\n## Goals\n\nSee https://tracker.example/a.\n\n## Users\n\nU.\n\n## Requirements\n\n- **R1** (must) A list.\n\n\
     ## Acceptance criteria\n\n- R1: shown.\n\n## Out of scope\n\nO.\n\n## Risks\n\nR.\n";
const ONE: &str = "approvers = [\"owner\"]";

async fn trap_24_garbage_to_the_end_fails_the_run_and_a_rerun_revives_it(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    fake.always(Some("I cannot help with that."));
    let run = gated(app, &op, ONE).await;
    assert_eq!(standing(&op, run).await, (Status::Failed, Some(Reason::Attempts)));
    let set = runs::find(&op, run).await.unwrap();
    let codes: Vec<_> = set.attempts().map(|attempt| attempt.failure.clone().unwrap().code).collect();
    assert_eq!((codes, fake.count()), (vec!["checks_failed".to_owned(); 3], 9), "three attempts, each asking three times");
    assert_eq!((set.versions().count(), set.reviews().count()), (0, 0), "nothing of it is shown as work");
    assert!(set.attempts().all(|attempt| attempt.calls == 3), "and every call is accounted for");
    fake.always(None);
    runs::from_stage(&op, run, "prd".to_owned()).await.unwrap();
    idle(&app.app).await;
    assert_eq!(approve_all(app, &op, run).await.run().status, Status::Done);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}

async fn a_reply_that_fails_its_checks_is_asked_for_again_with_what_they_found(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    fake.tell([Next::Text("# Lending library\n\n## Goals\n\nShare tools.\n")]);
    let run = gated(app, &op, ONE).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 2));
    let second = fake.calls()[1].messages[0].text();
    assert!(second.contains("Acceptance criteria") && second.contains("<failure"), "{second}");
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.attempts().next().unwrap().calls, 2);
    approve_all(app, &op, run).await;
    assert!(runs::replay(&op, run).await.unwrap().is_identical(), "a replay goes through the failed reply too");
}

async fn a_passing_fault_costs_an_attempt_and_the_next_goes_on(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let fake_ = || "fake".to_owned();
    let message = || "slow down".to_owned();
    let rate = ModelError::RateLimited { provider: fake_(), message: message(), retry_after: None };
    let timeout = |phase| ModelError::Timeout { provider: fake_(), phase, limit: Duration::from_secs(1) };
    // The fault, its code, and whether it may have cost something.
    let cases = [
        (rate, "model_rate_limited", false),
        (ModelError::Overloaded { provider: fake_(), message: message(), retry_after: None }, "model_overloaded", false),
        (ModelError::Unavailable { provider: fake_(), status: 500, message: message(), retry_after: None }, "model_unavailable", false),
        (ModelError::Unavailable { provider: fake_(), status: 502, message: message(), retry_after: None }, "model_unavailable", true),
        (ModelError::Truncated { provider: fake_(), received: 9, source: None }, "model_truncated", true),
        (ModelError::Garbage { provider: fake_(), what: "not JSON".to_owned() }, "model_garbage", true),
        (ModelError::Empty { provider: fake_(), stop_reason: "end".to_owned() }, "model_empty", true),
        (timeout(TimeoutPhase::Connect), "model_timeout", false),
        (timeout(TimeoutPhase::Idle), "model_timeout", true),
    ];
    for (fault, code, may_have_cost) in cases {
        let call = fake.count();
        fake.tell([Next::Fail(fault)]);
        let run = gated(app, &op, ONE).await;
        assert_eq!((standing(&op, run).await.0, fake.count() - call), (Status::Waiting, 2), "{code}");
        let set = runs::find(&op, run).await.unwrap();
        let (failed, made) = (attempt(&set, AttemptStatus::Failed), attempt(&set, AttemptStatus::Produced));
        assert_eq!(failed.failure.as_ref().unwrap().code, code);
        let charged = if may_have_cost { fake.worst_case(call) } else { 0 };
        assert_eq!((failed.cost_micros, set.budget().settled_micros), (charged, charged + made.cost_micros), "{code}");
        assert_eq!(made.basis.failed, Some(failed.id));
        assert!(set.budget().open.is_empty(), "{code}: nothing stays put aside");
    }
}

async fn a_provider_that_asks_for_time_gets_it_and_costs_no_attempt(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let limited = |seconds| {
        let (provider, message) = ("fake".to_owned(), "slow down".to_owned());
        Next::Fail(ModelError::RateLimited { provider, message, retry_after: Some(Duration::from_secs(seconds)) })
    };
    fake.tell([limited(90), limited(30), Next::Answer]);
    let run = gated(app, &op, ONE).await;
    for (calls, seconds) in [(1, 90), (2, 30)] {
        assert_eq!((standing(&op, run).await, fake.count()), ((Status::Blocked, Some(Reason::RateLimit)), calls));
        app.clock.advance(Duration::from_secs(seconds - 1));
        let other = Arc::new(Performer::new(app.app.clone(), Arc::new(InProcess), "another process".to_owned(), 4, Cancel::new()));
        assert!(!other.reconcile().await.unwrap(), "nobody asks earlier");
        app.clock.advance(Duration::from_secs(1));
        idle(&app.app).await;
    }
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 3));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!((set.attempts().count(), set.budget().open.len()), (1, 0));
    assert_eq!(set.budget().settled_micros, set.attempts().next().unwrap().cost_micros);
    fake.tell([limited(3_600)]);
    runs::from_stage(&op, run, "prd".to_owned()).await.unwrap();
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(attempt(&set, AttemptStatus::Failed).failure.as_ref().unwrap().code, "model_rate_limited", "an hour is too long");
    assert_eq!(set.run().status, Status::Waiting);
}

async fn a_fault_that_no_attempt_can_cure_fails_at_once(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let refused = ModelError::Unauthenticated { provider: "fake".to_owned(), status: 401, message: "no".to_owned() };
    fake.tell([Next::Fail(refused)]);
    let run = gated(app, &op, ONE).await;
    assert_eq!((standing(&op, run).await, fake.count()), ((Status::Failed, Some(Reason::Attempts)), 1));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(attempt(&set, AttemptStatus::Failed).failure.as_ref().unwrap().code, "model_unauthenticated");
    runs::from_stage(&op, run, "prd".to_owned()).await.unwrap();
    idle(&app.app).await;
    assert_eq!(the_review(&op, run).await.stage_name, "prd", "once it is cured, a re-run goes on");
}

async fn a_host_that_a_constraint_forbids_is_asked_out_of_the_work(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (scope, rules) = (ConstraintScope::Organisation {}, vec![Rule::DeniedHost { host: "tracker.example".to_owned() }]);
    constraints::add(&op, constraints::NewConstraint { scope, text: "No trackers.".to_owned(), rules }, None).await.unwrap();
    fake.tell([Next::Text(TRACKED)]);
    let run = gated(app, &op, ONE).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 2));
    assert!(fake.calls()[1].messages[0].text().contains("A constraint forbids the host `tracker[.]example`"));
    assert!(!document(&op, run, "prd").await.contains("tracker.example"));
}

async fn a_replay_asks_no_model_and_needs_none_that_is_configured_now(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    approve_all(app, &op, run).await;
    let calls = fake.count();
    for model in ["two", "unpriced"] {
        fake.select(model);
        let replay = runs::replay(&op, run).await.unwrap();
        assert!(replay.is_identical(), "{model}: {replay:?}");
    }
    assert_eq!(fake.count(), calls);
}

fn attempt(set: &RunSet, status: AttemptStatus) -> &dream_govern::Attempt {
    set.attempts().find(|attempt| attempt.status == status).unwrap()
}
