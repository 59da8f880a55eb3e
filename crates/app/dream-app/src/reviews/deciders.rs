//! Who may decide a review now: every member, held against the gate by the domain's own rule.

use crate::{AppError, Op, voters};
use dream_govern::{Review, RunSet};
use dream_id::PersonId;
use dream_store::people;

/// The people who may decide `review` of the run `set`, with their own authority; nobody when it is closed.
pub async fn deciders(op: &Op, set: &RunSet, review: &Review) -> Result<Vec<PersonId>, AppError> {
    if !review.is_open() {
        return Ok(Vec::new());
    }
    let (org, project) = (set.org(), set.run().project);
    let mut reader = op.read().await?;
    let voters = voters::gather(&mut reader, org, project, op.app().now()).await?;
    let people = people::members(&mut reader, org).await?;
    let people = people.iter().map(|member| member.person);
    Ok(people.filter(|person| voters.eligible(review, *person, None).is_ok()).collect())
}
