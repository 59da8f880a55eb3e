//! The machine's checks: each turns bytes into sentences that say what is wrong, where, and what to do.
//!
//! Some look at what was handed in, others (see [`Check::is_of_site`]) at a web site: the tree that was handed in, or, for a
//! stage that reports on one, the tree among its inputs. A check that finds nothing to look at fails; it never passes empty.

mod accessibility;
mod agreement;
mod assets;
mod document;
mod links;
mod markup;
mod resources;
mod schema;
mod secrets;
mod site;
mod structure;
mod weight;

use crate::{Contract, File, Input, OutputKind};
pub use secrets::redact_secrets;
use serde::{Deserialize, Serialize};
use site::Site;
use std::cell::LazyCell;
use std::fmt;

/// The most sentences of one check.
const MOST_SENTENCES: usize = 20;

/// A check, by its name in templates: kebab-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The required headings are there, with text under them.
    Sections,
    /// All files together are not empty and within the limit of the contract.
    Size,
    /// Files of text are UTF-8 without control characters.
    Text,
    /// Markdown: in-document links have their target, no unsafe link, no raw HTML.
    Markdown,
    /// A report fits its JSON Schema.
    Schema,
    /// A report says of every machine check what the machine says.
    Agreement,
    /// Of a site: every page is well-formed HTML with a title and a language, without duplicate ids.
    Html,
    /// Of a site: every internal link and anchor resolves.
    Links,
    /// Of a site: every image, style sheet, script and CSS `url()` exists in the tree.
    Assets,
    /// Of a site: headings in order, text for images, links and fields, a main landmark, a viewport that zooms.
    Accessibility,
    /// Of a site: nothing is loaded from elsewhere or embedded.
    Resources,
    /// Of a site: no script in a page, no event handler in markup, no `javascript:` URL, no redirect.
    Markup,
    /// Of a site: nothing that looks like a key or token.
    Secrets,
    /// Of a site: pages, style sheets and images are small enough to load quickly.
    Weight,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check's name: of a [`Check`], or `form` for whether the reply could be read at all.
    pub name: String,
    /// Whether it found nothing wrong.
    pub passed: bool,
    /// What it found: a sentence each, at most 20.
    pub failures: Vec<String>,
}

/// A text that names no check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a check: use one of {known}", known = Check::ALL.map(Check::name).join(", "))]
pub struct UnknownCheck(String);

/// What the checks look at.
pub(crate) struct Subject<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) files: &'a [File],
    pub(crate) inputs: &'a [Input],
}

impl Check {
    /// Every check.
    pub const ALL: [Self; 14] = [
        Self::Sections,
        Self::Size,
        Self::Text,
        Self::Markdown,
        Self::Schema,
        Self::Agreement,
        Self::Html,
        Self::Links,
        Self::Assets,
        Self::Accessibility,
        Self::Resources,
        Self::Markup,
        Self::Secrets,
        Self::Weight,
    ];

    /// Its name in templates.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sections => "sections",
            Self::Size => "size",
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Schema => "schema",
            Self::Agreement => "agreement",
            Self::Html => "html",
            Self::Links => "links",
            Self::Assets => "assets",
            Self::Accessibility => "accessibility",
            Self::Resources => "resources",
            Self::Markup => "markup",
            Self::Secrets => "secrets",
            Self::Weight => "weight",
        }
    }

    /// Whether it looks at a web site rather than at a document or report.
    #[must_use]
    pub const fn is_of_site(self) -> bool {
        match self {
            Self::Sections | Self::Size | Self::Text | Self::Markdown | Self::Schema | Self::Agreement => false,
            Self::Html
            | Self::Links
            | Self::Assets
            | Self::Accessibility
            | Self::Resources
            | Self::Markup
            | Self::Secrets
            | Self::Weight => true,
        }
    }

    /// The checks that outputs of a form always have, whatever a template says.
    #[must_use]
    pub const fn of_form(kind: OutputKind) -> &'static [Self] {
        match kind {
            OutputKind::Document => &[Self::Size, Self::Text, Self::Sections, Self::Markdown],
            OutputKind::Tree => &[Self::Size, Self::Text],
            OutputKind::Report => &[Self::Size, Self::Text, Self::Schema, Self::Agreement],
        }
    }
}

