//! Reviews: what people are asked.

mod decide;

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::ledger::History;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{OrgPath, ReviewPath};
use crate::render::{self, Around};
use crate::tagged::Tags;
use crate::texts::Texts;
use axum::Json;
use axum::response::Response;
use dream_api::{Page, Review, ReviewDetail, ReviewStatus, schema};
use dream_app::reviews::{self, ReviewFilter};
use dream_app::{Op, attempts, members};
use dream_govern::{Constraint, RunSet};
use dream_id::{ReviewId, RunId};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_reviews)).routes(routes!(show_review)).merge(decide::routes())
}

/// Which reviews to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReviewQuery {
    /// Those that stand so: `waiting`, or a decision.
    status: Option<ReviewStatus>,
    /// Those of one run.
    #[param(value_type = Option<schema::RunId>)]
    run: Option<RunId>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists reviews, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/reviews", tag = "reviews", params(OrgPath, ReviewQuery), responses((status = 200, body = Page<Review>)))]
async fn list_reviews(caller: Caller, _org: At<OrgPath>, Params(query): Params<ReviewQuery>) -> Result<Json<Page<Review>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    if query.status == Some(ReviewStatus::Unknown) {
        let message = "use waiting, approved, changes_requested, regenerate, rejected, expired or withdrawn";
        return Err(Failure::field("invalid_query", "status", message));
    }
    let filter = ReviewFilter { status: query.status.map(|status| status.as_str().to_owned()), run: query.run };
    let found = reviews::list(&caller.op, filter, cursor, limit).await?;
    let about = reviews::about(&caller.op, &found.items).await?;
    let items =
        found.items.iter().zip(about).map(|(review, about)| render::review(review, about.project, about.attempt, about.you_may_decide));
    Ok(Json(page(items.collect(), found.next)))
}

/// One review, with everything that a decision needs.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/reviews/{review}", tag = "reviews", params(ReviewPath), responses((status = 200, body = ReviewDetail)))]
async fn show_review(caller: Caller, At(path): At<ReviewPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&standing(&caller.op, path.review).await?)
}

/// The review `id` as it stands now.
pub(crate) async fn standing(op: &Op, id: ReviewId) -> Result<ReviewDetail, Failure> {
    let found = reviews::find(op, id).await?;
    let (set, review) = (&found.set, found.review()?);
    let binding = binding(set, review);
    let texts = Texts::read(op, digests(set, review, &binding)).await?;
    let history = if found.votes.is_empty() { History::default() } else { History::of(op, id).await? };
    let deciders = reviews::deciders(op, set, review).await?;
    let people: Vec<_> = found.votes.iter().map(|(vote, _)| vote.person).chain(deciders.people.iter().copied()).collect();
    let names = members::names(op, &people).await?;
    let calls = attempts::calls(op, set, review.attempt).await?;
    let around = Around {
        set,
        provenance: attempts::Provenance::of(&calls),
        votes: &found.votes,
        why_not: found.why_not.as_ref(),
        deciders: &deciders,
        names: &names,
        constraints: binding.iter().map(|constraint| render::constraint(constraint, Some(set), &texts, &History::default())).collect(),
        texts: &texts,
        history: &history,
        now: op.app().now(),
    };
    Ok(render::detail(review, around))
}

/// What the stage under review is called.
pub(crate) async fn stage_title(op: &Op, id: ReviewId) -> Result<String, Failure> {
    let found = reviews::find(op, id).await?;
    let review = found.review()?;
    let stage = found.set.stages().find(|(_, stage)| stage.id == review.stage);
    Ok(stage.map_or_else(|| review.stage_name.clone(), |(_, stage)| stage.spec.title.clone()))
}

/// The constraints that bind the stage under review.
fn binding<'s>(set: &'s RunSet, review: &dream_govern::Review) -> Vec<&'s Constraint> {
    let (project, run) = (set.run().project, set.run().id);
    let stage = set.stages().find(|(_, stage)| stage.id == review.stage);
    let covers = |constraint: &&Constraint| stage.is_some_and(|(_, stage)| constraint.added.scope.covers(project, run, &stage.spec));
    set.constraints().filter(|constraint| !constraint.lifted).filter(covers).collect()
}

fn digests(set: &RunSet, review: &dream_govern::Review, binding: &[&Constraint]) -> Vec<dream_ledger::Digest> {
    let mut digests: Vec<_> = binding.iter().map(|constraint| constraint.added.text).collect();
    digests.extend(set.checks_of(review).iter().filter_map(|check| check.detail));
    digests.extend(review.broken_glass.iter().map(|glass| glass.reason));
    digests
}
