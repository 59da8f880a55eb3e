//! The writer's document about a site: how to use it, keep it, and what to do when something is wrong.

use super::super::document::Document;
use super::super::material::{Material, Topic};
use super::super::text::{clean, clip, phrase, sentence};
use super::begin;
use dream_roles::{File, tree};

pub(super) fn write(material: &Material<'_>) -> Document {
    let pages = pages(material);
    let mut document = begin(material);
    document.prose("Overview", &overview(material, &pages));
    document.steps("Getting started", &start());
    document.list("Pages", &pages.iter().map(|page| format!("{} — {}", page.path, page.title)).collect::<Vec<_>>());
    document.list("Features", &features(material, &pages));
    document.steps("Keeping it up to date", &upkeep());
    document.list("Support", &support());
    document.list("Questions and answers", &answers(material));
    document
}

struct Page {
    path: String,
    title: String,
}

/// The pages of the site that is documented, by the titles that visitors see.
fn pages(material: &Material<'_>) -> Vec<Page> {
    let site = material.view.inputs.iter().find(|input| input.text.starts_with("=== file: "));
    let files = site.and_then(|input| tree::read(&input.text).ok()).unwrap_or_default();
    let is_page = |file: &&File| file.has_extension(&["html"]);
    files.iter().filter(is_page).take(material.scale.items).map(|file| Page { path: file.path.clone(), title: title(file) }).collect()
}

fn title(file: &File) -> String {
    let text = file.as_text().unwrap_or_default();
    let inside = text.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map_or("", |(title, _)| title);
    let plain = inside.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    let title = clean(&plain, 120);
    if title.is_empty() { "a page without a title".to_owned() } else { title }
}

fn overview(material: &Material<'_>, pages: &[Page]) -> Vec<String> {
    let mut paragraphs = material.summary.clone();
    paragraphs.push(format!(
        "The site has {} pages. It needs no installation and no account, and it works without a network once it is on your machine.",
        pages.len()
    ));
    paragraphs
}

fn start() -> Vec<String> {
    vec![
        "Unpack the release and open index.html in any browser. The first page appears with its navigation.".to_owned(),
        "Choose a page in the navigation at the head. The page that you are on is marked.".to_owned(),
        "Choose “All pages” in the footer when you do not find something. It lists every page with what it is for.".to_owned(),
    ]
}

fn features(material: &Material<'_>, pages: &[Page]) -> Vec<String> {
    let leads = ["To find out about", "To look up", "For"];
    let lead = material.choose(&leads, "For");
    let topics = material.topics.iter().filter_map(|topic| Some((topic, pages.iter().find(|page| page.title.starts_with(&topic.title))?)));
    let said = |topic: &Topic| topic.items().chain(topic.paragraphs()).map(|text| phrase(text)).take(3).collect::<Vec<_>>().join("; ");
    topics
        .map(|(topic, page)| format!("{lead} “{}”, open {}. It says: {}", topic.title, page.path, sentence(&clip(&said(topic), 240))))
        .collect()
}

fn upkeep() -> Vec<String> {
    vec![
        "Change the brief, not the pages: what is changed by hand is lost with the next release.".to_owned(),
        "Run the stages again from the brief and review what changed at each gate.".to_owned(),
        "Publish the new release by copying its files over the old ones. Visitors see it with their next page.".to_owned(),
    ]
}

fn support() -> Vec<String> {
    vec![
        "A page looks plain, without colours: style.css is missing beside index.html. Copy the whole folder again.".to_owned(),
        "A link leads nowhere: the folder was copied in part. Compare it with the list of files in README.md.".to_owned(),
        "Something on a page is wrong: tell whoever publishes the site; the brief names no other address.".to_owned(),
        "Text is missing: it was not in the brief, or the brief was longer than the pages show. The page says so where that is the case."
            .to_owned(),
    ]
}

fn answers(material: &Material<'_>) -> Vec<String> {
    let users = material.users.iter().map(|user| format!("Is it for me? Yes, if this is you: {}", sentence(user)));
    let mut items: Vec<String> = users.take(4).collect();
    items.push(
        "Does it collect anything about visitors? No. It has no forms, stores nothing and loads nothing from other hosts.".to_owned(),
    );
    items.extend(material.excluded.iter().take(4).map(|text| format!("Is this part of it? No: {}", sentence(text))));
    items.extend(material.additions().map(|comment| format!("What did reviewers ask for? {}", sentence(&comment.text))));
    items
}
