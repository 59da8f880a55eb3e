//! Making somebody captain.

use super::{SwarmView, lock};
use crate::{AppError, Command, Op, agents};
use dream_access::Action;
use dream_id::PersonId;
use dream_store::{Unit, people};
use dream_swarm::{Captain, CaptainRight, Swarm};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who is to be captain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CaptainChoice {
    /// Nobody: people alone lead the agents.
    Nobody,
    /// A member of the organisation, with the rights of their role.
    Person(PersonId),
    /// The agent of this name, which may do this beyond other agents.
    Agent(String, BTreeSet<CaptainRight>),
}

/// Makes somebody captain, or nobody.
///
/// # Errors
/// `not_found` for a person who is no member, or an agent that there is not.
pub async fn set_captain(op: &Op, choice: CaptainChoice) -> Result<SwarmView, AppError> {
    op.run(&SetCaptain { choice }).await?;
    super::show(op).await
}

#[derive(Serialize)]
struct SetCaptain {
    choice: CaptainChoice,
}

impl Command for SetCaptain {
    const NAME: &'static str = "swarm.set_captain";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::SwarmCaptain, None)?;
        let org = op.org()?;
        let captain = match &self.choice {
            CaptainChoice::Nobody => None,
            CaptainChoice::Person(person) => {
                let member = people::member_of(tx, org, *person).await?;
                member.ok_or_else(|| AppError::not_found("member", person))?;
                Some(Captain::Person { id: *person })
            }
            CaptainChoice::Agent(name, rights) => {
                let agent = agents::lock_named(op, tx, name).await?;
                Some(Captain::Agent { id: agent.id(), name: name.clone(), rights: rights.clone() })
            }
        };
        let mut swarm = lock(op, tx, org).await?;
        Swarm::set_captain(&mut swarm, &op.by(), captain);
        Ok(tx.save(&mut swarm).await?)
    }
}
