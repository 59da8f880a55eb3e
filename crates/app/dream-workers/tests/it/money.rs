//! Money: put aside before a call, settled after it, never guessed as nothing.

use crate::fake::{Fake, Next};
use crate::house::{begun, idle, pass, pays_on_both_engines, project, publish, refusal, stage_standing, standing, the_review, two_stages};
use dream_access::Role;
use dream_app::{App, Kind, Op, Parts, budgets, constraints, reviews, runs};
use dream_govern::{AttemptStatus, ConstraintScope, Reason, Rule, RunSet, Status, Verdict};
use dream_id::RunId;
use dream_ports::{Cancel, ModelError, Usage};
use dream_testkit::{InProcess, TestApp};
use dream_workers::{Performer, Reconciler};
use std::sync::Arc;

pays_on_both_engines!(
    trap_18_a_cap_stops_the_run_before_the_call_that_could_break_it,
    a_cap_that_is_spent_blocks_the_stages_that_come_after,
    trap_19_a_model_without_a_price_is_never_called,
    a_call_that_may_have_cost_is_charged_its_worst_case,
    trap_20_a_reservation_survives_a_restart,
    only_whom_the_policy_lets_raises_a_cap,
    a_constraint_on_cost_stops_what_it_binds_until_it_is_lifted,
);

const ONE: &str = "approvers = [\"owner\"]";

async fn capped(app: &TestApp, op: &Op, cap_micros: u64) -> RunId {
    publish(app, &two_stages(ONE)).await;
    let project = project(op, "two-stages").await;
    let run = runs::start(op, runs::NewRun { project, cost_cap_micros: Some(cap_micros) }).await.unwrap();
    idle(&app.app).await;
    run
}

async fn found(op: &Op, run: RunId) -> RunSet {
    runs::find(op, run).await.unwrap()
}

async fn trap_18_a_cap_stops_the_run_before_the_call_that_could_break_it(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = capped(app, &op, 400_000).await;
    assert_eq!(standing(&op, run).await, (Status::Blocked, Some(Reason::Budget)));
    assert_eq!(fake.count(), 0, "nothing is called that could cost more than there is");
    let set = found(&op, run).await;
    assert_eq!((set.budget().settled_micros, set.budget().reserved_micros()), (0, 0));
    budgets::raise(&op, run, 700_000, Some("worth it".to_owned())).await.unwrap();
    fake.tell([Next::Used(Usage { input_tokens: 1_000, output_tokens: 20_000, ..Usage::default() })]);
    idle(&app.app).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 1), "the same attempt goes on");
    let set = found(&op, run).await;
    assert_eq!((set.budget().settled_micros, set.attempts().count()), (303_000, 1));
    pass(app, &op, run).await;
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Blocked, Some(Reason::Budget)));
    assert_eq!(fake.count(), 1);
    budgets::raise(&op, run, 5_000_000, None).await.unwrap();
    idle(&app.app).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Done, 2));
}

async fn a_cap_that_is_spent_blocks_the_stages_that_come_after(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    // More than anybody could have foreseen: it is recorded in full, and nothing more is spent.
    fake.tell([Next::Used(Usage { output_tokens: 60_000, ..Usage::default() })]);
    let run = capped(app, &op, 700_000).await;
    pass(app, &op, run).await;
    assert_eq!(found(&op, run).await.budget().settled_micros, 900_000);
    assert_eq!(standing(&op, run).await, (Status::Blocked, Some(Reason::Budget)));
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Blocked, Some(Reason::Budget)));
    budgets::raise(&op, run, 5_000_000, None).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn trap_19_a_model_without_a_price_is_never_called(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = capped(app, &op, 5_000_000).await;
    let review = the_review(&op, run).await;
    let unpriced = reviews::Cast { model: Some("unpriced".to_owned()), ..crate::house::cast(&review, Verdict::Regenerate) };
    assert_eq!(refusal(reviews::vote(&op, unpriced).await), (Kind::Invalid, "model_price_unknown"));
    assert_eq!(the_review(&op, run).await, review);
    fake.select("unpriced");
    let again = runs::again(&op, run).await.unwrap();
    idle(&app.app).await;
    assert_eq!((standing(&op, again).await.0, fake.count()), (Status::Failed, 1));
    let set = found(&op, again).await;
    let failure = set.attempts().next().unwrap().failure.clone().unwrap();
    assert_eq!((failure.code.as_str(), set.attempts().count()), ("model_price_unknown", 1), "a further attempt could not do better");
}

async fn a_call_that_may_have_cost_is_charged_its_worst_case(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let broken = ModelError::Truncated { provider: "fake".to_owned(), received: 10, source: None };
    let usage = Usage { input_tokens: 1_000, output_tokens: 1_000, ..Usage::default() };
    fake.tell([Next::Fail(broken), Next::Used(usage)]);
    let run = capped(app, &op, 5_000_000).await;
    assert_eq!(standing(&op, run).await.0, Status::Waiting);
    let set = found(&op, run).await;
    assert_eq!(set.budget().settled_micros, fake.worst_case(0) + 18_000);
    let mut costs: Vec<u64> = set.attempts().map(|attempt| attempt.cost_micros).collect();
    costs.sort_unstable();
    assert_eq!(costs, [18_000, fake.worst_case(0)]);
    assert!(set.budget().open.is_empty());
}

