//! Artifacts, differences and lineage as people see them.

use crate::printer::{Cell, Paint, Style, Table, fields, printable};
use dream_api::{Artifact, ArtifactFile, ArtifactRef, Diff, Lineage, LineageApproval, LineageUse, ProducedBy};

/// A version and its files.
pub(crate) fn artifact(style: &Style, artifact: &Artifact) -> String {
    let inputs: Vec<String> = artifact.inputs.iter().map(|input| format!("{}@{}", input.name, input.version)).collect();
    let pairs = [
        ("artifact", Cell::new(artifact.id)),
        ("name", Cell::new(format!("{} ({})", artifact.name, artifact.kind))),
        ("run", Cell::new(artifact.run)),
        ("version", Cell::new(artifact.version)),
        ("approved", Cell::maybe(artifact.approved_version.map(|version| format!("version {version}")))),
        ("digest", Cell::painted(&artifact.digest, Paint::Strong)),
        ("type", Cell::new(&artifact.media_type)),
        ("made", Cell::new(style.time(artifact.created_at))),
        ("made by", Cell::new(maker(artifact))),
        ("made from", Cell::new(inputs.join(", "))),
    ];
    let row = |file: &ArtifactFile| {
        let mode = if file.executable { "100755" } else { "100644" };
        vec![Cell::new(&file.path), Cell::new(mode), Cell::new(file.size), Cell::digest(&file.digest)]
    };
    format!("{}\n\n{}", fields(style, &pairs), Table::of(&["FILE", "MODE", "BYTES", "DIGEST"], &artifact.files, row).render(style))
}

/// Who or what made it, in a few words.
pub(crate) fn maker(artifact: &Artifact) -> String {
    match &artifact.produced_by {
        ProducedBy::Attempt { stage, number, .. } => format!("attempt {number} of {stage}"),
        ProducedBy::Person { person } => person.to_string(),
    }
}

/// A unified diff, coloured on terminals that have colours.
pub(crate) fn diff(style: &Style, diff: &Diff) -> String {
    if diff.files.is_empty() {
        return format!("versions {} and {} are the same", diff.from, diff.to);
    }
    let paint = |line: &str| match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => style.paint(Paint::Strong, &printable(line)),
        Some(b'+') => style.paint(Paint::Good, &printable(line)),
        Some(b'-') => style.paint(Paint::Bad, &printable(line)),
        Some(b'@') => style.paint(Paint::Attention, &printable(line)),
        _ => printable(line),
    };
    diff.unified.lines().map(paint).collect::<Vec<_>>().join("\n")
}

/// Where a version came from, where it went, and what covers it.
pub(crate) fn lineage(style: &Style, lineage: &Lineage) -> String {
    let version = |artifact: &ArtifactRef| Cell::new(format!("{}@{}", artifact.id, artifact.version));
    let head = fields(
        style,
        &[
            ("artifact", Cell::new(format!("{} {}@{}", lineage.artifact.name, lineage.artifact.id, lineage.artifact.version))),
            ("made by", Cell::new(maker(&lineage.artifact))),
            ("digest", Cell::new(&lineage.artifact.digest)),
        ],
    );
    let from = Table::of(&["MADE FROM", "VERSION", "DIGEST"], &lineage.made_from, |artifact| {
        vec![Cell::new(&artifact.name), version(artifact), Cell::digest(&artifact.digest)]
    });
    let to = Table::of(&["USED BY", "VERSION", "ATTEMPT"], &lineage.used_by, |LineageUse { artifact, attempt }| {
        vec![Cell::new(&artifact.name), version(artifact), Cell::opt(*attempt)]
    });
    let approvals = Table::of(&["APPROVED IN", "BY", "WHEN", "HOLDS"], &lineage.approvals, |approval: &LineageApproval| {
        let when = Cell::opt(approval.decided_at.map(|at| style.time(at)));
        vec![Cell::new(approval.review), Cell::opt(approval.decided_by), when, Cell::new(if approval.holds { "yes" } else { "no longer" })]
    });
    [head, from.render(style), to.render(style), approvals.render(style)].join("\n\n")
}
