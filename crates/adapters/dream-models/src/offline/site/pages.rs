//! The content of each page.

use super::super::material::{Material, Part, Topic};
use super::super::text::{clip, phrase, sentence};
use super::markup::{cards, element, list, section};
use super::{Content, Page};

/// What stands inside `<main>`.
pub(super) fn content(page: &Page, all: &[Page], material: &Material<'_>) -> String {
    match page.content {
        Content::Home => home(all, material),
        Content::Topic(number) => material.topics.get(number).map(|topic| topic_page(topic, page, all)).unwrap_or_default(),
        Content::Goal(number) => material.goals.get(number).map(|goal| goal_page(goal, page, all, material)).unwrap_or_default(),
        Content::About => about(material),
        Content::All => element("h1", &page.title) + &directory(all),
    }
}

fn home(all: &[Page], material: &Material<'_>) -> String {
    let lead: String = material.summary.iter().map(|text| element("p", text)).collect();
    let hero = format!("<div class=\"hero\">\n{}{lead}</div>\n", element("h1", &material.title));
    let goals = section("Goals", &list(material.goals.iter().map(|text| sentence(text)), "goals"));
    let users = section("Who it is for", &list(material.users.iter().map(|text| phrase(text).to_owned()), "tags"));
    let topics = section("Pages", &directory(all));
    let own = material.topics.first().filter(|topic| topic.title == material.title).map(|topic| own(topic, material)).unwrap_or_default();
    let order = [[&goals, &users, &topics], [&topics, &goals, &users], [&users, &topics, &goals]];
    let middle = material.choose(&order, [&goals, &users, &topics]).map(String::as_str).concat();
    hero + &middle + &own + &changes(material)
}

/// What the brief says right under its title, beyond what the first lines already show.
fn own(topic: &Topic, material: &Material<'_>) -> String {
    let is_new = |text: &&String| !material.summary.contains(&sentence(text)) && !material.goals.contains(text);
    let paragraphs: String = topic.paragraphs().filter(is_new).map(|text| element("p", text)).collect();
    let items = list(topic.items().filter(is_new).cloned(), "plain");
    section("More from the brief", &(paragraphs + &items))
}

fn topic_page(topic: &Topic, page: &Page, all: &[Page]) -> String {
    let mut out = element("h1", &topic.title);
    for part in &topic.parts {
        out.push_str(&part_of(part));
    }
    if topic.left_out > 0 {
        let more = format!("{} further entries of the brief are not shown here, to keep the page readable.", topic.left_out);
        out.push_str(&element("p", &more));
    }
    out + &neighbours(page, all)
}

fn part_of(part: &Part) -> String {
    let body = part.paragraphs.iter().map(|text| element("p", text)).collect::<String>() + &list(part.items.iter().cloned(), "plain");
    if part.heading.is_empty() { body } else { section(&part.heading, &body) }
}

fn goal_page(goal: &str, page: &Page, all: &[Page], material: &Material<'_>) -> String {
    let words = super::super::text::words(goal);
    let related = material
        .requirements
        .iter()
        .filter(|each| !super::super::text::words(&each.text).is_disjoint(&words) && phrase(&each.text) != phrase(goal));
    let related = list(related.take(8).map(|each| sentence(&each.text)), "plain");
    let users = list(material.users.iter().map(|text| phrase(text).to_owned()), "tags");
    element("h1", &page.title)
        + &element("p", &sentence(goal))
        + &section("Who it is for", &users)
        + &section("What belongs to it", &related)
        + &neighbours(page, all)
}

/// Links to the pages before and after.
fn neighbours(page: &Page, all: &[Page]) -> String {
    let here = all.iter().position(|each| each.path == page.path).unwrap_or(0);
    let mut links = Vec::new();
    for (word, place) in [("Before", here.checked_sub(1)), ("Next", here.checked_add(1))] {
        if let Some(other) = place.and_then(|place| all.get(place)) {
            links.push((other.path.as_str(), other.title.as_str(), format!("{word}: {}", other.teaser)));
        }
    }
    format!("<nav aria-label=\"Neighbouring pages\">\n{}</nav>\n", cards(links))
}

fn directory(all: &[Page]) -> String {
    cards(
        all.iter().filter(|page| page.content != Content::Home).map(|page| (page.path.as_str(), page.title.as_str(), page.teaser.clone())),
    )
}

fn about(material: &Material<'_>) -> String {
    let made = "Each page shows what the brief says under one of its headings. Where the brief says nothing, the page says so; nothing was invented.";
    let promises = material.requirements.iter().map(|each| format!("{}: {}", each.id(), sentence(&clip(&each.text, 300))));
    let services = material.requirements.iter().filter(|each| each.needs_server());
    let services = services.map(|each| format!("{}: described here, not run. It needs a service with an owner.", each.id()));
    element("h1", "About this site")
        + &section("How it was made", &(element("p", super::super::NOTICE) + &element("p", made)))
        + &section("What it promises", &list(promises, "plain"))
        + &section("What it only describes", &list(services, "plain"))
        + &section("What binds it", &statements(&material.limits))
        + &section("What it leaves out", &statements(&material.excluded))
        + &section("What is still open", &(statements(&material.questions) + &statements(&material.risks)))
        + &changes(material)
        + &section("Constraints honoured", &list(material.constraints.iter().map(|text| clip(text, 300)), "plain"))
        + &section(
            "What it keeps about you",
            &element("p", "Nothing. The site has no forms, stores nothing in your browser and loads nothing from other hosts."),
        )
}

fn statements(texts: &[String]) -> String {
    list(texts.iter().map(|text| sentence(text)), "plain")
}

/// What reviewers asked for, where visitors and reviewers see it first.
fn changes(material: &Material<'_>) -> String {
    section(
        "Changes made after review",
        &list(material.comments.iter().map(|each| format!("{} {}", sentence(&clip(&each.text, 300)), each.answer)), "plain"),
    )
}
