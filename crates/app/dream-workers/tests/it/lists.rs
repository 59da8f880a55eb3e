//! Lists: whole pages of what the caller may see, from rows alone; and projects that are put away.

use crate::house::{
    approve, approve_all, begun, cast, gated, idle, project, publish, refusal, run_of, runs_on_both_engines, started, two_stages,
};
use dream_access::Role;
use dream_app::{
    Kind, artifacts, housekeeping,
    members::{self, MemberChange},
    projects::{self, ProjectChange, ProjectFilter},
    reviews::{self, ReviewFilter},
    runs::{self, NewRun, RunFilter, TemplateChoice, Terms},
};
use dream_govern::{Status, Verdict};
use dream_id::{Limit, RunId, TypedId as _};
use dream_sql::Sql;
use dream_store::GOVERNED_TABLES;
use dream_testkit::TestApp;
use std::time::Duration;

runs_on_both_engines!(
    a_page_is_full_however_much_the_caller_may_not_see,
    runs_are_listed_by_their_status_with_full_pages,
    a_list_of_runs_says_what_the_run_itself_says,
    an_artifact_whose_file_list_is_gone_is_named_and_the_others_are_listed,
    an_archived_project_starts_no_run_until_it_is_taken_out_again,
    a_run_may_follow_any_template_and_any_version_of_it,
    runs_that_cannot_be_looked_at_keep_none_from_starting,
    leases_on_what_is_over_are_forgotten,
    rows_stay_small_however_long_a_run_goes_on,
);

/// One after the other in time, so that lists have one order.
fn later(app: &TestApp) {
    app.clock.advance(Duration::from_millis(1));
}

async fn a_page_is_full_however_much_the_caller_may_not_see(app: &TestApp) {
    let op = app.owner();
    let (mut seen, limit) = (Vec::new(), Limit::new(2));
    for number in 0..9 {
        let project = project(&op, "planning-only").await;
        later(app);
        let run = run_of(app, &op, project).await;
        later(app);
        if number % 3 == 0 {
            seen.push((project, run));
        }
    }
    let guest = app.person(None).await;
    assert!(runs::list(&guest, RunFilter::default(), None, limit).await.unwrap().items.is_empty(), "without a role there is nothing");
    let mut reader = op.read().await.unwrap();
    let member = dream_store::people::member_of(&mut reader, app.org, guest.person().unwrap()).await.unwrap().unwrap().id();
    drop(reader);
    let grant = seen.iter().map(|(project, _)| (*project, Role::Viewer)).collect();
    members::change(&op, member, MemberChange { grant, ..MemberChange::default() }).await.unwrap();
    let guest = app.again(&guest).await;
    seen.reverse();
    let first = projects::list(&guest, ProjectFilter::default(), None, limit).await.unwrap();
    let second = projects::list(&guest, ProjectFilter::default(), first.next.clone(), limit).await.unwrap();
    let ids: Vec<_> = first.items.iter().chain(&second.items).map(dream_ledger::Stream::id).collect();
    assert_eq!((first.items.len(), second.next, ids), (2, None, seen.iter().map(|(project, _)| *project).collect()));
    let first = runs::list(&guest, RunFilter::default(), None, limit).await.unwrap();
    let second = runs::list(&guest, RunFilter::default(), first.next.clone(), limit).await.unwrap();
    let ids: Vec<RunId> = first.items.iter().chain(&second.items).map(|listed| listed.run.id).collect();
    assert_eq!((first.items.len(), second.next, ids), (2, None, seen.iter().map(|(_, run)| *run).collect()));
    let first = reviews::list(&guest, ReviewFilter::default(), None, limit).await.unwrap();
    let second = reviews::list(&guest, ReviewFilter::default(), first.next.clone(), limit).await.unwrap();
    let ids: Vec<RunId> = first.items.iter().chain(&second.items).map(|review| review.run).collect();
    assert_eq!((first.items.len(), second.next, ids), (2, None, seen.iter().map(|(_, run)| *run).collect()));
    let about = reviews::about(&guest, &first.items).await.unwrap();
    assert_eq!(about.iter().map(|about| (about.project, about.attempt)).collect::<Vec<_>>(), [(seen[0].0, 1), (seen[1].0, 1)]);
}

