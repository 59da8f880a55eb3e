//! Adding a person to the organisation.

use super::{MemberView, read};
use crate::{AppError, Command, Kind, Op, authority};
use dream_access::{Action, Member, Person, Role};
use dream_id::{MemberId, PersonId};
use dream_store::{Unit, people};
use serde::Serialize;

/// A person to add.
#[derive(Debug, Clone, Serialize)]
pub struct NewMember {
    /// Who.
    pub who: Who,
    /// The role at the organisation; `None` for a member through teams and projects alone.
    pub role: Option<Role>,
}

/// Which person is meant.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody the organisation does not know yet, by their name.
    New(String),
    /// Somebody it knows, such as a member who was removed.
    Known(PersonId),
}

/// Adds a person, up to the caller's own role.
///
/// # Errors
/// `name_invalid`, `above_own_role`, `already_member`.
pub async fn add(op: &Op, new: NewMember) -> Result<MemberView, AppError> {
    let id = op.run(&new).await?;
    read::view(op, id).await
}

impl Command for NewMember {
    const NAME: &'static str = "member.add";
    type Answer = MemberId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<MemberId, AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::MemberManage, None)?;
        let person = person(&op, tx, &self.who).await?;
        let id = op.app().store.new_id();
        tx.save(&mut Member::join(op.org()?, id, &op.by(), op.identity()?, person, self.role)?).await?;
        Ok(id)
    }
}

async fn person(op: &Op, tx: &mut Unit, who: &Who) -> Result<PersonId, AppError> {
    match who {
        Who::New(name) => {
            let mut person = Person::register(op.org()?, op.app().store.new_id(), &op.by(), name)?;
            tx.save(&mut person).await?;
            Ok(person.id())
        }
        Who::Known(id) => {
            tx.find::<Person>(op.scope(), *id).await?.ok_or_else(|| unknown(*id))?;
            match people::member_of(tx, op.org()?, *id).await? {
                None => Ok(*id),
                Some(member) => {
                    let message = format!("{id} is a member already, as {}; change that member's roles instead", member.id());
                    Err(AppError::new(Kind::Conflict, "already_member", message).with("member", member.id().to_string()))
                }
            }
        }
    }
}

fn unknown(person: PersonId) -> AppError {
    let message = format!("this organisation knows nobody with the id {person}; add them by name instead");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "person").with("id", person.to_string())
}
