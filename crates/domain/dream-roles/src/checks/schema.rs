//! Whether a report fits its JSON Schema.

use super::Subject;
use crate::reply::report_path;
use jsonschema::PatternOptions;
use serde_json::Value;

pub(super) fn check(subject: &Subject<'_>) -> Vec<String> {
    let path = report_path(subject.contract);
    let Some(report) = report(subject) else {
        return vec![format!("{path} is not JSON: hand in one JSON object.")];
    };
    let schema = match subject.contract.report_schema() {
        Ok(schema) => schema,
        Err(error) => return vec![format!("The schema of the report cannot be read ({error}): correct it in the template.")],
    };
    // Patterns of a schema run in linear time, and no schema is fetched from anywhere.
    let validator = match jsonschema::options().with_pattern_options(PatternOptions::regex()).build(&schema) {
        Ok(validator) => validator,
        Err(error) => return vec![format!("The schema of the report is not valid ({error}): correct it in the template.")],
    };
    let sentence = |error: jsonschema::ValidationError<'_>| {
        let place = error.instance_path().to_string();
        let place = if place.is_empty() { "the object itself".to_owned() } else { format!("`{place}`") };
        let what: String = error.masked().to_string().chars().take(300).collect();
        format!("{path}, {place}: {what}. Correct it as the schema asks.")
    };
    validator.iter_errors(&report).map(sentence).collect()
}

/// The report as JSON.
pub(super) fn report(subject: &Subject<'_>) -> Option<Value> {
    let path = report_path(subject.contract);
    let file = subject.files.iter().find(|file| file.path == path)?;
    serde_json::from_slice(&file.bytes).ok()
}
