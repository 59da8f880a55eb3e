//! The builder's tree: a static site of the brief that passes the product's own checks by how it is made.

mod frame;
mod markup;
mod pages;
mod readme;
mod style;

use super::lookup::Facet;
use super::material::{Material, Topic, or_else};
use super::requirements::{GOALS, Requirement};
use super::text::{clip, listed, phrase, sentence, slug};
use dream_roles::{File, redact_secrets};

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) title: String,
    /// What it is for: a sentence.
    pub(super) purpose: String,
    /// The first words of what it says, for those who choose among pages.
    teaser: String,
    content: Content,
}

/// What a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Home,
    /// A topic of the brief, by its place.
    Topic(usize),
    /// A goal, by its place, where the brief has no topics.
    Goal(usize),
    About,
    All,
}

/// The pages that the site has, in the order of its navigation.
pub(super) fn pages(material: &Material<'_>) -> Vec<Page> {
    let mut pages = vec![page(&[], "index.html", &material.title, "It names the goals and leads to everything else.", Content::Home)];
    for (number, topic) in material.topics.iter().enumerate().filter(|(number, topic)| is_page(*number, topic, material)) {
        let purpose = format!("It shows what the brief says about “{}”.", topic.title);
        let page = page(&pages, &slug(&topic.title, &format!("page-{number}")), &topic.title, &purpose, Content::Topic(number));
        let said: Vec<&str> = topic.paragraphs().chain(topic.items()).map(|text| phrase(text)).take(3).collect();
        pages.push(Page { teaser: sentence(&clip(&said.join(" · "), 130)), ..page });
    }
    if pages.len() == 1 {
        for (number, goal) in material.goals.iter().take(material.scale.topics.min(6)).enumerate() {
            let title = clip(goal, 60);
            let purpose = "It takes up one goal of the brief.";
            pages.push(page(&pages, &slug(&title, &format!("goal-{}", number + 1)), &title, purpose, Content::Goal(number)));
        }
    }
    pages.push(page(&pages, "about", "About this site", "It tells how the site was made and what it promises.", Content::About));
    pages.push(page(&pages, "all-pages", "All pages", "It lists every page.", Content::All));
    pages
}

/// Whether a topic is a page of its own: what visitors look for is. What stands under the title, and goals and users, are shown on
/// the first page; constraints, risks and questions on the page about the site.
fn is_page(number: usize, topic: &Topic, material: &Material<'_>) -> bool {
    let is_for_visitors = matches!(topic.facet, None | Some(Facet::Features));
    is_for_visitors && !topic.parts.is_empty() && (number > 0 || topic.title != material.title)
}

/// The numbers of the requirements that a page is there for; none for a page that serves all alike.
pub(super) fn served(page: &Page, material: &Material<'_>) -> Vec<String> {
    let of_goals = || material.requirements.iter().filter(|each| each.from == GOALS).map(Requirement::id).take(8).collect();
    match page.content {
        Content::Home => or_else(of_goals(), || material.requirements.iter().take(1).map(Requirement::id).collect()),
        Content::Topic(_) | Content::Goal(_) => material.served_by(&page.title),
        Content::About | Content::All => Vec::new(),
    }
}

/// The same as part of a sentence.
pub(super) fn serves(page: &Page, material: &Material<'_>) -> String {
    let served = served(page, material);
    if served.is_empty() { "every requirement".to_owned() } else { listed(&served) }
}

fn page(others: &[Page], name: &str, title: &str, purpose: &str, content: Content) -> Page {
    let name = name.trim_end_matches(".html");
    let free = |path: &String| {
        path != "index.html" && path != "about.html" && path != "all-pages.html" && others.iter().all(|page| &page.path != path)
    };
    let candidates = std::iter::once(format!("{name}.html")).chain((2..).map(|number| format!("{name}-{number}.html")));
    let is_fixed = matches!(content, Content::Home | Content::About | Content::All);
    let path = candidates.into_iter().find(|path| is_fixed || free(path)).unwrap_or_default();
    Page { path, title: title.to_owned(), purpose: purpose.to_owned(), teaser: purpose.to_owned(), content }
}

/// The files of the site, in the order of their paths.
pub(super) fn build(material: &Material<'_>) -> Vec<File> {
    let pages = pages(material);
    let mut files: Vec<File> = pages.iter().map(|page| File::text(page.path.clone(), frame::render(page, &pages, material))).collect();
    files.push(File::text("style.css", style::sheet(material)));
    files.push(File::text("icon.svg", style::icon(material)));
    files.push(File::text("README.md", readme::write(&pages, material)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    // Texts that were harmless apart may look like a key side by side.
    files.into_iter().map(|file| File::text(file.path, redact_secrets(&String::from_utf8_lossy(&file.bytes)))).collect()
}
