//! Inviting somebody: a new member, or one who is there and has to set a new password.

use super::read::{self, InvitationView};
use super::revoke_all;
use crate::{AppError, Command, Op, authority, members};
use dream_access::{AccessRefusal, Action, Link, LinkPurpose, LinkText, Member, Person, Role, TokenScope};
use dream_id::{LinkId, MemberId, PersonId, SessionId, TypedId};
use dream_ledger::Digest;
use dream_store::{Unit, accounts, people};
use serde::Serialize;

/// An invitation to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewInvitation {
    /// Who is invited.
    pub who: Invitee,
}

/// Who is invited.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Invitee {
    /// Somebody new, who becomes a member at once, and signs in once they accepted.
    New {
        /// Their name.
        name: String,
        /// The role at the organisation, up to the caller's own; `None` for a member through teams and projects alone.
        role: Option<Role>,
    },
    /// Somebody who is a member already.
    Member(MemberId),
}

/// A link that was made.
#[derive(Debug, Clone)]
pub struct MadeLink {
    /// The link.
    pub link: InvitationView,
    /// Its text, which is stored nowhere and shown this once; `None` when a repeated command found the link made before.
    pub text: Option<LinkText>,
}

/// Makes a link with which the invited person sets a login name and a password. An earlier one for the same person is revoked. For
/// somebody who has an account already it is a way to a new password, and needs `account.reset`.
///
/// # Errors
/// `name_invalid`, `above_own_role`, `not_found`, `member_removed`.
pub async fn invite(op: &Op, new: NewInvitation) -> Result<MadeLink, AppError> {
    let text = fresh(op.app());
    let id = op.run(&Invite { new, digest: text.digest() }).await?;
    made(op, id, text).await
}

/// A text for a new link.
pub(crate) fn fresh(app: &crate::App) -> LinkText {
    let mut bits = [0_u8; 32];
    app.store.rng().fill(&mut bits);
    LinkText::from_random(bits)
}

pub(super) async fn made(op: &Op, id: LinkId, text: LinkText) -> Result<MadeLink, AppError> {
    let link = read::find(op, id).await?;
    let text = (link.link.digest == text.digest()).then_some(text);
    Ok(MadeLink { link, text })
}

/// The digest is random, so it is no part of what makes two commands the same.
#[derive(Serialize)]
struct Invite {
    new: NewInvitation,
    #[serde(skip)]
    digest: Digest,
}

impl Command for Invite {
    const NAME: &'static str = "invitation.create";
    type Answer = LinkId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<LinkId, AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::InvitationManage, None)?;
        let person = person(&op, tx, &self.new.who).await?;
        revoke_all(&op, tx, person, &op.by(), "another was made").await?;
        let id: LinkId = op.app().store.new_id();
        let mut link = Link::make(op.org()?, id, &op.by(), LinkPurpose::Invitation, person, self.digest)?;
        tx.save(&mut link).await?;
        Ok(id)
    }
}

async fn person(op: &Op, tx: &mut Unit, who: &Invitee) -> Result<PersonId, AppError> {
    match who {
        Invitee::New { name, role } => {
            op.allow(Action::MemberManage, None)?;
            let (org, by) = (op.org()?, op.by());
            let mut person = Person::register(org, op.app().store.new_id(), &by, name)?;
            tx.save(&mut person).await?;
            let mut member = Member::join(org, op.app().store.new_id(), &by, op.identity()?, person.id(), *role)?;
            tx.save(&mut member).await?;
            Ok(person.id())
        }
        Invitee::Member(id) => {
            let member = members::locked(op, tx, *id).await?;
            // Whoever holds the link becomes this member: no way to more than one's own role leads through it.
            let none = SessionId::from_parts(0, [0; 10]);
            let removed = || AppError::from(AccessRefusal::MemberRemoved);
            let invited = people::identity(tx, op.org()?, member.person, none.into(), TokenScope::all()).await?.ok_or_else(removed)?;
            op.identity()?.covers(&invited)?;
            if accounts::account_of(tx, op.org()?, member.person).await?.is_some() {
                op.allow(Action::AccountReset, None)?;
            }
            Ok(member.person)
        }
    }
}
