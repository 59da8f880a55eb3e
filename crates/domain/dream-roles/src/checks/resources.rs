//! Whether the site stands alone: nothing loaded from other hosts, nothing embedded, nothing sent elsewhere.

use super::assets::loaded;
use super::site::{Page, Site, Target, css_references, resolve};
use crate::html::Tag;

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let mut faults: Vec<String> = site.markup().flat_map(of_page).collect();
    for sheet in site.style_sheets() {
        let css = String::from_utf8_lossy(&sheet.bytes);
        faults.extend(css_references(&css).iter().filter_map(|reference| foreign(&sheet.path, reference, &sheet.path)));
    }
    faults
}

fn of_page(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, tag) in page.tags() {
        let place = page.at(line);
        faults.extend(embedded(tag).map(|what| format!("{place}: {what}")));
        faults.extend(loaded(tag).iter().filter_map(|reference| foreign(page.path, reference, &place)));
        let sent = ["action", "formaction", "ping", "manifest"].iter().filter_map(|key| tag.get(key));
        faults.extend(sent.filter_map(|reference| foreign(page.path, reference, &place)));
    }
    for (line, css) in page.styles() {
        faults.extend(css_references(css).iter().filter_map(|reference| foreign(page.path, reference, &page.at(line))));
    }
    faults
}

fn embedded(tag: &Tag) -> Option<String> {
    matches!(tag.name.as_str(), "iframe" | "frame" | "frameset" | "object" | "embed" | "applet" | "portal")
        .then(|| format!("`<{}>` embeds another document: write the content into the page, or link to it.", tag.name))
}

fn foreign(from: &str, reference: &str, place: &str) -> Option<String> {
    let shown: String = reference.chars().take(120).collect();
    match resolve(from, reference) {
        Target::Elsewhere(_) => {
            Some(format!("{place}: `{shown}` is not part of the site: put the file into the tree and refer to it by path."))
        }
        Target::Internal { .. } | Target::Outside => None,
    }
}
