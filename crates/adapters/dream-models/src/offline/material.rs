//! What the offline provider knows: the brief's own goals, users, constraints and topics, and what the approved inputs decided.

use super::lookup::{Facet, facet_of};
use super::requirements::{self, Requirement};
use super::review::{Comment, comments};
use super::text::{clean, sentences};
use dream_roles::{Craft, OutlineSection, PromptView, outline};

/// How much of a long brief is worked in, so that the output stays readable and within its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// The most entries of one list.
    pub(super) items: usize,
    /// The most topics, and so pages.
    pub(super) topics: usize,
    /// The most characters of one paragraph or entry.
    pub(super) characters: usize,
}

/// A heading of the brief with all that stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// Never empty.
    pub(super) title: String,
    /// What stands under it, by the headings inside it.
    pub(super) parts: Vec<Part>,
    /// How many paragraphs and entries of the brief were left out.
    pub(super) left_out: usize,
    pub(super) facet: Option<Facet>,
}

/// A part of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The heading inside the topic; empty for what stands right under the topic's own.
    pub(super) heading: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) items: Vec<String>,
}

/// Everything that a writer works from.
#[derive(Debug)]
pub(super) struct Material<'a> {
    pub(super) view: &'a PromptView,
    pub(super) scale: Scale,
    pub(super) title: String,
    /// What the project is, in the brief's words; never empty.
    pub(super) summary: Vec<String>,
    pub(super) topics: Vec<Topic>,
    pub(super) goals: Vec<String>,
    pub(super) users: Vec<String>,
    /// What the brief itself demands or forbids.
    pub(super) limits: Vec<String>,
    pub(super) excluded: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) risks: Vec<String>,
    pub(super) requirements: Vec<Requirement>,
    /// What reviewers asked for, comment by comment.
    pub(super) comments: Vec<Comment>,
    /// The constraints that bind the stage.
    pub(super) constraints: Vec<String>,
}

impl Scale {
    /// From the fullest to the barest; shorter from the start when reviewers asked for that.
    pub(super) fn all(view: &PromptView) -> Vec<Self> {
        let full = Self { items: 40, topics: 12, characters: 600 };
        let shorter = super::review::asks_for_less(&view.feedback);
        let halvings = usize::from(shorter)..6;
        halvings.map(|times| full.divided(1 << times)).collect()
    }

    fn divided(self, by: usize) -> Self {
        Self { items: (self.items / by).max(2), topics: (self.topics / by).max(1), characters: (self.characters / by).max(60) }
    }
}

impl<'a> Material<'a> {
    /// Works `view` into what the writers need.
    pub(super) fn read(view: &'a PromptView, scale: Scale) -> Self {
        let sections = outline(&view.brief);
        let title = title(&sections);
        let topics = topics(&sections, &title, scale);
        let of = |facet: Facet| entries(&topics, facet, scale);
        let goals = or_else(of(Facet::Goals), || statements(&topics, scale));
        let comments = comments(&view.feedback, scale);
        let mut material = Self {
            view,
            scale,
            summary: summary(&topics, &title),
            goals: or_else(goals, || vec![format!("Make “{title}” real as the brief describes it")]),
            users: or_else(of(Facet::Users), || vec!["Readers of the brief, for whom it names no narrower group".to_owned()]),
            limits: of(Facet::Limits),
            excluded: of(Facet::Excluded),
            questions: of(Facet::Questions),
            risks: of(Facet::Risks),
            title,
            topics,
            requirements: Vec::new(),
            comments,
            constraints: view.constraints.iter().take(100).map(|text| clean(text, 1_000)).filter(|text| !text.is_empty()).collect(),
        };
        material.requirements = requirements::of(&material);
        if view.craft == Craft::ProductManager {
            super::review::change_requirements(&mut material);
        }
        material
    }

    /// The text of the input called `name`, or of the first that holds `marker` when none is called so.
    pub(super) fn input(&self, name: &str, marker: &str) -> Option<&'a str> {
        let named = self.view.inputs.iter().find(|input| input.name == name);
        named.or_else(|| self.view.inputs.iter().find(|input| input.text.contains(marker))).map(|input| input.text.as_str())
    }

    /// Takes one of `choices` by the variant that reviewers asked for.
    pub(super) fn choose<T: Copy>(&self, choices: &[T], usual: T) -> T {
        let number = usize::try_from(self.view.variant).unwrap_or(0);
        choices.get(number % choices.len().max(1)).copied().unwrap_or(usual)
    }

    /// The numbers of the requirements that share words with `text`; of all when none does.
    pub(super) fn served_by(&self, text: &str) -> Vec<String> {
        let wanted = super::text::words(text);
        let shares = |each: &&Requirement| !super::text::words(&each.text).is_disjoint(&wanted) || clean(&each.from, 80) == text;
        let found: Vec<String> = self.requirements.iter().filter(shares).map(Requirement::id).take(8).collect();
        or_else(found, || self.requirements.iter().take(1).map(Requirement::id).collect())
    }
}

