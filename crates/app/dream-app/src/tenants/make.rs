//! Making an organisation, with its first owner and the link with which they begin.

use super::operator::{self, OPERATOR};
use super::read::{TenantView, find};
use crate::invitations::fresh;
use crate::{AppError, Command, Op, agents};
use dream_access::{Identity, Link, LinkPurpose, LinkText, Member, Org, Person, Role, Tenant};
use dream_id::{OrgId, PersonId, TenantId};
use dream_ledger::Digest;
use dream_store::{Unit, agents as kept, sessions};
use serde::Serialize;

/// An organisation to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewTenant {
    /// What it is called.
    pub name: String,
    /// Its first owner: a name or a mail address.
    pub owner: String,
    /// The plan it is on; the service's usual one when `None`.
    pub plan: Option<String>,
}

/// An organisation, and the link with which its first owner sets a login name and a password.
#[derive(Debug, Clone)]
pub struct MadeTenant {
    /// The organisation.
    pub view: TenantView,
    /// The link's text, which is stored nowhere and shown this once; `None` when a repeated command found the link made before.
    pub text: Option<LinkText>,
}

/// Makes an organisation.
///
/// # Errors
/// `not_the_operator`, `name_invalid`, `unknown_plan`.
pub async fn make(op: &Op, new: NewTenant) -> Result<MadeTenant, AppError> {
    if let Some(plan) = &new.plan {
        op.app().board().check_known(plan)?;
    }
    let text = fresh(op.app());
    let organisation = op.run(&Make { new, digest: text.digest() }).await?;
    if let Err(error) = give_agents(op, organisation).await {
        // The organisation is there, and its owner's link is shown once: the next start of the server gives it its agents.
        tracing::warn!(org.id = %organisation, error.code = error.code, %error, "a new organisation has no built-in agents yet");
    }
    made(op, organisation, text).await
}

pub(super) async fn made(op: &Op, organisation: OrgId, text: LinkText) -> Result<MadeTenant, AppError> {
    let view = find(op, organisation).await?;
    let is_new = sessions::link_by_digest(&mut op.read().await?, op.app().system, text.digest()).await?.is_some();
    Ok(MadeTenant { view, text: is_new.then_some(text) })
}

/// The digest is random, so it is no part of what makes two commands the same.
#[derive(Serialize)]
struct Make {
    new: NewTenant,
    #[serde(skip)]
    digest: Digest,
}

impl Command for Make {
    const NAME: &'static str = "tenant.make";
    type Answer = OrgId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<OrgId, AppError> {
        let own = operator::allow(op, tx).await?;
        let NewTenant { name, owner: owner_name, plan } = &self.new;
        let store = &op.app().store;
        let (organisation, owner, by): (OrgId, PersonId, _) = (store.new_id(), store.new_id(), operator::by(op));
        let mut org = Org::found(organisation, &by, name)?;
        Org::choose_plan(&mut org, &by, plan.as_deref());
        tx.save(&mut org).await?;
        tx.save(&mut Person::register(organisation, owner, &by, owner_name)?).await?;
        let setup = Identity::system(organisation, OPERATOR);
        tx.save(&mut Member::join(organisation, store.new_id(), &by, &setup, owner, Some(Role::Owner))?).await?;
        tx.save(&mut Link::make(organisation, store.new_id(), &by, LinkPurpose::Invitation, owner, self.digest)?).await?;
        let new = dream_access::NewTenant { organisation, name: name.clone(), owner, owner_name: owner_name.clone() };
        let mut tenant = Tenant::make(own, store.new_id::<TenantId>(), &op.by(), new)?;
        if plan.is_some() {
            Tenant::choose_plan(&mut tenant, &op.by(), plan.as_deref());
        }
        tx.save(&mut tenant).await?;
        Ok(organisation)
    }
}

/// Where the operator's organisation has the built-in agents, a new one has them too, as each start of such a server gives them to all.
async fn give_agents(op: &Op, organisation: OrgId) -> Result<(), AppError> {
    let there = kept::all_names(&mut op.read().await?, op.org()?).await?;
    if there.is_empty() {
        return Ok(());
    }
    agents::ensure(&Op::of_worker(op.app().clone(), "setup"), organisation).await
}
