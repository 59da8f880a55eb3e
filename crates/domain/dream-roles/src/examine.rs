//! From a reply to files and a verdict.

use crate::{CheckResult, Contract, File, Input, OutputKind, check_path, checks, reply, tree::MOST_FILES};
use std::collections::BTreeSet;

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The files of the artifact, sorted by path; empty when the reply could not be read.
    pub files: Vec<File>,
    /// What the checks say of what was handed in. When one failed, another attempt may do better.
    pub output: Vec<CheckResult>,
    /// What the checks say of the inputs that it reports on. When one failed, people must decide: no reply can mend it.
    pub inputs: Vec<CheckResult>,
}

/// Reads a model's reply, or the text of a person's file, as `contract` asks, and checks it.
#[must_use]
pub fn examine(contract: &Contract, reply: &str, inputs: &[Input]) -> Examined {
    match reply::read(contract, reply) {
        Ok(files) => examine_files(contract, files, inputs),
        Err(faults) => {
            Examined { files: Vec::new(), output: vec![CheckResult::new("form", faults)], inputs: checks::verify(contract, inputs) }
        }
    }
}

/// Checks files, as a person puts them in the place of a stage's output.
#[must_use]
pub fn examine_files(contract: &Contract, mut files: Vec<File>, inputs: &[Input]) -> Examined {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut output = vec![CheckResult::new("form", form(contract, &files))];
    output.extend(checks::on_output(&checks::Subject { contract, files: &files, inputs }));
    Examined { files, output, inputs: checks::verify(contract, inputs) }
}

/// Whether the files are as many and called as the form asks.
fn form(contract: &Contract, files: &[File]) -> Vec<String> {
    let mut faults: Vec<String> =
        files.iter().filter_map(|file| check_path(&file.path).err()).map(|refusal| format!("{refusal}.")).collect();
    let mut seen = BTreeSet::new();
    for file in files {
        if !seen.insert(file.path.to_ascii_lowercase()) {
            faults.push(format!("The file `{}` appears twice: hand in each file once.", file.path));
        }
    }
    match contract.kind {
        OutputKind::Document if files.len() != 1 => {
            faults.push(format!("A document is one Markdown file, not {}: hand in one.", files.len()));
        }
        OutputKind::Report if !files.iter().any(|file| file.path == reply::report_path(contract)) => {
            faults.push(format!("The report `{}` is missing: hand it in.", reply::report_path(contract)));
        }
        OutputKind::Tree if files.len() > MOST_FILES => {
            faults.push(format!("The tree has {} files: hand in at most {MOST_FILES}.", files.len()));
        }
        _ => {}
    }
    faults
}

impl Examined {
    /// Whether what was handed in passes every check of its own, so that it may become an artifact.
    #[must_use]
    pub fn is_acceptable(&self) -> bool {
        self.output.iter().all(|result| result.passed)
    }

    /// Whether, besides, the machine found nothing wrong with the inputs, so that a stage may pass without people.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.is_acceptable() && self.inputs.iter().all(|result| result.passed)
    }

    /// Every result: of what was handed in, then of the inputs.
    #[must_use]
    pub fn results(&self) -> Vec<CheckResult> {
        self.output.iter().chain(&self.inputs).cloned().collect()
    }

    /// The sentences to tell the next attempt.
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        self.output.iter().flat_map(|result| &result.failures).cloned().collect()
    }
}
