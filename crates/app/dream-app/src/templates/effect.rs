//! What a standard would do, before anybody publishes it.

use super::{governed, publish, read, standard};
use crate::{AppError, Op, voters};
use dream_access::Action;
use dream_govern::{Standard, Template, Voters, gate_changes, shortages};

/// What a standard would do to one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The template's name.
    pub template: String,
    /// Why no run could follow it any more, each reason in a sentence; empty when runs can.
    pub violations: Vec<String>,
    /// What would be different from now, each difference in a sentence.
    pub changes: Vec<String>,
}

/// What the standard `text` would do to every template that a project may follow, by name. Nothing is published.
///
/// # Errors
/// `template_invalid` with every fault of the standard itself; `file` is what they call it.
pub async fn try_standard(op: &Op, file: &str, text: &str) -> Result<Vec<Effect>, AppError> {
    op.allow(Action::StandardRead, None)?;
    let wanted = standard::read(file, text)?;
    let current = match standard::standard(op).await? {
        Some((_, text)) => Some(standard::read(file, &text)?),
        None => None,
    };
    let people = voters::everywhere(&mut op.read().await?, op.org()?).await?;
    let mut found = Vec::new();
    for listed in read::list(op).await? {
        let (_, source) = read::show(op, &listed.name).await?;
        found.push(effect(listed.name, &source.text, current.as_ref(), &wanted, &people));
    }
    Ok(found)
}

fn effect(name: String, text: &str, current: Option<&Standard>, wanted: &Standard, people: &[Voters]) -> Effect {
    let template = match publish::check(&format!("{name}.toml"), text) {
        Ok(template) => template,
        // No run can follow it now either.
        Err(refusal) => return Effect { template: name, violations: vec![refusal.message], changes: Vec::new() },
    };
    match wanted.apply(&template) {
        Ok(then) => {
            let now = under(current, template);
            let mut changes = gate_changes(&now, &then);
            // A standard that asks for more people than there are stops every run at its first gate.
            let short_now = shortages(&now, people);
            let news = shortages(&then, people).into_iter().filter(|short| !short_now.iter().any(|now| now.stage == short.stage));
            changes.extend(news.map(|short| short.of_template()));
            Effect { template: name, violations: Vec::new(), changes }
        }
        Err(violations) => Effect { template: name, violations: governed::sentences(&violations), changes: Vec::new() },
    }
}

/// The template as it stands now: tightened by the standard in force, or as it is when it breaks that one.
pub(super) fn under(current: Option<&Standard>, template: Template) -> Template {
    current.and_then(|current| current.apply(&template).ok()).unwrap_or(template)
}
