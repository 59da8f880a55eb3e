//! Differences between two versions.

use super::values::digest;
use dream_api::{Diff, DiffFile, DiffHunk, DiffLine, DiffSpan, FileChange, LineKind};
use dream_app::artifacts::Diff as Compared;
use dream_blobs::Tree;
use dream_blobs::diff as found;

/// A comparison.
pub(crate) fn diff(compared: &Compared) -> Diff {
    Diff {
        artifact: compared.new.artifact.id(),
        from: compared.old.version.made.number,
        to: compared.new.version.made.number,
        files: compared.files.files.iter().map(|file| self::file(file, compared.old.tree.as_ref(), compared.new.tree.as_ref())).collect(),
        unified: compared.files.unified(),
    }
}

fn file(file: &found::FileDiff, old: Option<&Tree>, new: Option<&Tree>) -> DiffFile {
    let (change, old_path) = match &file.change {
        found::FileChange::Added => (FileChange::Added, None),
        found::FileChange::Removed => (FileChange::Removed, None),
        found::FileChange::Modified => (FileChange::Modified, None),
        found::FileChange::Renamed { from } => (FileChange::Renamed, Some(from.clone())),
    };
    let digest_in = |tree: Option<&Tree>, path: &str| tree?.file(path).map(|file| digest(file.digest));
    DiffFile {
        old_digest: digest_in(old, old_path.as_deref().unwrap_or(&file.path)),
        new_digest: digest_in(new, &file.path),
        path: file.path.clone(),
        old_path,
        change,
        old_mode: file.old_mode.map(|mode| mode.octal().to_owned()),
        new_mode: file.new_mode.map(|mode| mode.octal().to_owned()),
        binary: file.content == found::Content::Binary,
        truncated: file.content == found::Content::TooLarge,
        hunks: match &file.content {
            found::Content::Text { hunks, .. } => hunks.iter().map(hunk).collect(),
            found::Content::Same | found::Content::Binary | found::Content::TooLarge => Vec::new(),
        },
    }
}

fn hunk(hunk: &found::Hunk) -> DiffHunk {
    DiffHunk {
        old_start: narrow(hunk.old_start),
        old_lines: narrow(hunk.old_lines),
        new_start: narrow(hunk.new_start),
        new_lines: narrow(hunk.new_lines),
        lines: hunk.lines.iter().map(line).collect(),
    }
}

fn line(line: &found::Line) -> DiffLine {
    let kind = match line.kind {
        found::LineKind::Context => LineKind::Context,
        found::LineKind::Removed => LineKind::Removed,
        found::LineKind::Added => LineKind::Added,
    };
    let spans = line.pieces.iter().map(|piece| DiffSpan { text: piece.text.clone(), changed: piece.changed }).collect();
    DiffLine { kind, spans }
}

/// Files that are compared have at most a million lines.
fn narrow(lines: u64) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}
