//! `README.md` of the tree: for whoever publishes, reviews or keeps the site.

use super::super::NOTICE;
use super::super::document::Document;
use super::super::material::Material;
use super::super::requirements::Requirement;
use super::{Page, serves};

pub(super) fn write(pages: &[Page], material: &Material<'_>) -> String {
    let mut document = Document::new(&material.title);
    let about = "A static site of the brief. Open index.html in a browser, or copy the folder to any web server. It needs no build, no server program and no network.";
    document.prose("About", &[about.to_owned(), NOTICE.to_owned()]);
    document.list("Files", &files(pages));
    document.list("Requirements", &material.requirements.iter().map(Requirement::line).collect::<Vec<_>>());
    document.list("Pages and requirements", &traced(pages, material));
    document
        .list("How to publish", &["Serve the folder as it is, with the header Content-Security-Policy: default-src 'self'.".to_owned()]);
    document.finish(material)
}

fn files(pages: &[Page]) -> Vec<String> {
    let mut items: Vec<String> = pages.iter().map(|page| format!("{} — {}. {}", page.path, page.title, page.purpose)).collect();
    items.push("style.css — the look of every page.".to_owned());
    items.push("icon.svg — the icon in browsers' tabs.".to_owned());
    items
}

fn traced(pages: &[Page], material: &Material<'_>) -> Vec<String> {
    pages.iter().map(|page| format!("{} serves {}.", page.path, serves(page, material))).collect()
}
