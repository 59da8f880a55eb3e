//! What an attempt is told: the prompt that stood when it began, and what was said of the one that was sent back.

use crate::fake::Fake;
use crate::house::{approve_all, begun, cast, gated, idle, pays_on_both_engines, project, run_of, stage, the_review};
use dream_app::{Op, prompts, reviews, runs};
use dream_govern::{Craft, Verdict};
use dream_ledger::Stream;
use dream_roles::PromptView;
use dream_testkit::TestApp;

const ONE: &str = "approvers = [\"owner\"]";
const OWN: &str = "You write for {{ stage }} in the words of the house.";

pays_on_both_engines!(
    an_attempt_is_told_the_prompt_that_stood_when_it_began,
    a_request_for_changes_shows_every_round_and_the_last_version,
    a_fresh_attempt_is_told_nothing_of_the_one_before,
);

/// What the call `number`, from 0, was told.
fn view(fake: &Fake, number: usize) -> PromptView {
    PromptView::read(&fake.calls()[number].messages[0].text()).unwrap()
}

async fn an_attempt_is_told_the_prompt_that_stood_when_it_began(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    assert_eq!(prompts::publish(&op, Craft::ProductManager, OWN.to_owned()).await.unwrap(), 1);
    let project = project(&op, "planning-only").await;
    let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await, "the attempt has begun, and nobody has worked on it");
    assert_eq!(prompts::publish(&op, Craft::ProductManager, "Another text.".to_owned()).await.unwrap(), 2);
    idle(&app.app).await;
    assert!(fake.calls()[0].system.starts_with("You write for Product requirements in the words of the house."));
    let next = run_of(app, &op, project).await;
    assert!(fake.calls().last().unwrap().system.starts_with("Another text."), "what starts later is told the newer one");
    prompts::reset(&op, Craft::ProductManager).await.unwrap();
    for run in [run, next] {
        let replay = runs::replay(&op, run).await.unwrap();
        assert!(replay.is_identical() && !replay.stages.is_empty(), "{replay:?}");
    }
    let pinned = runs::find(&op, run).await.unwrap();
    let attempt = pinned.attempt(stage(&pinned, "prd").output.as_ref().unwrap().attempt).unwrap();
    assert_eq!(attempt.basis.prompt, Some(dream_ledger::Digest::of(OWN.as_bytes())));
    run_of(app, &op, project).await;
    assert!(fake.calls().last().unwrap().system.starts_with("You are an experienced product manager."));
}

async fn say(app: &TestApp, op: &Op, run: dream_id::RunId, verdict: Verdict, comment: &str) -> Stream<dream_govern::Review> {
    let review = the_review(op, run).await;
    reviews::vote(op, reviews::Cast { comment: Some(comment.to_owned()), ..cast(&review, verdict) }).await.unwrap();
    idle(&app.app).await;
    review
}

async fn a_request_for_changes_shows_every_round_and_the_last_version(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    say(app, &op, run, Verdict::RequestChanges, "Name the keeper.").await;
    say(app, &op, run, Verdict::Regenerate, "Too dry: begin again.").await;
    say(app, &op, run, Verdict::RequestChanges, "Say what a day costs.").await;
    let told: Vec<_> = view(fake, 3).feedback.into_iter().map(|said| (said.round, said.verdict, said.text)).collect();
    let said = |round, verdict: &str, text: &str| (round, verdict.to_owned(), text.to_owned());
    assert_eq!(
        told,
        [
            said(1, "request_changes", "Name the keeper."),
            said(2, "regenerate", "Too dry: begin again."),
            said(3, "request_changes", "Say what a day costs."),
        ]
    );
    assert_eq!(view(fake, 1).feedback.len(), 1, "the second attempt saw what was said by then");
    let replied = crate::house::document(&op, run, "prd").await;
    assert!(replied.contains("Round 3: “Say what a day costs.”") && replied.contains("Round 1: “Name the keeper.”"), "{replied}");
    let before = view(fake, 3).previous.unwrap();
    assert!(before.contains("## Requirements") && !before.contains("Say what a day costs"), "{before}");
    let done = approve_all(app, &op, run).await;
    assert!(runs::replay(&op, done.run().id).await.unwrap().is_identical());
}

async fn a_fresh_attempt_is_told_nothing_of_the_one_before(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    say(app, &op, run, Verdict::RequestChanges, "Name the keeper.").await;
    say(app, &op, run, Verdict::Regenerate, "Begin again.").await;
    let fresh = view(fake, 2);
    assert_eq!((fresh.feedback, fresh.previous, fresh.variant), (Vec::new(), None, 1));
    assert!(view(fake, 1).previous.is_some());
}
