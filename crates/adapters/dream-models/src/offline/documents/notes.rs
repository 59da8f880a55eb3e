//! The release manager's document.

use super::super::document::Document;
use super::super::material::{Material, or_else};
use super::super::requirements::Requirement;
use super::super::text::sentence;
use super::begin;

pub(super) fn write(material: &Material<'_>) -> Document {
    let mut document = begin(material);
    document.prose("Summary", &material.summary);
    document.list("What is in it", &contents(material));
    document.list("What changed for users", &material.requirements.iter().map(Requirement::line).collect::<Vec<_>>());
    document.list("Known problems", &problems(material));
    document.steps(
        "How to install",
        &[
            "Unpack the release into an empty folder.".to_owned(),
            "Compare the digests in manifest.json with those of the files.".to_owned(),
            "Copy the site's folder to a web server, or open index.html.".to_owned(),
        ],
    );
    document.list("How to go back", &["Publish the release before this one again: a release is whole in itself.".to_owned()]);
    document.list("Taken up from review", &material.additions().map(|comment| sentence(&comment.text)).collect::<Vec<_>>());
    document
}

fn contents(material: &Material<'_>) -> Vec<String> {
    let items = material.view.inputs.iter().map(|input| format!("{}: approved, and unchanged since.", input.name)).collect();
    or_else(items, || vec!["No artifact was given to this stage.".to_owned()])
}

fn problems(material: &Material<'_>) -> Vec<String> {
    let failed = material
        .view
        .checks
        .iter()
        .filter(|check| !check.passed)
        .map(|check| format!("The check “{}” fails: {}", check.name, check.text))
        .collect();
    or_else(failed, || vec!["None that the machine's checks of the inputs found.".to_owned()])
}
