//! Checks of documents, and of the bytes of every output.

use super::Subject;
use crate::markdown::{headings, options, slug};
use crate::{File, OutputKind};
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::BTreeSet;

/// The extensions of files that must be text.
const TEXT: [&str; 12] = ["html", "htm", "xhtml", "css", "js", "mjs", "json", "md", "txt", "svg", "xml", "csv"];

/// Required headings, compared without case and punctuation around them, must have something under them.
pub(super) fn sections(subject: &Subject<'_>) -> Vec<String> {
    let text = document(subject);
    let found: Vec<(String, bool)> = headings(&text).into_iter().map(|heading| (plain(&heading.title), heading.has_content)).collect();
    let fault = |section: &String| {
        let same: Vec<bool> = found.iter().filter(|(title, _)| *title == plain(section)).map(|(_, filled)| *filled).collect();
        match (same.is_empty(), same.contains(&true)) {
            (true, _) => Some(format!("The section `{section}` is missing: add the heading `## {section}` with its content.")),
            (false, false) => Some(format!("The section `{section}` is empty: write its content under the heading.")),
            (false, true) => None,
        }
    };
    subject.contract.sections.iter().filter(|section| !section.trim().is_empty()).filter_map(fault).collect()
}

/// A heading's words in lower case, without numbering and punctuation around them.
fn plain(title: &str) -> String {
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let title = title.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    title.trim_end_matches([':', '.', ' ']).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(super) fn size(subject: &Subject<'_>) -> Vec<String> {
    let bytes: u64 = subject.files.iter().map(|file| u64::try_from(file.bytes.len()).unwrap_or(u64::MAX)).sum();
    let most = subject.contract.max_bytes;
    if bytes > most {
        vec![format!("The output has {bytes} bytes: shorten it to at most {most}.")]
    } else if subject.files.iter().all(|file| file.bytes.iter().all(u8::is_ascii_whitespace)) {
        vec!["The output is empty: hand in its content.".to_owned()]
    } else {
        Vec::new()
    }
}

pub(super) fn text(subject: &Subject<'_>) -> Vec<String> {
    let must = |file: &&File| subject.contract.kind != OutputKind::Tree || file.has_extension(&TEXT);
    subject.files.iter().filter(must).filter_map(text_fault).collect()
}

fn text_fault(file: &File) -> Option<String> {
    let Some(text) = file.as_text() else {
        return Some(format!("{} is not UTF-8: write it as UTF-8 text.", file.path));
    };
    let number = text.lines().position(|line| line.chars().any(|c| c.is_control() && c != '\t'))? + 1;
    Some(format!("{}, line {number} has a control character: remove it.", file.path))
}

pub(super) fn markdown(subject: &Subject<'_>) -> Vec<String> {
    let text = document(subject);
    let anchors: BTreeSet<String> = headings(&text).iter().map(|heading| slug(&heading.title)).collect();
    let mut faults = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
        // Events come in order, but for those of footnotes.
        line += text.get(counted..range.start).map_or(0, |passed| passed.matches('\n').count());
        counted = counted.max(range.start);
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                faults.extend(link_fault(&dest_url, &anchors).map(|what| format!("Line {line}: {what}")));
            }
            Event::Html(html) | Event::InlineHtml(html) if !html.trim_start().starts_with("<!--") && !html.trim().is_empty() => {
                faults.push(format!("Line {line} holds HTML, which is not shown: write Markdown, or put it into a code block."));
            }
            _ => {}
        }
    }
    faults
}

fn link_fault(target: &str, anchors: &BTreeSet<String>) -> Option<String> {
    let shown: String = target.chars().take(120).collect();
    if let Some(anchor) = target.strip_prefix('#') {
        return (!anchors.contains(&anchor.to_lowercase())).then(|| format!("the link `{shown}` has no heading to lead to: correct it."));
    }
    match super::site::resolve("document.md", target) {
        super::site::Target::Elsewhere(scheme) if !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel") => {
            Some(format!("the link `{shown}` has the scheme `{scheme}`: use https, http, mailto or tel."))
        }
        _ => None,
    }
}

fn document(subject: &Subject<'_>) -> String {
    let file = subject.files.iter().find(|file| file.has_extension(&["md", "markdown"])).or_else(|| subject.files.first());
    file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default()
}
