//! Whether what pages and style sheets load from the tree is there.

use super::site::{Page, Site, Target, css_references, resolve};
use crate::html::Tag;

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let mut faults: Vec<String> = site.pages.iter().flat_map(|page| of_page(site, page)).collect();
    for sheet in site.style_sheets() {
        let css = String::from_utf8_lossy(&sheet.bytes);
        faults.extend(css_references(&css).iter().filter_map(|reference| missing(site, &sheet.path, reference, &sheet.path)));
    }
    faults
}

fn of_page(site: &Site<'_>, page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, tag) in page.tags() {
        faults.extend(loaded(tag).iter().filter_map(|reference| missing(site, page.path, reference, &page.at(line))));
    }
    for (line, css) in page.styles() {
        faults.extend(css_references(css).iter().filter_map(|reference| missing(site, page.path, reference, &page.at(line))));
    }
    faults
}

/// What a tag makes the browser load.
pub(super) fn loaded(tag: &Tag) -> Vec<String> {
    let name = tag.name.as_str();
    let mut found = Vec::new();
    let mut take = |key: &str| found.extend(tag.get(key).map(str::to_owned));
    match name {
        "img" | "script" | "audio" | "video" | "source" | "track" | "iframe" | "embed" | "input" | "frame" => {
            take("src");
            take("poster");
        }
        "link" if !is_plain_link(tag) => take("href"),
        "use" | "image" | "feimage" => {
            take("href");
            take("xlink:href");
        }
        "object" => take("data"),
        "body" | "table" | "td" | "th" => take("background"),
        _ => {}
    }
    if let Some(set) = tag.get("srcset").or_else(|| tag.get("imagesrcset")) {
        found.extend(set.split(',').filter_map(|each| each.split_whitespace().next()).map(str::to_owned));
    }
    found
}

/// Whether a `<link>` only states a relation and loads nothing.
fn is_plain_link(tag: &Tag) -> bool {
    let relations = tag.get("rel").unwrap_or("").to_ascii_lowercase();
    let mut words = relations.split_whitespace().peekable();
    words.peek().is_some()
        && words.all(|word| matches!(word, "canonical" | "license" | "author" | "help" | "next" | "prev" | "me" | "alternate"))
}

/// Loads from elsewhere are the concern of the check of resources.
fn missing(site: &Site<'_>, from: &str, reference: &str, place: &str) -> Option<String> {
    let shown: String = reference.chars().take(120).collect();
    match resolve(from, reference) {
        Target::Internal { path, .. } if !site.has(&path) => {
            Some(format!("{place}: `{shown}` is not in the tree: add the file or remove the reference."))
        }
        Target::Outside => Some(format!("{place}: `{shown}` leaves the site's folder: put the file into the tree.")),
        Target::Internal { .. } | Target::Elsewhere(_) => None,
    }
}
