//! The product manager's document.

use super::super::document::{Document, bullets};
use super::super::material::{Material, or_else};
use super::super::requirements::{CONSTRAINTS, GOALS, Rank, Requirement};
use super::super::text::{names_number, phrase, sentence};
use super::{begin, open_points};

pub(super) fn write(material: &Material<'_>) -> Document {
    let mut document = begin(material);
    document.prose("Summary", &summary(material));
    document.list("Goals", &material.goals.iter().map(|text| sentence(text)).collect::<Vec<_>>());
    document.list("Users", &material.users.iter().map(|text| sentence(text)).collect::<Vec<_>>());
    document.raw("Requirements", requirements(material));
    document.list("Acceptance criteria", &criteria(material));
    document.list("Out of scope", &excluded(material));
    document.list("Constraints of the brief", &material.limits.iter().map(|text| sentence(text)).collect::<Vec<_>>());
    document.list("Risks", &risks(material));
    document.list("Open questions", &open_points(material));
    document
}

fn summary(material: &Material<'_>) -> Vec<String> {
    let mut paragraphs = material.summary.clone();
    let musts = material.requirements.iter().filter(|each| each.rank == Rank::Must).count();
    paragraphs.push(format!(
        "This document turns the brief into {} numbered requirements, {musts} of them musts. It was read for people such as: {}.",
        material.requirements.len(),
        material.users.first().map_or("its readers", |user| phrase(user))
    ));
    paragraphs
}

fn requirements(material: &Material<'_>) -> String {
    let lines: Vec<String> = material.requirements.iter().map(|each| format!("{} From: {}.", each.line(), or_brief(&each.from))).collect();
    bullets(&lines)
}

fn or_brief(from: &str) -> &str {
    let from = phrase(from);
    if from.is_empty() { "the brief" } else { from }
}

fn criteria(material: &Material<'_>) -> Vec<String> {
    let musts = material.requirements.iter().filter(|each| each.rank == Rank::Must);
    musts.enumerate().map(|(number, each)| format!("{}: {}", each.id(), sentence(&criterion(each, number, material)))).collect()
}

/// Given, when, then: by what kind of requirement it is.
fn criterion(requirement: &Requirement, number: usize, material: &Material<'_>) -> String {
    let text = requirement.gist();
    let user = material.users.get(number % material.users.len().max(1)).map_or("anybody", |user| phrase(user));
    if requirement.from == CONSTRAINTS {
        return format!("given any page, when it is compared with this rule, then nothing on it breaks the rule: {text}");
    }
    if requirement.from == GOALS {
        let ways = [
            "given a reader such as “{user}”, when they open the first page, then they find, within two links, what serves this: {text}",
            "given somebody who knows only the first page, such as “{user}”, when they are asked, then they can tell: {text}",
        ];
        return material.choose(&ways, "given the finished work, then this holds: {text}").replace("{user}", user).replace("{text}", text);
    }
    format!("given a reader who looks for “{}”, when they follow its link, then they find: {text}", or_brief(&requirement.from))
}

fn excluded(material: &Material<'_>) -> Vec<String> {
    let mut items: Vec<String> = material.excluded.iter().map(|text| sentence(text)).collect();
    items.push("Everything that neither the brief nor a requirement names.".to_owned());
    items
}

fn risks(material: &Material<'_>) -> Vec<String> {
    let mut items: Vec<String> = material.risks.iter().map(|text| sentence(text)).collect();
    let server: Vec<String> = material.requirements.iter().filter(|each| each.needs_server()).map(Requirement::id).take(10).collect();
    if !server.is_empty() {
        let listed = super::super::text::listed(&server);
        items.push(format!("{listed} may need a service behind the pages. The build describes it and does not run it; decide before the architecture is approved."));
    }
    if material.limits.is_empty() {
        items.push("The brief names no constraints. Unspoken ones may surface late; ask its author before approving.".to_owned());
    }
    if !material.goals.iter().any(|goal| names_number(goal)) {
        items.push("No goal names a number, so nobody can say later how far it was reached. Agree now on what will be counted.".to_owned());
    }
    let vague = material.requirements.iter().filter(|each| each.text.split_whitespace().count() < 4).map(Requirement::id).take(10);
    let vague: Vec<String> = vague.collect();
    if !vague.is_empty() {
        items.push(format!("{} are worded so shortly that people may read them differently.", super::super::text::listed(&vague)));
    }
    or_else(items, || {
        vec!["The words of the brief may be understood differently; the acceptance criteria are there to find out early.".to_owned()]
    })
}
