//! Claiming: a worker takes up tasks that suit it, each of which is then its own alone.

use super::held;
use crate::{AppError, Command, Op, authority};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, TaskId};
use dream_ledger::Stream;
use dream_store::{
    Unit,
    tasks::{self, Taking},
};
use dream_swarm::{ClaimedTask, LEASE_LONGEST, LEASE_SHORTEST, LEASE_USUAL, Lane, Offer, Task, checked_name};
use room::Room;
use serde::{Deserialize, Serialize};
use std::time::Duration;

mod room;

/// How many tasks one claim takes.
pub(crate) const MOST: u32 = 100;
/// The lock under which the limits of an organisation are counted and used up; its organisation is mixed in.
const LIMITS_LOCK: i64 = 0x6472_6561_6d02;

/// What a worker asks for.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimRequest {
    /// What it is, has and wants.
    pub offer: Offer,
    /// How many tasks it takes at most: 1 to 100.
    pub most: u32,
    /// How long they are its own unless it says that it goes on; a minute unless told.
    pub lease: Option<Duration>,
}

/// A task that was claimed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClaimedWork {
    /// Its organisation.
    pub org: OrgId,
    /// The task.
    pub task: Task,
    /// The attempt that began: the fencing token that every word about it carries.
    pub attempt: u32,
    /// When the lease ends unless it is renewed.
    pub lease_until: Timestamp,
}

/// Claims tasks: none when there is nothing for the worker now.
///
/// # Errors
/// `forbidden`; `invalid_name` for a worker's name that cannot be one; `invalid_limit`, `lease_out_of_range`.
pub async fn claim(op: &Op, request: ClaimRequest) -> Result<Vec<ClaimedWork>, AppError> {
    request.check()?;
    match op.run(&Take { request }).await {
        Err(error) if error.code == NOTHING => Ok(Vec::new()),
        other => other,
    }
}

/// As [`claim`], but waits up to `wait` for something to come. It is woken by whatever makes a task ready, in this process or another.
pub async fn claim_waiting(op: &Op, request: ClaimRequest, wait: Duration) -> Result<Vec<ClaimedWork>, AppError> {
    // Before the first look, so that nothing between the two is missed.
    let mut wakeups = op.app().store.task_wakeups();
    let give_up = tokio::time::sleep(wait);
    tokio::pin!(give_up);
    loop {
        let claimed = claim(op, request.clone()).await?;
        if !claimed.is_empty() {
            return Ok(claimed);
        }
        tokio::select! {
            () = &mut give_up => return Ok(claimed),
            woken = wakeups.next() => if woken.is_none() { return Ok(claimed) },
        }
    }
}

/// The code of a claim that found nothing: it is a refusal, so that nothing is remembered of it under an idempotency key.
const NOTHING: &str = "nothing_to_claim";