impl CheckResult {
    /// A result from the sentences of a check.
    pub(crate) fn new(name: impl Into<String>, mut failures: Vec<String>) -> Self {
        let left_out = failures.len().saturating_sub(MOST_SENTENCES);
        if left_out > 0 {
            failures.truncate(MOST_SENTENCES - 1);
            failures.push(format!("And {} more of the same check: correct them likewise.", left_out + 1));
        }
        Self { name: name.into(), passed: failures.is_empty(), failures }
    }
}

/// Runs the site checks of `contract` on the site among `inputs`: what the machine itself finds about the work that a stage
/// reports on. Empty for a tree, whose own site is checked when it is handed in.
#[must_use]
pub fn verify(contract: &Contract, inputs: &[Input]) -> Vec<CheckResult> {
    if contract.kind == OutputKind::Tree {
        return Vec::new();
    }
    let mut wanted: Vec<Check> = Vec::new();
    for check in contract.checks.iter().filter(|check| check.is_of_site()) {
        if !wanted.contains(check) {
            wanted.push(*check);
        }
    }
    let Some(input) = inputs.iter().find(|input| input.is_site()) else {
        let missing = || vec!["There is no web site among the inputs: let the stage work from the artifact that holds it.".to_owned()];
        return wanted.into_iter().map(|check| CheckResult::new(check.name(), missing())).collect();
    };
    run_all(&wanted, &Subject { contract, files: &input.files, inputs })
}

/// Runs the checks that look at what was handed in: those of its form and those of the contract.
pub(crate) fn on_output(subject: &Subject<'_>) -> Vec<CheckResult> {
    let contract = subject.contract;
    let is_tree = contract.kind == OutputKind::Tree;
    let mut wanted = Check::of_form(contract.kind).to_vec();
    for check in &contract.checks {
        let is_of_inputs = check.is_of_site() && !is_tree;
        if !is_of_inputs && !wanted.contains(check) {
            wanted.push(*check);
        }
    }
    run_all(&wanted, subject)
}

fn run_all(checks: &[Check], subject: &Subject<'_>) -> Vec<CheckResult> {
    let site = LazyCell::new(|| Site::read(subject.files));
    checks.iter().map(|check| CheckResult::new(check.name(), run(*check, subject, &site))).collect()
}

fn run<'a>(check: Check, subject: &Subject<'_>, site: &LazyCell<Site<'a>, impl FnOnce() -> Site<'a>>) -> Vec<String> {
    match check {
        Check::Sections => document::sections(subject),
        Check::Size => document::size(subject),
        Check::Text => document::text(subject),
        Check::Markdown => document::markdown(subject),
        Check::Schema => schema::check(subject),
        Check::Agreement => agreement::check(subject),
        Check::Html => on_pages(site, structure::check),
        Check::Links => on_pages(site, links::check),
        Check::Assets => on_pages(site, assets::check),
        Check::Accessibility => on_pages(site, accessibility::check),
        Check::Resources => on_pages(site, resources::check),
        Check::Markup => on_pages(site, markup::check),
        Check::Secrets => on_pages(site, secrets::check),
        Check::Weight => on_pages(site, weight::check),
    }
}

fn on_pages(site: &Site<'_>, check: impl Fn(&Site<'_>) -> Vec<String>) -> Vec<String> {
    if site.pages.is_empty() { vec!["There is no page: hand in at least `index.html`.".to_owned()] } else { check(site) }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Check {
    type Err = UnknownCheck;

    fn from_str(text: &str) -> Result<Self, UnknownCheck> {
        let known = Self::ALL.into_iter().find(|check| check.name() == text);
        known.ok_or_else(|| UnknownCheck(text.chars().take(80).collect()))
    }
}
