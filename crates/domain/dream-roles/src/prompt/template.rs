//! The templates of the crafts, and rendering.

use super::{Prompt, PromptInput, guard, view};
use crate::{Craft, OutputKind};
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::io;

/// The most steps one rendering may take.
const FUEL: u64 = 50_000;
/// The longest template, and the longest text that one may render to, in bytes.
const LONGEST: usize = 64 * 1024;
/// The name of the rules in the environment; no craft is called so.
const RULES: &str = "rules";

/// The prompts of an organisation: the built-in ones and its overrides.
#[derive(Debug, Clone)]
pub struct Prompts {
    environment: Environment<'static>,
}

/// Why a prompt cannot be made or a template not be taken.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// The template is too long.
    #[error("the prompt template for {craft} has {bytes} bytes: shorten it to at most {LONGEST}")]
    TooLong {
        /// Whose.
        craft: Craft,
        /// How long it is.
        bytes: usize,
    },
    /// The template contains what none may.
    #[error(
        "the prompt template for {craft} has {what} in line {line}: use only {{{{ values }}}}, if and for, without operators that make texts"
    )]
    Forbidden {
        /// Whose.
        craft: Craft,
        /// Where, from 1.
        line: usize,
        /// What.
        what: String,
    },
    /// The template renders to nothing.
    #[error("the prompt template for {craft} renders to nothing: say what the craft shall do")]
    Blank {
        /// Whose.
        craft: Craft,
    },
    /// The template is not valid, names something unknown, or takes too much to render.
    #[error("the prompt template for {name} cannot be rendered (line {line}): correct it, using only the documented values")]
    Template {
        /// The template.
        name: String,
        /// Where, from 1; 0 when unknown.
        line: usize,
        /// Why.
        #[source]
        source: minijinja::Error,
    },
    /// A report's schema cannot be put into the prompt.
    #[error("the schema of the report `{artifact}` is not JSON: correct it in the template of the run")]
    Schema {
        /// The artifact.
        artifact: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Prompts {
    /// The built-in prompts.
    ///
    /// # Errors
    /// [`PromptError::Template`] when an embedded template does not parse, which the tests rule out.
    pub fn built_in() -> Result<Self, PromptError> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(50);
        for craft in Craft::ALL {
            environment.add_template(craft.name(), built_in(craft)).map_err(|source| failed(craft.name(), source))?;
        }
        environment.add_template(RULES, include_str!("../../prompts/rules.j2")).map_err(|source| failed(RULES, source))?;
        Ok(Self { environment })
    }

    /// These prompts with the instructions of `craft` replaced. The template may use `stage` (title), `artifact`, `kind`
    /// (`document`, `tree`, `report`), `inputs` (names), `has_constraints`, `has_feedback`, `has_failures` and `variant`.
    ///
    /// # Errors
    /// [`PromptError`] when it is too long, contains what no template may, or does not render in every situation.
    pub fn with_override(mut self, craft: Craft, source: impl Into<String>) -> Result<Self, PromptError> {
        let source = source.into();
        if source.len() > LONGEST {
            return Err(PromptError::TooLong { craft, bytes: source.len() });
        }
        if let Some((line, what)) = guard::forbidden(&source) {
            return Err(PromptError::Forbidden { craft, line, what });
        }
        self.environment.add_template_owned(craft.name(), source).map_err(|source| failed(craft.name(), source))?;
        for kind in OutputKind::ALL {
            for full in [false, true] {
                if self.instructions(craft.name(), &sample(kind, full))?.trim().is_empty() {
                    return Err(PromptError::Blank { craft });
                }
            }
        }
        Ok(self)
    }

    /// The texts to send for `input`.
    ///
    /// # Errors
    /// [`PromptError`] when the craft's template cannot be rendered or a schema is not JSON.
    pub fn render(&self, input: &PromptInput) -> Result<Prompt, PromptError> {
        let values = values(input);
        let instructions = self.instructions(input.contract.craft.name(), &values)?;
        let rules = self.instructions(RULES, &values)?;
        let mut system = format!("{}\n\n{}", instructions.trim(), rules.trim());
        if input.contract.kind == OutputKind::Report {
            let schema = |source| PromptError::Schema { artifact: input.contract.artifact.clone(), source };
            let text = input.contract.report_schema().and_then(|value| serde_json::to_string_pretty(&value)).map_err(schema)?;
            system.push_str("\n\nThe JSON Schema:\n\n");
            system.push_str(&text);
        }
        system.push('\n');
        Ok(Prompt { system, user: view::write(input) })
    }

    fn instructions(&self, name: &str, values: &Value) -> Result<String, PromptError> {
        let mut out = Bounded(Vec::new());
        let template = self.environment.get_template(name).map_err(|source| failed(name, source))?;
        template.render_captured_to(values.clone(), &mut out).map_err(|source| failed(name, source))?;
        Ok(String::from_utf8_lossy(&out.0).into_owned())
    }
}

fn failed(name: &str, source: minijinja::Error) -> PromptError {
    PromptError::Template { name: name.to_owned(), line: source.line().unwrap_or(0), source }
}

const fn built_in(craft: Craft) -> &'static str {
    match craft {
        Craft::ProductManager => include_str!("../../prompts/product-manager.j2"),
        Craft::Architect => include_str!("../../prompts/architect.j2"),
        Craft::Planner => include_str!("../../prompts/planner.j2"),
        Craft::Builder => include_str!("../../prompts/builder.j2"),
        Craft::Qa => include_str!("../../prompts/qa.j2"),
        Craft::Security => include_str!("../../prompts/security.j2"),
        Craft::Writer => include_str!("../../prompts/writer.j2"),
        Craft::ReleaseManager => include_str!("../../prompts/release-manager.j2"),
    }
}

/// What templates may name. Texts of people and models are not among it: they reach the model as data in blocks alone.
fn values(input: &PromptInput) -> Value {
    context! {
        stage => input.stage.chars().filter(|c| !c.is_control()).take(120).collect::<String>(),
        artifact => super::safe_name(&input.contract.artifact),
        kind => input.contract.kind.name(),
        inputs => input.inputs.iter().map(|each| super::safe_name(&each.name)).collect::<Vec<_>>(),
        has_constraints => !input.constraints.is_empty(),
        has_feedback => input.feedback.is_some(),
        has_failures => !input.failures.is_empty(),
        variant => input.variant,
    }
}

fn sample(kind: OutputKind, full: bool) -> Value {
    let inputs = if full { vec!["prd", "plan"] } else { Vec::new() };
    context! {
        stage => "Stage", artifact => "artifact", kind => kind.name(), inputs,
        has_constraints => full, has_feedback => full, has_failures => full, variant => u32::from(full),
    }
}

/// A buffer that refuses more than [`LONGEST`] bytes.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other("the rendered text is longer than 64 KiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
