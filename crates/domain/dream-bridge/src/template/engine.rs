//! Compiling and running templates within their bounds.

use super::{TemplateFault, filters};
use crate::discord::markdown;
use dream_template::Guard;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::io;

/// The most steps one template or expression may take.
pub const FUEL: u64 = 5_000;
/// The most bytes one template may write.
pub const LONGEST_OUTPUT: usize = 16_384;
/// The most bytes of one template.
pub const LONGEST_SOURCE: usize = 8_192;
/// What a filter says when it would give more than [`LONGEST_OUTPUT`].
pub(super) const TOO_MUCH: &str = "the text became too long: use `truncate`";

/// What a template may contain. An expression makes no text, so it may add and take remainders.
const GUARD: Guard = Guard { signs: &['*', '~', '+', '{', '}', '%'], expression_signs: &['*', '~', '{', '}'], filters: &filters::NAMES };

/// The templates of a set of rules, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    environment: Environment<'static>,
}

/// A template of an [`Engine`], by its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part(String);

impl Engine {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(50);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        // What came from outside is escaped, unless a filter made it safe.
        environment.set_formatter(|out, _, value| {
            let text = filters::plain(value)?;
            let shown = if value.is_safe() { text } else { markdown::escape(&text) };
            out.write_str(&shown).map_err(Error::from)
        });
        filters::install(&mut environment);
        Self { environment }
    }

    /// Adds a template under a name of its own.
    pub(crate) fn template(&mut self, name: &str, source: &str) -> Result<Part, TemplateFault> {
        if source.len() > LONGEST_SOURCE {
            return Err(TemplateFault::TooLong { bytes: source.len(), most: LONGEST_SOURCE });
        }
        if let Some((line, what)) = GUARD.forbidden(source) {
            return Err(TemplateFault::Forbidden { line, what });
        }
        self.add(name, source.to_owned())
    }

    /// Adds an expression under a name of its own.
    pub(crate) fn expression(&mut self, name: &str, source: &str) -> Result<Part, TemplateFault> {
        if source.len() > 2_000 {
            return Err(TemplateFault::TooLong { bytes: source.len(), most: 2_000 });
        }
        if let Some(what) = GUARD.forbidden_in_expression(source) {
            return Err(TemplateFault::Forbidden { line: 1, what });
        }
        self.environment.compile_expression_owned(source.to_owned()).map_err(|error| syntax(&error))?;
        self.add(name, format!("{{% if ({source}) %}}1{{% endif %}}"))
    }

    fn add(&mut self, name: &str, source: String) -> Result<Part, TemplateFault> {
        self.environment.add_template_owned(name.to_owned(), source).map_err(|error| syntax(&error))?;
        Ok(Part(name.to_owned()))
    }

    /// What the template writes for these values.
    pub(crate) fn render(&self, part: &Part, values: &Value) -> Result<String, TemplateFault> {
        let mut out = Bounded { bytes: Vec::new(), over: false };
        let template = self.environment.get_template(&part.0).map_err(|error| failed(&error))?;
        let result = template.render_captured_to(values.clone(), &mut out);
        match result {
            _ if out.over => Err(TemplateFault::Output),
            Ok(_) => Ok(String::from_utf8_lossy(&out.bytes).into_owned()),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Whether the expression holds for these values.
    pub(crate) fn holds(&self, part: &Part, values: &Value) -> Result<bool, TemplateFault> {
        self.render(part, values).map(|written| written == "1")
    }
}

fn message(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()))
}

fn syntax(error: &Error) -> TemplateFault {
    TemplateFault::Syntax { line: error.line().unwrap_or(1), message: message(error) }
}

fn failed(error: &Error) -> TemplateFault {
    match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => TemplateFault::Steps,
        (_, Some(TOO_MUCH)) => TemplateFault::Output,
        _ => TemplateFault::Failed { line: error.line().unwrap_or(1), message: message(error) },
    }
}

/// A buffer that refuses more than [`LONGEST_OUTPUT`] bytes.
struct Bounded {
    bytes: Vec<u8>,
    over: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > LONGEST_OUTPUT {
            self.over = true;
            return Err(io::Error::other(TOO_MUCH));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
