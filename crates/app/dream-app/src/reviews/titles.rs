//! What people call what is under review.

use crate::{AppError, words};
use dream_govern::{Attempt, Review, Stage};
use dream_id::Scope;
use dream_store::{Filter, Reader};
use std::collections::{BTreeMap, BTreeSet};

/// What each of `reviews` is called, in their order: its stage's title, from its second attempt on with the attempt's number.
pub(crate) async fn titles(reader: &mut Reader, scope: Scope, reviews: &[&Review]) -> Result<Vec<String>, AppError> {
    if reviews.is_empty() {
        return Ok(Vec::new());
    }
    let stages: BTreeSet<String> = reviews.iter().map(|review| review.stage.to_string()).collect();
    let stages = reader.list::<Stage>(scope, &Filter::default().one_of("id", stages)).await?;
    let stages: BTreeMap<_, _> = stages.iter().map(|stage| (stage.id, stage.spec.title.as_str())).collect();
    let attempts: BTreeSet<String> = reviews.iter().map(|review| review.attempt.to_string()).collect();
    let attempts = reader.list::<Attempt>(scope, &Filter::default().one_of("id", attempts)).await?;
    let numbers: BTreeMap<_, _> = attempts.iter().map(|attempt| (attempt.id, attempt.basis.number)).collect();
    let title = |review: &&Review| {
        let stage = stages.get(&review.stage).copied().unwrap_or(&review.stage_name);
        words::title(stage, numbers.get(&review.attempt).copied().unwrap_or(1))
    };
    Ok(reviews.iter().map(title).collect())
}
