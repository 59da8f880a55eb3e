//! The notes inside a release bundle: made from approved facts, without a model.

use crate::markdown::inline;
use std::fmt::Write as _;

/// What a release is made of, as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFacts {
    /// The project's name.
    pub project: String,
    /// The template's title.
    pub template: String,
    /// The artifacts in the bundle, in the order of the run.
    pub artifacts: Vec<ReleaseArtifact>,
    /// The texts of the constraints that bound the run.
    pub constraints: Vec<String>,
}

/// One artifact of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseArtifact {
    /// Its name in the template.
    pub name: String,
    /// Its version, from 1.
    pub number: u64,
    /// Its digest, `sha256:…`.
    pub digest: String,
    /// How many files it has.
    pub files: u64,
    /// How many bytes they have together.
    pub bytes: u64,
    /// The approvals that cover exactly this digest.
    pub approvals: Vec<ReleaseApproval>,
    /// The machine checks it passed, by name.
    pub checks: Vec<String>,
}

/// One approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseApproval {
    /// Who gave it, as the bundle may name them.
    pub by: String,
    /// When, as RFC 3339 text.
    pub at: String,
    /// Whether it was given alone, as break-glass.
    pub broken_glass: bool,
}

/// The Markdown of `RELEASE_NOTES.md`: the same facts give the same bytes.
#[must_use]
pub fn release_notes(facts: &ReleaseFacts) -> String {
    let mut out = format!("# {}\n\nReleased by a run of {}.\n\n## Contents\n\n", inline(&facts.project), inline(&facts.template));
    out.push_str("| artifact | version | files | bytes | digest |\n| --- | ---: | ---: | ---: | --- |\n");
    for each in &facts.artifacts {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "| {} | {} | {} | {} | `{}` |", inline(&each.name), each.number, each.files, each.bytes, each.digest);
    }
    out.push_str("\n## Approvals\n\n");
    facts.artifacts.iter().for_each(|each| push_approvals(&mut out, each));
    if !facts.constraints.is_empty() {
        out.push_str("\n## Constraints\n\n");
        for constraint in &facts.constraints {
            let _ = writeln!(out, "- {}", inline(constraint));
        }
    }
    out.push_str("\n## How to verify\n\n");
    out.push_str("`manifest.json` lists every file with its SHA-256 digest. Recompute the digests and compare; any difference means the bundle was altered.\n");
    out
}

fn push_approvals(out: &mut String, artifact: &ReleaseArtifact) {
    for approval in &artifact.approvals {
        let alone = if approval.broken_glass { ", alone (break-glass)" } else { "" };
        let name = inline(&artifact.name);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {name} {}: approved by {} on {}{alone}.", artifact.number, inline(&approval.by), inline(&approval.at));
    }
    if artifact.approvals.is_empty() {
        let checks = if artifact.checks.is_empty() { "no gate".to_owned() } else { format!("passed {}", artifact.checks.join(", ")) };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {} {}: {}.", inline(&artifact.name), artifact.number, inline(&checks));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_name_every_artifact_with_what_covers_it() {
        let artifact = |name: &str, approvals| ReleaseArtifact {
            name: name.to_owned(),
            number: 2,
            digest: "sha256:00".to_owned(),
            files: 1,
            bytes: 9,
            approvals,
            checks: vec!["links".to_owned(), "html".to_owned()],
        };
        let approval = ReleaseApproval { by: "Ada | <b>".to_owned(), at: "2026-01-02T03:04:05Z".to_owned(), broken_glass: true };
        let facts = ReleaseFacts {
            project: "Status *page*".to_owned(),
            template: "Software delivery".to_owned(),
            artifacts: vec![artifact("prd", vec![approval]), artifact("qa-report", vec![])],
            constraints: vec!["no\ncookies".to_owned()],
        };
        let notes = release_notes(&facts);
        for told in [
            "# Status \\*page\\*\n",
            "| prd | 2 | 1 | 9 | `sha256:00` |",
            "- prd 2: approved by Ada \\| \\<b\\> on 2026-01-02T03:04:05Z, alone (break-glass).",
            "- qa-report 2: passed links, html.",
            "- no cookies\n",
        ] {
            assert!(notes.contains(told), "{told}\n{notes}");
        }
        assert_eq!(notes, release_notes(&facts));
    }
}
