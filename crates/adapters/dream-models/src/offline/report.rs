//! The reports of QA and security: what the machine found, told to people.

use super::material::Material;
use super::{NOTICE, text::clean};
use dream_roles::{CheckLine, Craft};
use serde::Serialize;

/// A report in the shape of the crafts' schemas.
#[derive(Serialize)]
struct Report {
    summary: String,
    checks: Vec<Check>,
    findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threats: Option<Vec<Threat>>,
    not_covered: Vec<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Check {
    name: String,
    passed: bool,
    evidence: String,
}

#[derive(Serialize)]
struct Finding {
    title: String,
    severity: &'static str,
    r#where: String,
    recommendation: String,
}

#[derive(Serialize)]
struct Threat {
    threat: String,
    mitigation: String,
}

/// The report as JSON text.
pub(super) fn write(material: &Material<'_>) -> String {
    let is_security = material.view.craft == Craft::Security;
    let checks = &material.view.checks;
    let report = Report {
        summary: summary(material),
        checks: checks.iter().map(check).collect(),
        findings: checks.iter().filter(|check| !check.passed).flat_map(findings).take(200).collect(),
        threats: is_security.then(threats),
        not_covered: not_covered(is_security),
        notes: notes(material),
    };
    // Strings, booleans and lists of them always have a JSON form; an empty reply would be refused by its schema.
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

fn summary(material: &Material<'_>) -> String {
    let checks = &material.view.checks;
    let failed = checks.iter().filter(|check| !check.passed).count();
    let outcome = match (checks.len(), failed) {
        (0, _) => "The stage has no machine checks, so nothing was verified: people must judge the work.".to_owned(),
        (all, 0) => format!("All {all} machine checks of the work pass."),
        (all, failed) => format!("{failed} of {all} machine checks of the work fail: people must decide before it goes on."),
    };
    format!(
        "{NOTICE} {outcome} The work was compared with “{}” and its {} requirements by rules alone.",
        material.title,
        material.requirements.len()
    )
}

fn check(check: &CheckLine) -> Check {
    let meaning = meaning(&check.name);
    let evidence = if check.passed { format!("Nothing was found: {meaning}.") } else { clean(&format!("Found: {}", check.text), 3_000) };
    Check { name: check.name.clone(), passed: check.passed, evidence }
}

/// What a passed check means for people who use the work.
fn meaning(name: &str) -> &'static str {
    match name {
        "html" => "every page is well-formed and says its title and language",
        "links" => "every link inside the site leads somewhere",
        "assets" => "everything that the pages load is part of the site",
        "accessibility" => "pages have headings in order, landmarks, and text for images, links and fields",
        "resources" => "visitors' browsers contact no other host",
        "markup" => "no page runs a script that stands in its markup",
        "secrets" => "nothing in the files looks like a key or token",
        "weight" => "pages are small enough for slow connections",
        _ => "the machine found nothing wrong",
    }
}

fn findings(check: &CheckLine) -> Vec<Finding> {
    let severity = match check.name.as_str() {
        "secrets" | "markup" => "high",
        "links" | "resources" | "accessibility" | "html" => "medium",
        _ => "low",
    };
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap_or(("the site", line));
        Finding {
            title: clean(&format!("The check {} fails", check.name), 300),
            severity,
            r#where: clean(place, 400),
            recommendation: clean(rest, 1_500),
        }
    };
    check.text.lines().filter(|line| !line.trim().is_empty()).take(20).map(finding).collect()
}

fn threats() -> Vec<Threat> {
    let rows = [
        (
            "Text of the brief becomes markup or script in a visitor's browser",
            "All text is escaped; the check markup finds scripts, handlers and active URLs.",
        ),
        (
            "Another host learns who visits, or changes what is shown",
            "Nothing is loaded from elsewhere; the check resources finds any such reference.",
        ),
        ("A key or token of the brief's author is published", "Such texts are taken out before writing; the check secrets looks again."),
        (
            "Somebody publishes altered files under the same name",
            "The release's manifest lists every file's digest, to be compared after publishing.",
        ),
    ];
    rows.into_iter().map(|(threat, mitigation)| Threat { threat: threat.to_owned(), mitigation: mitigation.to_owned() }).collect()
}

fn not_covered(is_security: bool) -> Vec<String> {
    let rows: &[&str] = if is_security {
        &[
            "The web server that will publish the files, and its headers.",
            "Sites that the pages link to.",
            "Whether statements in the text are true.",
        ]
    } else {
        &[
            "Real devices, browsers and screen readers.",
            "Whether the words suit the users: only people can tell.",
            "How the site behaves behind the server that will publish it.",
        ]
    };
    rows.iter().map(|row| (*row).to_owned()).collect()
}

fn notes(material: &Material<'_>) -> Vec<String> {
    let comments = material
        .comments
        .iter()
        .map(|each| format!("Changes made after review, round {}: “{}” — taken up in this report.", each.round, each.text));
    let constraints = material.constraints.iter().map(|text| format!("Constraints honoured: {text}"));
    let variant = (material.view.variant > 0).then(|| format!("Variant {} of this report.", material.view.variant));
    let notes = variant.into_iter().chain(comments).chain(constraints);
    notes.map(|note| super::text::clip(&note, 1_000)).take(100).collect()
}
