//! What an organisation tells its agents in its own words.

use crate::house::{refusal, runs_on_both_engines, stage, started};
use dream_access::Role;
use dream_app::{Kind, prompts, runs};
use dream_govern::Craft;
use dream_testkit::{TestApp, found};

const OWN: &str = "You write for {{ stage }} in the words of the house.";

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
