//! Whether pages are well-formed: balanced tags, one title, a language, an encoding, no duplicate ids.

use super::site::{Page, Site};
use crate::html::{Kind, Tag};
use std::collections::BTreeSet;

/// Elements whose end tag may be left out.
const OPTIONAL_END: [&str; 16] =
    ["li", "p", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "html", "head", "body"];
/// The most elements that may stand inside one another.
const DEEPEST: usize = 100;

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    if !site.has("index.html") {
        faults.push("The site has no `index.html` at its root: hand in the page that visitors see first.".to_owned());
    }
    for page in &site.pages {
        faults.extend(head(page));
        faults.extend(balance(page));
        faults.extend(duplicates(page));
    }
    faults
}

fn head(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let path = page.path;
    if !matches!(page.tokens.iter().find(|token| !is_blank(&token.kind)).map(|token| &token.kind), Some(Kind::Doctype(kind)) if kind == "html")
    {
        faults.push(format!("{path} does not begin with `<!doctype html>`: put it in the first line."));
    }
    if !page.tags().any(|(_, tag)| tag.name == "html" && tag.filled("lang").is_some()) {
        faults.push(format!("{path} does not say its language: write `<html lang=\"en\">` with the right code."));
    }
    if !page.tags().any(|(_, tag)| is_utf8(tag)) {
        faults.push(format!("{path} does not say its encoding: put `<meta charset=\"utf-8\">` into its head."));
    }
    let titles: Vec<&str> = titles(page);
    if titles.len() != 1 || titles.iter().any(|title| title.trim().is_empty()) {
        faults.push(format!("{path} needs exactly one title with text, and has {}: put `<title>…</title>` into its head.", titles.len()));
    }
    if !page.tags().any(|(_, tag)| tag.name == "body") {
        faults.push(format!("{path} has no body: put its content into `<body>…</body>`."));
    }
    faults
}

fn is_blank(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(text) if text.trim().is_empty())
}

fn is_utf8(tag: &Tag) -> bool {
    tag.name == "meta" && tag.get("charset").is_some_and(|charset| charset.trim().eq_ignore_ascii_case("utf-8"))
}

/// The texts of the titles of the document; those of drawings inside it are not its own.
fn titles<'p>(page: &'p Page<'_>) -> Vec<&'p str> {
    let mut drawings = 0_usize;
    let mut found = Vec::new();
    for (number, token) in page.tokens.iter().enumerate() {
        match &token.kind {
            Kind::Start(tag) if tag.name == "svg" && !tag.self_closing => drawings += 1,
            Kind::End(name) if name == "svg" => drawings = drawings.saturating_sub(1),
            Kind::Start(tag) if tag.name == "title" && drawings == 0 => match page.tokens.get(number + 1).map(|next| &next.kind) {
                Some(Kind::Text(text)) => found.push(text.as_str()),
                _ => found.push(""),
            },
            _ => {}
        }
    }
    found
}

fn balance(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    for token in &page.tokens {
        match &token.kind {
            Kind::Start(tag) if tag.is_void() || tag.self_closing => {}
            Kind::Start(tag) => {
                if open.len() == DEEPEST {
                    faults.push(format!("{}: more than {DEEPEST} elements stand inside one another: flatten them.", page.at(token.line)));
                    return faults;
                }
                if ends_itself(&tag.name, open.last().map(|(_, name)| *name)) {
                    open.pop();
                }
                open.push((token.line, &tag.name));
            }
            Kind::End(name) => close(page, token.line, name, &mut open, &mut faults),
            Kind::Unfinished(what) => faults.push(format!("{}: a {what} is never finished: close it.", page.at(token.line))),
            Kind::Doctype(_) | Kind::Text(_) => {}
        }
    }
    for (line, name) in open.into_iter().filter(|(_, name)| !OPTIONAL_END.contains(name)) {
        faults.push(format!("{}: `<{name}>` is never closed: add `</{name}>`.", page.at(line)));
    }
    faults
}

/// Whether a start tag ends the open element beside it, as two `<li>` in a row do.
fn ends_itself(name: &str, open: Option<&str>) -> bool {
    open.is_some_and(|open| open == name && matches!(name, "li" | "p" | "dt" | "dd" | "option" | "tr" | "td" | "th"))
}

fn close<'p>(page: &Page<'_>, line: usize, name: &'p str, open: &mut Vec<(usize, &'p str)>, faults: &mut Vec<String>) {
    let Some(depth) = open.iter().rposition(|(_, opened)| *opened == name) else {
        faults.push(format!("{}: `</{name}>` closes nothing: remove it, or open the element first.", page.at(line)));
        return;
    };
    for (opened_line, opened) in open.split_off(depth).into_iter().skip(1) {
        if !OPTIONAL_END.contains(&opened) {
            faults.push(format!(
                "{}: `</{name}>` closes `<{opened}>` of line {opened_line} as well: close `<{opened}>` first.",
                page.at(line)
            ));
        }
    }
}

fn duplicates(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (line, id) in &page.ids {
        if id.is_empty() || id.contains(char::is_whitespace) {
            faults.push(format!("{}: the id `{id}` is empty or has a space: give it one word.", page.at(*line)));
        } else if !seen.insert(id) {
            faults.push(format!("{}: the id `{id}` is used twice on the page: make each id unique.", page.at(*line)));
        }
    }
    for (line, tag) in page.tags() {
        let mut names = BTreeSet::new();
        if let Some((name, _)) = tag.attributes.iter().find(|(name, _)| !names.insert(name)) {
            faults.push(format!("{}: `<{}>` has the attribute `{name}` twice: keep one.", page.at(line), tag.name));
        }
    }
    faults
}