/// `items`, or what `other` gives when there are none.
pub(super) fn or_else<T>(items: Vec<T>, other: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if items.is_empty() { other() } else { items }
}

fn title(sections: &[OutlineSection]) -> String {
    let heading = sections.iter().find(|section| section.level == 1).or_else(|| sections.iter().find(|section| section.level > 0));
    let line = sections.iter().flat_map(|section| section.paragraphs.iter().chain(&section.items)).next();
    let named = heading.map(|section| clean(&section.title, 80)).filter(|title| !title.is_empty());
    let named = named.or_else(|| line.and_then(|line| sentences(line).first().map(|first| clean(first, 60))));
    named
        .map(|title| super::text::phrase(&title).to_owned())
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| "Untitled project".to_owned())
}

/// The headings of the brief below its title, each with the headings under it; what stands before them is the first topic.
fn topics(sections: &[OutlineSection], title: &str, scale: Scale) -> Vec<Topic> {
    let top = sections.iter().map(|section| section.level).filter(|level| *level > 1).min().unwrap_or(1);
    let mut topics: Vec<Topic> = Vec::new();
    let mut ignored = 0;
    for section in sections {
        let name = clean(&section.title, 80);
        let begins = topics.is_empty() || (section.level <= top && super::text::phrase(&name) != title);
        if begins && topics.len() > scale.topics {
            ignored += 1;
        } else if begins {
            let number = topics.len() + 1;
            let shown = if !name.is_empty() {
                name.clone()
            } else if number == 1 {
                title.to_owned()
            } else {
                format!("Part {number}")
            };
            topics.push(Topic { facet: facet_of(&name), title: shown, parts: Vec::new(), left_out: 0 });
        }
        if ignored == 0
            && let Some(topic) = topics.last_mut()
        {
            let heading = if begins { String::new() } else { name };
            topic.add(heading, section, scale);
        }
    }
    if let Some(last) = topics.last_mut() {
        last.left_out += ignored;
    }
    topics
}

impl Topic {
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.paragraphs)
    }

    pub(super) fn items(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.items)
    }

    fn add(&mut self, heading: String, section: &OutlineSection, scale: Scale) {
        let mut part = Part { heading, paragraphs: Vec::new(), items: Vec::new() };
        let before = (self.paragraphs().count(), self.items().count());
        let room = |used: usize| scale.items.saturating_sub(used);
        let mut take = |from: &[String], room: usize| {
            let kept: Vec<String> =
                from.iter().take(room).map(|text| clean(text, scale.characters)).filter(|text| !text.is_empty()).collect();
            self.left_out += from.len().saturating_sub(room);
            kept
        };
        part.paragraphs = take(&section.paragraphs, room(before.0));
        part.items = take(&section.items, room(before.1));
        if !part.paragraphs.is_empty() || !part.items.is_empty() {
            self.parts.push(part);
        }
    }
}

/// The first paragraphs: under the title, else under the first heading that has any.
fn summary(topics: &[Topic], title: &str) -> Vec<String> {
    let topic = topics.iter().filter(|topic| topic.facet.is_none()).chain(topics).find(|topic| topic.paragraphs().next().is_some());
    let found = topic.map(|topic| topic.paragraphs().take(2).map(|text| super::text::sentence(text)).collect());
    or_else(found.unwrap_or_default(), || vec![format!("The brief asks for “{title}”.")])
}

/// What stands under the headings of one facet: entries, or else sentences.
fn entries(topics: &[Topic], facet: Facet, scale: Scale) -> Vec<String> {
    let of_facet = || topics.iter().filter(move |topic| topic.facet == Some(facet));
    let items: Vec<String> = of_facet().flat_map(Topic::items).take(scale.items).cloned().collect();
    or_else(items, || of_facet().flat_map(sentences_of).take(scale.items).collect())
}

/// What the brief states where it names no goals: its entries, or else its sentences.
fn statements(topics: &[Topic], scale: Scale) -> Vec<String> {
    let open = || topics.iter().filter(|topic| topic.facet.is_none_or(|facet| facet == Facet::Features));
    let items: Vec<String> = open().flat_map(Topic::items).take(scale.items.min(8)).cloned().collect();
    or_else(items, || open().flat_map(sentences_of).take(5).collect())
}

fn sentences_of(topic: &Topic) -> Vec<String> {
    topic.paragraphs().flat_map(|text| sentences(text)).filter(|text| !text.ends_with(':')).map(str::to_owned).collect()
}
