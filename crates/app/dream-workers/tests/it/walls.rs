//! Two organisations on one database: of a run and all that belongs to it the other sees, names and changes nothing.

use crate::house::{cast, demand, gated, refusal, runs_on_both_engines, the_review};
use dream_access::Role;
use dream_app::{
    Kind, artifacts, budgets, constraints,
    members::{self, MemberChange},
    projects, reviews, runs, templates,
};
use dream_govern::{ConstraintScope, Verdict};
use dream_id::Limit;
use dream_testkit::{TestApp, found};

runs_on_both_engines!(
    trap_28_another_organisation_sees_nothing_of_a_run,
    another_organisation_changes_nothing_of_a_run,
    rules_of_one_organisation_do_not_bind_the_other,
    a_member_of_one_project_sees_nothing_of_another,
);

const ONE: &str = "approvers = [\"owner\"]";

async fn trap_28_another_organisation_sees_nothing_of_a_run(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let ours = runs::find(&op, run).await.unwrap();
    let (project, artifact) = (ours.run().project, ours.artifacts().next().unwrap().id);
    let them = found(&app.app, "second").await.owner;
    let refused = [
        refusal(projects::find(&them, project).await),
        refusal(runs::find(&them, run).await),
        refusal(runs::plan_rollback(&them, run, "prd").await),
        refusal(runs::plan_rerun(&them, run, "prd").await),
        refusal(runs::replay(&them, run).await),
        refusal(reviews::find(&them, review.id()).await),
        refusal(artifacts::of_run(&them, run).await),
        refusal(artifacts::find(&them, artifact, None).await),
        refusal(artifacts::versions(&them, artifact).await),
        refusal(artifacts::file(&them, artifact, None, "prd.md").await),
        refusal(artifacts::all_files(&them, artifact, None).await),
        refusal(artifacts::diff(&them, artifact, 1, 1).await),
        refusal(artifacts::lineage(&them, artifact, None).await),
        refusal(constraints::of_run(&them, run).await),
    ];
    for (number, refused) in refused.into_iter().enumerate() {
        assert_eq!(refused, (Kind::NotFound, "not_found"), "case {number}");
    }
    let limit = Limit::default();
    assert!(projects::list(&them, projects::ProjectFilter::default(), None, limit).await.unwrap().items.is_empty());
    assert!(runs::list(&them, runs::RunFilter::default(), None, limit).await.unwrap().items.is_empty());
    assert!(runs::list(&them, runs::RunFilter { project: Some(project), status: None }, None, limit).await.unwrap().items.is_empty());
    let filters = [
        reviews::ReviewFilter::default(),
        reviews::ReviewFilter { run: Some(run), ..reviews::ReviewFilter::default() },
        reviews::ReviewFilter { status: Some("waiting".to_owned()), run: None },
    ];
    for filter in filters {
        assert!(reviews::list(&them, filter, None, limit).await.unwrap().items.is_empty());
    }
    assert!(templates::list(&them).await.unwrap().iter().all(|template| template.number.is_none()));
}

