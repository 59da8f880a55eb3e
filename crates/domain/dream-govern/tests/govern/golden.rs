//! The JSON of every event is forever: one line each in `tests/golden/`. `UPDATE_GOLDEN=1` writes the files anew.

use crate::kit::{ANN, body, person};
use dream_clock::Timestamp;
use dream_govern::*;
use dream_id::TypedId;
use dream_ledger::EventData;
use std::collections::BTreeSet;

fn id<I: TypedId>(n: u8) -> I {
    I::from_parts(u64::from(n), [n; 10])
}

fn version() -> VersionRef {
    VersionRef { name: String::from("prd"), artifact: id(1), version: id(2), number: 3, digest: body("prd") }
}

fn checks() -> Vec<CheckResult> {
    vec![
        CheckResult { name: String::from("links"), passed: false, failures: 2, detail: Some(body("detail")) },
        CheckResult { name: String::from("size"), passed: true, failures: 0, detail: None },
    ]
}

fn at() -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000)
}

fn gate() -> GateRule {
    GateRule {
        when: GateWhen::Always,
        approvers: vec![Approver::Role(AccessRole::Owner), Approver::Team(String::from("design")), Approver::Person(person(ANN))],
        quorum: 2,
        exclude_requester: true,
        exclude_author: false,
        expires_seconds: 604_800,
    }
}

fn spec(gate: Gate) -> StageSpec {
    StageSpec {
        name: String::from("prd"),
        title: String::from("Product requirements"),
        craft: Craft::ProductManager,
        needs: vec![String::from("idea")],
        inputs: vec![String::from("sketch")],
        produces: vec![ProductSpec {
            name: String::from("prd"),
            kind: ArtifactKind::Document,
            sections: vec![String::from("Goals")],
            max_bytes: 1_024,
            schema: Some(String::from("{}")),
        }],
        checks: vec![String::from("sections")],
        commands: Vec::new(),
        max_attempts: 3,
        gate,
    }
}

