//! The same command under the same key happens once; another command under it is refused.

use crate::house::{cast, gated, project, refusal, runs_on_both_engines, the_review};
use dream_access::Role;
use dream_app::{IdempotencyKey, Kind, Op, reviews, runs};
use dream_govern::Verdict;
use dream_id::Limit;
use dream_testkit::TestApp;

runs_on_both_engines!(
    a_repeated_start_is_one_run_with_one_answer,
    a_repeated_vote_counts_once_and_answers_as_before,
    another_command_under_the_same_key_is_refused,
    a_refused_command_leaves_its_key_free,
);

fn keyed(op: &Op, key: &str) -> Op {
    op.clone().with_key(Some(IdempotencyKey::parse(key).unwrap()))
}

async fn a_repeated_start_is_one_run_with_one_answer(app: &TestApp) {
    let op = keyed(&app.owner(), "start-1");
    let project = project(&app.owner(), "planning-only").await;
    let new = || runs::NewRun { project, cost_cap_micros: None };
    let (first, second) = tokio::join!(runs::start(&op, new()), runs::start(&op, new()));
    let first = first.unwrap();
    assert_eq!(second.unwrap(), first, "even at the same moment");
    assert_eq!(runs::start(&op, new()).await.unwrap(), first);
    let all = runs::list(&op, runs::RunFilter::default(), None, Limit::default()).await.unwrap();
    assert_eq!(all.items.len(), 1);
    let somebody = keyed(&app.person(Role::Contributor).await, "start-1");
    assert_ne!(runs::start(&somebody, new()).await.unwrap(), first, "a key is its token's own");
}

async fn a_repeated_vote_counts_once_and_answers_as_before(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]\nquorum = 2").await;
    let review = the_review(&op, run).await;
    let voter = keyed(&op, "vote-1");
    let first = reviews::vote(&voter, cast(&review, Verdict::Approve)).await.unwrap();
    assert_eq!(reviews::vote(&voter, cast(&review, Verdict::Approve)).await.unwrap(), first);
    assert_eq!(the_review(&op, run).await.votes.len(), 1);
}

async fn another_command_under_the_same_key_is_refused(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    let keyed = keyed(&op, "one-key");
    runs::pause(&keyed, run, None).await.unwrap();
    let refused = (Kind::Conflict, "idempotency_key_reused");
    assert_eq!(refusal(runs::resume(&keyed, run).await), refused);
    assert_eq!(refusal(runs::pause(&keyed, run, Some("another reason".to_owned())).await), refused);
    assert_eq!(refusal(reviews::vote(&keyed, cast(&the_review(&op, run).await, Verdict::Approve)).await), refused);
    assert!(runs::find(&op, run).await.unwrap().run().paused);
    for bad in ["", "with space", &"x".repeat(256)] {
        assert_eq!(refusal(IdempotencyKey::parse(bad)), (Kind::Invalid, "invalid_idempotency_key"));
    }
}

async fn a_refused_command_leaves_its_key_free(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    let keyed = keyed(&op, "resume-1");
    assert_eq!(refusal(runs::resume(&keyed, run).await), (Kind::Conflict, "run_not_paused"));
    runs::pause(&op, run, None).await.unwrap();
    runs::resume(&keyed, run).await.unwrap();
    assert!(!runs::find(&op, run).await.unwrap().run().paused);
}
