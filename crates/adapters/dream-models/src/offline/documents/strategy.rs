//! The product manager's document for content: what to say to whom, where, and how to tell whether it worked.

use super::super::document::Document;
use super::super::material::{Material, or_else};
use super::super::text::{clip, names_number, phrase, sentence};
use super::{begin, open_points};

pub(super) fn write(material: &Material<'_>) -> Document {
    let sentences = |texts: &[String]| texts.iter().map(|text| sentence(text)).collect::<Vec<_>>();
    let mut document = begin(material);
    document.prose("Summary", &material.summary);
    document.list("Goals", &sentences(&material.goals));
    document.list("Audience", &sentences(&material.users));
    document.list("Messages", &messages(material));
    document.list("Measures", &measures(material));
    document.list("Rules", &sentences(&material.limits));
    document.list(
        "Risks",
        &or_else(sentences(&material.risks), || {
            vec!["The brief names none. The likeliest is silence: messages that nobody answers.".to_owned()]
        }),
    );
    document.list("Open questions", &open_points(material));
    document
}

/// One message for each goal, told to one audience after the other, and those that reviewers asked for.
pub(super) fn messages(material: &Material<'_>) -> Vec<String> {
    let audience = |number: usize| material.users.get(number % material.users.len().max(1)).map_or("everybody", |user| phrase(user));
    let goals = material.goals.iter().take(12).enumerate();
    let mut messages: Vec<String> =
        goals.map(|(number, goal)| format!("For “{}”: {}", clip(audience(number), 120), sentence(goal))).collect();
    messages.extend(material.additions().map(|comment| format!("From review: {}", sentence(&comment.text))));
    messages
}

fn measures(material: &Material<'_>) -> Vec<String> {
    let counted = |goal: &String| if names_number(goal) { "counted as it says" } else { "a number is still to be agreed" };
    material.goals.iter().map(|goal| format!("{} — {}.", phrase(goal), counted(goal))).collect()
}
