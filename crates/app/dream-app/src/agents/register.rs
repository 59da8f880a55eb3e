//! Registering an agent from its manifest, and giving it another one.

use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_govern::Project;
use dream_id::{AgentId, OrgId};
use dream_ledger::Stream;
use dream_messages::{Channel, Space};
use dream_store::{Unit, agents};
use dream_swarm::{Agent, Desired, Manifest, Registration};
use serde::Serialize;

/// How many agents an organisation has.
const MOST: usize = 1_000;

/// Registers the agent that the manifest `text` describes, or gives the one of that name this manifest; `file` is what faults call it.
/// A new agent is wanted on demand unless `desired` says otherwise.
///
/// # Errors
/// `invalid_manifest` with every fault by line; `too_many_agents`.
pub async fn register(op: &Op, file: &str, text: String, desired: Option<Desired>) -> Result<Stream<Agent>, AppError> {
    op.allow(Action::AgentRegister, None)?;
    let manifest = Manifest::parse(file, &text).map_err(|errors| AppError::invalid("invalid_manifest", errors.to_string()))?;
    let (org, name) = (op.org()?, manifest.name.clone());
    let source = Text::prepare(op, org, text.into_bytes()).await?;
    op.run(&Register { manifest, source, desired }).await?;
    open_channel(op, org, &name).await?;
    super::read::named(op, &name).await
}

/// Opens the channel of the agent called `name`: one that is there stays as it is. A break before it leaves an agent without a channel
/// until the server starts again, or it is registered again.
pub(super) async fn open_channel(op: &Op, org: OrgId, name: &str) -> Result<(), AppError> {
    let (space, channel) = (Space::org(org), Channel::Agent(name.to_owned()));
    if op.app().bus.channel(space, &channel).await?.is_none() {
        op.app().bus.create_channel(space, &channel, None).await?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Register {
    manifest: Manifest,
    source: Text,
    desired: Option<Desired>,
}

impl Command for Register {
    const NAME: &'static str = "agent.register";
    type Answer = AgentId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<AgentId, AppError> {
        op.allow(Action::AgentRegister, None)?;
        let org = op.org()?;
        for project in &self.manifest.projects {
            let found = tx.find::<Project>(op.scope(), *project).await?;
            found.ok_or_else(|| AppError::not_found("project", project))?;
        }
        let source = Some(self.source.keep(tx, org).await?);
        let desired = self.desired.unwrap_or(Desired::OnDemand);
        put(op, tx, org, Registration { manifest: self.manifest.clone(), source, builtin: false, desired }).await
    }
}

/// Registers an agent, or gives the one of that name the new manifest.
pub(super) async fn put(op: &Op, tx: &mut Unit, org: OrgId, new: Registration) -> Result<AgentId, AppError> {
    let scope = dream_id::Scope::Org(org);
    crate::swarm::lock(op, tx, org).await?;
    let Some(known) = agents::named(tx, org, &new.manifest.name).await? else {
        if agents::present(tx, scope).await?.len() >= MOST {
            let message = format!("an organisation has at most {MOST} agents; remove one with `dreamos agent remove NAME`");
            return Err(AppError::new(crate::Kind::Conflict, "too_many_agents", message));
        }
        let mut agent = Agent::register(org, op.app().store.new_id(), &op.by(), new)?;
        tx.save(&mut agent).await?;
        return Ok(agent.id());
    };
    let missing = || AppError::not_found("agent", known.id());
    let mut agent: Stream<Agent> = tx.lock(scope, known.id()).await?.ok_or_else(missing)?;
    Agent::register_again(&mut agent, &op.by(), new)?;
    tx.save(&mut agent).await?;
    Ok(agent.id())
}
