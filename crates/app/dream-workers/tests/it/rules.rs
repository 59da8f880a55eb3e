//! Templates and the organisation's standard: what is refused, with the place of every fault, and what is tightened.

use crate::house::{
    OWN_PRD, approve, document, idle, project, publish, put, refusal, runs_on_both_engines, stage_toml, standing, started, the_review,
    two_stages,
};
use dream_access::Role;
use dream_app::{Kind, runs, templates};
use dream_govern::Status;
use dream_testkit::TestApp;
use serde_json::json;

runs_on_both_engines!(
    a_template_is_refused_with_file_line_and_stage_of_each_fault,
    a_published_template_hides_the_built_in_one_from_then_on,
    a_standard_forbids_self_approval_everywhere,
    a_standard_that_requires_a_gate_binds_templates_old_and_new,
    the_constraints_of_a_standard_begin_with_every_run,
    a_standard_that_is_not_valid_or_too_large_changes_nothing,
);

const GATE: &str = "[stage.gate]\napprovers = [\"owner\"]\n";

async fn a_template_is_refused_with_file_line_and_stage_of_each_fault(app: &TestApp) {
    let op = app.owner();
    let named = |body: String| format!("name = \"mine\"\n{body}");
    let cases = [
        (named(format!("{}{GATE}{}{GATE}", stage_toml("prd", &["docs"]), stage_toml("docs", &["prd"]))), "cycle", "prd"),
        (named(format!("{}{GATE}", stage_toml("prd", &["docs"]))), "unknown_need", "prd"),
        (named(format!("{}{GATE}", stage_toml("prd", &[]).replace("product-manager", "wizard"))), "unknown_role", "prd"),
        (named(format!("{}{GATE}", stage_toml("prd", &[]).replace("\"size\"", "\"luck\""))), "unknown_check", "prd"),
        (named(stage_toml("prd", &[])), "gate_missing", "prd"),
        (named(format!("{}[stage.gate]\napprovers = []\n", stage_toml("prd", &[]))), "unsatisfiable_gate", "prd"),
    ];
    for (toml, code, stage) in cases {
        let error = templates::publish(&op, "mine.toml", toml).await.unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Invalid, "template_invalid"), "{code}");
        let faults = error.facts["errors"].as_array().unwrap();
        let fault = faults.iter().find(|fault| fault["code"] == code).unwrap_or(&faults[0]);
        assert_eq!((&fault["code"], &fault["file"], &fault["stage"]), (&json!(code), &json!("mine.toml"), &json!(stage)));
        assert!(fault["line"].as_u64().unwrap() > 1, "{fault}");
        assert!(error.message.contains("mine.toml"), "{}", error.message);
    }
    assert!(templates::list(&op).await.unwrap().iter().all(|template| template.number.is_none()), "nothing was published");
    let contributor = app.person(Role::Contributor).await;
    let forbidden = templates::publish(&contributor, "mine.toml", two_stages("approvers = [\"owner\"]")).await;
    assert_eq!(refusal(forbidden), (Kind::Forbidden, "role_too_low"));
}

async fn a_published_template_hides_the_built_in_one_from_then_on(app: &TestApp) {
    let op = app.owner();
    let project = project(&op, "planning-only").await;
    let own = two_stages("approvers = [\"owner\"]").replace("two-stages", "planning-only");
    assert_eq!(templates::publish(&op, "mine.toml", own.clone()).await.unwrap(), ("planning-only".to_owned(), 1));
    assert_eq!(templates::publish(&op, "mine.toml", own.clone()).await.unwrap().1, 2);
    assert_eq!(templates::show(&op, "planning-only").await.unwrap().1.text, own);
    let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert_eq!(runs::find(&op, run).await.unwrap().stages().count(), 2);
}

async fn a_standard_forbids_self_approval_everywhere(app: &TestApp) {
    let (op, author, other) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    assert_eq!(templates::publish_standard(&op, "standard.toml", "self_approval = false\n".to_owned()).await.unwrap(), 1);
    let run = started(app, &op, "planning-only").await;
    for _ in 0..3 {
        let review = the_review(&op, run).await;
        assert_eq!(refusal(approve(&op, &review).await), (Kind::Forbidden, "not_eligible"), "{}", review.stage_name);
        if review.stage_name == "prd" {
            put(&author, run, "prd", OWN_PRD).await.unwrap();
            let review = the_review(&op, run).await;
            assert_eq!(refusal(approve(&author, &review).await), (Kind::Forbidden, "not_eligible"), "nor may the author");
        }
        approve(&other, &the_review(&op, run).await).await.unwrap();
        idle(&app.app).await;
    }
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn a_standard_that_requires_a_gate_binds_templates_old_and_new(app: &TestApp) {
    let op = app.owner();
    let open = format!("name = \"open\"\n{}gate = \"none\"\n", stage_toml("prd", &[]));
    publish(app, &open).await;
    let project = project(&op, "open").await;
    let standard = "required_gates = [\"prd\"]\nleast_quorum = 2\n".to_owned();
    templates::publish_standard(&op, "standard.toml", standard).await.unwrap();
    let error = templates::publish(&op, "open.toml", open).await.unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Conflict, "standard_violated"));
    assert!(error.message.contains("`prd`"), "{}", error.message);
    let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: None }).await;
    assert_eq!(refusal(run), (Kind::Conflict, "standard_violated"));
    let run = started(app, &op, "planning-only").await;
    assert_eq!(the_review(&op, run).await.gate.quorum, 2, "the built-in gate asked for one");
    assert_eq!(approve(&op, &the_review(&op, run).await).await.unwrap().approvals, Some(1));
}

async fn the_constraints_of_a_standard_begin_with_every_run(app: &TestApp) {
    let op = app.owner();
    let standard = "[[constraint]]\ntitle = \"Privacy\"\ntext = \"Say what is stored about people.\"\nrequired_sections = [\"Privacy\"]\n";
    templates::publish_standard(&op, "standard.toml", standard.to_owned()).await.unwrap();
    let run = started(app, &op, "planning-only").await;
    let text = document(&op, run, "prd").await;
    assert!(text.contains("## Privacy"), "{text}");
    assert_eq!(templates::standard(&op).await.unwrap().unwrap().1, standard);
}

async fn a_standard_that_is_not_valid_or_too_large_changes_nothing(app: &TestApp) {
    let op = app.owner();
    let cases = [
        ("least_quorum = 0\n".to_owned(), "template_invalid"),
        ("self_aproval = false\n".to_owned(), "template_invalid"),
        (format!("# {}\n", "x".repeat(64 * 1024)), "standard_too_large"),
    ];
    for (text, code) in cases {
        assert_eq!(refusal(templates::publish_standard(&op, "standard.toml", text).await), (Kind::Invalid, code));
    }
    let maintainer = app.person(Role::Maintainer).await;
    let forbidden = templates::publish_standard(&maintainer, "standard.toml", "self_approval = true\n".to_owned()).await;
    assert_eq!(refusal(forbidden), (Kind::Forbidden, "role_too_low"));
    assert!(templates::standard(&op).await.unwrap().is_none());
    started(app, &op, "planning-only").await;
}
