//! Publishing a version of a template.

use super::governed::judge;
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_govern::{SourceErrors, Template, TemplateEvent, TemplateRecord};
use dream_ledger::Stream;
use dream_roles::Check;
use dream_store::{Filter, INLINE_LIMIT, Unit};
use serde::Serialize;

/// Validates a template's TOML; `file` is what its faults call it.
///
/// # Errors
/// `template_invalid` with every fault: code, file, line, stage and message.
pub fn check(file: &str, text: &str) -> Result<Template, AppError> {
    if text.len() > INLINE_LIMIT {
        let message = format!("the template has {} bytes and may have {INLINE_LIMIT}", text.len());
        return Err(AppError::invalid("template_too_large", message));
    }
    let checks: Vec<&str> = Check::ALL.iter().map(|check| check.name()).collect();
    Template::parse(file, text, &checks).map_err(|errors| invalid(&errors))
}

/// All faults of a source, as one refusal.
pub(super) fn invalid(errors: &SourceErrors) -> AppError {
    let faults: Vec<serde_json::Value> = errors
        .faults
        .iter()
        .map(|fault| {
            let stage = fault.part.as_ref().map(|part| &part.name);
            let (line, column) = (fault.line, fault.column);
            serde_json::json!({"code": fault.code, "file": errors.file, "line": line, "column": column, "stage": stage, "message": fault.message})
        })
        .collect();
    AppError::invalid("template_invalid", errors.to_string()).with("errors", faults)
}

/// Publishes the next version of the template that the TOML names. Returns its number.
pub async fn publish(op: &Op, file: &str, text: String) -> Result<(String, u32), AppError> {
    op.allow(Action::TemplatePublish, None)?;
    let template = check(file, &text)?;
    let source = Text::prepare(op, op.org()?, text.clone().into_bytes()).await?;
    op.run(&Publish { name: template.name.clone(), source, template }).await
}

#[derive(Serialize)]
struct Publish {
    name: String,
    source: Text,
    #[serde(skip)]
    template: Template,
}

impl Command for Publish {
    const NAME: &'static str = "template.publish";
    type Answer = (String, u32);

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Self::Answer, AppError> {
        op.allow(Action::TemplatePublish, None)?;
        let org = op.org()?;
        // The organisation's own row is locked, so that two first versions of a name cannot make two templates.
        tx.lock::<dream_access::Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
        judge(tx, org, &self.template).await?;
        let source = self.source.keep(tx, org).await?;
        let own: Vec<Stream<TemplateRecord>> = tx.list(op.scope(), &Filter::default().eq("name", self.name.clone())).await?;
        let number = own.first().map_or(1, |own| own.number + 1);
        let event = TemplateEvent::Published { name: self.name.clone(), number, source };
        let mut stream = match own.into_iter().next() {
            Some(mut own) => {
                own.record(&op.by(), event);
                own
            }
            None => Stream::create(org, op.app().store.new_id(), &op.by(), event)?,
        };
        tx.save(&mut stream).await?;
        Ok((self.name.clone(), number))
    }
}
