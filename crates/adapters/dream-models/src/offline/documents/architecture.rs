//! The architect's document: a site of files, derived from the requirements.

use super::super::document::Document;
use super::super::material::Material;
use super::super::requirements::Requirement;
use super::super::site;
use super::super::text::phrase;
use super::{begin, open_points};

pub(super) fn write(material: &Material<'_>) -> Document {
    let mut document = begin(material);
    document.prose("Overview", &overview(material));
    document.list("Components", &components(material));
    document.list("Data", &data());
    document.list("Decisions", &decisions(material));
    document.list("Security and privacy", &security());
    document.list("Accessibility and performance", &quality());
    document.list("Traceability", &traceability(material));
    document.list("Risks", &risks(material));
    document.list("Open questions", &open_points(material));
    document
}

fn overview(material: &Material<'_>) -> Vec<String> {
    let pages = site::pages(material);
    vec![
        format!(
            "“{}” is a site of {} static pages and one style sheet. Any web server, or none at all, can show it: there is no program, no database and no account.",
            material.title,
            pages.len()
        ),
        material
            .choose(
                &[
                    "A visitor enters at the first page, which names the goals and leads to one page for each topic of the brief.",
                    "Each topic of the brief is one page; the first page gathers the goals and points to them.",
                    "The first page is a table of contents with the goals beside it; behind each entry is one topic of the brief.",
                ],
                "The first page leads to all others.",
            )
            .to_owned(),
    ]
}

fn components(material: &Material<'_>) -> Vec<String> {
    let mut items: Vec<String> = site::pages(material)
        .iter()
        .map(|page| format!("Page “{}” ({}): {} Serves {}.", page.title, page.path, page.purpose, site::serves(page, material)))
        .collect();
    items.push("Style sheet (style.css): colours, type and layout for light and dark screens, narrow and wide ones, and paper.".to_owned());
    items.push("Navigation: the same list of links at the head of every page, marking the page that is shown.".to_owned());
    items.push("README.md: what each file is, how to publish it, and which requirement it serves.".to_owned());
    items
}

fn data() -> Vec<String> {
    vec![
        "The only data is the text of the brief and of the approved documents. It lives in the pages themselves.".to_owned(),
        "Nothing is collected from visitors: no form is sent anywhere, nothing is stored in the browser, and nothing is loaded from other hosts."
            .to_owned(),
        "Keys and tokens found in a brief are taken out before anything is written.".to_owned(),
    ]
}

fn decisions(material: &Material<'_>) -> Vec<String> {
    let mut items = vec![
        "D1: static files, not a web application. Weighed: a content management system, a generated application. Static files need no upkeep and cannot be broken into. Reconsider when a requirement needs to remember what visitors do.".to_owned(),
        "D2: no script. Weighed: a framework, small enhancements. Every page works everywhere and is checked completely. Reconsider when a requirement asks for something that moves or changes.".to_owned(),
        "D3: one page for each topic of the brief. Weighed: one long page. Topics can be linked to and stay short. Reconsider with fewer than three topics.".to_owned(),
    ];
    for (requirement, number) in material.requirements.iter().filter(|each| each.needs_server()).take(10).zip(4..) {
        items.push(format!(
            "D{number}: {} ({}) is described on its page and not run. Weighed: adding a service now. A service needs an owner, which the brief does not name. Reconsider when there is one.",
            requirement.id(),
            phrase(&requirement.text)
        ));
    }
    let next = items.len() + 1;
    for (comment, number) in material.additions().zip(next..) {
        items.push(format!("D{number}, from review: {}. The components above follow it.", phrase(&comment.text)));
    }
    items
}

fn security() -> Vec<String> {
    vec![
        "Text of the brief is escaped wherever it is shown, so that it can never become markup.".to_owned(),
        "No script, no embedded page, no form target: a strict content security policy (default-src 'self') fits without exception."
            .to_owned(),
        "Links to other sites open like any link; none passes data on.".to_owned(),
    ]
}

fn quality() -> Vec<String> {
    vec![
        "Each page has one main heading, headings in order, landmarks, a skip link, a visible focus and contrast of at least 4.5 to 1."
            .to_owned(),
        "Text keeps its own direction, so that right-to-left briefs read as they should.".to_owned(),
        "A page is well under 512 KiB and needs two requests: itself and the style sheet.".to_owned(),
    ]
}

fn traceability(material: &Material<'_>) -> Vec<String> {
    let pages = site::pages(material);
    let place = |requirement: &Requirement| {
        let found = pages.iter().find(|page| page.title == requirement.from);
        found.or_else(|| pages.first()).map_or_else(String::new, |page| format!("“{}”", page.title))
    };
    material.requirements.iter().map(|each| format!("{} → page {}.", each.id(), place(each))).collect()
}

fn risks(material: &Material<'_>) -> Vec<String> {
    let mut items = vec!["Content changes only by a new release. If it changes weekly, publishing must become somebody's task.".to_owned()];
    if site::pages(material).len() > 8 {
        items.push("There are many topics: visitors may not find theirs. The page “All pages” lists every one.".to_owned());
    }
    items.extend(material.risks.iter().map(|text| super::super::text::sentence(text)));
    items
}
