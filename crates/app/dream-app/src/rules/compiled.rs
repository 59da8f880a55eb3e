//! Rules as they are asked: compiled once for each version.

use crate::{App, AppError, Op, bodies};
use dream_bridge::SourceErrors;
use dream_bridge::rule::{RuleSet, Rules};
use dream_id::{OrgId, Scope};
use dream_ledger::{Digest, Stream};
use dream_store::{Filter, Reader};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What faults call the text of rules.
const FILE: &str = "rules.toml";
/// How many organisations' rules are kept compiled.
const MOST: usize = 1_000;

/// The compiled rules of organisations.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<HashMap<OrgId, Compiled>>);

/// Compiled rules, and the text that they were compiled from.
#[derive(Clone)]
pub(crate) struct Compiled {
    /// The digest of the text; `None` where no rules were ever written.
    pub(crate) text: Option<Digest>,
    /// The rules.
    pub(crate) rules: Arc<RuleSet>,
}

/// Whether `text` can be the rules of an organisation.
///
/// # Errors
/// `rules_invalid`, with every fault, its line and its column.
pub fn check(text: &str) -> Result<RuleSet, AppError> {
    RuleSet::parse(FILE, text).map_err(|errors| invalid(&errors))
}

/// The refusal of rules with these faults.
#[must_use]
pub fn invalid(errors: &SourceErrors) -> AppError {
    let faults: Vec<serde_json::Value> = errors
        .faults
        .iter()
        .map(|fault| {
            serde_json::json!({
                "file": errors.file, "line": fault.line, "column": fault.column, "rule": fault.part.as_ref().map(|part| &part.name), "code": fault.code, "message": fault.message,
            })
        })
        .collect();
    AppError::invalid("rules_invalid", errors.to_string()).with("errors", faults)
}

impl Shelf {
    /// The rules of `org` as they stand in what `reader` sees.
    pub(crate) async fn take(&self, app: &App, reader: &mut Reader, org: OrgId) -> Result<Compiled, AppError> {
        let found: Vec<Stream<Rules>> = reader.list(Scope::Org(org), &Filter::default()).await?;
        let text = found.first().map(|rules| rules.text);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&org).filter(|known| known.text == text).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let source = match text {
            Some(digest) => bodies::read_text(&Op::of_worker(app.clone(), "rules"), reader, org, digest).await?,
            None => String::new(),
        };
        let compiled = Compiled { text, rules: Arc::new(check(&source)?) };
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert(org, compiled.clone());
        Ok(compiled)
    }
}
