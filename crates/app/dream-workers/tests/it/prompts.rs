//! What an organisation tells its agents in its own words, and what an attempt is told of the one that was sent back.

use crate::fake::Fake;
use crate::house::{
    approve_all, begun, cast, gated, idle, pays_on_both_engines, project, refusal, run_of, runs_on_both_engines, stage, started, the_review,
};
use dream_access::Role;
use dream_app::{Kind, Op, prompts, reviews, runs};
use dream_govern::{Craft, Verdict};
use dream_ledger::Stream;
use dream_roles::PromptView;
use dream_testkit::{TestApp, found};

const ONE: &str = "approvers = [\"owner\"]";
const OWN: &str = "You write for {{ stage }} in the words of the house.";

mod told {
    use super::*;

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
}

runs_on_both_engines!(
    a_prompt_is_published_in_versions_and_goes_back_to_the_built_in_one,
    a_prompt_that_cannot_work_is_refused_before_anybody_is_told_it,
    prompts_are_an_organisations_own_and_for_those_who_may_publish,
);

async fn a_prompt_is_published_in_versions_and_goes_back_to_the_built_in_one(app: &TestApp) {
    let op = app.owner();
    let built_in = prompts::show(&op, Craft::Writer, None).await.unwrap();
    assert_eq!((built_in.number, built_in.changed_at), (None, None));
    assert!(built_in.text.contains("{{ stage }}"));
    assert_eq!(prompts::publish(&op, Craft::Writer, OWN.to_owned()).await.unwrap(), 1);
    assert_eq!(prompts::publish(&op, Craft::Writer, format!("{OWN} Twice.")).await.unwrap(), 2);
    let listed = prompts::list(&op).await.unwrap();
    assert_eq!(listed.len(), Craft::ALL.len());
    let own: Vec<_> = listed.iter().filter(|prompt| prompt.number.is_some()).map(|prompt| (prompt.craft, prompt.number)).collect();
    assert_eq!(own, [(Craft::Writer, Some(2))]);
    assert_eq!(prompts::show(&op, Craft::Writer, Some(1)).await.unwrap().text, OWN, "older versions stay readable");
    assert_eq!(refusal(prompts::show(&op, Craft::Writer, Some(3)).await), (Kind::NotFound, "unknown_version"));
    assert_eq!(refusal(prompts::show(&op, Craft::Qa, Some(1)).await), (Kind::NotFound, "unknown_version"));
    prompts::reset(&op, Craft::Writer).await.unwrap();
    prompts::reset(&op, Craft::Writer).await.unwrap();
    let again = prompts::show(&op, Craft::Writer, None).await.unwrap();
    assert_eq!((again.number, again.text), (None, built_in.text));
    assert_eq!(prompts::publish(&op, Craft::Writer, OWN.to_owned()).await.unwrap(), 3, "numbers go on");
    let versions: Vec<_> = prompts::versions(&op, Craft::Writer).await.unwrap().iter().map(|version| version.number).collect();
    assert_eq!(versions, [3, 2, 1]);
}

async fn a_prompt_that_cannot_work_is_refused_before_anybody_is_told_it(app: &TestApp) {
    let op = app.owner();
    for text in ["{{ nonsense }}", "{% if variant", "{% for a in inputs %}", "", "{{ 'x' * 9 }}", &"x".repeat(70_000)] {
        assert_eq!(refusal(prompts::check(&op, Craft::Qa, text.to_owned())), (Kind::Invalid, "prompt_invalid"), "{text:.20}");
        assert_eq!(refusal(prompts::publish(&op, Craft::Qa, text.to_owned()).await), (Kind::Invalid, "prompt_invalid"));
    }
    let error = prompts::check(&op, Craft::Qa, "fine\n{{ nonsense }}".to_owned()).unwrap_err();
    assert_eq!(error.facts["line"], 2);
    assert!(error.message.contains("`nonsense`") && error.message.contains("has_feedback"), "{}", error.message);
    assert!(prompts::versions(&op, Craft::Qa).await.unwrap().is_empty());
    let checked = prompts::check(&op, Craft::Qa, OWN.to_owned()).unwrap();
    assert!(checked.system.starts_with("You write for Stage") && checked.system.contains("# Rules of this work"));
}

async fn prompts_are_an_organisations_own_and_for_those_who_may_publish(app: &TestApp) {
    let (op, contributor) = (app.owner(), app.person(Role::Contributor).await);
    let refused = refusal(prompts::publish(&contributor, Craft::Qa, OWN.to_owned()).await);
    assert_eq!(refused, (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(prompts::reset(&contributor, Craft::Qa).await), (Kind::Forbidden, "role_too_low"));
    prompts::publish(&op, Craft::ProductManager, OWN.to_owned()).await.unwrap();
    assert_eq!(prompts::show(&contributor, Craft::ProductManager, None).await.unwrap().number, Some(1));
    let stranger = found(&app.app, "other").await.owner;
    assert_eq!(prompts::show(&stranger, Craft::ProductManager, None).await.unwrap().number, None);
    assert_eq!(refusal(prompts::show(&stranger, Craft::ProductManager, Some(1)).await).1, "unknown_version");
    let run = started(app, &stranger, "planning-only").await;
    let set = runs::find(&stranger, run).await.unwrap();
    let attempt = set.attempt(stage(&set, "prd").output.as_ref().unwrap().attempt).unwrap();
    assert_eq!(attempt.basis.prompt, None);
}
