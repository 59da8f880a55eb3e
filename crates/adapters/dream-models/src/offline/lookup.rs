//! Which heading speaks of what.

use super::material::Material;
use super::requirements::Requirement;
use super::text::{sentence, words};

/// What a heading of a brief, or a required section, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Facet {
    Goals,
    Users,
    Features,
    Limits,
    Excluded,
    Risks,
    Questions,
}

/// The words that tell a facet; the first facet with a word in the heading wins, so that “non-goals” are not goals.
const WORDS: [(Facet, &[&str]); 7] = [
    (Facet::Excluded, &["non-goal", "non goal", "out of scope", "not in scope", "exclu", "won't", "later"]),
    (Facet::Risks, &["risk", "threat", "danger", "mitigation"]),
    (Facet::Questions, &["question", "assumption", "unknown", "decide", "undecided"]),
    (Facet::Limits, &["constraint", "limit", "rule", "budget", "must not", "guardrail", "compliance", "non-functional", "quality"]),
    (Facet::Users, &["user", "audience", "people", "who ", "who's", "for whom", "persona", "reader", "customer", "visitor", "stakeholder"]),
    (
        Facet::Features,
        &["feature", "requirement", "scope", "function", "what it does", " shows ", "content", "deliverable", "must have", "acceptance"],
    ),
    (
        Facet::Goals,
        &["goal", "aim", "objective", "purpose", "why", "success", "outcome", "metric", "measure", "message", "vision", "problem"],
    ),
];

/// What a heading is about, if its words tell.
pub(super) fn facet_of(heading: &str) -> Option<Facet> {
    let heading = format!(" {} ", heading.to_lowercase());
    WORDS.iter().find(|(_, words)| words.iter().any(|word| heading.contains(word))).map(|(facet, _)| *facet)
}

/// What is known about the subject of `heading`: never empty.
pub(super) fn about(heading: &str, material: &Material<'_>) -> Vec<String> {
    let requirements = || material.requirements.iter().map(Requirement::line).collect::<Vec<_>>();
    let known = match facet_of(heading) {
        Some(Facet::Goals) => material.goals.clone(),
        Some(Facet::Users) => material.users.clone(),
        Some(Facet::Features) => requirements(),
        Some(Facet::Limits) => material.limits.iter().chain(&material.constraints).cloned().collect(),
        Some(Facet::Excluded) => material.excluded.clone(),
        Some(Facet::Risks) => material.risks.clone(),
        Some(Facet::Questions) => material.questions.clone(),
        None => related(heading, material),
    };
    let known: Vec<String> = known.iter().map(|text| sentence(text)).filter(|text| !text.is_empty()).take(material.scale.items).collect();
    super::material::or_else(known, || vec![unsaid(heading)])
}

/// What the brief says in the words of `heading`: under a heading like it, or in any entry.
fn related(heading: &str, material: &Material<'_>) -> Vec<String> {
    let wanted = words(heading);
    let shares = |text: &str| !words(text).is_disjoint(&wanted);
    let under = material.topics.iter().filter(|topic| shares(&topic.title)).flat_map(|topic| topic.paragraphs().chain(topic.items()));
    let anywhere = material.topics.iter().flat_map(|topic| topic.items().chain(topic.paragraphs())).filter(|text| shares(text));
    let mut found: Vec<String> = Vec::new();
    for text in under.chain(anywhere).filter(|text| !text.ends_with(':')) {
        if !found.contains(text) && found.len() < material.scale.items {
            found.push(text.clone());
        }
    }
    found
}

fn unsaid(heading: &str) -> String {
    format!(
        "The brief says nothing about “{}”. This is open: whoever reviews this document decides it, and can ask for a change here.",
        super::text::clean(heading, 120)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_apart() {
        for (heading, facet) in [
            ("Goals", Some(Facet::Goals)),
            ("Non-goals", Some(Facet::Excluded)),
            ("Who it is for", Some(Facet::Users)),
            ("Constraints and limits", Some(Facet::Limits)),
            ("Open questions", Some(Facet::Questions)),
            ("Success metrics", Some(Facet::Goals)),
            ("What it does", Some(Facet::Features)),
            ("Opening hours", None),
        ] {
            assert_eq!(facet_of(heading), facet, "{heading}");
        }
    }
}