impl ClaimRequest {
    fn check(&self) -> Result<(), AppError> {
        checked_name("worker's name", &self.offer.worker)?;
        if self.offer.stage_work {
            return Err(AppError::new(crate::Kind::Forbidden, "stage_work", "the work of stages is done by workers of the server alone"));
        }
        if !(1..=MOST).contains(&self.most) {
            return Err(AppError::invalid("invalid_limit", format!("a claim takes 1 to {MOST} tasks, and not {}", self.most)));
        }
        if self.lease.is_some_and(|lease| !(LEASE_SHORTEST..=LEASE_LONGEST).contains(&lease)) {
            return Err(AppError::invalid("lease_out_of_range", "a lease is from 1 s to 1 h; a heartbeat renews it"));
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Take {
    request: ClaimRequest,
}

impl Command for Take {
    const NAME: &'static str = "task.claim";
    type Answer = Vec<ClaimedWork>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<ClaimedWork>, AppError> {
        let claimed = claim_in(op, tx, &self.request).await?;
        if claimed.is_empty() {
            return Err(AppError::new(crate::Kind::NotFound, NOTHING, "there is nothing to claim for this worker now"));
        }
        Ok(claimed)
    }
}

/// Of which organisation's which role a worker takes work, beyond what its offer says.
pub(crate) type Takes<'a> = &'a (dyn Fn(OrgId, Option<&str>) -> bool + Send + Sync);

/// Claims tasks within `tx`. A worker of all organisations serves them in turn.
pub async fn claim_in(op: &Op, tx: &mut Unit, request: &ClaimRequest) -> Result<Vec<ClaimedWork>, AppError> {
    claim_some(op, tx, request, &|_, _| true).await
}

/// As [`claim_in`], but only of the organisations and roles that `takes` says.
pub(crate) async fn claim_some(op: &Op, tx: &mut Unit, request: &ClaimRequest, takes: Takes<'_>) -> Result<Vec<ClaimedWork>, AppError> {
    may_claim(op, tx, request).await?;
    let (now, system) = (op.app().shared_now(), op.app().system);
    tx.ready_tasks_due(system, now).await?;
    if let Some(org) = op.scope().org() {
        return claim_of(op, tx, org, request, request.most, takes).await;
    }
    let orgs = tx.ready_orgs(system).await?;
    let mut claimed: Vec<ClaimedWork> = Vec::new();
    let missing = |claimed: &[ClaimedWork]| request.most.saturating_sub(u32::try_from(claimed.len()).unwrap_or(u32::MAX));
    // Each gets its share, those whose turn it is first; what some leave over goes to the others.
    for round in 0..2 {
        for (served, org) in orgs.iter().enumerate() {
            let left = u32::try_from(orgs.len() - served).unwrap_or(u32::MAX);
            let share = if round == 0 { missing(&claimed).div_ceil(left) } else { missing(&claimed) };
            let taken = if share == 0 { Vec::new() } else { claim_of(op, tx, *org, request, share, takes).await? };
            if !taken.is_empty() {
                tx.org_served(system, *org).await?;
            }
            claimed.extend(taken);
        }
        if orgs.len() < 2 {
            break;
        }
    }
    Ok(claimed)
}

/// Whether the caller may work on anything that it could ask for.
async fn may_claim(op: &Op, tx: &mut Unit, request: &ClaimRequest) -> Result<(), AppError> {
    if let Some(project) = request.offer.project {
        authority::known_project(op, tx, project).await?;
        return op.allow(Action::TaskWork, Some(project));
    }
    held::may_work(op)
}

/// What there is to claim now, of all organisations: for the server's own workers.
pub async fn ready_lanes(op: &Op) -> Result<Vec<(OrgId, Lane)>, AppError> {
    let mut tx = op.app().store.begin().await?;
    let mut lanes = Vec::new();
    for org in tx.ready_orgs(op.app().system).await? {
        let keys = tx.ready_lanes(org).await?;
        lanes.extend(keys.iter().filter_map(|key| Lane::parse(key)).map(|lane| (org, lane)));
    }
    tx.abandon().await?;
    Ok(lanes)
}

/// Claims tasks of one organisation.
async fn claim_of(
    op: &Op,
    tx: &mut Unit,
    org: OrgId,
    request: &ClaimRequest,
    most: u32,
    takes: Takes<'_>,
) -> Result<Vec<ClaimedWork>, AppError> {
    let mut lanes = Vec::new();
    for key in tx.ready_lanes(org).await? {
        let Some(lane) = Lane::parse(&key) else { continue };
        if lane.suits(&request.offer) && takes(org, lane.role.as_deref()) && op.allow(Action::TaskWork, lane.project).is_ok() {
            lanes.push((key, lane));
        }
    }
    if lanes.is_empty() {
        return Ok(Vec::new());
    }
    let taking = Taking {
        holder: held::holder(op),
        worker: request.offer.worker.clone(),
        claim: op.app().store.new_id(),
        now: op.app().shared_now(),
        lease: request.lease.unwrap_or(LEASE_USUAL),
    };
    let limits = tasks::limits(tx, org).await?.filter(|limits| !limits.is_empty());
    let claimed = match (lanes.as_slice(), limits) {
        ([(key, _)], None) => tx.take_first(org, key, most, &taking).await?,
        (_, limits) => {
            let room = Room::of(op, tx, org, limits.as_ref().map(Stream::state)).await?;
            let chosen = choose(tx, org, lanes, room, most, taking.now).await?;
            if chosen.is_empty() { Vec::new() } else { tx.take_tasks(org, &chosen, &taking).await? }
        }
    };
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    held::record(op, tx, org, &taking, claimed.clone()).await?;
    loaded(tx, org, &claimed, taking.now.plus(taking.lease)).await
}

/// The first tasks of all lanes together, as far as there is room.
async fn choose(
    tx: &mut Unit,
    org: OrgId,
    lanes: Vec<(String, Lane)>,
    mut room: Room,
    most: u32,
    now: Timestamp,
) -> Result<Vec<TaskId>, AppError> {
    let mut candidates = Vec::new();
    for (key, lane) in &lanes {
        let most = most.min(room.for_lane(lane));
        if most > 0 {
            candidates.extend(tx.first_of_lane(org, key, now, most).await?.into_iter().map(|(rank, task)| (rank, task, lane)));
        }
    }
    candidates.sort_by_key(|(rank, task, _)| (*rank, *task));
    let mut chosen = Vec::new();
    for (_, task, lane) in candidates {
        if chosen.len() < usize::try_from(most).unwrap_or(usize::MAX) && room.take(lane) {
            chosen.push(task);
        }
    }
    Ok(chosen)
}

/// The claimed tasks with all that a worker needs, the most urgent first.
async fn loaded(tx: &mut Unit, org: OrgId, claimed: &[ClaimedTask], lease_until: Timestamp) -> Result<Vec<ClaimedWork>, AppError> {
    let ids: Vec<TaskId> = claimed.iter().map(|claimed| claimed.task).collect();
    let attempts: std::collections::HashMap<_, _> = claimed.iter().map(|claimed| (claimed.task, claimed.attempt)).collect();
    let streams = tasks::tasks(tx, Scope::Org(org), &ids).await?;
    let mut work: Vec<ClaimedWork> = streams
        .into_iter()
        .filter_map(|task| {
            let attempt = attempts.get(&task.id()).copied()?;
            Some(ClaimedWork { org, task: task.into_state(), attempt, lease_until })
        })
        .collect();
    work.sort_by_key(|work| (work.task.priority.rank(work.task.ready_at()), work.task.id));
    Ok(work)
}

/// The lock under which the limits of `org` are counted.
fn lock_of(org: OrgId) -> i64 {
    use dream_id::TypedId as _;
    // The low half of an id is random.
    let low = u64::try_from(org.bits() & u128::from(u64::MAX)).unwrap_or(0);
    low.cast_signed() ^ LIMITS_LOCK
}
