//! Whether internal links and anchors resolve.

use super::site::{Page, Site, Target, resolve};

/// The schemes a link may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    site.pages.iter().flat_map(|page| page_links(site, page)).collect()
}

fn page_links(site: &Site<'_>, page: &Page<'_>) -> Vec<String> {
    let links = page.tags().filter(|(_, tag)| matches!(tag.name.as_str(), "a" | "area"));
    links.filter_map(|(line, tag)| fault(site, page, tag.get("href")?).map(|what| format!("{}: {what}", page.at(line)))).collect()
}

fn fault(site: &Site<'_>, page: &Page<'_>, href: &str) -> Option<String> {
    let shown: String = href.chars().take(120).collect();
    match resolve(page.path, href) {
        Target::Outside => Some(format!("the link `{shown}` leaves the site's folder: link to a page of the site.")),
        Target::Elsewhere(scheme) if scheme.is_empty() => Some(format!("the link `{shown}` has no scheme: begin it with `https://`.")),
        Target::Elsewhere(scheme) if SCHEMES.contains(&scheme.as_str()) => None,
        Target::Elsewhere(scheme) => Some(format!("the link `{shown}` has the scheme `{scheme}`: use https, http, mailto or tel.")),
        Target::Internal { path, .. } if !site.has(&path) => {
            Some(format!("the link `{shown}` leads to `{path}`, which is not there: add the file or correct the link."))
        }
        Target::Internal { path, fragment: Some(fragment) } if fragment != "top" => {
            let target = site.page(&path)?;
            let missing = !target.anchors.contains(&fragment);
            missing.then(|| {
                format!(
                    "the link `{shown}` leads to the anchor `{fragment}`, which `{path}` does not have: add the id or correct the link."
                )
            })
        }
        Target::Internal { .. } => None,
    }
}
