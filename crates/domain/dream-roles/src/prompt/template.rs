//! The templates of the crafts, and rendering.

use super::{Feedback, Prompt, PromptError, PromptInput, error::LONGEST, view};
use crate::{Contract, Craft, File, Input, OutputKind};
use dream_template::Guard;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::io;

/// The most steps one rendering may take.
const FUEL: u64 = 50_000;
/// What a template may contain: values, conditions and loops alone.
const GUARD: Guard = Guard { signs: &['*', '~', '+', '|', '{', '}', '%', '('], expression_signs: &[], filters: &[] };
/// The name of the rules in the environment; no craft is called so.
const RULES: &str = "rules";
/// What a template may name.
const VALUES: [&str; 9] =
    ["stage", "artifact", "kind", "inputs", "has_constraints", "has_feedback", "has_previous", "has_failures", "variant"];

/// The prompts of an organisation: the built-in ones and its overrides.
#[derive(Debug, Clone)]
pub struct Prompts {
    environment: Environment<'static>,
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
    /// (`document`, `tree`, `report`), `inputs` (names), `has_constraints`, `has_feedback`, `has_previous`, `has_failures` and `variant`.
    ///
    /// # Errors
    /// [`PromptError`] when it is too long, contains what no template may, or does not render in every situation.
    pub fn with_override(mut self, craft: Craft, source: impl Into<String>) -> Result<Self, PromptError> {
        let source = source.into();
        if source.len() > LONGEST {
            return Err(PromptError::TooLong { craft, bytes: source.len() });
        }
        if let Some((line, what)) = GUARD.forbidden(&source) {
            return Err(PromptError::Forbidden { craft, line, what });
        }
        let lines = source.clone();
        self.environment.add_template_owned(craft.name(), source).map_err(|source| failed(craft.name(), source))?;
        self.check_names(craft, &lines)?;
        for kind in OutputKind::ALL {
            for full in [false, true] {
                if self.instructions(craft.name(), &sample(kind, full))?.trim().is_empty() {
                    return Err(PromptError::Blank { craft });
                }
            }
        }
        Ok(self)
    }

    /// The instructions of `craft` as they are written: the built-in template, or the one that replaces it.
    ///
    /// # Errors
    /// [`PromptError::Template`] when there is none, which [`Prompts::built_in`] rules out.
    pub fn instructions_of(&self, craft: Craft) -> Result<String, PromptError> {
        Ok(self.environment.get_template(craft.name()).map_err(|source| failed(craft.name(), source))?.source().to_owned())
    }

    /// What `craft` would be told at a stage with an input, a constraint, feedback, an earlier version and a failed check: for
    /// people who look at a template before they publish it.
    ///
    /// # Errors
    /// [`PromptError`] when the craft's template cannot be rendered.
    pub fn sample(&self, craft: Craft) -> Result<Prompt, PromptError> {
        let document = |name: &str| Input { name: name.to_owned(), files: vec![File::text(format!("{name}.md"), "# Sample\n")] };
        self.render(&PromptInput {
            contract: Contract { sections: vec!["Overview".to_owned()], ..Contract::new(craft, "artifact", OutputKind::Document) },
            stage: "Stage".to_owned(),
            brief: "# A sample brief\n".to_owned(),
            inputs: vec![document("prd")],
            constraints: vec!["A sample constraint.".to_owned()],
            feedback: vec![Feedback { round: 1, verdict: "request_changes".to_owned(), text: "A sample comment.".to_owned() }],
            previous: Some(document("artifact")),
            failures: vec!["A sample failure.".to_owned()],
            variant: 0,
        })
    }

    /// Refuses a template that names what no prompt has, also where no sample would come to it.
    fn check_names(&self, craft: Craft, source: &str) -> Result<(), PromptError> {
        let template = self.environment.get_template(craft.name()).map_err(|source| failed(craft.name(), source))?;
        let mut unknown: Vec<String> =
            template.undeclared_variables(false).into_iter().filter(|name| !VALUES.contains(&name.as_str())).collect();
        unknown.sort();
        match unknown.into_iter().next() {
            None => Ok(()),
            Some(name) => {
                let line = source.lines().position(|line| line.contains(&name)).map_or(0, |before| before + 1);
                Err(PromptError::Unknown { craft, name, line, known: VALUES.join(", ") })
            }
        }
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
        has_feedback => !input.feedback.is_empty(),
        has_previous => input.previous.is_some(),
        has_failures => !input.failures.is_empty(),
        variant => input.variant,
    }
}

fn sample(kind: OutputKind, full: bool) -> Value {
    let inputs = if full { vec!["prd", "plan"] } else { Vec::new() };
    context! {
        stage => "Stage", artifact => "artifact", kind => kind.name(), inputs,
        has_constraints => full, has_feedback => full, has_previous => full, has_failures => full, variant => u32::from(full),
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
