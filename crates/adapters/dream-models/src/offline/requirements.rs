//! Requirements: read from the approved document where there is one, else derived from the brief.

use super::lookup::Facet;
use super::material::{Material, Part, Topic};
use super::text::{clean, clip, phrase, sentence};
use dream_roles::outline;

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirement {
    pub(super) number: u32,
    pub(super) rank: Rank,
    pub(super) text: String,
    /// The heading of the brief, or the comment, that it comes from.
    pub(super) from: String,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    Must,
    Should,
}

/// Where requirements come from that the brief states as goals, or as constraints.
pub(super) const GOALS: &str = "Goals";
pub(super) const CONSTRAINTS: &str = "Constraints";

/// Words of requirements that a site of files alone cannot fulfil.
const NEEDS_SERVER: [&str; 18] = [
    "login",
    "log in",
    "sign in",
    "account",
    "upload",
    "payment",
    "pay ",
    "checkout",
    "database",
    "api",
    "real-time",
    "realtime",
    "live update",
    "notification",
    "subscribe",
    "e-mail",
    "email",
    "webhook",
];

impl Requirement {
    pub(super) fn id(&self) -> String {
        format!("R{}", self.number)
    }

    /// As a line that reads back: `R1 (must): text`.
    pub(super) fn line(&self) -> String {
        let rank = match self.rank {
            Rank::Must => "must",
            Rank::Should => "should",
        };
        format!("R{} ({rank}): {}", self.number, sentence(&self.text))
    }

    /// What it says, without the words that every requirement to tell something begins with.
    pub(super) fn gist(&self) -> &str {
        let told = self.text.strip_prefix(TOLD).and_then(|rest| rest.split_once("”: "));
        phrase(told.map_or(self.text.as_str(), |(_, gist)| gist))
    }

    /// Whether it asks for what only a server can do.
    pub(super) fn needs_server(&self) -> bool {
        let text = format!("{} ", self.text.to_lowercase());
        NEEDS_SERVER.iter().any(|word| text.contains(word))
    }
}

/// The requirements to work from.
pub(super) fn of(material: &Material<'_>) -> Vec<Requirement> {
    let approved = material.input("prd", "R1 (must)").map(|text| read(text, material.scale.items * 2)).unwrap_or_default();
    super::material::or_else(approved, || derive(material))
}

/// Reads lines such as `R1 (must): text` back, from wherever they stand in a document.
fn read(document: &str, most: usize) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    for section in outline(document) {
        for line in section.items.iter().chain(&section.paragraphs) {
            let Some(requirement) = parse(line, &section.title) else { continue };
            if found.len() < most && found.iter().all(|known| known.number != requirement.number) {
                found.push(requirement);
            }
        }
    }
    found
}

fn parse(line: &str, heading: &str) -> Option<Requirement> {
    let rest = line.strip_prefix('R')?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let number = rest.get(..digits)?.parse().ok()?;
    let (rank, text) = rest.get(digits..)?.split_once(':')?;
    let (text, from) = text.rsplit_once(" From: ").map_or((text, heading), |(text, from)| (text, phrase(from)));
    let text = clean(text, 400);
    if text.is_empty() || rank.chars().count() > 20 || rank.contains('.') {
        return None;
    }
    let rank = if rank.to_lowercase().contains("must") { Rank::Must } else { Rank::Should };
    Some(Requirement { number, rank, text, from: clean(from, 80) })
}

fn derive(material: &Material<'_>) -> Vec<Requirement> {
    let goals = material.goals.iter().map(|text| (text.clone(), GOALS.to_owned()));
    let of_facet = |facet: Option<Facet>| material.topics.iter().filter(move |topic| topic.facet == facet);
    let features = of_facet(Some(Facet::Features)).flat_map(|topic| topic.items().map(|item| (item.clone(), topic.title.clone())));
    let limits = material.limits.iter().map(|text| (text.clone(), CONSTRAINTS.to_owned()));
    let told = of_facet(None).flat_map(|topic| topic.parts.iter().filter_map(|part| Some((shown(topic, part)?, topic.title.clone()))));
    let mut found: Vec<Requirement> = Vec::new();
    for (text, from) in goals.chain(features).chain(limits).chain(told.filter(|(_, from)| from != &material.title)) {
        let text = phrase(&text).to_owned();
        let known = found.iter().any(|each| each.text == text);
        if !text.is_empty() && !known && found.len() < material.scale.items {
            found.push(Requirement { number: next_number(&found), rank: rank(&text, &from), text, from });
        }
    }
    found
}

/// How a requirement begins that asks for nothing but to tell what the brief says.
const TOLD: &str = "Visitors are told about ";

/// That a part of a topic must be told, and in short what it says.
fn shown(topic: &Topic, part: &Part) -> Option<String> {
    let name = if part.heading.is_empty() { topic.title.clone() } else { format!("{}: {}", topic.title, part.heading) };
    let said: Vec<&str> = part.items.iter().chain(&part.paragraphs).map(|text| phrase(text)).collect();
    (!said.is_empty()).then(|| clip(&format!("{TOLD}“{name}”: {}", said.join("; ")), 300))
}

/// Goals and constraints are musts; elsewhere the brief's own words tell.
fn rank(text: &str, from: &str) -> Rank {
    if from == GOALS || from == CONSTRAINTS {
        return Rank::Must;
    }
    let soft = ["should", "could", "maybe", "optional", "ideally", "nice", "perhaps"];
    let is_soft = text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| soft.contains(&word));
    if is_soft { Rank::Should } else { Rank::Must }
}

/// One more than the highest number.
pub(super) fn next_number(requirements: &[Requirement]) -> u32 {
    requirements.iter().map(|each| each.number).max().unwrap_or(0).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_edited_document_read_back() {
        let text = "# P\n\n## Requirements\n\n- R2 (must): Do **this**.\n- R7 (could): Maybe that\n- R2 (must): again\n- Rather: no\n\n## Other\n\n| a | b |\n|---|---|\n| R1 | x: y |\n";
        let found: Vec<(u32, Rank, String)> = read(text, 10).into_iter().map(|each| (each.number, each.rank, each.text)).collect();
        assert_eq!(
            found,
            [(2, Rank::Must, "Do this.".to_owned()), (7, Rank::Should, "Maybe that".to_owned()), (1, Rank::Should, "y".to_owned())]
        );
    }
}
