//! Whether a thing waits for people now, and for whom.

use crate::{AppError, voters};
use dream_access::{Action, NotificationKind, decide};
use dream_bridge::connection::Connection;
use dream_bridge::destination::Destination;
use dream_bridge::subscription::Subscription;
use dream_bridge::switch::Switched;
use dream_clock::Timestamp;
use dream_govern::{Project, Review, Run, Stage, Status};
use dream_id::{OrgId, PersonId, ProjectId, Scope};
use dream_ledger::Stream;
use dream_store::{Noun, Unit, people};
use dream_swarm::{Escalation, EscalationStatus, Permission};

/// What there is to tell of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    pub(super) kind: NotificationKind,
    pub(super) project: Option<ProjectId>,
    pub(super) title: String,
    pub(super) people: Vec<PersonId>,
}

/// What there is to tell of the thing `subject` now; `None` when it waits for nobody. Things that nobody is ever told of have none.
pub(super) async fn news(tx: &mut Unit, org: OrgId, subject: &str, now: Timestamp) -> Result<Option<News>, AppError> {
    match subject.split('_').next() {
        Some("rev") => review(tx, org, subject, now).await,
        Some("prm") => permission(tx, org, subject, now).await,
        Some("esc") => escalation(tx, org, subject).await,
        Some("run") => run(tx, org, subject).await,
        Some("dst") => disabled(tx, org, subject, |found: &Destination| &found.name).await,
        Some("sub") => disabled(tx, org, subject, |found: &Subscription| &found.name).await,
        Some("cnn") => disabled(tx, org, subject, |found: &Connection| &found.name).await,
        _ => Ok(None),
    }
}

async fn review(tx: &mut Unit, org: OrgId, subject: &str, now: Timestamp) -> Result<Option<News>, AppError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let Some(review): Option<Stream<Review>> = tx.find(Scope::Org(org), id).await? else { return Ok(None) };
    let Some(run): Option<Stream<Run>> = tx.find(Scope::Org(org), review.run).await? else { return Ok(None) };
    let project = run.project;
    let stage: Option<Stream<Stage>> = tx.find(Scope::Org(org), review.stage).await?;
    let stage = stage.map_or_else(|| review.stage_name.clone(), |stage| stage.spec.title.clone());
    let title = format!("{stage} of {}", project_name(tx, org, project).await?);
    let news = |kind, people| Some(News { kind, project: Some(project), title, people });
    if review.is_open() {
        let voters = voters::gather(tx, org, project, now).await?;
        let members = people::members(tx, org).await?;
        let asked = members.iter().map(|member| member.person).filter(|person| voters.eligible(&review, *person, None).is_ok());
        return Ok(news(NotificationKind::Review, asked.collect()));
    }
    let Some(glass) = review.broken_glass.as_ref().filter(|_| review.owes_second_look()) else { return Ok(None) };
    let mut others = allowed(tx, org, Action::ReviewSecondLook, Some(project)).await?;
    others.retain(|person| *person != glass.person);
    Ok(news(NotificationKind::SecondLook, others))
}

async fn permission(tx: &mut Unit, org: OrgId, subject: &str, now: Timestamp) -> Result<Option<News>, AppError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let Some(asked): Option<Stream<Permission>> = tx.find(Scope::Org(org), id).await? else { return Ok(None) };
    if !asked.is_waiting() || asked.lapsed(now) {
        return Ok(None);
    }
    let (kind, action) = match asked.call() {
        Some(_) => (NotificationKind::Permission, Action::PermissionDecide),
        None => (NotificationKind::Question, Action::PermissionAnswer),
    };
    let people = allowed(tx, org, action, asked.project()).await?;
    Ok(Some(News { kind, project: asked.project(), title: asked.opened.title.clone(), people }))
}

/// Agents cannot go on, and no captain answered in time: until then the captain alone is told.
async fn escalation(tx: &mut Unit, org: OrgId, subject: &str) -> Result<Option<News>, AppError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let Some(raised): Option<Stream<Escalation>> = tx.find(Scope::Org(org), id).await? else { return Ok(None) };
    if raised.status != EscalationStatus::Raised || raised.people_told_at.is_none() {
        return Ok(None);
    }
    let people = allowed(tx, org, Action::EscalationAnswer, None).await?;
    Ok(Some(News { kind: NotificationKind::Escalation, project: raised.raised.project, title: raised.raised.title.clone(), people }))
}

async fn run(tx: &mut Unit, org: OrgId, subject: &str) -> Result<Option<News>, AppError> {
    let Ok(id) = subject.parse() else { return Ok(None) };
    let Some(run): Option<Stream<Run>> = tx.find(Scope::Org(org), id).await? else { return Ok(None) };
    let kind = match run.status {
        Status::Failed => NotificationKind::RunFailed,
        Status::Done => NotificationKind::RunDone,
        _ => return Ok(None),
    };
    let title = project_name(tx, org, run.project).await?;
    Ok(Some(News { kind, project: Some(run.project), title, people: vec![run.requester] }))
}

/// Nothing is sent to it, or by it, any more: that waits for whoever looks after the bridge.
async fn disabled<A: Noun + Switched>(
    tx: &mut Unit,
    org: OrgId,
    subject: &str,
    name: impl Fn(&A) -> &String,
) -> Result<Option<News>, AppError> {
    let Ok(id) = subject.parse::<A::Id>() else { return Ok(None) };
    let Some(found): Option<Stream<A>> = tx.find(Scope::Org(org), id).await? else { return Ok(None) };
    let Some((_, why)) = found.switch().disabled.as_ref().filter(|_| !found.switch().removed) else { return Ok(None) };
    let title = format!("{} {}: {why}", A::NOUN, name(&found));
    let people = allowed(tx, org, Action::BridgeManage, None).await?;
    Ok(Some(News { kind: NotificationKind::BridgeDisabled, project: None, title, people }))
}

async fn project_name(tx: &mut Unit, org: OrgId, project: ProjectId) -> Result<String, AppError> {
    let found: Option<Stream<Project>> = tx.find(Scope::Org(org), project).await?;
    Ok(found.map(|project| project.name.clone()).unwrap_or_default())
}

/// The members whom the policy lets do `action`, on `project` if it belongs to one.
pub(super) async fn allowed(tx: &mut Unit, org: OrgId, action: Action, project: Option<ProjectId>) -> Result<Vec<PersonId>, AppError> {
    let members = people::members(tx, org).await?;
    let teams = people::teams(tx, org).await?;
    let may = |member: &&Stream<dream_access::Member>| decide(&voters::identity(org, member, &teams), action, project).is_ok();
    Ok(members.iter().filter(may).map(|member| member.person).collect())
}
