//! From domain to wire: pure functions, one file per noun. What they need besides the thing itself is handed to them.

mod access;
mod agent;
mod artifact;
mod attempt;
mod constraint;
mod diff;
mod document;
mod event;
mod grant;
mod hold;
mod lineage;
mod log;
mod message;
mod overview;
mod permission;
mod prompt;
mod review;
mod rollback;
mod run;
mod session;
mod stage;
mod swarm;
mod task;
mod template;
mod values;

pub(crate) use access::{delegation, member, role, scope, scope_of, team, token, wire_role};
pub(crate) use agent::agent;
pub(crate) use artifact::artifact;
pub(crate) use attempt::{attempt, call};
pub(crate) use constraint::{constraint, rule};
pub(crate) use diff::diff;
pub(crate) use document::{document, is_markdown};
pub(crate) use event::event;
pub(crate) use grant::{argument_pattern_of, grant};
pub(crate) use hold::hold;
pub(crate) use lineage::lineage;
pub(crate) use log::{log_histogram, log_line, log_page, log_summary};
pub(crate) use message::{
    channel, channel_settings_of, consumer, consumer_settings_of, dead_letter, delivery, history_report, message, receipt_of, receipts,
    status_of,
};
pub(crate) use overview::overview;
pub(crate) use permission::{permission, permission_detail};
pub(crate) use prompt::{prompt, prompt_version};
pub(crate) use review::{Around, detail, review};
pub(crate) use rollback::plan;
pub(crate) use run::{run, texts_of_run};
pub(crate) use session::{account, invitation, session, sign_in_method};
pub(crate) use swarm::{captain_rights, escalation, escalation_detail, swarm};
pub(crate) use task::{claimed_task, retry_policy, task, task_counts, task_detail, task_limits, texts_of_task};
pub(crate) use template::{template, template_error};
pub(crate) use values::{digest, micros, usd};
