//! What calls and questions share when they are asked: who asks, for which work, and the permission that begins.

use crate::{AppError, Kind, Op};
use dream_id::{AgentId, OrgId, ProjectId, Scope, TaskId};
use dream_ledger::{Actor, Digest};
use dream_store::{Query, Reader};
use dream_swarm::{PermissionOpened, PermissionSubject, Phase, StageWork, Task};
use std::time::Duration;

/// How long people have to decide, and an approval is good for.
const TIME_TO_DECIDE: Duration = Duration::from_hours(24);
/// How many characters a title in a list has.
const TITLE: usize = 200;

/// The agent that asks.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    pub(super) org: OrgId,
    pub(super) agent: AgentId,
    pub(super) name: String,
}

impl Asking {
    /// The caller, if it is an agent.
    pub(super) fn of(op: &Op) -> Result<Self, AppError> {
        match (op.agent(), op.by().actor) {
            (Some(agent), Actor::Agent { name }) => Ok(Self { org: op.org()?, agent, name }),
            _ => Err(AppError::new(
                Kind::Forbidden,
                "agents_only",
                "only an agent asks for permission; people and workers act by their own rights",
            )),
        }
    }
}

/// The work for which something is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    pub(crate) project: Option<ProjectId>,
    pub(crate) stage: Option<StageWork>,
}

impl Work {
    /// The work that `task` is; none for no task.
    ///
    /// # Errors
    /// `not_found`; `task_over` for a task that nobody works on any more.
    pub(super) async fn of(reader: &mut Reader, org: OrgId, task: Option<TaskId>) -> Result<Self, AppError> {
        let Some(id) = task else { return Ok(Self::default()) };
        let task = reader.find::<Task>(Scope::Org(org), id).await?.ok_or_else(|| AppError::not_found("task", id))?;
        if task.phase != Phase::Open {
            let message = format!("{id} is {}, so nothing more can be done for it; drop this work and claim another task", task.phase);
            return Err(AppError::new(Kind::Over, "task_over", message));
        }
        Ok(Self { project: task.project, stage: task.work })
    }
}

/// What is asked, as far as both kinds share it.
pub(super) struct Opening<'a> {
    pub(super) asking: &'a Asking,
    pub(super) work: &'a Work,
    pub(super) task: Option<TaskId>,
    pub(super) attempt: Option<u32>,
    pub(super) title: &'a str,
    pub(super) text: Digest,
    pub(super) size: usize,
    pub(super) digest: Digest,
    pub(super) subject: PermissionSubject,
}

impl Opening<'_> {
    /// The first event of a new permission.
    pub(super) fn event(self, op: &Op) -> PermissionOpened {
        let mut bits = [0_u8; 20];
        op.app().store.rng().fill(&mut bits);
        PermissionOpened {
            agent: self.asking.agent,
            agent_name: self.asking.name.clone(),
            task: self.task,
            attempt: self.attempt,
            run: self.work.stage.map(|stage| stage.run),
            project: self.work.project,
            title: self.title.to_owned(),
            text: self.text,
            size: u64::try_from(self.size).unwrap_or(u64::MAX),
            digest: self.digest,
            subject: self.subject,
            policy_version: dream_access::policy_version(),
            nonce: bits.iter().map(|byte| format!("{byte:02x}")).collect(),
            expires_at: op.app().now().plus(TIME_TO_DECIDE),
        }
    }
}

/// The first line of what an agent says, as a title that can be shown in a list: nothing that turns the direction of writing or moves the
/// cursor; `otherwise` when nothing is left.
pub(super) fn title(said: &str, otherwise: &str) -> String {
    let turns = |letter: &char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line = said.trim().lines().next().unwrap_or_default();
    let shown: String = line.chars().filter(|letter| !letter.is_control() && !turns(letter)).take(TITLE).collect();
    let shown = shown.trim();
    if shown.is_empty() { otherwise.chars().take(TITLE).collect() } else { shown.to_owned() }
}

/// Whether `person` may decide about what is asked at `project` as they are now, by the roles that they have.
pub(super) async fn still_may<Q: Query>(
    q: &mut Q,
    org: OrgId,
    person: dream_id::PersonId,
    project: Option<ProjectId>,
) -> Result<bool, AppError> {
    use dream_access::{Action, TokenScope, decide};
    use dream_id::{TokenId, TypedId as _};
    // What they decided keeps counting whatever token they hold now.
    let no_token = TokenId::from_parts(0, [0; 10]);
    let identity = dream_store::people::identity(q, org, person, no_token.into(), TokenScope::all()).await?;
    Ok(identity.is_some_and(|identity| decide(&identity, Action::PermissionDecide, project).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_that_says_what_it_shows() {
        assert_eq!(title("  push it\nand more", "x"), "push it");
        assert_eq!(title("a\u{202e}b\u{7}c", "x"), "abc");
        assert_eq!(title(" \u{1b} ", "git__push"), "git__push");
        assert_eq!(title(&"x".repeat(300), "y").len(), 200);
    }
}
