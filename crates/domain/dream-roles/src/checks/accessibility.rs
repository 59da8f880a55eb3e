//! Whether people can use the pages whatever their device and senses.

use super::site::{Page, Site};
use crate::html::{Kind, Tag};
use std::collections::BTreeSet;

/// The most named elements inside one another that are followed; the check of structure refuses deeper nesting.
const DEEPEST: usize = 100;

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let each = |page| [landmarks(page), headings(page), images(page), names(page), fields(page)].concat();
    site.pages.iter().flat_map(each).collect()
}

fn landmarks(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let path = page.path;
    if !page.tags().any(|(_, tag)| tag.name == "main" || tag.get("role") == Some("main")) {
        faults.push(format!("{path} has no main landmark: put its content into `<main>`."));
    }
    let viewport =
        page.tags().find(|(_, tag)| tag.name == "meta" && tag.get("name").is_some_and(|name| name.eq_ignore_ascii_case("viewport")));
    match viewport.map(|(_, tag)| tag.get("content").unwrap_or("").replace(' ', "").to_ascii_lowercase()) {
        None => faults.push(format!(
            "{path} does not fit small screens: put `<meta name=\"viewport\" content=\"width=device-width\">` into its head."
        )),
        Some(content) if content.contains("user-scalable=no") || content.contains("maximum-scale=1") => {
            faults.push(format!("{path} forbids zooming: remove `user-scalable=no` and `maximum-scale` from its viewport."));
        }
        Some(_) => {}
    }
    faults
}

fn level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?;
    matches!(digit, "1" | "2" | "3" | "4" | "5" | "6").then(|| digit.parse().ok()).flatten()
}

fn headings(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let found: Vec<(usize, u8)> = page.tags().filter_map(|(line, tag)| Some((line, level(&tag.name)?))).collect();
    let firsts = found.iter().filter(|(_, level)| *level == 1).count();
    if firsts != 1 {
        faults.push(format!("{} needs exactly one `<h1>` and has {firsts}: give the page one heading that names it.", page.path));
    }
    let mut last = 0;
    for (line, level) in found {
        if level > last + 1 {
            faults.push(format!("{}: `<h{level}>` follows a heading of level {last}: use `<h{}>`.", page.at(line), last + 1));
        }
        last = level;
    }
    faults
}

fn images(page: &Page<'_>) -> Vec<String> {
    let images = page.tags().filter(|(_, tag)| tag.name == "img" || (tag.name == "input" && tag.get("type") == Some("image")));
    images
        .filter(|(_, tag)| tag.get("alt").is_none() && tag.filled("aria-label").is_none())
        .map(|(line, _)| format!("{}: an image has no `alt`: describe it, or write `alt=\"\"` when it only decorates.", page.at(line)))
        .collect()
}

/// Links, buttons and headings need a text that names them.
fn names(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<(usize, &str, bool)> = Vec::new();
    for token in &page.tokens {
        match &token.kind {
            Kind::Start(tag) => {
                let speaks = is_named(tag) || (tag.name == "img" && tag.filled("alt").is_some());
                if speaks {
                    name_all(&mut open);
                }
                if needs_name(tag) && open.len() < DEEPEST {
                    open.push((token.line, &tag.name, is_named(tag)));
                }
            }
            Kind::Text(text) if !text.trim().is_empty() => name_all(&mut open),
            Kind::End(name) => {
                if let Some(at) = open.iter().rposition(|(_, opened, _)| opened == name) {
                    let (line, opened, named) = open.remove(at);
                    if !named {
                        faults.push(format!("{}: `<{opened}>` has no text: write what it is or where it leads.", page.at(line)));
                    }
                }
            }
            Kind::Text(_) | Kind::Doctype(_) | Kind::Unfinished(_) => {}
        }
    }
    faults
}

/// A text names every element that it stands in.
fn name_all(open: &mut [(usize, &str, bool)]) {
    for (_, _, named) in open {
        *named = true;
    }
}

fn needs_name(tag: &Tag) -> bool {
    (tag.name == "a" && tag.get("href").is_some()) || tag.name == "button" || level(&tag.name).is_some()
}

fn is_named(tag: &Tag) -> bool {
    tag.filled("aria-label").is_some() || tag.filled("aria-labelledby").is_some() || tag.filled("title").is_some()
}

fn fields(page: &Page<'_>) -> Vec<String> {
    let labelled: BTreeSet<&str> = page.tags().filter(|(_, tag)| tag.name == "label").filter_map(|(_, tag)| tag.filled("for")).collect();
    let mut faults = Vec::new();
    let mut labels = 0_usize;
    for token in &page.tokens {
        match &token.kind {
            Kind::Start(tag) if tag.name == "label" => labels += 1,
            Kind::End(name) if name == "label" => labels = labels.saturating_sub(1),
            Kind::Start(tag) if is_field(tag) && labels == 0 => {
                let named = is_named(tag) || tag.filled("id").is_some_and(|id| labelled.contains(id));
                if !named {
                    faults.push(format!(
                        "{}: the field `<{}>` has no label: add `<label for=…>` with its id.",
                        page.at(token.line),
                        tag.name
                    ));
                }
            }
            _ => {}
        }
    }
    faults
}

fn is_field(tag: &Tag) -> bool {
    match tag.name.as_str() {
        "select" | "textarea" => true,
        "input" => !matches!(tag.get("type").unwrap_or("text"), "hidden" | "submit" | "button" | "reset" | "image"),
        _ => false,
    }
}
