//! The documents of each craft.

mod architecture;
mod calendar;
mod content;
mod guide;
mod notes;
mod plan;
mod requirements;
mod strategy;

use super::document::Document;
use super::material::Material;
use dream_roles::Craft;

/// The document that the task asks for.
pub(super) fn write(material: &Material<'_>) -> String {
    let has_site = material.view.inputs.iter().any(|input| input.text.starts_with("=== file: "));
    let document = match material.view.craft {
        Craft::ProductManager if asks_for(material, &["message", "channel", "audience"]) => strategy::write(material),
        Craft::ProductManager => requirements::write(material),
        Craft::Architect => architecture::write(material),
        Craft::Planner if asks_for(material, &["schedule", "calendar"]) => calendar::write(material),
        Craft::Planner => plan::write(material),
        Craft::ReleaseManager => notes::write(material),
        Craft::Writer if has_site => guide::write(material),
        Craft::Writer | Craft::Builder | Craft::Qa | Craft::Security => content::write(material),
    };
    document.finish(material)
}

/// Whether a required section, or the artifact's name, has one of `words` in it.
fn asks_for(material: &Material<'_>, words: &[&str]) -> bool {
    let headings = material.view.sections.iter().chain(std::iter::once(&material.view.artifact)).map(|text| text.to_lowercase());
    headings.into_iter().any(|heading| words.iter().any(|word| heading.contains(word)))
}

/// A document called after the stage and the project.
fn begin(material: &Material<'_>) -> Document {
    let stage = if material.view.stage.is_empty() { &material.view.artifact } else { &material.view.stage };
    Document::new(&format!("{stage}: {}", material.title))
}

/// What was left out of lists, so that no reader takes them for complete.
fn left_out(material: &Material<'_>) -> Option<String> {
    let number: usize = material.topics.iter().map(|topic| topic.left_out).sum();
    (number > 0)
        .then(|| format!("{number} further entries of the brief are not listed here; they stay in the brief, which every stage reads."))
}

/// Points that only people can settle, found in the requirements themselves.
fn open_points(material: &Material<'_>) -> Vec<String> {
    let server = material.requirements.iter().filter(|each| each.needs_server()).take(10);
    let server =
        server.map(|each| format!("{} asks for something that files alone cannot do. Who provides the service for it?", each.id()));
    let mut points: Vec<String> = material.questions.clone();
    points.extend(server);
    points.extend(left_out(material));
    if material.excluded.is_empty() {
        points.push("The brief rules nothing out. Is everything that it does not name out of scope?".to_owned());
    }
    points
}
