//! An agent wants to make a call: allowed, denied, or people are asked; and what they said before is used, once.

use super::governed::Governed;
use super::opening::{Asking, Opening, Work, still_may, title};
use crate::{AppError, Command, Op, bodies, bodies::Text};
use dream_id::{GrantId, PermissionId, TaskId};
use dream_ledger::{Digest, Stream, jcs};
use dream_store::Unit;
use dream_swarm::{
    AskedCall, Grant, GrantedCall, Permission, PermissionRisk, PermissionStatus, PermissionSubject, ToolEffect, action_digest,
    canonical_arguments, redacted,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest name of a tool, in bytes.
const TOOL: usize = 200;
/// The longest word for a kind of tool, in bytes.
const KIND: usize = 32;

/// A call that an agent wants to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The task that it works on.
    pub task: Option<TaskId>,
    /// The number of the attempt at it.
    pub attempt: Option<u32>,
    /// The tool, by the name under which its rules know it.
    pub tool: String,
    /// Its kind in the agent protocol's word, as far as it is known.
    pub kind: Option<String>,
    /// What the agent calls it, for people; never decided on.
    pub title: String,
    /// The arguments as they will be used, nothing of them removed.
    pub arguments: Value,
    /// What the agent's own rules say: see [`dream_swarm::decide_tool`].
    pub rules_effect: ToolEffect,
}

/// Whether a call may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Yes, this once: what it rests on has been used by that. Without either, the rules allow it.
    Allowed {
        /// The grant it rests on.
        grant: Option<GrantId>,
        /// The permission it rests on.
        permission: Option<PermissionId>,
    },
    /// No.
    Denied {
        /// Why, for the agent.
        why: String,
        /// The permission that a person refused, or that nobody decided in time.
        permission: Option<PermissionId>,
    },
    /// People have not decided yet. The same call later meets the same permission.
    Waiting {
        /// The permission.
        permission: PermissionId,
    },
}

/// Asks whether the calling agent may make a call now. What is approved is used by this: whoever gets [`Standing::Allowed`] makes the call,
/// once.
///
/// The same call for the same task meets the same permission, decided or not, whatever happened to the agent or the server in between.
///
/// # Errors
/// `agents_only`; `task_over`; `not_found` for the task; `agent_stopped` and its like.
pub async fn ask(op: &Op, asked: Asked) -> Result<Standing, AppError> {
    let asking = Asking::of(op)?;
    if let Some(why) = unusable(&asked) {
        return Ok(denied(why));
    }
    let mut reader = op.read().await?;
    let work = Work::of(&mut reader, asking.org, asked.task).await?;
    let governed = Governed::of(op, &mut reader, asking.org, &work).await?;
    drop(reader);
    let kind = asked.kind.as_deref();
    match governed.effect(&asked.tool, kind, asked.rules_effect) {
        ToolEffect::Allow => return Ok(Standing::Allowed { grant: None, permission: None }),
        ToolEffect::Deny if governed.denies(&asked.tool, kind) => {
            return Ok(denied(format!("the organisation's rules deny `{}`; do it another way", asked.tool)));
        }
        ToolEffect::Deny => return Ok(denied(format!("the agent's rules deny `{}` with these arguments; do it another way", asked.tool))),
        ToolEffect::Ask => {}
    }
    let digest = match action_digest(asking.org, asking.agent, asked.task, &asked.tool, &asked.arguments) {
        Ok(digest) => digest,
        Err(refusal) => return Ok(denied(refusal.to_string())),
    };
    let canonical = canonical_arguments(&asked.arguments).map_err(dream_swarm::PermissionRefusal::from)?;
    let shown = jcs::to_vec(&redacted(&asked.arguments)).map_err(|error| AppError::internal("writing arguments", error))?;
    let text = Text::prepare(op, asking.org, canonical).await?;
    let redacted = Text::prepare(op, asking.org, shown).await?;
    let standing_grants = governed.standing_grants;
    op.run(&Ask { asking, work, asked, digest, text, redacted, standing_grants }).await
}

/// Why nobody need be asked about this: it cannot be shown as what it is.
fn unusable(asked: &Asked) -> Option<String> {
    let named = (1..=TOOL).contains(&asked.tool.len()) && !asked.tool.chars().any(char::is_control);
    let kind = asked.kind.as_ref().is_none_or(|kind| kind.len() <= KIND && kind.bytes().all(|byte| byte.is_ascii_graphic()));
    (!named || !kind).then(|| format!("a tool has a name of 1 to {TOOL} visible characters, and a kind of at most {KIND}; name it so"))
}

pub(super) fn denied(why: impl Into<String>) -> Standing {
    Standing::Denied { why: why.into(), permission: None }
}

/// Its JSON names what is asked by its digest alone.
#[derive(Serialize)]
struct Ask {
    #[serde(skip)]
    asking: Asking,
    #[serde(skip)]
    work: Work,
    #[serde(skip)]
    asked: Asked,
    digest: Digest,
    text: Text,
    redacted: Text,
    #[serde(skip)]
    standing_grants: bool,
}