async fn trap_20_a_reservation_survives_a_restart(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    publish(app, &two_stages(ONE)).await;
    let project = project(&op, "two-stages").await;
    let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: Some(700_000) }).await.unwrap();
    begun(&app.app).await;
    fake.tell([Next::Hang]);
    let cancel = Cancel::new();
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(InProcess), "before".to_owned(), 4, cancel.clone()));
    assert!(performer.reconcile().await.unwrap());
    fake.called(1).await;
    cancel.cancel();
    performer.drain().await;
    let anew = restarted(&app.app, fake);
    let again = Op::of_person(anew.clone(), op.identity().unwrap().clone());
    let set = found(&again, run).await;
    assert_eq!((set.budget().settled_micros, set.budget().reserved_micros()), (0, fake.worst_case(0)));
    idle(&anew).await;
    assert_eq!(fake.count(), 1, "what the lost call may have cost leaves too little for another");
    assert_eq!(standing(&again, run).await, (Status::Blocked, Some(Reason::Budget)));
    budgets::raise(&again, run, 5_000_000, None).await.unwrap();
    fake.tell([Next::Used(Usage { output_tokens: 1_000, ..Usage::default() })]);
    idle(&anew).await;
    let set = found(&again, run).await;
    assert_eq!(fake.count(), 2);
    assert_eq!(set.budget().settled_micros, fake.worst_case(0) + 15_000, "the lost call counts in full");
    let attempt = set.attempts().next().unwrap();
    assert_eq!((attempt.status, attempt.cost_micros), (AttemptStatus::Produced, fake.worst_case(0) + 15_000));
}

/// Another core on the same database and blobs.
fn restarted(app: &App, fake: &Fake) -> App {
    App::new(Parts {
        store: app.store.clone(),
        blobs: app.blobs.clone(),
        bus: app.bus.clone(),
        logs: app.logs.clone(),
        discord: Arc::new(dream_testkit::Outside::default()),
        hooks: Arc::new(dream_testkit::Outside::default()),
        repositories: app.repositories.clone(),
        models: Arc::new(fake.clone()),
        prompts: app.prompts.clone(),
        public_url: app.public_url.clone(),
        scratch: app.scratch.clone(),
        sealing: app.sealing.clone(),
        system: app.system,
    })
}

async fn only_whom_the_policy_lets_raises_a_cap(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = capped(app, &op, 400_000).await;
    let contributor = app.person(Role::Contributor).await;
    assert_eq!(refusal(budgets::raise(&contributor, run, 900_000, None).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(budgets::raise(&op, run, 400_000, None).await), (Kind::Invalid, "bad_value"));
    budgets::raise(&op, run, 90_000_000, None).await.unwrap();
    let of = found(&op, run).await.run().project;
    let dear = runs::start(&contributor, runs::NewRun { project: of, cost_cap_micros: Some(90_000_000) }).await;
    assert_eq!(refusal(dear), (Kind::Forbidden, "role_too_low"), "a cap above the template's is a raise");
    let again = runs::again(&contributor, run).await.unwrap();
    assert_eq!(found(&op, again).await.budget().cap_micros, 5_000_000, "nor is a raised cap had by running again");
    let again = runs::again(&op, run).await.unwrap();
    assert_eq!(found(&op, again).await.budget().cap_micros, 90_000_000);
    assert_eq!(fake.count(), 0);
}

async fn a_constraint_on_cost_stops_what_it_binds_until_it_is_lifted(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    for scope in [
        ConstraintScope::Organisation {},
        ConstraintScope::Stages { run: capped(app, &op, 5_000_000).await, stages: vec!["architecture".to_owned()] },
    ] {
        let calls = fake.count();
        let new = constraints::NewConstraint {
            scope: scope.clone(),
            text: "Spend little.".to_owned(),
            rules: vec![Rule::MaxCost { micros: 1_000 }],
        };
        let constraint = constraints::add(&op, new, None).await.unwrap();
        let run = match scope {
            ConstraintScope::Stages { run, .. } => {
                pass(app, &op, run).await;
                run
            }
            _ => capped(app, &op, 5_000_000).await,
        };
        assert_eq!((standing(&op, run).await, fake.count()), ((Status::Blocked, Some(Reason::Budget)), calls));
        constraints::lift(&op, constraint, "it is worth it".to_owned()).await.unwrap();
        idle(&app.app).await;
        assert_eq!(fake.count(), calls + 1, "it goes on by itself");
        assert_ne!(standing(&op, run).await.0, Status::Blocked);
    }
}
