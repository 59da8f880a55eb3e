//! Removing a member, with everything that lets them act.

use super::{MemberView, locked, other_owners, read};
use crate::{AppError, Command, Op, accounts, authority, discord_links, invitations, sessions};
use dream_access::{Action, Delegation, Member, Token};
use dream_id::{MemberId, PersonId};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Why all that lets a removed member in ends.
const REASON: &str = "the member was removed";

/// Removes a member: roles and teams are gone, and the person's tokens, sessions, links, linked accounts, account and delegations, given and
/// received, end.
///
/// # Errors
/// `above_own_role`, `last_owner`, `member_removed`.
pub async fn remove(op: &Op, member: MemberId) -> Result<MemberView, AppError> {
    op.run(&Remove { member }).await?;
    read::view(op, member).await
}

#[derive(Serialize)]
struct Remove {
    member: MemberId,
}

impl Command for Remove {
    const NAME: &'static str = "member.remove";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::MemberManage, None)?;
        let mut member = locked(&op, tx, self.member).await?;
        let others = other_owners(&op, tx, self.member).await?;
        Member::remove(&mut member, &op.by(), op.identity()?, others)?;
        tx.save(&mut member).await?;
        revoke_tokens(&op, tx, member.person).await?;
        sessions::end_all(tx, op.scope(), (member.person, None), &op.by(), REASON).await?;
        discord_links::end_all(tx, op.scope(), member.person, &op.by(), REASON).await?;
        invitations::revoke_all(&op, tx, member.person, &op.by(), REASON).await?;
        accounts::close(tx, op.org()?, member.person, &op.by()).await?;
        for side in ["giver", "receiver"] {
            revoke_delegations(&op, tx, side, member.person).await?;
        }
        Ok(())
    }
}

async fn revoke_tokens(op: &Op, tx: &mut Unit, person: PersonId) -> Result<(), AppError> {
    let tokens: Vec<Stream<Token>> = tx.list(op.scope(), &Filter::default().eq("person", person.to_string())).await?;
    for mut token in tokens {
        Token::revoke(&mut token, &op.by(), REASON)?;
        tx.save(&mut token).await?;
    }
    Ok(())
}

async fn revoke_delegations(op: &Op, tx: &mut Unit, side: &'static str, person: PersonId) -> Result<(), AppError> {
    let delegations: Vec<Stream<Delegation>> = tx.list(op.scope(), &Filter::default().eq(side, person.to_string())).await?;
    for mut delegation in delegations.into_iter().filter(|delegation| delegation.revoked_at.is_none()) {
        Delegation::revoke(&mut delegation, &op.by())?;
        tx.save(&mut delegation).await?;
    }
    Ok(())
}