async fn runs_are_listed_by_their_status_with_full_pages(app: &TestApp) {
    let op = app.owner();
    let mut cancelled = Vec::new();
    for number in 0..7 {
        let run = started(app, &op, "planning-only").await;
        later(app);
        if number % 2 == 0 {
            runs::cancel(&op, run, None).await.unwrap();
            cancelled.push(run);
        }
    }
    cancelled.reverse();
    let filter = RunFilter { project: None, status: Some(Status::Cancelled) };
    let first = runs::list(&op, filter, None, Limit::new(3)).await.unwrap();
    let second = runs::list(&op, filter, first.next.clone(), Limit::new(3)).await.unwrap();
    let ids: Vec<RunId> = first.items.iter().chain(&second.items).map(|listed| listed.run.id).collect();
    assert_eq!((first.items.len(), second.next, ids), (3, None, cancelled));
}

async fn a_list_of_runs_says_what_the_run_itself_says(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    for _ in 0..2 {
        let listed = runs::list(&op, RunFilter::default(), None, Limit::default()).await.unwrap().items.remove(0);
        let set = runs::find(&op, run).await.unwrap();
        assert_eq!(listed.view(), set.view());
        assert_eq!(listed, runs::summary(&op, run).await.unwrap());
        for (stage, (_, whole)) in listed.stages.iter().zip(set.stages()) {
            let newest = set.attempts().filter(|attempt| attempt.basis.stage == whole.id).max_by_key(|attempt| attempt.basis.number);
            assert_eq!((stage, listed.latest(stage)), (whole, newest));
        }
        if let [review] = crate::house::waiting(&op, run).await.as_slice() {
            approve(&op, review).await.unwrap();
        }
        idle(&app.app).await;
    }
}

async fn an_artifact_whose_file_list_is_gone_is_named_and_the_others_are_listed(app: &TestApp) {
    const LOSE: Sql = Sql::both("DELETE FROM bodies WHERE digest = $1");
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    crate::house::pass(app, &op, run).await;
    let listed = artifacts::of_run(&op, run).await.unwrap();
    assert_eq!(listed.len(), 2);
    let digest = listed[0].version.made.digest;
    // Lists read what the database keeps: a blob that is gone does not even show.
    app.app.blobs.delete(app.org, digest).await.unwrap();
    assert!(artifacts::of_run(&op, run).await.unwrap().iter().all(|detail| detail.tree.is_some()));
    let mut tx = app.app.store.db().begin().await.unwrap();
    tx.execute(&LOSE, &[digest.to_string().into()]).await.unwrap();
    tx.commit().await.unwrap();
    let listed = artifacts::of_run(&op, run).await.unwrap();
    assert_eq!(listed.iter().filter(|detail| detail.tree.is_none()).map(|detail| detail.version.made.digest).collect::<Vec<_>>(), [digest]);
    let (artifact, versions) = artifacts::versions(&op, listed[0].artifact.id()).await.unwrap();
    assert_eq!(artifacts::described(&op, &artifact, versions).await.unwrap().len(), 1);
    let path = format!("{}.md", listed[0].artifact.name);
    assert_eq!(refusal(artifacts::file(&op, artifact.id(), None, &path).await), (Kind::Internal, "artifact_damaged"));
    assert_eq!((listed[1].stage.as_str(), listed[1].attempt), (listed[1].artifact.name.as_str(), 1));
}

async fn an_archived_project_starts_no_run_until_it_is_taken_out_again(app: &TestApp) {
    let (op, contributor) = (app.owner(), app.person(Role::Contributor).await);
    let project = project(&op, "planning-only").await;
    let run = run_of(app, &op, project).await;
    let archive = |archived| ProjectChange { name: None, archived: Some(archived) };
    assert_eq!(refusal(projects::change(&contributor, project, archive(true)).await), (Kind::Forbidden, "role_too_low"));
    let changed = projects::change(&op, project, ProjectChange { name: Some("Tools".to_owned()), archived: Some(true) }).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.archived, changed.created_by), ("Tools", true, op.person().ok()));
    let start = || runs::start(&op, NewRun { project, cost_cap_micros: None });
    assert_eq!(refusal(start().await), (Kind::Conflict, "project_archived"));
    assert_eq!(refusal(runs::again(&op, run).await), (Kind::Conflict, "project_archived"));
    crate::house::pass(app, &op, run).await;
    assert_eq!(crate::house::standing(&op, run).await.0, Status::Waiting, "a run under way goes on");
    let listed = |archived| projects::list(&op, ProjectFilter { archived }, None, Limit::default());
    assert_eq!((listed(false).await.unwrap().items.len(), listed(true).await.unwrap().items.len()), (0, 1));
    assert_eq!(projects::change(&op, project, archive(true)).await.unwrap().saved_version(), changed.saved_version(), "nothing changes");
    projects::change(&op, project, archive(false)).await.unwrap();
    start().await.unwrap();
    assert_eq!(refusal(projects::change(&op, project, ProjectChange::default()).await), (Kind::Invalid, "nothing_to_change"));
    let empty = ProjectChange { name: Some(" ".to_owned()), archived: None };
    assert_eq!(refusal(projects::change(&op, project, empty).await), (Kind::Invalid, "invalid_name"));
}

