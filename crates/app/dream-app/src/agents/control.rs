//! Saying what is wanted of an agent, and asking to restart or nudge it.

use super::lock_named;
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_ledger::Stream;
use dream_store::Unit;
use dream_swarm::{Agent, Desired};
use serde::Serialize;

/// How many bytes a nudge has.
const MOST_WORDS: usize = 16 * 1024;

/// Says what is wanted of the agent called `name`. What it was given up for, if it was, counts no longer.
pub async fn want(op: &Op, name: &str, desired: Desired) -> Result<Stream<Agent>, AppError> {
    let name = name.to_owned();
    op.run(&Want { name: name.clone(), desired }).await?;
    super::read::named(op, &name).await
}

/// Asks to end the agent's processes and start them again.
///
/// # Errors
/// `agent_stopped` for one that is stopped.
pub async fn restart(op: &Op, name: &str) -> Result<Stream<Agent>, AppError> {
    let name = name.to_owned();
    op.run(&Restart { name: name.clone() }).await?;
    super::read::named(op, &name).await
}

/// Asks to nudge the agent, with these words or the usual ones.
///
/// # Errors
/// `agent_stopped` for one that is stopped; `invalid_nudge` for words that are empty or longer than 16 KiB.
pub async fn nudge(op: &Op, name: &str, words: Option<String>) -> Result<Stream<Agent>, AppError> {
    let text = match words {
        Some(words) if words.trim().is_empty() || words.len() > MOST_WORDS => {
            return Err(AppError::invalid("invalid_nudge", "a nudge has 1 to 16,384 bytes; leave the words out for the usual ones"));
        }
        Some(words) => Some(Text::prepare(op, op.org()?, words.into_bytes()).await?),
        None => None,
    };
    let name = name.to_owned();
    op.run(&Nudge { name: name.clone(), text }).await?;
    super::read::named(op, &name).await
}

#[derive(Serialize)]
struct Want {
    name: String,
    desired: Desired,
}

impl Command for Want {
    const NAME: &'static str = "agent.want";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::AgentControl, None)?;
        let mut agent = lock_named(op, tx, &self.name).await?;
        Agent::want(&mut agent, &op.by(), self.desired)?;
        Ok(tx.save(&mut agent).await?)
    }
}

#[derive(Serialize)]
struct Restart {
    name: String,
}

impl Command for Restart {
    const NAME: &'static str = "agent.restart";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::AgentControl, None)?;
        let mut agent = lock_named(op, tx, &self.name).await?;
        Agent::ask_restart(&mut agent, &op.by())?;
        Ok(tx.save(&mut agent).await?)
    }
}

#[derive(Serialize)]
struct Nudge {
    name: String,
    text: Option<Text>,
}

impl Command for Nudge {
    const NAME: &'static str = "agent.nudge";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::AgentControl, None)?;
        let mut agent = lock_named(op, tx, &self.name).await?;
        let text = match &self.text {
            Some(text) => Some(text.keep(tx, agent.org()).await?),
            None => None,
        };
        Agent::ask_nudge(&mut agent, &op.by(), text)?;
        Ok(tx.save(&mut agent).await?)
    }
}
