//! What reviewers asked for, and what is done about it.

use super::material::{Material, Scale};
use super::requirements::{Rank, Requirement, next_number};
use super::text::{clean, phrase};
use dream_roles::Feedback;

/// The most comments that are answered one by one.
const MOST: usize = 50;

/// One comment and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// The round of review that it was made in.
    pub(super) round: u32,
    pub(super) text: String,
    pub(super) kind: Kind,
    /// What was changed for it.
    pub(super) answer: String,
}

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Less text.
    Less,
    /// Requirements out, by their numbers.
    Remove(Vec<u32>),
    /// Something more, or something else.
    Add,
}

/// The comments of every round of review: a line each, without list marks; the newest when there are many.
pub(super) fn comments(feedback: &[Feedback], scale: Scale) -> Vec<Comment> {
    let of_round = |each: &Feedback| {
        let lines = each.text.lines().map(|line| clean(line.trim_start_matches(['-', '*', '>', '#', ' ']), scale.characters.max(200)));
        let texts = lines.filter(|text| !text.is_empty());
        let comment = |text: String| Comment { round: each.round, kind: kind(&text), answer: String::new(), text };
        texts.map(comment).map(answered).collect::<Vec<_>>()
    };
    let mut all: Vec<Comment> = feedback.iter().flat_map(of_round).collect();
    all.drain(..all.len().saturating_sub(MOST));
    all
}

/// Whether feedback asks for a shorter text.
pub(super) fn asks_for_less(feedback: &[Feedback]) -> bool {
    feedback.iter().flat_map(|each| each.text.lines()).any(|line| kind(line) == Kind::Less)
}

fn kind(text: &str) -> Kind {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|found| found == *word));
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| word.strip_prefix(['R', 'r'])?.parse().ok()).collect();
    if !numbers.is_empty() && has(&["remove", "drop", "delete", "without"]) {
        Kind::Remove(numbers)
    } else if has(&["shorter", "shorten", "concise", "briefer"]) {
        Kind::Less
    } else {
        Kind::Add
    }
}

fn answered(mut comment: Comment) -> Comment {
    comment.answer = match &comment.kind {
        Kind::Less => "Shortened: lists and paragraphs are cut to what matters most.".to_owned(),
        Kind::Remove(_) => "Noted: the requirements are changed where they are approved, and this work follows them.".to_owned(),
        Kind::Add => "Taken up: it is part of the work from this version on.".to_owned(),
    };
    comment
}

/// Changes the requirements as the comments ask, and says so in their answers.
pub(super) fn change_requirements(material: &mut Material<'_>) {
    for comment in &mut material.comments {
        match &comment.kind {
            Kind::Less => {}
            Kind::Remove(numbers) => {
                let before = material.requirements.len();
                material.requirements.retain(|each| !numbers.contains(&each.number));
                let removed = before - material.requirements.len();
                comment.answer = if removed == 0 {
                    "There was no such requirement in this version: nothing to remove.".to_owned()
                } else {
                    format!("Removed {removed} of the requirements that it names; the others keep their numbers.")
                };
            }
            Kind::Add => {
                let number = next_number(&material.requirements);
                let text = format!("Follow the review: {}", phrase(&comment.text));
                material.requirements.push(Requirement { number, rank: Rank::Must, text, from: "Review".to_owned() });
                comment.answer = format!("Added as R{number}.");
            }
        }
    }
}

impl Material<'_> {
    /// The comments that ask for something more.
    pub(super) fn additions(&self) -> impl Iterator<Item = &Comment> {
        self.comments.iter().filter(|comment| comment.kind == Kind::Add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_apart() {
        for (text, expected) in [
            ("Please remove R3 and R12.", Kind::Remove(vec![3, 12])),
            ("Make it shorter", Kind::Less),
            ("Add a page for volunteers", Kind::Add),
            ("R3 is unclear", Kind::Add),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
