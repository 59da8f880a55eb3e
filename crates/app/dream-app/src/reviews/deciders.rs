//! Who may decide a review now, and whether they are enough: every member, held against the gate by the domain's own rules.

use crate::{AppError, Op, voters};
use dream_govern::{Review, RunSet, Shortage};
use dream_id::PersonId;
use dream_store::people;

/// Who may decide a review now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deciders {
    /// The people who may, with their own authority; nobody when it is closed.
    pub people: Vec<PersonId>,
    /// Why they are too few for it ever to be approved, and what to do, in a sentence; `None` when they are enough, and when it is closed.
    pub shortage: Option<String>,
}

/// Who may decide `review` of the run `set`.
pub async fn deciders(op: &Op, set: &RunSet, review: &Review) -> Result<Deciders, AppError> {
    if !review.is_open() {
        return Ok(Deciders::default());
    }
    let (org, project) = (set.org(), set.run().project);
    let mut reader = op.read().await?;
    let voters = voters::gather(&mut reader, org, project, op.app().now()).await?;
    let people = people::members(&mut reader, org).await?;
    let people = people.iter().map(|member| member.person).filter(|person| voters.eligible(review, *person, None).is_ok()).collect();
    Ok(Deciders { people, shortage: voters.shortage(review).as_ref().map(Shortage::of_review) })
}
