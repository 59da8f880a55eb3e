//! Templates of runs.

use super::values::digest;
use dream_api::{Template, TemplateError, TemplateStage};
use dream_app::templates::Listed;
use dream_govern::{Gate, GateWhen, StageSpec};
use serde_json::Value;

/// A template as `parsed` from its text; `source` is the text, and `warnings` what nobody could satisfy, for those who ask for one template.
pub(crate) fn template(listed: &Listed, parsed: &dream_govern::Template, source: Option<String>, warnings: Vec<String>) -> Template {
    Template {
        name: listed.name.clone(),
        title: parsed.title.clone(),
        version: listed.number.unwrap_or(0),
        digest: digest(listed.digest),
        built_in: listed.number.is_none(),
        stages: parsed.stages.iter().map(stage).collect(),
        source,
        warnings,
    }
}

fn stage(spec: &StageSpec) -> TemplateStage {
    TemplateStage {
        name: spec.name.clone(),
        title: spec.title.clone(),
        role: spec.craft.name().to_owned(),
        needs: spec.needs.clone(),
        produces: spec.produces.iter().map(|product| product.name.clone()).collect(),
        asks_people: match &spec.gate {
            Gate::None {} => "never",
            Gate::People(rule) if rule.when == GateWhen::Always => "always",
            Gate::People(_) => "failed_checks",
        }
        .to_owned(),
    }
}

/// One thing that is wrong with a template, from the facts of its refusal.
pub(crate) fn template_error(fault: &Value) -> TemplateError {
    let text = |name: &str| fault.get(name).and_then(Value::as_str).map(str::to_owned);
    TemplateError {
        file: text("file").unwrap_or_default(),
        line: fault.get("line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok()),
        stage: text("stage"),
        message: text("message").unwrap_or_default(),
    }
}
