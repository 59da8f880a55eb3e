//! A document on the brief itself, for crafts and stages that ask for words rather than for one of the known documents.

use super::super::document::{Document, bullets};
use super::super::material::{Material, Part};
use super::super::text::sentence;
use super::{begin, open_points};
use dream_roles::inline;

pub(super) fn write(material: &Material<'_>) -> Document {
    let mut document = begin(material);
    document.prose("Summary", &material.summary);
    document.list("Audience", &material.users.iter().map(|text| sentence(text)).collect::<Vec<_>>());
    document.list("Key messages", &material.goals.iter().map(|text| sentence(text)).collect::<Vec<_>>());
    for topic in material.topics.iter().filter(|topic| topic.facet.is_none() && topic.title != material.title) {
        document.raw(&topic.title, topic.parts.iter().map(part).collect::<Vec<_>>().join("\n\n"));
    }
    document.list("Taken up from review", &material.additions().map(|comment| sentence(&comment.text)).collect::<Vec<_>>());
    document.list("Open questions", &open_points(material));
    document
}

fn part(part: &Part) -> String {
    let mut blocks: Vec<String> = part.paragraphs.iter().map(|text| inline(text)).collect();
    if !part.heading.is_empty() {
        blocks.insert(0, format!("### {}", inline(&part.heading)));
    }
    blocks.push(bullets(&part.items));
    blocks.join("\n\n")
}