impl Command for Ask {
    const NAME: &'static str = "permission.ask";
    type Answer = Standing;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Standing, AppError> {
        let gate = self.live(op, tx).await?;
        match gate {
            // What a person said of exactly this call comes before what they said of its like.
            Some(gate) if !gate.is_waiting() => self.settled(op, tx, gate).await,
            waiting => {
                if let Some(grant) = self.granted(op, tx).await? {
                    if let Some(mut gate) = waiting {
                        Permission::withdraw(&mut gate, &op.by());
                        tx.save(&mut gate).await?;
                        tx.wake_permissions();
                    }
                    return Ok(Standing::Allowed { grant: Some(grant), permission: None });
                }
                match waiting {
                    Some(gate) => Ok(Standing::Waiting { permission: gate.id() }),
                    None => self.open(op, tx).await,
                }
            }
        }
    }
}

impl Ask {
    /// The permission that this call meets. One that no longer counts is ended.
    async fn live(&self, op: &Op, tx: &mut Unit) -> Result<Option<Stream<Permission>>, AppError> {
        let Some(mut gate) = tx.lock_live_permission(self.asking.org, self.digest).await? else { return Ok(None) };
        Permission::expire(&mut gate, &op.by());
        if gate.is_live() && self.is_stale(tx, &gate).await? {
            Permission::withdraw(&mut gate, &op.by());
        }
        if gate.is_live() {
            return Ok(Some(gate));
        }
        tx.save(&mut gate).await?;
        tx.wake_permissions();
        Ok(None)
    }

    /// What a person decided: an approval is used by this.
    async fn settled(&self, op: &Op, tx: &mut Unit, mut gate: Stream<Permission>) -> Result<Standing, AppError> {
        let permission = Some(gate.id());
        if gate.status() != PermissionStatus::Approved {
            return Ok(Standing::Denied { why: refused(op, tx, &gate).await?, permission });
        }
        Permission::consume(&mut gate, &op.by(), self.digest, dream_access::policy_version(), self.asked.attempt)?;
        tx.save(&mut gate).await?;
        tx.wake_permissions();
        Ok(Standing::Allowed { grant: None, permission })
    }

    /// The grant that covers the call, used by this.
    async fn granted(&self, op: &Op, tx: &mut Unit) -> Result<Option<GrantId>, AppError> {
        if !self.standing_grants {
            return Ok(None);
        }
        let (by, asking) = (op.by(), &self.asking);
        let call =
            GrantedCall { agent: asking.agent, project: self.work.project, tool: &self.asked.tool, arguments: &self.asked.arguments };
        for mut grant in tx.lock_grants(asking.org, asking.agent, call.tool, by.at).await? {
            let covers = grant.holds(by.at) && grant.made.signature.covers(&call);
            if covers && still_may(tx, asking.org, grant.by, call.project).await? {
                Grant::consume(&mut grant, &by, &call, self.digest, self.asked.task)?;
                tx.save(&mut grant).await?;
                return Ok(Some(grant.id()));
            }
        }
        Ok(None)
    }

    /// Whether what was asked or decided no longer counts: under other rules, or by somebody who may not decide any more.
    async fn is_stale(&self, tx: &mut Unit, gate: &Permission) -> Result<bool, AppError> {
        if gate.opened.policy_version != dream_access::policy_version() {
            return Ok(true);
        }
        match &gate.decided {
            Some(decided) if decided.status == PermissionStatus::Approved => {
                Ok(!still_may(tx, self.asking.org, decided.by, gate.project()).await?)
            }
            _ => Ok(false),
        }
    }

    async fn open(&self, op: &Op, tx: &mut Unit) -> Result<Standing, AppError> {
        let (org, asked) = (self.asking.org, &self.asked);
        let text = self.text.keep(tx, org).await?;
        let redacted = self.redacted.keep(tx, org).await?;
        let risk = PermissionRisk::of_kind(asked.kind.as_deref());
        let subject = PermissionSubject::Call(AskedCall { tool: asked.tool.clone(), kind: asked.kind.clone(), redacted, risk });
        let opening = Opening {
            asking: &self.asking,
            work: &self.work,
            task: asked.task,
            attempt: asked.attempt,
            title: &title(&asked.title, &asked.tool),
            text,
            size: self.text.size,
            digest: self.digest,
            subject,
        };
        let id = op.app().store.new_id();
        tx.save(&mut Permission::open(org, id, &op.by(), opening.event(op))?).await?;
        Ok(Standing::Waiting { permission: id })
    }
}

/// What the agent is told of a refusal by a person.
async fn refused(op: &Op, tx: &mut Unit, gate: &Stream<Permission>) -> Result<String, AppError> {
    let comment = match gate.decided.as_ref().and_then(|decided| decided.comment) {
        Some(digest) => Some(bodies::read_text(op, tx, gate.org(), digest).await?),
        None => None,
    };
    Ok(match (gate.status(), comment) {
        (PermissionStatus::ChangesRequested, Some(comment)) => format!("a person asks for changes before this is done: {comment}"),
        (_, Some(comment)) => format!("a person rejected this: {comment}"),
        (_, None) => "a person rejected this; do not try it again".to_owned(),
    })
}
