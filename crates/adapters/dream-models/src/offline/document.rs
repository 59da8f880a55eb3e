//! A document under construction: sections in order, whatever the contract requires, and what binds every document.

use super::lookup::about;
use super::material::Material;
use super::{
    NOTICE,
    text::{clean, listed},
};
use dream_roles::{inline, outline};
use std::fmt::Write as _;

/// A document.
pub(super) struct Document {
    title: String,
    sections: Vec<(String, String)>,
}

impl Document {
    pub(super) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), sections: Vec::new() }
    }

    /// A section of paragraphs; left out when there are none.
    pub(super) fn prose(&mut self, heading: &str, paragraphs: &[String]) {
        let body: Vec<String> = paragraphs.iter().filter(|text| !text.is_empty()).map(|text| inline(text)).collect();
        self.raw(heading, body.join("\n\n"));
    }

    /// A section of list entries; left out when there are none.
    pub(super) fn list(&mut self, heading: &str, items: &[String]) {
        self.raw(heading, bullets(items));
    }

    /// A section of numbered steps; left out when there are none.
    pub(super) fn steps(&mut self, heading: &str, items: &[String]) {
        let steps: Vec<String> = items.iter().enumerate().map(|(number, text)| format!("{}. {}", number + 1, inline(text))).collect();
        self.raw(heading, steps.join("\n"));
    }

    /// A section of Markdown; left out when it is blank.
    pub(super) fn raw(&mut self, heading: &str, body: String) {
        if !body.trim().is_empty() {
            self.sections.push((heading.to_owned(), body));
        }
    }

    /// Puts the sections behind the first into the order that the variant asks for.
    pub(super) fn reorder(&mut self, material: &Material<'_>) {
        let turns = usize::try_from(material.view.variant).unwrap_or(0);
        if let Some((_, rest)) = self.sections.split_first_mut()
            && !rest.is_empty()
        {
            let turns = turns % rest.len();
            rest.rotate_left(turns);
        }
    }

    /// The Markdown, with everything that every document says.
    pub(super) fn finish(mut self, material: &Material<'_>) -> String {
        self.reorder(material);
        self.answer(material);
        for required in required(material) {
            if !self.sections.iter().any(|(heading, _)| same(heading, &required)) {
                let body = bullets(&about(&required, material));
                self.sections.push((required, body));
            }
        }
        let mut out = format!("# {}\n\n> {NOTICE}\n", inline(&self.title));
        if material.view.variant > 0 {
            let lead = self.sections.get(1).map_or("the summary", |(heading, _)| heading.as_str());
            // Writing to a string cannot fail, here and below.
            let _ = write!(out, ">\n> Variant {}: it leads with “{}”.\n", material.view.variant, inline(lead));
        }
        for (heading, body) in &self.sections {
            let _ = write!(out, "\n## {}\n\n{}\n", inline(heading), body.trim_end());
        }
        out
    }

    /// What reviewers, authorities and checks asked for, and what was done about it.
    fn answer(&mut self, material: &Material<'_>) {
        let mut changes: Vec<String> =
            material.comments.iter().map(|each| format!("Round {}: “{}” — {}", each.round, each.text, each.answer)).collect();
        changes.extend(material.view.previous.as_deref().map(|previous| self.compared_with(previous)));
        self.list("Changes made after review", &changes);
        let constraints: Vec<String> = material.constraints.iter().map(|text| format!("{text} — {}", honoured(text))).collect();
        self.list("Constraints honoured", &constraints);
        let failures: Vec<String> = material.view.failures.iter().take(20).map(|text| clean(text, 300)).collect();
        self.list("Corrected after machine checks", &failures);
    }
}

impl Document {
    /// What became of the sections of the version that was sent back.
    fn compared_with(&self, previous: &str) -> String {
        let before: Vec<String> = outline(previous).into_iter().filter(|section| section.level == 2).map(|section| section.title).collect();
        let kept = before.iter().filter(|title| self.sections.iter().any(|(heading, _)| same(heading, title))).count();
        let gone = before.iter().filter(|title| !self.sections.iter().any(|(heading, _)| same(heading, title)) && !written_last(title));
        let gone: Vec<String> = gone.take(20).map(|title| format!("“{}”", clean(title, 80))).collect();
        let told = if gone.is_empty() { "none is left out".to_owned() } else { format!("left out: {}", listed(&gone)) };
        format!("Compared with the last version: {kept} of its sections are kept, worked anew; {told}.")
    }
}

/// Whether it is a section that is written after the others, from what was asked for.
fn written_last(title: &str) -> bool {
    ["Changes made after review", "Constraints honoured", "Corrected after machine checks"].iter().any(|heading| same(heading, title))
}

/// How a constraint is followed.
fn honoured(constraint: &str) -> String {
    match asked_section(constraint) {
        Some(section) => format!("see the section “{section}”."),
        None => "bound for this work and everything after it; nothing here goes against it.".to_owned(),
    }
}

/// The headings that the contract, or a constraint's words, require.
fn required(material: &Material<'_>) -> Vec<String> {
    let of_contract = material.view.sections.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut found: Vec<String> = Vec::new();
    for heading in of_contract.chain(material.constraints.iter().filter_map(|text| asked_section(text))) {
        if !heading.is_empty() && !found.iter().any(|known| same(known, &heading)) {
            found.push(heading);
        }
    }
    found
}

/// The section that a constraint asks for in quotes, as in: add a section “Privacy”.
fn asked_section(constraint: &str) -> Option<String> {
    let lower = constraint.to_lowercase();
    if !lower.contains("section") || ["no section", "remove", "without", "not "].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let after = constraint.split_once(['“', '"', '`', '«', '‘'])?.1;
    let (name, _) = after.split_once(['”', '"', '`', '»', '’'])?;
    let name = clean(name, 80);
    (!name.is_empty()).then_some(name)
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// A Markdown list.
pub(super) fn bullets(items: &[String]) -> String {
    items.iter().filter(|text| !text.is_empty()).map(|text| format!("- {}", inline(text))).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_that_ask_for_a_section_are_understood() {
        for (constraint, section) in [
            ("Add a section “Privacy” to every document", Some("Privacy")),
            ("There must be a section called \"Data kept\".", Some("Data kept")),
            ("Remove the section \"Risks\"", None),
            ("No cookies", None),
        ] {
            assert_eq!(asked_section(constraint).as_deref(), section, "{constraint}");
        }
    }
}
