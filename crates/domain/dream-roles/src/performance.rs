//! The work of one attempt as a machine without input or output: it says which call to a model comes next, is told the reply, and ends with
//! what is handed in. The same machine runs inside an agent's process and in a replay, so the same replies give the same bytes.

mod assignment;
mod denied;

use crate::{CheckResult, Contract, Examined, File, OutputKind, PromptError, PromptInput, Prompts};
pub use assignment::Assignment;
pub use denied::Denied;

/// How often one artifact is asked for before the attempt fails: once, and again with what the checks found.
pub const CALLS_PER_ARTIFACT: u32 = 3;
/// The most tokens one reply may have, hidden reasoning included.
const MAX_OUTPUT_TOKENS: u32 = 32_000;

/// The work of one attempt, under way.
#[derive(Debug, Clone)]
pub struct Performance {
    work: Assignment,
    prompts: Prompts,
    /// What was handed in so far, in the order of the contracts.
    made: Vec<Made>,
    /// The number of the call that comes next, from 1.
    number: u32,
    /// How often the present artifact has been asked for.
    tries: u32,
    /// What the checks found wrong with the newest reply, or with the attempt before.
    failures: Vec<String>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// This call to the model, and then [`Performance::answer`].
    Call(Call),
    /// Nothing: every artifact was handed in and accepted by its checks.
    Done(Vec<Made>),
}

/// A call to a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its number within the attempt, from 1.
    pub number: u32,
    /// The system's text.
    pub system: String,
    /// The user's text.
    pub user: String,
    /// The most tokens that the reply may have.
    pub max_output_tokens: u32,
}

/// What a model replied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its words.
    pub text: String,
    /// How they ended.
    pub end: ReplyEnd,
}

/// How a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyEnd {
    /// The model was done.
    Whole,
    /// It wrote as much as it was allowed to.
    CutOff,
    /// It declined.
    Refusal,
    /// It waits for tools, of which there are none.
    WantsTools,
}

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// Its artifact is handed in.
    Accepted,
    /// It was not accepted; the next call says why.
    Refused {
        /// The artifact.
        artifact: String,
        /// How many faults were found.
        faults: usize,
    },
}

/// One artifact, as it was handed in and accepted by its checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The artifact's name.
    pub artifact: String,
    /// Its form.
    pub kind: OutputKind,
    /// Its files, sorted by path.
    pub files: Vec<File>,
    /// What the checks said.
    pub checks: Vec<CheckResult>,
}

/// Why the work came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum PerformanceError {
    /// Nothing that was handed in for an artifact passed its checks.
    #[error("what was handed in for {artifact} did not pass its checks after {CALLS_PER_ARTIFACT} tries: {}", failures.join(" "))]
    Checks {
        /// The artifact.
        artifact: String,
        /// What the checks found last, a sentence each.
        failures: Vec<String>,
    },
    /// A prompt cannot be made.
    #[error("the prompt cannot be made: {0}")]
    Prompt(#[source] PromptError),
}

impl Performance {
    /// Begins `work`; `built_in` are the prompts without an organisation's overrides.
    ///
    /// # Errors
    /// [`PerformanceError::Prompt`] when the instructions that the attempt was started under cannot be used any more.
    pub fn begin(work: Assignment, built_in: Prompts) -> Result<Self, PerformanceError> {
        let prompts = match &work.instructions {
            Some((craft, text)) => built_in.with_override(*craft, text.clone()).map_err(PerformanceError::Prompt)?,
            None => built_in,
        };
        let failures = work.failures.clone();
        Ok(Self { work, prompts, made: Vec::new(), number: 1, tries: 0, failures })
    }

    /// What comes next. Asking again without an answer gives the same.
    ///
    /// # Errors
    /// [`PerformanceError`]: the attempt has failed.
    pub fn step(&self) -> Result<Step, PerformanceError> {
        let Some(contract) = self.contract() else { return Ok(Step::Done(self.made.clone())) };
        if self.tries == CALLS_PER_ARTIFACT {
            return Err(PerformanceError::Checks { artifact: contract.artifact.clone(), failures: self.failures.clone() });
        }
        let prompt = self.prompts.render(&self.input(contract)).map_err(PerformanceError::Prompt)?;
        Ok(Step::Call(Call { number: self.number, system: prompt.system, user: prompt.user, max_output_tokens: MAX_OUTPUT_TOKENS }))
    }

    /// Takes the reply to the call that came next. A reply beyond the end is no reply.
    pub fn answer(&mut self, reply: &Reply) -> Judged {
        let Some(contract) = self.contract().cloned() else { return Judged::Accepted };
        self.number += 1;
        self.tries += 1;
        let faults = match cut_short(reply.end) {
            Some(fault) => vec![fault.to_owned()],
            None => {
                let examined = self.work.examine_reply(&contract, &reply.text);
                if examined.is_acceptable() {
                    self.accept(&contract, examined);
                    return Judged::Accepted;
                }
                examined.failures()
            }
        };
        self.failures = faults;
        Judged::Refused { artifact: contract.artifact, faults: self.failures.len() }
    }

    fn accept(&mut self, contract: &Contract, examined: Examined) {
        self.made.push(Made::of(contract, examined));
        self.tries = 0;
        self.failures = self.work.failures.clone();
    }

    /// The contract of the artifact that is worked on.
    fn contract(&self) -> Option<&Contract> {
        self.work.contracts.get(self.made.len())
    }

    fn input(&self, contract: &Contract) -> PromptInput {
        let work = &self.work;
        PromptInput {
            contract: contract.clone(),
            stage: work.stage_title.clone(),
            brief: work.brief.clone(),
            inputs: work.inputs.clone(),
            constraints: work.constraints.clone(),
            feedback: work.feedback.clone(),
            previous: work.previous.iter().find(|previous| previous.name == contract.artifact).cloned(),
            failures: self.failures.clone(),
            variant: work.variant,
        }
    }
}

impl Made {
    /// What was examined and found acceptable.
    #[must_use]
    pub fn of(contract: &Contract, examined: Examined) -> Self {
        let checks = examined.results();
        Self { artifact: contract.artifact.clone(), kind: contract.kind, files: examined.files, checks }
    }
}

/// What is wrong with a reply that did not come to its own end.
const fn cut_short(end: ReplyEnd) -> Option<&'static str> {
    match end {
        ReplyEnd::Whole => None,
        ReplyEnd::CutOff => Some("The reply was cut off because it was too long: hand in a shorter one, whole."),
        ReplyEnd::Refusal => Some("The reply was a refusal: hand in the artifact, or as much of it as you can."),
        ReplyEnd::WantsTools => Some("The reply asked for tools, and there are none: hand in the artifact itself."),
    }
}

#[cfg(test)]
mod tests;
