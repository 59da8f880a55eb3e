//! Members: the people of an organisation, with their roles there and on its projects.

mod add;
mod change;
mod read;
mod remove;

pub use add::{NewMember, Who, add};
pub use change::{MemberChange, RoleChange, change};
pub use read::{MemberView, list, names, show};
pub use remove::remove;

use crate::{AppError, Op};
use dream_access::{Member, Role};
use dream_id::MemberId;
use dream_ledger::Stream;
use dream_store::{Unit, people};

/// The member `id`, locked until the end of the unit.
pub(crate) async fn locked(op: &Op, tx: &mut Unit, id: MemberId) -> Result<Stream<Member>, AppError> {
    tx.lock::<Member>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("member", id))
}

/// How many members besides `id` own the organisation.
async fn other_owners(op: &Op, tx: &mut Unit, id: MemberId) -> Result<usize, AppError> {
    let members = people::members(tx, op.org()?).await?;
    Ok(members.iter().filter(|member| member.id() != id && member.role == Some(Role::Owner)).count())
}
