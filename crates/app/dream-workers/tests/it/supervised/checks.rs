//! Checks that are commands: run in a copy of what an agent handed in, and what they find goes back to it.

use super::{House, soon};
use crate::house::{begun, project, publish, standing};
use dream_app::{agents, runs};
use dream_govern::Status;
use dream_ports::Cancel;
use dream_testkit::TestApp;
use dream_workers::{Performer, Reconciler};
use std::sync::Arc;

dream_testkit::for_both_engines!(what_a_command_finds_goes_back_to_the_agent_and_what_passes_is_handed_in);

const TEMPLATE: &str = "name = \"built\"\n[[stage]]\nname = \"build\"\nrole = \"builder\"\nproduces = [{ name = \"site\", kind = \"tree\" }]\n\
    gate = \"none\"\n[[stage.command]]\nname = \"tests\"\nrun = \"make test\"\n";

async fn what_a_command_finds_goes_back_to_the_agent_and_what_passes_is_handed_in(app: &TestApp) {
    let (house, owner) = (House::new(app), app.owner());
    publish(app, TEMPLATE).await;
    let manifest = "name = \"bob\"\nrole = \"builder\"\n[runtime]\nkind = \"acp\"\ncommand = \"/bin/agent\"\n";
    agents::register(&owner, "bob.toml", manifest.to_owned(), None).await.unwrap();
    house.sandbox.checks.lock().unwrap().extend([(1, "line 3 is wrong\n"), (0, "")]);
    let project = project(&owner, "built").await;
    let run = runs::start(&owner, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    house.look().await;
    while begun(&app.app).await {}
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(house.supervisor.clone()), "test".to_owned(), 4, Cancel::new()));
    assert!(performer.reconcile().await.unwrap());
    let agent = house.started().await;
    let turn = agent.turn().await;
    assert!(turn.text.contains("`make test` must succeed"), "{}", turn.text);
    std::fs::create_dir_all(agent.folder.join("out/site")).unwrap();
    std::fs::write(agent.folder.join("out/site/index.html"), "<p>one</p>").unwrap();
    turn.finish();
    let turn = agent.turn().await;
    assert!(turn.text.contains("tests: `make test` ended with exit code 1.") && turn.text.contains("line 3 is wrong"), "{}", turn.text);
    std::fs::write(agent.folder.join("out/site/index.html"), "<p>two</p>").unwrap();
    turn.finish();
    soon("the attempt's end", performer.drain()).await;
    assert_eq!(standing(&owner, run).await.0, Status::Done);
    let ran = house.sandbox.checked.lock().unwrap().clone();
    let expected = [("make test".to_owned(), "<p>one</p>".to_owned()), ("make test".to_owned(), "<p>two</p>".to_owned())];
    assert_eq!(ran, expected, "in what was handed in, each time anew");
    let set = runs::find(&owner, run).await.unwrap();
    let attempt = set.attempts().next().unwrap();
    assert!(attempt.checks.iter().any(|check| check.name == "tests" && check.passed), "{:?}", attempt.checks);
    house.end().await;
}
