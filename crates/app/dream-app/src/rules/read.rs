//! The rules in force.

use crate::{AppError, Op, bodies};
use dream_access::Action;
use dream_bridge::destination::Destination;
use dream_bridge::rule::{RuleSet, Rules};
use dream_clock::Timestamp;
use dream_ledger::{Digest, Stream};
use dream_store::Filter;

/// The rules of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The number of the version, from 1; 0 when none were ever written.
    pub version: u32,
    /// The digest of the text.
    pub digest: Option<Digest>,
    /// The text.
    pub text: String,
    /// When it was written.
    pub written_at: Option<Timestamp>,
    /// What is no fault, and is to be known: destinations that nobody has made.
    pub warnings: Vec<String>,
}

/// The rules in force.
pub async fn standing(op: &Op) -> Result<Standing, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let found: Vec<Stream<Rules>> = reader.list(op.scope(), &Filter::default()).await?;
    let Some(rules) = found.first() else {
        return Ok(Standing { version: 0, digest: None, text: String::new(), written_at: None, warnings: Vec::new() });
    };
    let text = bodies::read_text(op, &mut reader, rules.org(), rules.text).await?;
    drop(reader);
    let warnings = match super::check(&text) {
        Ok(set) => warnings(op, &set).await?,
        Err(error) => vec![format!("these rules were written for another version of the server and are not asked: {error}")],
    };
    Ok(Standing { version: rules.number, digest: Some(rules.text), text, written_at: Some(rules.written_at), warnings })
}

/// What a person should know about rules that can be asked.
pub(super) async fn warnings(op: &Op, rules: &RuleSet) -> Result<Vec<String>, AppError> {
    let there: Vec<Stream<Destination>> = op.read().await?.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    let missing = rules.destinations().into_iter().filter(|name| there.iter().all(|destination| destination.name != *name));
    Ok(missing.map(|name| format!("there is no destination called `{name}`: what goes there will fail until somebody makes it")).collect())
}
