//! The user's text of a prompt: the task and its material as blocks, written and read back.

use super::{
    Feedback, PromptInput, blocks,
    bounds::{LONGEST_INPUT, LONGEST_PREVIOUS, clipped, newest},
};
use crate::{Craft, Input, OutputKind, checks};

/// A prompt's material as a reader of the prompt sees it: what the offline provider works from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptView {
    /// Who works it.
    pub craft: Craft,
    /// The stage's title.
    pub stage: String,
    /// The artifact's name.
    pub artifact: String,
    /// The form asked for.
    pub kind: OutputKind,
    /// The most bytes that all files may have together.
    pub max_bytes: u64,
    /// How often reviewers asked for a fresh attempt.
    pub variant: u32,
    /// The headings that a document must have.
    pub sections: Vec<String>,
    /// The constraints that bind the stage.
    pub constraints: Vec<String>,
    /// The brief.
    pub brief: String,
    /// The artifacts it works from.
    pub inputs: Vec<InputText>,
    /// What the machine's checks say of the inputs.
    pub checks: Vec<CheckLine>,
    /// What reviewers said when they sent earlier work back, oldest first.
    pub feedback: Vec<Feedback>,
    /// The work that the newest of them speak of, as an input's text.
    pub previous: Option<String>,
    /// What checks found wrong with earlier replies.
    pub failures: Vec<String>,
}

/// An artifact as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputText {
    /// Its name.
    pub name: String,
    /// A document's Markdown, or a tree in the form of [`crate::tree`].
    pub text: String,
}

/// The outcome of a check of the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// The check's name.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
    /// What it found, a sentence per line.
    pub text: String,
}

/// The user's text for `input`.
pub(super) fn write(input: &PromptInput) -> String {
    let contract = &input.contract;
    let mut out = String::new();
    let stage: String = input.stage.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect();
    let artifact = blocks::safe_name(&contract.artifact);
    let task = format!(
        "craft: {}\nstage: {}\nartifact: {artifact}\nform: {}\nlimit: {} bytes\nvariant: {}",
        contract.craft,
        stage.trim(),
        contract.kind,
        contract.max_bytes,
        input.variant
    );
    blocks::push(&mut out, "task", &[], &task);
    contract.sections.iter().for_each(|section| blocks::push(&mut out, "section", &[], section));
    input.constraints.iter().for_each(|constraint| blocks::push(&mut out, "constraint", &[], constraint));
    blocks::push(&mut out, "brief", &[], &input.brief);
    for each in &input.inputs {
        blocks::push(&mut out, "input", &[("name", &each.name)], &as_text(each, LONGEST_INPUT));
    }
    for result in checks::verify(contract, &input.inputs) {
        let outcome = if result.passed { "passed" } else { "failed" };
        blocks::push(&mut out, "check", &[("name", &result.name), ("outcome", outcome)], &result.failures.join("\n"));
    }
    if let Some(previous) = &input.previous {
        blocks::push(&mut out, "previous", &[("name", &previous.name)], &as_text(previous, LONGEST_PREVIOUS));
    }
    write_feedback(&mut out, &input.feedback);
    input.failures.iter().for_each(|failure| blocks::push(&mut out, "failure", &[], failure));
    out.push_str("Work the task now. Reply with the artifact alone.\n");
    out
}

fn write_feedback(out: &mut String, feedback: &[Feedback]) {
    let (shown, left_out) = newest(feedback);
    if left_out > 0 {
        out.push_str(&format!("The oldest comments of reviewers are left out: {left_out} of {}.\n\n", feedback.len()));
    }
    for (comment, text) in shown {
        blocks::push(out, "feedback", &[("round", &comment.round.to_string()), ("verdict", &comment.verdict)], &text);
    }
}

/// An artifact as text: a single file as it is, several in the form of a tree; files that are not text by name alone.
fn as_text(input: &Input, most: usize) -> String {
    match input.files.as_slice() {
        [file] => clipped(&String::from_utf8_lossy(&file.bytes), most),
        files => clipped(&crate::tree::write(files), most),
    }
}

impl PromptView {
    /// Reads a prompt back; `None` when it is not one that this crate wrote.
    #[must_use]
    pub fn read(user: &str) -> Option<Self> {
        let blocks = blocks::read(user);
        let task = &blocks.iter().find(|block| block.tag == "task")?.text;
        let field = |key: &str| task.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        let texts = |tag: &str| blocks.iter().filter(|block| block.tag == tag).map(|block| block.text.clone()).collect::<Vec<_>>();
        let inputs = blocks.iter().filter(|block| block.tag == "input");
        let checks = blocks.iter().filter(|block| block.tag == "check");
        Some(Self {
            craft: field("craft")?.parse().ok()?,
            stage: field("stage").unwrap_or_default().to_owned(),
            artifact: field("artifact")?.to_owned(),
            kind: field("form")?.parse().ok()?,
            max_bytes: field("limit")?.strip_suffix(" bytes")?.parse().ok()?,
            variant: field("variant")?.parse().ok()?,
            sections: texts("section"),
            constraints: texts("constraint"),
            brief: texts("brief").into_iter().next()?,
            inputs: inputs
                .filter_map(|block| Some(InputText { name: block.attribute("name")?.to_owned(), text: block.text.clone() }))
                .collect(),
            checks: checks.filter_map(check_line).collect(),
            feedback: blocks.iter().filter(|block| block.tag == "feedback").filter_map(feedback).collect(),
            previous: texts("previous").into_iter().next(),
            failures: texts("failure"),
        })
    }
}

fn feedback(block: &blocks::Block) -> Option<Feedback> {
    let round = block.attribute("round")?.parse().ok()?;
    Some(Feedback { round, verdict: block.attribute("verdict")?.to_owned(), text: block.text.clone() })
}

fn check_line(block: &blocks::Block) -> Option<CheckLine> {
    let passed = block.attribute("outcome")? == "passed";
    Some(CheckLine { name: block.attribute("name")?.to_owned(), passed, text: block.text.clone() })
}
