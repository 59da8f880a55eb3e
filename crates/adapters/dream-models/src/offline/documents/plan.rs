//! The planner's document: milestones and tasks that trace the requirements.

use super::super::document::Document;
use super::super::material::Material;
use super::super::requirements::Requirement;
use super::super::site;
use super::super::text::{listed, phrase};
use super::begin;

/// One task.
struct Task {
    title: String,
    size: &'static str,
    serves: Vec<String>,
    needs: Vec<String>,
    done: String,
}

pub(super) fn write(material: &Material<'_>) -> Document {
    let tasks = tasks(material);
    let mut document = begin(material);
    document.list("Milestones", &milestones(&tasks));
    document.list("Tasks", &tasks.iter().zip(1..).map(|(task, number)| line(task, number)).collect::<Vec<_>>());
    document.list("Dependencies", &dependencies(&tasks));
    document.list("Requirements served", &served(material, &tasks));
    document.list("Definition of done", &done());
    document.list("Risks", &risks(material));
    document
}

fn tasks(material: &Material<'_>) -> Vec<Task> {
    let all: Vec<String> = material.requirements.iter().map(Requirement::id).collect();
    let frame = "Lay out the frame: head, navigation, footer and style sheet";
    let mut tasks = vec![task(frame, "small", Vec::new(), &[], "an empty page passes every check")];
    for page in site::pages(material) {
        let done = format!("{} opens from the navigation and passes every check", page.path);
        let title = format!("Write the page “{}” ({})", page.title, page.path);
        tasks.push(task(&title, "medium", site::served(&page, material), &["T1"], &done));
    }
    for comment in material.additions() {
        tasks.push(task(
            &format!("Follow the review: {}", phrase(&comment.text)),
            "small",
            Vec::new(),
            &["T1"],
            "the reviewer finds it in the work",
        ));
    }
    let missing: Vec<String> = all.iter().filter(|id| !tasks.iter().any(|task| task.serves.contains(id))).cloned().collect();
    if !missing.is_empty() {
        let needs = format!("T{}", tasks.len());
        tasks.push(task(
            "Keep to the remaining requirements on every page, and name them on “About this site”",
            "medium",
            missing,
            &[&needs],
            "each can be seen there",
        ));
    }
    let needs = format!("T{}", tasks.len());
    tasks.push(task(
        "Run every check, read each page once aloud, correct what is found",
        "small",
        Vec::new(),
        &[&needs],
        "no check fails and nothing is unclear",
    ));
    tasks
}

fn task(title: &str, size: &'static str, serves: Vec<String>, needs: &[&str], done: &str) -> Task {
    Task { title: title.to_owned(), size, serves, needs: needs.iter().map(|need| (*need).to_owned()).collect(), done: done.to_owned() }
}

fn line(task: &Task, number: usize) -> String {
    let serves = if task.serves.is_empty() { "every requirement".to_owned() } else { listed(&task.serves) };
    let needs = if task.needs.is_empty() { "nothing".to_owned() } else { listed(&task.needs) };
    format!("T{number} ({}): {}. Serves {serves}. Depends on {needs}. Done when {}.", task.size, task.title, task.done)
}

fn dependencies(tasks: &[Task]) -> Vec<String> {
    let waiting = |need: &str| {
        tasks
            .iter()
            .zip(1..)
            .filter(|(task, _)| task.needs.iter().any(|each| each == need))
            .map(|(_, n)| format!("T{n}"))
            .collect::<Vec<_>>()
    };
    let before =
        (1..=tasks.len()).map(|number| format!("T{number}")).map(|id| (waiting(&id), id)).filter(|(waiting, _)| !waiting.is_empty());
    let mut items: Vec<String> = before.map(|(waiting, id)| format!("{id} comes before {}.", listed(&waiting))).collect();
    items.push("The approved requirements and architecture come before T1. Nothing outside the team is waited for.".to_owned());
    items
}

fn milestones(tasks: &[Task]) -> Vec<String> {
    let last = tasks.len();
    let middle = (last / 2).max(1);
    vec![
        "M1, the frame: T1. Shown: an empty page in its final look, on a phone and a large screen.".to_owned(),
        format!("M2, the first half: up to T{middle}. Shown: the first page and the topics that matter most, with real words."),
        format!("M3, everything: up to T{last}. Shown: the whole site, all checks passed, ready for review."),
    ]
}

fn served(material: &Material<'_>, tasks: &[Task]) -> Vec<String> {
    let by = |id: &String| {
        tasks
            .iter()
            .zip(1..)
            .filter(|(task, _)| task.serves.contains(id))
            .map(|(_, number)| format!("T{number}"))
            .take(8)
            .collect::<Vec<_>>()
    };
    material.requirements.iter().map(|each| format!("{} by {}.", each.id(), listed(&by(&each.id())))).collect()
}

fn done() -> Vec<String> {
    vec![
        "Every must is seen in the work by its acceptance criterion.".to_owned(),
        "Every machine check passes: structure, links, assets, accessibility, resources, markup, secrets, weight.".to_owned(),
        "README.md names every file and requirement.".to_owned(),
    ]
}

fn risks(material: &Material<'_>) -> Vec<String> {
    let server: Vec<String> = material.requirements.iter().filter(|each| each.needs_server()).map(Requirement::id).take(10).collect();
    let mut items = vec!["A page turns out to need words that the brief does not give: say so on the page, and ask in review.".to_owned()];
    if !server.is_empty() {
        items.push(format!(
            "{} need a service that nobody plans here: their pages describe it, and a later plan may add it.",
            listed(&server)
        ));
    }
    items
}
