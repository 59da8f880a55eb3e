//! Agents: registered, steered, acting for themselves; their swarm and what they cannot solve.

mod acting;
mod escalating;
mod holding;
mod registering;

use dream_app::agents::op_of;
use dream_app::{AppError, Kind, Op, agents};
use dream_ledger::Stream;
use dream_ports::AgentRef;
use dream_swarm::Agent;
use dream_testkit::TestApp;

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

fn manifest(name: &str, more: &str) -> String {
    format!("name = \"{name}\"\nrole = \"developer\"\n{more}\n[runtime]\nkind = \"llm\"\n")
}

pub(crate) async fn registered(app: &TestApp, name: &str, more: &str) -> Stream<Agent> {
    agents::register(&app.owner(), "m.toml", manifest(name, more), None).await.unwrap()
}

fn reference(agent: &Stream<Agent>) -> AgentRef {
    AgentRef { org: agent.org(), agent: agent.id(), name: agent.name().to_owned() }
}

/// The agent, calling.
async fn calling(app: &TestApp, agent: &Stream<Agent>) -> Op {
    op_of(&app.app, &reference(agent)).await.unwrap()
}

fn worker(app: &TestApp) -> Op {
    Op::of_worker(app.app.clone(), "supervisor")
}
