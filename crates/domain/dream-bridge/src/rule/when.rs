//! Which events a rule is about.

use crate::event::{Event, Phase, Severity};
use crate::pattern::Pattern;
use crate::template::{Engine, Part, TemplateFault};
use minijinja::Value;

/// The conditions of a rule; all of them must hold. An empty list holds for everything.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// Names of sources.
    pub sources: Vec<Pattern>,
    /// Types of events.
    pub types: Vec<Pattern>,
    /// This severity or worse.
    pub severity: Option<Severity>,
    /// Whether it opens, closes or does neither.
    pub phases: Vec<Phase>,
    /// Labels and what their values must fit.
    pub labels: Vec<(String, Pattern)>,
    pub(crate) expression: Option<(String, Part)>,
}

/// Why a rule is not about an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missed {
    /// Another source.
    #[error("the source `{0}` is not among its sources")]
    Source(String),
    /// Another type.
    #[error("the type `{0}` is not among its types")]
    Type(String),
    /// Not bad enough.
    #[error("the severity {is} is below {wanted}", is = .is.name(), wanted = .wanted.name())]
    Severity {
        /// The event's.
        is: Severity,
        /// The rule's.
        wanted: Severity,
    },
    /// Another phase.
    #[error("the phase {} is not among its phases", .0.name())]
    Phase(Phase),
    /// A label is missing or has another value.
    #[error("the label `{name}` is {is}, which does not fit `{wanted}`", is = .is.as_ref().map_or_else(|| "missing".to_owned(), |is| format!("`{is}`")))]
    Label {
        /// The label's name.
        name: String,
        /// Its value.
        is: Option<String>,
        /// The rule's pattern.
        wanted: String,
    },
    /// The expression does not hold.
    #[error("`{0}` does not hold")]
    Expression(String),
    /// The expression could not be computed for this event.
    #[error("`{expression}` could not be computed: {fault}")]
    Failed {
        /// The expression.
        expression: String,
        /// What went wrong.
        fault: TemplateFault,
    },
}

impl When {
    /// Whether the rule is about the event.
    pub(crate) fn holds(&self, engine: &Engine, event: &Event, values: &Value) -> Result<(), Missed> {
        let fits = |patterns: &[Pattern], text: &str| patterns.is_empty() || patterns.iter().any(|pattern| pattern.fits(text));
        if !fits(&self.sources, &event.source) {
            return Err(Missed::Source(event.source.clone()));
        }
        if !fits(&self.types, &event.kind) {
            return Err(Missed::Type(event.kind.clone()));
        }
        // The end of something is told to those who were told of its beginning, however harmless the end is.
        if let Some(wanted) = self.severity.filter(|wanted| event.severity < *wanted && event.phase != Phase::Resolved) {
            return Err(Missed::Severity { is: event.severity, wanted });
        }
        if !self.phases.is_empty() && !self.phases.contains(&event.phase) {
            return Err(Missed::Phase(event.phase));
        }
        for (name, wanted) in &self.labels {
            let is = event.labels.get(name);
            if !is.is_some_and(|is| wanted.fits(is)) {
                return Err(Missed::Label { name: name.clone(), is: is.cloned(), wanted: wanted.to_string() });
            }
        }
        let Some((expression, part)) = &self.expression else { return Ok(()) };
        match engine.holds(part, values) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Missed::Expression(expression.clone())),
            Err(fault) => Err(Missed::Failed { expression: expression.clone(), fault }),
        }
    }
}
