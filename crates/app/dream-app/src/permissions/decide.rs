//! A person decides about exactly the call that they saw; and may give leave for its like.

use crate::{AppError, Command, Kind, Op, bodies, bodies::Text, templates};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::{GrantId, PermissionId};
use dream_ledger::{Digest, Stream};
use dream_store::Unit;
use dream_swarm::{
    ActionSignature, ArgumentPattern, Grant, GrantMade, GrantedArguments, GrantedCall, Permission, PermissionRefusal, PermissionVerdict,
};
use serde::Serialize;
use serde_json::Value;

/// What a person says about a call.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The permission.
    pub permission: PermissionId,
    /// What they say.
    pub verdict: PermissionVerdict,
    /// What they saw.
    pub seen: Digest,
    /// Their words for the agent.
    pub comment: Option<String>,
    /// With an approval: leave for its like.
    pub grant: Option<NewGrant>,
}

/// Leave for the like of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewGrant {
    /// What the arguments must be like; `None` for exactly these, and an empty list for any.
    pub patterns: Option<Vec<ArgumentPattern>>,
    /// When it ends.
    pub until: Timestamp,
    /// For how many calls it is.
    pub most: u32,
}

/// Decides, and makes the grant with it. Returns the grant.
///
/// # Errors
/// `stale_digest`, `already_decided`, `permission_over`, `people_only`; `standing_grants_forbidden` by the organisation's standard;
/// `grant_misses_call` and its like.
pub async fn decide(op: &Op, decision: Decision) -> Result<Option<GrantId>, AppError> {
    op.person()?;
    if decision.grant.is_some() && decision.verdict != PermissionVerdict::Approve {
        return Err(AppError::invalid("grant_without_approval", "only an approval can be for the like, too; leave the grant out"));
    }
    let comment = match decision.comment.filter(|text| !text.trim().is_empty()) {
        Some(text) => Some(Text::prepare(op, op.org()?, text.into_bytes()).await?),
        None => None,
    };
    let (permission, verdict, seen, grant) = (decision.permission, decision.verdict, decision.seen, decision.grant);
    op.run(&Decide { permission, verdict, seen, comment, grant }).await
}

#[derive(Serialize)]
struct Decide {
    permission: PermissionId,
    verdict: PermissionVerdict,
    seen: Digest,
    comment: Option<Text>,
    grant: Option<NewGrant>,
}

impl Command for Decide {
    const NAME: &'static str = "permission.decide";
    type Answer = Option<GrantId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Option<GrantId>, AppError> {
        let found = tx.lock::<Permission>(op.scope(), self.permission).await?;
        let mut gate = found.ok_or_else(|| AppError::not_found("permission", self.permission))?;
        op.allow(Action::PermissionDecide, gate.project())?;
        let comment = match &self.comment {
            Some(text) => Some(text.keep(tx, gate.org()).await?),
            None => None,
        };
        Permission::decide(&mut gate, &op.by(), self.verdict, self.seen, comment)?;
        let grant = match &self.grant {
            Some(new) => Some(self.grant(op, tx, &gate, new).await?),
            None => None,
        };
        tx.save(&mut gate).await?;
        tx.wake_permissions();
        Ok(grant)
    }
}

impl Decide {
    async fn grant(&self, op: &Op, tx: &mut Unit, gate: &Stream<Permission>, new: &NewGrant) -> Result<GrantId, AppError> {
        op.allow(Action::GrantMake, gate.project())?;
        if !templates::standing_grants(tx, gate.org()).await? {
            let message = "the organisation's standard forbids standing leave; approve this call alone";
            return Err(AppError::new(Kind::Forbidden, "standing_grants_forbidden", message));
        }
        let call = gate.call().ok_or(PermissionRefusal::IsQuestion { permission: gate.id() })?;
        let text = bodies::read(op, tx, gate.org(), gate.opened.text).await?;
        let arguments: Value = serde_json::from_slice(&text).map_err(|error| AppError::internal("reading arguments", error))?;
        let covered = match &new.patterns {
            None => GrantedArguments::exactly(&arguments)?,
            Some(patterns) if patterns.is_empty() => GrantedArguments::Any {},
            Some(patterns) => GrantedArguments::Like { patterns: patterns.clone() },
        };
        let signature = ActionSignature {
            agent: gate.agent(),
            agent_name: gate.opened.agent_name.clone(),
            project: gate.project(),
            tool: call.tool.clone(),
            arguments: covered,
        };
        let made = GrantMade { signature, permission: gate.id(), until: new.until, most: new.most };
        let asked = GrantedCall { agent: gate.agent(), project: gate.project(), tool: &call.tool, arguments: &arguments };
        let id = op.app().store.new_id();
        tx.save(&mut Grant::make(gate.org(), id, &op.by(), made, &asked)?).await?;
        Ok(id)
    }
}
