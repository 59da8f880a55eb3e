//! Reading plans from TOML.

use super::{ServicePlan, ServicePlans, UNLIMITED, USUAL_RETENTION_DAYS};
use dream_toml::{Section, Source, SourceErrors, is_name};

/// The largest file of plans, in bytes: a plan takes about two hundred.
const MOST_BYTES: usize = 65_536;
/// The most plans.
const MOST_PLANS: usize = 100;
/// The longest that anything is kept: ten years.
const MOST_DAYS: u64 = 3_653;
/// What a plan may have.
const KEYS: [&str; 5] = ["name", "messages_per_month", "bridges", "retention_days", "bidirectional"];

pub(super) fn parse(file: &str, text: &str) -> Result<ServicePlans, SourceErrors> {
    let source = Source::new(file, text).up_to(MOST_BYTES);
    let Some(document) = source.document() else { return source.finish(None) };
    let root = source.root(&document);
    root.allow(&["default", "plan"]);
    let mut read = ServicePlans::default();
    let sections = root.sections("plan");
    if sections.len() > MOST_PLANS {
        root.fault(root.offset(), "too_many", format!("{} plans; {MOST_PLANS} are allowed", sections.len()));
    }
    for section in sections.into_iter().take(MOST_PLANS) {
        plan(&section, &mut read);
    }
    if let Some(default) = root.text("default") {
        match read.plans.get(default.value) {
            Some(plan) => read.default = plan.clone(),
            None => {
                let message = format!("`default`: there is no plan called `{}`; write it, or use `{UNLIMITED}`", short(default.value));
                root.fault(default.offset, "unknown_plan", message);
            }
        }
    }
    let whole = (!source.has_faults()).then_some(read);
    source.finish(whole)
}

fn plan(section: &Section<'_>, read: &mut ServicePlans) {
    section.allow(&KEYS);
    let Some(name) = section.needed_parsed("name", name) else { return };
    let plan = ServicePlan {
        messages_per_month: section.number("messages_per_month", 0..=1_000_000_000_000),
        bridges: section.number("bridges", 0..=100_000).and_then(|most| u32::try_from(most).ok()),
        retention_days: section
            .number("retention_days", 1..=MOST_DAYS)
            .and_then(|days| u32::try_from(days).ok())
            .unwrap_or(USUAL_RETENTION_DAYS),
        bidirectional: section.boolean("bidirectional").unwrap_or(true),
        name: name.clone(),
    };
    // The built-in plan may be written down too: then it is what the file says.
    let known = read.plans.insert(name.clone(), plan.clone());
    if known.is_some_and(|known| known != ServicePlan::unlimited()) {
        section.fault(section.offset_of("name"), "duplicate", format!("there are two plans called `{name}`"));
    }
    if name == UNLIMITED {
        read.default = plan;
    }
}

fn name(text: &str) -> Result<String, String> {
    if is_name(text) {
        return Ok(text.to_owned());
    }
    Err(format!("`{}` is not a name: a lowercase letter, then up to 39 lowercase letters, digits and `-`", short(text)))
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
