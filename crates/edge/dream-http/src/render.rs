//! From domain to wire: pure functions, one file per noun. What they need besides the thing itself is handed to them.

mod access;
mod artifact;
mod attempt;
mod constraint;
mod diff;
mod event;
mod lineage;
mod review;
mod rollback;
mod run;
mod stage;
mod template;
mod values;

pub(crate) use access::{delegation, member, role, scope, scope_of, team, token, wire_role};
pub(crate) use artifact::artifact;
pub(crate) use attempt::{attempt, call};
pub(crate) use constraint::{constraint, rule};
pub(crate) use diff::diff;
pub(crate) use event::event;
pub(crate) use lineage::lineage;
pub(crate) use review::{Around, detail, review};
pub(crate) use rollback::plan;
pub(crate) use run::{run, texts_of_run};
pub(crate) use template::{template, template_error};
pub(crate) use values::{digest, micros, usd};
