//! The rules of a constraint: as flags, and in words.

use crate::error::CliError;
use crate::printer::Cell;
use clap::Args;
use dream_api::{ConstraintRule, NewConstraint, Usd};

/// What the machine enforces from now on.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Rules of the constraint, which the machine enforces")]
pub(crate) struct RuleArgs {
    /// A tool that may not be used, `*` for any letters; may be given more than once
    #[arg(long, value_name = "TOOL")]
    deny_tool: Vec<String>,
    /// A folder or file that may not be in an artifact; may be given more than once
    #[arg(long, value_name = "PATH")]
    deny_path: Vec<String>,
    /// A host that may not be reached or linked to, nor one below it; may be given more than once
    #[arg(long, value_name = "HOST")]
    deny_host: Vec<String>,
    /// A heading that the document ARTIFACT, or every document, must have; may be given more than once
    #[arg(long, value_name = "[ARTIFACT=]HEADING", value_parser = section)]
    require_section: Vec<ConstraintRule>,
    /// The most that what it binds may cost together in a run, in US dollars
    #[arg(long, value_name = "USD")]
    most_usd: Option<Usd>,
}

impl RuleArgs {
    /// The rules as the API takes them.
    pub(crate) fn read(self) -> Vec<ConstraintRule> {
        let tools = self.deny_tool.into_iter().map(|tool| ConstraintRule::DeniedTool { tool });
        let paths = self.deny_path.into_iter().map(|path| ConstraintRule::DeniedPath { path });
        let hosts = self.deny_host.into_iter().map(|host| ConstraintRule::DeniedHost { host });
        let most = self.most_usd.into_iter().map(|usd| ConstraintRule::MaxCost { usd });
        tools.chain(paths).chain(hosts).chain(self.require_section).chain(most).collect()
    }

    /// Constraints of these texts. Rules belong to one constraint, with which they are lifted: they go with a single text.
    pub(crate) fn bind(self, texts: Vec<String>) -> Result<Vec<NewConstraint>, CliError> {
        let rules = self.read();
        match texts.len() {
            1 => {}
            _ if rules.is_empty() => {}
            0 => return Err(CliError::usage("the rules belong to no constraint", "say in words what they are for: --constraint TEXT")),
            several => {
                let hint = "give the rules with one --constraint, and add the others with `dreamos constraint add`";
                return Err(CliError::usage(format!("to which of the {several} constraints the rules belong is not clear"), hint));
            }
        }
        Ok(texts.into_iter().map(|text| NewConstraint { text, rules: rules.clone(), stages: Vec::new() }).collect())
    }
}

/// A heading, with the name of one document and `=` in front or without. Names have no spaces, so `E = mc²` is a heading.
#[expect(clippy::unnecessary_wraps, reason = "the command line's parser takes functions that may fail")]
fn section(text: &str) -> Result<ConstraintRule, std::convert::Infallible> {
    let is_name = |name: &str| name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter));
    let (artifact, section) = text.split_once('=').filter(|(name, _)| is_name(name)).unwrap_or(("", text));
    Ok(ConstraintRule::RequiredSection { artifact: artifact.to_owned(), section: section.to_owned() })
}

/// Rules in words, or a dash for none.
pub(crate) fn cell(rules: &[ConstraintRule]) -> Cell {
    if rules.is_empty() { Cell::opt(None::<String>) } else { Cell::long(&words(rules)) }
}

/// Rules in words; empty for none.
pub(crate) fn words(rules: &[ConstraintRule]) -> String {
    rules.iter().map(word).collect::<Vec<_>>().join("; ")
}

fn word(rule: &ConstraintRule) -> String {
    match rule {
        ConstraintRule::DeniedTool { tool } => format!("no tool {tool}"),
        ConstraintRule::DeniedPath { path } => format!("no path {path}"),
        ConstraintRule::DeniedHost { host } => format!("no host {host}"),
        ConstraintRule::MaxCost { usd } => format!("at most {usd} USD"),
        ConstraintRule::RequiredSection { artifact, section } if artifact.is_empty() => format!("section {section:?} in every document"),
        ConstraintRule::RequiredSection { artifact, section } => format!("section {section:?} in {artifact}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_names_its_document_or_means_every_one() {
        for (text, artifact, heading) in
            [("Risks", "", "Risks"), ("prd=Risks", "prd", "Risks"), ("E = mc²", "", "E = mc²"), ("=a=b", "", "a=b"), ("a=b=c", "a", "b=c")]
        {
            let Ok(rule) = section(text);
            let expected = ConstraintRule::RequiredSection { artifact: artifact.to_owned(), section: heading.to_owned() };
            assert_eq!(rule, expected, "{text}");
        }
    }
}