async fn another_organisation_changes_nothing_of_a_run(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let constraint = constraints::add(&op, demand(ConstraintScope::Organisation {}, "x"), None).await.unwrap();
    let ours = runs::find(&op, run).await.unwrap();
    let (project, artifact) = (ours.run().project, ours.artifacts().next().unwrap().id);
    let them = found(&app.app, "second").await.owner;
    let why = || "x".to_owned();
    let put = artifacts::PutArtifact { artifact, files: Vec::new() };
    let (of_run, of_project) = (ConstraintScope::Run { run }, ConstraintScope::Project { project });
    let refused = [
        refusal(runs::start(&them, runs::NewRun { project, cost_cap_micros: None }).await),
        refusal(runs::pause(&them, run, None).await),
        refusal(runs::resume(&them, run).await),
        refusal(runs::cancel(&them, run, None).await),
        refusal(runs::from_stage(&them, run, why()).await),
        refusal(runs::again(&them, run).await),
        refusal(runs::rollback(&them, run, why(), why()).await),
        refusal(reviews::vote(&them, cast(&review, Verdict::Reject)).await),
        refusal(reviews::ask_again(&them, review.id()).await),
        refusal(reviews::break_glass(&them, review.id(), review.digest, why()).await),
        refusal(reviews::second_look(&them, review.id(), true, None).await),
        refusal(artifacts::put(&them, put).await),
        refusal(budgets::raise(&them, run, 9_000_000, None).await),
        refusal(constraints::add(&them, demand(of_run, "x"), None).await),
        refusal(constraints::add(&them, demand(of_project, "x"), None).await),
        refusal(constraints::add(&them, demand(ConstraintScope::Organisation {}, "x"), Some(review.id())).await),
        refusal(constraints::lift(&them, constraint, why()).await),
    ];
    for (number, refused) in refused.into_iter().enumerate() {
        assert_eq!(refused, (Kind::NotFound, "not_found"), "case {number}");
    }
    assert_eq!(runs::find(&op, run).await.unwrap(), ours);
}

async fn rules_of_one_organisation_do_not_bind_the_other(app: &TestApp) {
    let (op, them) = (app.owner(), found(&app.app, "second").await.owner);
    templates::publish_standard(&them, "standard.toml", "self_approval = false\n".to_owned()).await.unwrap();
    constraints::add(&them, demand(ConstraintScope::Organisation {}, "Theirs"), None).await.unwrap();
    let run = gated(app, &op, ONE).await;
    assert!(!crate::house::document(&op, run, "prd").await.contains("Theirs"));
    assert!(!the_review(&op, run).await.gate.exclude_requester);
    assert!(templates::standard(&op).await.unwrap().is_none());
    let unknown = projects::NewProject { name: "x".to_owned(), brief: b"x".to_vec(), template: "two-stages".to_owned() };
    assert_eq!(refusal(projects::create(&them, unknown).await), (Kind::NotFound, "unknown_template"));
}

async fn a_member_of_one_project_sees_nothing_of_another(app: &TestApp) {
    let op = app.owner();
    let (seen, hidden) = (gated(app, &op, ONE).await, gated(app, &op, ONE).await);
    let guest = app.person(None).await;
    let project = runs::find(&op, seen).await.unwrap().run().project;
    let mut reader = op.read().await.unwrap();
    let member = dream_store::people::member_of(&mut reader, app.org, guest.person().unwrap()).await.unwrap().unwrap().id();
    drop(reader);
    let grant = MemberChange { grant: vec![(project, Role::Reviewer)], ..MemberChange::default() };
    members::change(&op, member, grant).await.unwrap();
    let guest = app.again(&guest).await;
    let limit = Limit::default();
    assert_eq!(projects::list(&guest, projects::ProjectFilter::default(), None, limit).await.unwrap().items.len(), 1);
    let listed = runs::list(&guest, runs::RunFilter::default(), None, limit).await.unwrap().items;
    assert_eq!(listed.iter().map(|listed| listed.run.id).collect::<Vec<_>>(), [seen]);
    let reviews = reviews::list(&guest, reviews::ReviewFilter::default(), None, limit).await.unwrap().items;
    assert_eq!(reviews.iter().map(|review| review.run).collect::<Vec<_>>(), [seen]);
    let other = the_review(&op, hidden).await;
    let artifact = other.artifacts[0].artifact;
    let refused = [
        refusal(runs::find(&guest, hidden).await),
        refusal(runs::replay(&guest, hidden).await),
        refusal(reviews::find(&guest, other.id()).await),
        refusal(artifacts::of_run(&guest, hidden).await),
        refusal(artifacts::file(&guest, artifact, None, "prd.md").await),
        refusal(constraints::of_run(&guest, hidden).await),
        refusal(reviews::vote(&guest, cast(&other, Verdict::Approve)).await),
    ];
    assert!(refused.iter().all(|refused| refused.0 == Kind::Forbidden), "{refused:?}");
}
