//! Trees of files as one text: the form in which a model hands in, and is shown, several files.
//!
//! ```text
//! === file: index.html
//! <!doctype html>
//! …
//! === file: style.css
//! …
//! === end
//! ```
//!
//! Every line of a file ends with `\n`. A line of a file that would begin with `=== `, after any backslashes, gets one more
//! backslash in front. What stands before the first file is ignored; without `=== end` the text was cut short.

use crate::{File, check_path};
use std::collections::BTreeSet;

const FILE: &str = "=== file: ";
const END: &str = "=== end";

/// The most files of a tree.
pub const MOST_FILES: usize = 500;

/// Writes `files` as one text. Files that are not UTF-8 are named with their size and without content.
#[must_use]
pub fn write(files: &[File]) -> String {
    let mut out = String::new();
    for file in files {
        out.push_str(FILE);
        out.push_str(&file.path);
        out.push('\n');
        match file.as_text() {
            Some(text) => text.lines().for_each(|line| push_line(&mut out, line)),
            None => push_line(&mut out, &format!("[{} bytes that are not text]", file.bytes.len())),
        }
    }
    out.push_str(END);
    out.push('\n');
    out
}

fn push_line(out: &mut String, line: &str) {
    if is_marker(line.trim_start_matches('\\')) {
        out.push('\\');
    }
    out.push_str(line);
    out.push('\n');
}

fn is_marker(line: &str) -> bool {
    line.starts_with("=== ")
}

/// Reads a text back into files, sorted by path.
///
/// # Errors
/// Every fault found, a sentence each, to be told to whoever wrote the text.
pub fn read(text: &str) -> Result<Vec<File>, Vec<String>> {
    let mut faults = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut ended = false;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix(FILE) {
            files.push((path.trim().to_owned(), String::new()));
        } else if line.trim_end() == END {
            ended = true;
            break;
        } else if let Some((_, content)) = files.last_mut() {
            let unescaped = line.strip_prefix('\\').filter(|rest| is_marker(rest.trim_start_matches('\\'))).unwrap_or(line);
            content.push_str(unescaped);
            content.push('\n');
        }
    }
    if files.is_empty() {
        faults.push(format!("The reply holds no file: begin each file with a line `{FILE}PATH`."));
    } else if !ended {
        faults.push(format!(
            "The reply ends in the middle: finish all files and end with a line `{END}`, making the files shorter if need be."
        ));
    }
    if files.len() > MOST_FILES {
        faults.push(format!("The reply holds {} files: hand in at most {MOST_FILES}.", files.len()));
    }
    faults.extend(path_faults(&files));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut files: Vec<File> = files.into_iter().map(|(path, content)| File::text(path.clone(), unfenced(&path, content))).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn path_faults(files: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, _) in files.iter().take(MOST_FILES) {
        if let Err(refusal) = check_path(path) {
            faults.push(format!("{}.", sentence(&refusal.to_string())));
        } else if !seen.insert(path.to_ascii_lowercase()) {
            faults.push(format!("The file `{path}` appears twice (upper and lower case count as the same): hand in each file once."));
        }
    }
    for (path, _) in files.iter().take(MOST_FILES) {
        let folder = format!("{}/", path.to_ascii_lowercase());
        if seen.iter().any(|other| other.starts_with(&folder)) {
            faults.push(format!("`{path}` is both a file and a folder: rename one of them."));
        }
    }
    faults
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A file's content without the code fence that some models put around each file; Markdown keeps its own.
fn unfenced(path: &str, content: String) -> String {
    if File::text(path, "").has_extension(&["md", "markdown"]) {
        return content;
    }
    let body = content.trim();
    let inner = body.strip_prefix("```").and_then(|rest| rest.strip_suffix("\n```")).and_then(|rest| rest.split_once('\n'));
    match inner {
        Some((_, inner)) => format!("{inner}\n"),
        None => content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_look_like_markers_survive() {
        let text = "a\n=== file: b\n\\=== end\n\\\\=== x\n===\n";
        let files = vec![File::text("x.txt", text), File::text("y/z.txt", "")];
        assert_eq!(read(&write(&files)).unwrap(), files);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = read("hello\n=== file: ../x\n=== file: A.txt\n=== file: a.txt\n=== file: a.txt/b\n").unwrap_err().join("\n");
        for told in ["ends in the middle", "leaves its folder", "appears twice", "both a file and a folder"] {
            assert!(faults.contains(told), "{told}: {faults}");
        }
        assert!(read("I cannot help with that.").unwrap_err()[0].contains("no file"));
        let many = (0..501).map(|n| format!("=== file: f{n}\n")).collect::<Vec<_>>().concat();
        assert!(read(&format!("{many}=== end")).unwrap_err()[0].contains("501 files"));
    }

    #[test]
    fn a_preamble_and_fences_are_taken_away() {
        let reply = "Here it is:\n\n=== file: index.html\n```html\n<p>x</p>\n```\n=== file: README.md\n```sh\nmake\n```\n=== end\nEnjoy!";
        let files = read(reply).unwrap();
        assert_eq!(files[0], File::text("README.md", "```sh\nmake\n```\n"));
        assert_eq!(files[1], File::text("index.html", "<p>x</p>\n"));
    }

    proptest! {
        #[test]
        fn whatever_is_written_reads_back(lines in prop::collection::vec("(\\\\|===| |end|file: |[a-z]){0,8}", 0..8)) {
            let text = lines.iter().map(|line| format!("{line}\n")).collect::<Vec<_>>().concat();
            let files = vec![File::text("a.md", text)];
            prop_assert_eq!(read(&write(&files)).unwrap(), files);
        }
    }
}
