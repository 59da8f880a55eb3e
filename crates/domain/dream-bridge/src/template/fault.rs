//! Why a template or an expression was refused or failed.

/// What is wrong, and where in the template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// Longer than any template may be.
    #[error("it has {bytes} bytes; {most} are allowed")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many are allowed.
        most: usize,
    },
    /// It contains what no template may.
    #[error("{what} is not allowed in templates: use values, filters, `if` and `for` alone")]
    Forbidden {
        /// The line in the template, from 1.
        line: usize,
        /// What it is.
        what: String,
    },
    /// It cannot be read.
    #[error("{message}")]
    Syntax {
        /// The line in the template, from 1.
        line: usize,
        /// What the reader said.
        message: String,
    },
    /// It took more steps than any template may.
    #[error("it took more than {FUEL} steps and was stopped: loop over fewer values", FUEL = super::FUEL)]
    Steps,
    /// It wrote more than any template may.
    #[error("it wrote more than {LONGEST_OUTPUT} bytes and was stopped: use `truncate`", LONGEST_OUTPUT = super::LONGEST_OUTPUT)]
    Output,
    /// It failed on this event.
    #[error("it failed at line {line}: {message}")]
    Failed {
        /// The line in the template, from 1.
        line: usize,
        /// What went wrong.
        message: String,
    },
}

impl TemplateFault {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "template_too_long",
            Self::Forbidden { .. } => "template_forbidden",
            Self::Syntax { .. } => "template_syntax",
            Self::Steps => "template_steps",
            Self::Output => "template_output",
            Self::Failed { .. } => "template_failed",
        }
    }

    /// The line in the template that it is about, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        match self {
            Self::Forbidden { line, .. } | Self::Syntax { line, .. } | Self::Failed { line, .. } => *line,
            Self::TooLong { .. } | Self::Steps | Self::Output => 1,
        }
    }
}