/// The samples cover every kind of event of `E`, and each reads back from the line that is checked in.
fn check<E: EventData>(noun: &str, samples: &[E]) {
    let lines: Vec<String> = samples.iter().map(|sample| serde_json::to_string(sample).unwrap()).collect();
    // A line that changes: old events must stay readable (see EventData::upcast).
    dream_golden::golden(env!("CARGO_MANIFEST_DIR"), &format!("tests/golden/{noun}.json"), &(lines.join("\n") + "\n"));
    for (line, sample) in lines.iter().zip(samples) {
        assert!(&serde_json::from_str::<E>(line).unwrap() == sample, "{line} reads back");
    }
    // What serde would accept is what it names when it is given something else.
    let error = serde_json::from_str::<E>(r#"{"kind":"?","data":{}}"#).unwrap_err().to_string();
    let known: BTreeSet<String> = error.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    let kind = |line: &String| serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"].as_str().unwrap().to_owned();
    assert_eq!(lines.iter().map(kind).collect::<BTreeSet<_>>(), known, "a golden line for every kind of {noun} event");
}

#[test]
fn events_of_projects_templates_and_standards() {
    let created = ProjectEvent::Created {
        name: String::from("Site"),
        brief: body("brief"),
        brief_bytes: 5,
        template: String::from("software-delivery"),
    };
    let repository = ProjectRepository { path: String::from("/srv/site"), branch: String::from("main") };
    check(
        "project",
        &[
            created,
            ProjectEvent::Renamed { name: String::from("New site") },
            ProjectEvent::Archived {},
            ProjectEvent::Unarchived {},
            ProjectEvent::RepositorySet { repository },
            ProjectEvent::RepositoryCleared {},
        ],
    );
    check("template", &[TemplateEvent::Published { name: String::from("mine"), number: 1, source: body("toml") }]);
    let prompt = PromptEvent::Published { craft: Craft::Writer, number: 1, text: body("Write.") };
    check("prompt", &[prompt, PromptEvent::Reset {}]);
    check("standard", &[StandardEvent::Published { number: 1, source: body("toml") }]);
}

#[test]
fn events_of_runs() {
    let started = RunStarted {
        project: id(1),
        template: TemplatePin { name: String::from("software-delivery"), digest: body("toml") },
        brief: body("brief"),
        requester: person(ANN),
        budget: id(2),
        stages: vec![id(3), id(4)],
        constraints: vec![id(5)],
        policy_version: body("policy"),
    };
    check(
        "run",
        &[
            RunEvent::Started(Box::new(started)),
            RunEvent::Paused { reason: Some(body("lunch")) },
            RunEvent::Paused { reason: None },
            RunEvent::Resumed {},
            RunEvent::StatusChanged { status: Status::Waiting, reason: Some(Reason::Approval) },
            RunEvent::Constrained { constraint: id(5) },
            RunEvent::RolledBack { to: String::from("prd"), superseded: vec![String::from("plan")], reason: body("wrong") },
            RunEvent::Rerun { from: String::from("prd"), superseded: vec![String::from("prd"), String::from("plan")] },
            RunEvent::Failed { stage: String::from("prd"), reason: Reason::Attempts },
            RunEvent::Finished { release: Some(body("bundle")) },
            RunEvent::Cancelled { reason: None },
        ],
    );
}

#[test]
fn events_of_stages() {
    let planned = |gate| StageEvent::Planned(Box::new(StagePlanned { run: id(1), position: 2, spec: spec(gate) }));
    check(
        "stage",
        &[
            planned(Gate::People(gate())),
            planned(Gate::None {}),
            StageEvent::AttemptStarted { attempt: id(3), number: 1 },
            StageEvent::AttemptFailed { attempt: id(3), code: String::from("model_timeout"), will_retry: true },
            StageEvent::Produced { attempt: id(3), artifacts: vec![version()], checks_passed: true },
            StageEvent::OutputReplaced { artifacts: vec![version()], checks_passed: false, checks: None },
            StageEvent::OutputReplaced { artifacts: vec![version()], checks_passed: false, checks: Some(checks()) },
            StageEvent::ReviewOpened { review: id(4), digest: body("review") },
            StageEvent::Approved { review: id(4), digest: body("review") },
            StageEvent::Passed {},
            StageEvent::SentBack { review: id(4), regenerate: true, model: Some(String::from("other")) },
            StageEvent::Rejected { review: id(4) },
            StageEvent::Blocked { reason: Reason::Budget },
            StageEvent::Unblocked {},
            StageEvent::Reset { generation: 1, why: Why::StaleInput },
            StageEvent::Cancelled {},
        ],
    );
}

#[test]
fn events_of_attempts() {
    let started = AttemptStarted {
        run: id(1),
        stage: id(2),
        number: 1,
        brief: body("brief"),
        inputs: vec![version()],
        rests_on: vec![id(3)],
        constraints: vec![id(4)],
        feedback: Some(id(5)),
        previous: Some(id(6)),
        failed: None,
        model: None,
        variant: 2,
        prompt: None,
    };
    let prompted = AttemptStarted { prompt: Some(body("prompt")), ..started.clone() };
    let checks = checks();
    let calls = vec![CallRef { number: 1, request: body("request"), response: body("response") }];
    let failed = AttemptEvent::Failed {
        code: String::from("model_timeout"),
        message: Some(body("message")),
        checks: checks.clone(),
        calls: calls.clone(),
        cost_micros: 7,
    };
    check(
        "attempt",
        &[
            AttemptEvent::Started(Box::new(started)),
            AttemptEvent::Started(Box::new(prompted)),
            AttemptEvent::Produced { artifacts: vec![version()], checks, calls, cost_micros: 7 },
            failed,
            AttemptEvent::Superseded { why: Why::Rerun },
            AttemptEvent::Cancelled {},
        ],
    );
}

#[test]
fn events_of_reviews() {
    let authors = vec![ProducedBy::Attempt { id: id(3) }, ProducedBy::Person { id: person(ANN) }];
    let opened = ReviewOpened {
        run: id(1),
        stage: id(2),
        stage_name: String::from("prd"),
        attempt: id(3),
        artifacts: vec![version()],
        digest: body("review"),
        policy_version: body("policy"),
        requester: person(ANN),
        authors: authors.clone(),
        gate: gate(),
        nonce: String::from("00ff"),
        expires_at: at(),
        risk: Risk::Low,
    };
    let vote = Vote {
        person: person(ANN),
        on_behalf_of: Some(person(2)),
        verdict: Verdict::RequestChanges,
        digest: body("review"),
        nonce: String::from("00ff"),
        roles: vec![String::from("owner")],
        comment: Some(body("comment")),
    };
    let rebound = ReviewEvent::Rebound {
        why: Why::NewVersion,
        artifacts: vec![version()],
        authors,
        digest: body("again"),
        policy_version: body("policy"),
        risk: Risk::High,
        nonce: String::from("11ff"),
        expires_at: at(),
    };
    check(
        "review",
        &[
            ReviewEvent::Opened(Box::new(opened)),
            ReviewEvent::Voted(Box::new(vote)),
            ReviewEvent::Closed { decision: Decision::Regenerate, by: vec![person(ANN)], model: Some(String::from("other")) },
            rebound,
            ReviewEvent::Reasked { nonce: String::from("22ff"), expires_at: at() },
            ReviewEvent::Constrained { constraint: id(7) },
            ReviewEvent::Voided { why: Why::Contested },
            ReviewEvent::GlassBroken { person: person(ANN), digest: body("review"), reason: body("why"), second_look_due: at() },
            ReviewEvent::SecondLook { person: person(2), confirmed: true, note: None },
        ],
    );
}

#[test]
fn events_of_artifacts_and_versions() {
    let created = ArtifactEvent::Created { run: id(1), stage: id(2), name: String::from("prd"), artifact_kind: ArtifactKind::Document };
    let versioned = ArtifactEvent::Versioned { version: id(3), number: 1, digest: body("prd") };
    let approved = ArtifactEvent::Approved { version: id(3), review: id(4) };
    check("artifact", &[created, versioned, approved, ArtifactEvent::Superseded { why: Why::Rollback }]);
    let made = VersionMade {
        run: id(1),
        stage: id(2),
        artifact: id(3),
        name: String::from("prd"),
        number: 1,
        digest: body("prd"),
        media_type: String::from("text/markdown"),
        files: 1,
        bytes: 10,
        produced_by: ProducedBy::Attempt { id: id(5) },
        inputs: vec![version()],
    };
    let approved = VersionEvent::Approved { review: id(4) };
    let unapproved = VersionEvent::Unapproved { review: id(4), why: Why::StaleInput };
    check("version", &[VersionEvent::Made(Box::new(made)), approved, unapproved, VersionEvent::Superseded { why: Why::Constraint }]);
}

#[test]
fn events_of_constraints_and_budgets() {
    let rules = vec![
        Rule::DeniedTool { tool: String::from("shell") },
        Rule::DeniedPath { path: String::from("secrets/") },
        Rule::DeniedHost { host: String::from("example.com") },
        Rule::MaxCost { micros: 5 },
        Rule::RequiredSection { artifact: None, heading: String::from("Summary") },
    ];
    let added = |scope| {
        let (title, text) = (String::from("Keep it small"), body("text"));
        ConstraintEvent::Added(Box::new(ConstraintAdded { scope, title, text, rules: rules.clone(), from_review: Some(id(2)) }))
    };
    check(
        "constraint",
        &[
            added(ConstraintScope::Artifact { run: id(1), name: String::from("prd") }),
            added(ConstraintScope::Stages { run: id(1), stages: vec![String::from("prd")] }),
            added(ConstraintScope::Run { run: id(1) }),
            added(ConstraintScope::Project { project: id(1) }),
            added(ConstraintScope::Organisation {}),
            ConstraintEvent::Lifted { reason: body("over") },
        ],
    );
    let call = CallId { stage: id(2), attempt: id(3), number: 1 };
    check(
        "budget",
        &[
            BudgetEvent::Opened { run: id(1), cap_micros: 5_000_000 },
            BudgetEvent::Reserved { call, micros: 7 },
            BudgetEvent::Settled { call, micros: 6 },
            BudgetEvent::NearedCap { run: id(1), settled_micros: 4_000_000, cap_micros: 5_000_000 },
            BudgetEvent::Released { call },
            BudgetEvent::Raised { cap_micros: 6_000_000, reason: Some(body("go on")) },
        ],
    );
}
