//! Briefs: what is refused, and the largest one from end to end.

use crate::house::{approve_all, idle, refusal, runs_on_both_engines, standing};
use dream_app::{Kind, projects, runs};
use dream_govern::Status;
use dream_id::Limit;
use dream_testkit::TestApp;

runs_on_both_engines!(a_brief_that_cannot_be_worked_is_refused_and_nothing_is_made, the_largest_brief_becomes_an_approved_plan);

const LIMIT: usize = 1 << 20;

fn new(brief: impl Into<Vec<u8>>) -> projects::NewProject {
    projects::NewProject { name: "library".to_owned(), brief: brief.into(), template: "planning-only".to_owned() }
}

async fn a_brief_that_cannot_be_worked_is_refused_and_nothing_is_made(app: &TestApp) {
    let op = app.owner();
    let named = |name: &str| projects::NewProject { name: name.to_owned(), ..new("x") };
    let cases = [
        (new(""), (Kind::Invalid, "brief_empty")),
        (new(" \n\t\n"), (Kind::Invalid, "brief_empty")),
        (new(b"caf\xe9".to_vec()), (Kind::Invalid, "brief_not_utf8")),
        (new("x".repeat(LIMIT + 1)), (Kind::Invalid, "brief_too_large")),
        (named(""), (Kind::Invalid, "invalid_name")),
        (named("a\nb"), (Kind::Invalid, "invalid_name")),
        (projects::NewProject { template: "nothing".to_owned(), ..new("x") }, (Kind::NotFound, "unknown_template")),
    ];
    for (new, refused) in cases {
        assert_eq!(refusal(projects::create(&op, new).await), refused);
    }
    let error = projects::create(&op, new(b"caf\xe9 au lait".to_vec())).await.unwrap_err();
    assert!(error.message.contains("byte 4"), "{}", error.message);
    assert!(projects::list(&op, projects::ProjectFilter::default(), None, Limit::default()).await.unwrap().items.is_empty());
}

async fn the_largest_brief_becomes_an_approved_plan(app: &TestApp) {
    let op = app.owner();
    let mut brief = "# Lending library\n\n## Goals\n\n- Share tools\n\n## Notes\n\n".to_owned();
    while brief.len() < LIMIT {
        brief.push_str("A neighbour told us at length what the street has, needs and lends – ÄÖÜ.\n\n");
    }
    brief.truncate(brief.floor_char_boundary(LIMIT));
    brief.push_str(&"x".repeat(LIMIT - brief.len()));
    let project = projects::create(&op, new(brief.clone())).await.unwrap();
    assert_eq!((project.brief_bytes, brief.len()), (1_048_576, LIMIT));
    assert_eq!(projects::brief(&op, &project).await.unwrap(), brief);
    let run = runs::start(&op, runs::NewRun { project: project.id(), cost_cap_micros: None }).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Waiting);
    assert_eq!(approve_all(app, &op, run).await.run().status, Status::Done);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}