async fn a_run_may_follow_any_template_and_any_version_of_it(app: &TestApp) {
    let op = app.owner();
    let project = project(&op, "planning-only").await;
    let first = two_stages("approvers = [\"owner\"]");
    publish(app, &first).await;
    publish(app, &two_stages("approvers = [\"owner\"]\nquorum = 2")).await;
    let start = |name: &str, version| {
        let template = Some(TemplateChoice { name: name.to_owned(), version });
        runs::start_under(&op, NewRun { project, cost_cap_micros: None }, Terms { template, constraints: Vec::new() })
    };
    let quorum = |run: RunId| async move {
        idle(&app.app).await;
        (
            runs::find(&app.owner(), run).await.unwrap().run().template.name.clone(),
            crate::house::the_review(&app.owner(), run).await.gate.quorum,
        )
    };
    assert_eq!(quorum(start("two-stages", Some(1)).await.unwrap()).await, ("two-stages".to_owned(), 1));
    assert_eq!(quorum(start("two-stages", None).await.unwrap()).await, ("two-stages".to_owned(), 2));
    assert_eq!(quorum(start("content-campaign", None).await.unwrap()).await.0, "content-campaign");
    for (name, version, code) in [
        ("two-stages", Some(3), "unknown_version"),
        ("planning-only", Some(1), "unknown_version"),
        ("nothing", None, "unknown_template"),
        ("nothing", Some(1), "unknown_template"),
    ] {
        assert_eq!(refusal(start(name, version).await), (Kind::NotFound, code), "{name}");
    }
}

async fn runs_that_cannot_be_looked_at_keep_none_from_starting(app: &TestApp) {
    const TOUCH: Sql = Sql::both("INSERT INTO touched_runs (run) VALUES ($1)");
    let op = app.owner();
    let mut tx = app.app.store.db().begin().await.unwrap();
    for number in 0..600_u64 {
        // Older than any run, and nobody knows them.
        let unknown = RunId::from_parts(number, [7; 10]);
        tx.execute(&TOUCH, &[unknown.to_string().into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let project = project(&op, "planning-only").await;
    let run = runs::start(&op, NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await);
    assert_eq!(crate::house::stage_standing(&op, run, "prd").await.0, Status::Running);
}

async fn leases_on_what_is_over_are_forgotten(app: &TestApp) {
    let op = app.owner();
    started(app, &op, "planning-only").await;
    let worker = dream_app::Op::of_worker(app.app.clone(), "test");
    assert_eq!(housekeeping::forget_leases(&worker).await.unwrap(), 1);
    assert_eq!(housekeeping::forget_leases(&worker).await.unwrap(), 0);
}

/// The most bytes that the folded state of one thing should have.
const LARGEST_ROW: i64 = 8 * 1024;

async fn rows_stay_small_however_long_a_run_goes_on(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "software-delivery").await;
    for round in 0..12 {
        let review = crate::house::the_review(&op, run).await;
        let verdict = if round % 3 == 2 { Verdict::Regenerate } else { Verdict::RequestChanges };
        let comment = Some(format!("Round {round}: {}", "say more. ".repeat(100)));
        reviews::vote(&op, reviews::Cast { comment, ..cast(&review, verdict) }).await.unwrap();
        idle(&app.app).await;
    }
    assert_eq!(approve_all(app, &op, run).await.run().status, Status::Done);
    let mut reader = app.app.store.db().read().await.unwrap();
    for table in GOVERNED_TABLES {
        let largest = Sql::each_owned(
            format!("SELECT coalesce(max(length(CAST(state AS BLOB))), 0) FROM {table}"),
            format!("SELECT coalesce(max(octet_length(state)), 0)::bigint FROM {table}"),
        );
        let bytes = reader.query(&largest, &[]).await.unwrap()[0].int(0).unwrap();
        assert!(bytes <= LARGEST_ROW, "a row of {table} has {bytes} bytes: what grows belongs into a stream or a body of its own");
    }
}
