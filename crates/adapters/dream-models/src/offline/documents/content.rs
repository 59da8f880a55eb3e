//! The writer's document on the brief itself: texts to publish.

use super::super::document::{Document, bullets};
use super::super::material::{Material, Part, Topic};
use super::super::text::{phrase, sentence};
use super::strategy::messages;
use super::{begin, open_points};
use dream_roles::inline;
use std::fmt::Write as _;

pub(super) fn write(material: &Material<'_>) -> Document {
    let mut document = begin(material);
    document.prose("Summary", &material.summary);
    document.raw("Posts", posts(material));
    for topic in material.topics.iter().filter(|topic| topic.facet.is_none() && topic.title != material.title) {
        document.raw(&topic.title, topic.parts.iter().map(part).collect::<Vec<_>>().join("\n\n"));
    }
    document.list("Voice", &voice(material));
    document.list("Sources", &sources(material));
    document.list("Open questions", &open_points(material));
    document
}

/// A short text for each message, ending with where to read more.
fn posts(material: &Material<'_>) -> String {
    let closings = ["Read more about", "All about it:", "Find out more:"];
    let closing = material.choose(&closings, "Read more about");
    let mut out = String::new();
    for (message, number) in messages(material).iter().zip(1..) {
        let text = message.split_once(": ").map_or(message.as_str(), |(_, text)| text);
        // Writing to a string cannot fail.
        let _ = write!(out, "### Post {number}\n\n{}\n\n{} {}.\n\n", inline(text), closing, inline(phrase(&material.title)));
    }
    out
}

fn part(part: &Part) -> String {
    let mut blocks: Vec<String> = part.paragraphs.iter().map(|text| inline(text)).collect();
    if !part.heading.is_empty() {
        blocks.insert(0, format!("### {}", inline(&part.heading)));
    }
    blocks.push(bullets(&part.items));
    blocks.join("\n\n")
}

fn voice(material: &Material<'_>) -> Vec<String> {
    let mut rules: Vec<String> = material.limits.iter().map(|text| sentence(text)).collect();
    rules.push("The brief's own words for its own things; no praise, no promise that the brief does not make.".to_owned());
    rules
}

fn sources(material: &Material<'_>) -> Vec<String> {
    let topics: Vec<&str> = material.topics.iter().map(|topic: &Topic| topic.title.as_str()).collect();
    let mut items = vec![format!("The brief: {}.", topics.join(", "))];
    items.extend(material.view.inputs.iter().map(|input| format!("{}, as approved.", input.name)));
    items
}
