//! Reading a rule's conditions.

use super::Compiler;
use crate::event::{Phase, Severity};
use crate::pattern::Pattern;
use crate::rule::When;
use dream_toml::Section;

/// The conditions in a rule's table.
pub(super) fn when(section: &Section<'_>, compile: &mut Compiler<'_>) -> When {
    let expression = section.text("when");
    When {
        sources: section.list("sources", 50, Pattern::parse),
        types: section.list("types", 50, Pattern::parse),
        severity: section.parsed("severity", severity),
        phases: section.list("phases", 3, phase),
        labels: section.table("labels").map(|section| labels(&section)).unwrap_or_default(),
        expression: expression.and_then(|text| {
            let written = text.value.to_owned();
            compile.expression(section, "when", text).map(|part| (written, part))
        }),
    }
}

/// A severity by its own word.
pub(super) fn severity(text: &str) -> Result<Severity, String> {
    let found = Severity::ALL.into_iter().find(|severity| severity.name() == text);
    found.ok_or_else(|| format!("`{text}` is none of debug, info, warning, error and critical"))
}

fn phase(text: &str) -> Result<Phase, String> {
    let found = [Phase::Momentary, Phase::Firing, Phase::Resolved].into_iter().find(|phase| phase.name() == text);
    found.ok_or_else(|| format!("`{text}` is none of momentary, firing and resolved"))
}

fn labels(section: &Section<'_>) -> Vec<(String, Pattern)> {
    let pairs = section.pairs(20).into_iter();
    pairs
        .filter_map(|(name, text)| match Pattern::parse(text.value) {
            Ok(pattern) => Some((name.to_owned(), pattern)),
            Err(message) => {
                section.fault(text.offset, "wrong_value", format!("`{name}`: {message}"));
                None
            }
        })
        .collect()
}
