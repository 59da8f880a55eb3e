//! What a standard would do, before anybody publishes it.

use super::{governed, publish, read, standard};
use crate::{AppError, Op};
use dream_access::Action;
use dream_govern::{Standard, Template, gate_changes};

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
    let mut found = Vec::new();
    for listed in read::list(op).await? {
        let (_, source) = read::show(op, &listed.name).await?;
        found.push(effect(listed.name, &source.text, current.as_ref(), &wanted));
    }
    Ok(found)
}

fn effect(name: String, text: &str, current: Option<&Standard>, wanted: &Standard) -> Effect {
    let template = match publish::check(&format!("{name}.toml"), text) {
        Ok(template) => template,
        // No run can follow it now either.
        Err(refusal) => return Effect { template: name, violations: vec![refusal.message], changes: Vec::new() },
    };
    match wanted.apply(&template) {
        Ok(then) => Effect { template: name, violations: Vec::new(), changes: gate_changes(&under(current, template), &then) },
        Err(violations) => Effect { template: name, violations: governed::sentences(&violations), changes: Vec::new() },
    }
}

/// The template as it stands now: tightened by the standard in force, or as it is when it breaks that one.
fn under(current: Option<&Standard>, template: Template) -> Template {
    current.and_then(|current| current.apply(&template).ok()).unwrap_or(template)
}
