//! Whether markup is free of active content: scripts in pages, event handlers, `javascript:` URLs, redirects.

use super::site::{Page, Site, Target, css_references, resolve};
use crate::html::{Kind, Tag, Token};

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let mut faults: Vec<String> = site.markup().flat_map(of_page).collect();
    for drawing in &site.drawings {
        let scripts = drawing.tags().filter(|(_, tag)| matches!(tag.name.as_str(), "script" | "foreignobject" | "handler"));
        faults.extend(scripts.map(|(line, tag)| format!("{}: `<{}>` in a drawing: remove it.", drawing.at(line), tag.name)));
    }
    for sheet in site.style_sheets() {
        let css = String::from_utf8_lossy(&sheet.bytes);
        faults.extend(css_references(&css).iter().filter_map(|reference| active(&sheet.path, reference, &sheet.path)));
    }
    faults
}

fn of_page(page: &Page<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, tag) in page.tags() {
        let place = page.at(line);
        faults.extend(forbidden(tag).map(|what| format!("{place}: {what}")));
        for (name, value) in &tag.attributes {
            if name.starts_with("on") {
                faults.push(format!("{place}: the event handler `{name}` stands in the markup: put it into a script file."));
            } else if holds_url(name) {
                faults.extend(active(page.path, value, &place));
            }
        }
    }
    for pair in page.tokens.windows(2) {
        if let [Token { kind: Kind::Start(tag), line }, Token { kind: Kind::Text(text), .. }] = pair
            && tag.name == "script"
            && !text.trim().is_empty()
            && !is_data(tag)
        {
            faults.push(format!("{}: a script stands in the page: put it into a `.js` file and name it with `src`.", page.at(*line)));
        }
    }
    faults
}

fn is_data(tag: &Tag) -> bool {
    matches!(tag.get("type").map(|kind| kind.trim().to_ascii_lowercase()).as_deref(), Some("application/json" | "application/ld+json"))
}

fn forbidden(tag: &Tag) -> Option<String> {
    match tag.name.as_str() {
        "base" => Some("`<base>` changes where every link leads: remove it.".to_owned()),
        "meta" if tag.get("http-equiv").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("refresh")) => {
            Some("`<meta http-equiv=\"refresh\">` redirects visitors: link to the page instead.".to_owned())
        }
        _ if tag.get("srcdoc").is_some() => Some("`srcdoc` holds a page inside an attribute: write the content into the page.".to_owned()),
        _ => None,
    }
}

fn holds_url(attribute: &str) -> bool {
    matches!(
        attribute,
        "href"
            | "src"
            | "action"
            | "formaction"
            | "xlink:href"
            | "data"
            | "poster"
            | "background"
            | "cite"
            | "longdesc"
            | "to"
            | "from"
            | "values"
    )
}

fn active(from: &str, reference: &str, place: &str) -> Option<String> {
    match resolve(from, reference) {
        Target::Elsewhere(scheme) if matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "blob" | "file") => {
            Some(format!("{place}: a `{scheme}:` URL: refer to a file of the site instead."))
        }
        _ => None,
    }
}
