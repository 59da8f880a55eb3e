//! Unified text, with the extended headers of Git.

use super::{Content, FileChange, FileDiff, Hunk, LineKind};
use std::fmt::{self, Write as _};

pub(super) fn render(files: &[FileDiff]) -> String {
    let mut out = String::new();
    for file in files {
        // Writing to a String cannot fail.
        let _ = write_file(&mut out, file);
    }
    out
}

fn write_file(out: &mut String, file: &FileDiff) -> fmt::Result {
    let before = match &file.change {
        FileChange::Renamed { from } => from,
        FileChange::Added | FileChange::Removed | FileChange::Modified => &file.path,
    };
    let (old, new) = (quoted("a/", before), quoted("b/", &file.path));
    writeln!(out, "diff --git {old} {new}")?;
    write_modes(out, file)?;
    if let FileChange::Renamed { from } = &file.change {
        writeln!(out, "similarity index 100%\nrename from {}\nrename to {}", quoted("", from), quoted("", &file.path))?;
    }
    let old_name = if file.change == FileChange::Added { "/dev/null".to_owned() } else { ended(old) };
    let new_name = if file.change == FileChange::Removed { "/dev/null".to_owned() } else { ended(new) };
    match &file.content {
        Content::Text { hunks, .. } if !hunks.is_empty() => {
            writeln!(out, "--- {old_name}\n+++ {new_name}")?;
            hunks.iter().try_for_each(|hunk| write_hunk(out, hunk))
        }
        Content::Text { .. } | Content::Same => Ok(()),
        Content::Binary => writeln!(out, "Binary files {old_name} and {new_name} differ"),
        Content::TooLarge => writeln!(out, "Files {old_name} and {new_name} differ; they are too large to show"),
    }
}

fn write_modes(out: &mut String, file: &FileDiff) -> fmt::Result {
    let [old, new] = [file.old_mode, file.new_mode].map(|mode| mode.unwrap_or_default().octal());
    match file.change {
        FileChange::Added => writeln!(out, "new file mode {new}"),
        FileChange::Removed => writeln!(out, "deleted file mode {old}"),
        FileChange::Modified | FileChange::Renamed { .. } if old != new => writeln!(out, "old mode {old}\nnew mode {new}"),
        FileChange::Modified | FileChange::Renamed { .. } => Ok(()),
    }
}

fn write_hunk(out: &mut String, hunk: &Hunk) -> fmt::Result {
    let Hunk { old_start, old_lines, new_start, new_lines, lines } = hunk;
    writeln!(out, "@@ -{old_start},{old_lines} +{new_start},{new_lines} @@")?;
    for line in lines {
        out.push(match line.kind {
            LineKind::Context => ' ',
            LineKind::Removed => '-',
            LineKind::Added => '+',
        });
        line.pieces.iter().for_each(|piece| out.push_str(&piece.text));
        out.push('\n');
        if !line.newline {
            writeln!(out, "\\ No newline at end of file")?;
        }
    }
    Ok(())
}

/// A path as Git writes it: in quotes when it holds one. Trees have no control characters and no backslashes in paths.
fn quoted(side: &str, path: &str) -> String {
    if path.contains('"') { format!("\"{side}{}\"", path.replace('"', "\\\"")) } else { format!("{side}{path}") }
}

/// A name in a `---` or `+++` line: a tab ends one with spaces, so that readers do not take what follows a space for a date.
fn ended(name: String) -> String {
    if name.contains(' ') { name + "\t" } else { name }
}
