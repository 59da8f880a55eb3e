//! What is worth knowing of a template before runs follow it, though nothing is wrong with it.

use super::{effect::under, standard};
use crate::{AppError, Op, voters};
use dream_access::Action;
use dream_govern::{Shortage, Template, shortages};

/// The gates of `template` that too few people of the organisation could satisfy as it is now, each in a sentence with what to do. The
/// organisation's standard counts: it may ask for more people than the template.
pub async fn warnings(op: &Op, template: &Template) -> Result<Vec<String>, AppError> {
    op.allow(Action::TemplateRead, None)?;
    let current = match standard::standard(op).await? {
        Some((_, text)) => Some(standard::read("standard.toml", &text)?),
        None => None,
    };
    let people = voters::everywhere(&mut op.read().await?, op.org()?).await?;
    let template = under(current.as_ref(), template.clone());
    Ok(shortages(&template, &people).iter().map(Shortage::of_template).collect())
}
