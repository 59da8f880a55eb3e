//! Questions about reviews.

use crate::{AppError, Op, bodies, voters};
use dream_access::{Action, VisibleProjects};
use dream_govern::{Attempt, Ineligible, Review, Run, RunSet, Vote, Voters};
use dream_id::{Cursor, Limit, Page, ProjectId, ReviewId, RunId};
use dream_ledger::Stream;
use dream_store::{Filter, Reader};
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

/// A review with the run around it, the comments on it, and whether the caller may decide it.
#[derive(Debug, Clone)]
pub struct ReviewDetail {
    /// The review.
    pub review: ReviewId,
    /// The run it belongs to, the review among its streams.
    pub set: RunSet,
    /// The votes with their comments.
    pub votes: Vec<(Vote, Option<String>)>,
    /// Why the caller may not decide; `None` when they may.
    pub why_not: Option<WhyNot>,
}

/// Why somebody may not decide a review.
#[derive(Debug, Clone)]
pub enum WhyNot {
    /// The policy says no.
    Forbidden(String),
    /// The gate does not ask them.
    Ineligible(Ineligible),
}

impl ReviewDetail {
    /// The review's own state.
    pub fn review(&self) -> Result<&Review, AppError> {
        self.set.review(self.review).ok_or_else(|| AppError::not_found("review", self.review))
    }
}

/// The review `id`, in detail.
pub async fn find(op: &Op, id: ReviewId) -> Result<ReviewDetail, AppError> {
    let missing = || AppError::not_found("review", id);
    let mut reader = op.read().await?;
    let review: Stream<Review> = reader.find(op.scope(), id).await?.ok_or_else(missing)?;
    let set = reader.run_set(op.scope(), review.run).await?.ok_or_else(missing)?;
    let project = set.run().project;
    op.allow(Action::ReviewRead, Some(project))?;
    let mut votes = Vec::with_capacity(review.votes.len());
    for vote in &review.votes {
        let comment = match vote.comment {
            Some(digest) => Some(bodies::read_text(op, &mut reader, review.org(), digest).await?),
            None => None,
        };
        votes.push((vote.clone(), comment));
    }
    let why_not = match op.allow(Action::ReviewDecide, Some(project)) {
        Err(error) => Some(WhyNot::Forbidden(error.message)),
        Ok(()) => {
            let people = voters::gather(&mut reader, review.org(), project, op.app().now()).await?;
            people.eligible(&review, op.person()?, None).err().map(WhyNot::Ineligible)
        }
    };
    Ok(ReviewDetail { review: id, set, votes, why_not })
}

/// What a list tells of a review beyond its own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The project of its run.
    pub project: ProjectId,
    /// The number of the attempt under review.
    pub attempt: u32,
    /// Whether the caller may decide it now.
    pub you_may_decide: bool,
}

/// What each of `reviews` that were listed is about, in their order, with a few statements for all of them.
pub async fn about(op: &Op, reviews: &[Stream<Review>]) -> Result<Vec<About>, AppError> {
    let mut reader = op.read().await?;
    let (mut projects, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    if !reviews.is_empty() {
        let runs: BTreeSet<RunId> = reviews.iter().map(|review| review.run).collect();
        let runs = Filter::default().one_of("id", runs.iter().map(ToString::to_string));
        projects.extend(reader.list::<Run>(op.scope(), &runs).await?.iter().map(|run| (run.id(), run.project)));
        let attempts: BTreeSet<_> = reviews.iter().map(|review| review.attempt).collect();
        let attempts = Filter::default().one_of("id", attempts.iter().map(ToString::to_string));
        numbers.extend(reader.list::<Attempt>(op.scope(), &attempts).await?.iter().map(|attempt| (attempt.id(), attempt.basis.number)));
    }
    let mut standings = Standings::default();
    let mut all = Vec::with_capacity(reviews.len());
    for review in reviews {
        let project = projects.get(&review.run).copied().ok_or_else(|| AppError::not_found("run", review.run))?;
        let you_may_decide = standings.may_decide(op, &mut reader, review, project).await?;
        all.push(About { project, attempt: numbers.get(&review.attempt).copied().unwrap_or(0), you_may_decide });
    }
    Ok(all)
}

/// Who may vote in each project, gathered once for all reviews of a list.
#[derive(Default)]
struct Standings(BTreeMap<ProjectId, Voters>);

impl Standings {
    async fn may_decide(&mut self, op: &Op, reader: &mut Reader, review: &Stream<Review>, project: ProjectId) -> Result<bool, AppError> {
        let Ok(person) = op.person() else { return Ok(false) };
        if !review.is_open() || op.allow(Action::ReviewDecide, Some(project)).is_err() {
            return Ok(false);
        }
        let people = match self.0.entry(project) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(voters::gather(reader, review.org(), project, op.app().now()).await?),
        };
        Ok(people.eligible(review, person, None).is_ok())
    }
}

/// What a list of reviews holds.
#[derive(Debug, Clone, Default)]
pub struct ReviewFilter {
    /// Only this status: `waiting`, or a decision.
    pub status: Option<String>,
    /// Only of this run.
    pub run: Option<RunId>,
}

/// A page of the reviews that the caller may see, newest first.
pub async fn list(op: &Op, wanted: ReviewFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Review>>, AppError> {
    let visible = op.visible_projects()?;
    let mut filter = Filter::default();
    if let Some(status) = wanted.status {
        filter = filter.eq("status", status);
    }
    if let Some(run) = wanted.run {
        filter = filter.eq("run", run.to_string());
    }
    if let VisibleProjects::Only(projects) = &visible {
        filter = filter.in_projects(projects.iter().copied());
    }
    Ok(op.read().await?.page::<Review>(op.scope(), filter, cursor, limit).await?)
}
