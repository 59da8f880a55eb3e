//! The model that an agent's manifest names is the one that is asked.

use super::House;
use crate::fake::{Fake, Next};
use crate::house::{begun, pays_on_both_engines, project, publish, stage_toml};
use dream_app::{agents, runs};
use dream_ports::builtin::{MODEL, ModelCall};
use dream_ports::{Cancel, ModelRequest};
use dream_testkit::TestApp;
use dream_workers::{Performer, Reconciler as _};
use std::sync::Arc;

pays_on_both_engines!(a_manifests_model_reaches_the_provider, without_one_it_is_the_servers_usual_model);

/// The model that is asked for the first call of an agent whose manifest says so.
async fn asked(app: &TestApp, fake: &Fake, runtime: &str) -> String {
    let (house, owner) = (House::new(app), app.owner());
    publish(app, &format!("name = \"written\"\n{}gate = \"none\"\n", stage_toml("guide", &[]))).await;
    let manifest = format!("name = \"bob\"\nrole = \"writer\"\n[runtime]\nkind = \"llm\"\n{runtime}\n");
    agents::register(&owner, "bob.toml", manifest, None).await.unwrap();
    let project = project(&owner, "written").await;
    runs::start(&owner, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    house.look().await;
    while begun(&app.app).await {}
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(house.supervisor.clone()), "test".to_owned(), 4, Cancel::new()));
    assert!(performer.reconcile().await.unwrap());
    let agent = house.started().await;
    let turn = agent.turn().await;
    fake.tell([Next::Text("hello")]);
    // What the agent itself writes there is not looked at.
    let request = ModelRequest {
        model: "whatever".to_owned(),
        system: "You write.".to_owned(),
        messages: Vec::new(),
        tools: Vec::new(),
        max_output_tokens: 100,
        temperature_thousandths: None,
        stop: Vec::new(),
    };
    let (key, work) = agent.session();
    let call = serde_json::to_value(ModelCall { number: 1, request }).unwrap();
    agent.host.extension(&agent.of, &key, work, MODEL, call).await.unwrap();
    drop(turn);
    house.end().await;
    performer.drain().await;
    let [call] = fake.calls().try_into().unwrap();
    call.model
}

async fn a_manifests_model_reaches_the_provider(app: &TestApp, fake: &Fake) {
    assert_eq!(asked(app, fake, "model = \"another\"").await, "another");
}

async fn without_one_it_is_the_servers_usual_model(app: &TestApp, fake: &Fake) {
    assert_eq!(asked(app, fake, "").await, "one");
}
