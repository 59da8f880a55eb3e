//! Proposals while an option is typed. What cannot be looked up in time is proposed to nobody: typing goes on without.

use super::runs as shown;
use crate::reviews::ReviewFilter;
use crate::runs::RunFilter;
use crate::tasks::TaskFilter;
use crate::{AppError, Op, agents, channels, reviews, runs, tasks, words};
use dream_bridge::discord::interaction::{CommandUse, MOST_CHOICES, Proposes, proposes};
use dream_id::Limit;

/// How many are looked at.
const LOOKED_AT: u32 = 100;

/// What is shown and what is filled in, for the option that is being typed.
pub(super) async fn proposals(op: &Op, used: &CommandUse) -> Vec<(String, String)> {
    let Some(option) = used.focused.as_deref() else { return Vec::new() };
    let Some(of) = proposes(&used.words, option) else { return Vec::new() };
    let typed = used.options.get(option).map(|typed| typed.to_lowercase()).unwrap_or_default();
    let found = match all(op, of).await {
        Ok(found) => found,
        Err(error) => {
            tracing::debug!(error.code = error.code, "nothing can be proposed");
            return Vec::new();
        }
    };
    let fits = |(shown, value): &(String, String)| shown.to_lowercase().contains(&typed) || value.contains(&typed);
    found.into_iter().filter(fits).take(MOST_CHOICES).collect()
}

async fn all(op: &Op, of: Proposes) -> Result<Vec<(String, String)>, AppError> {
    let limit = Limit::new(LOOKED_AT);
    let same = |name: &str| (name.to_owned(), name.to_owned());
    Ok(match of {
        Proposes::Agents => agents::list(op).await?.iter().map(|view| same(view.agent.name())).collect(),
        Proposes::Channels => {
            channels::list(op, None, None, limit).await?.items.iter().map(|info| same(&info.channel.to_string())).collect()
        }
        Proposes::Tasks => {
            let page = tasks::list(op, &TaskFilter::default(), None, limit).await?;
            page.items.iter().map(|view| (view.task.title.clone(), view.task.id().to_string())).collect()
        }
        Proposes::Runs => {
            let page = runs::list(op, RunFilter::default(), None, limit).await?;
            let names = shown::projects(op, &page.items).await?;
            let line = |run: &runs::RunSummary| {
                format!("{}, {} ({})", shown::title(run, &names), words::state(run.view().status.name()), run.run.id)
            };
            page.items.iter().map(|run| (line(run), run.run.id.to_string())).collect()
        }
        Proposes::Reviews => {
            let waiting = ReviewFilter { status: Some("waiting".to_owned()), run: None };
            let page = reviews::list(op, waiting, None, limit).await?;
            let all: Vec<_> = page.items.iter().map(|review| &**review).collect();
            let titles = reviews::titles(&mut op.read().await?, op.scope(), &all).await?;
            page.items.iter().zip(titles).map(|(review, title)| (format!("{title} ({})", review.id), review.id.to_string())).collect()
        }
    })
}
