//! The planner's document for content: what is said when, and what must be ready before.

use super::super::document::Document;
use super::super::material::Material;
use super::begin;
use super::strategy::messages;

pub(super) fn write(material: &Material<'_>) -> Document {
    let messages = messages(material);
    let weeks = messages.len();
    let mut document = begin(material);
    document.list(
        "Milestones",
        &[
            "M1: every message has a text that was approved. Nothing is published before.".to_owned(),
            format!("M2: weeks 1 to {weeks}, one message a week."),
            format!("M3: week {}, look back at the measures and decide what to repeat.", weeks + 1),
        ],
    );
    document.list("Schedule", &messages.iter().zip(1..).map(|(message, week)| format!("Week {week}. {message}")).collect::<Vec<_>>());
    document.list(
        "Dependencies",
        &[
            "Each week's message needs its approved text.".to_owned(),
            "Week 2 and later need a glance at the answers to the week before.".to_owned(),
            "Dates are set by whoever publishes: the brief and this plan name weeks alone.".to_owned(),
        ],
    );
    document
}
