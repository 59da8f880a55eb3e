//! Running the work of one attempt to its end on calls that somebody answers; only the [`CallPath`] differs between a replay and anything
//! else, so the same record gives the same bytes.

use async_trait::async_trait;
use dream_ports::{ModelError, ModelReply, ModelRequest, StopReason};
use dream_roles::{
    Assignment, CALLS_PER_ARTIFACT, Call, CheckResult, File, Judged, Made, Performance, PerformanceError, PromptError, Prompts, Reply,
    ReplyEnd, Step,
};

/// Who answers the calls of one attempt, in order.
#[async_trait]
pub trait CallPath: Send {
    /// Answers call `number`, counted from 1.
    ///
    /// # Errors
    /// [`Failure`], with which the work ends.
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure>;

    /// Told that what call `number` gave for `artifact` was not accepted, and how many faults it had. A replay has nothing to say to it.
    fn refused(&self, _number: u32, _artifact: &str, _faults: usize) {}
}

/// One artifact, as it was handed in and accepted by the checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// The artifact's name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its files, sorted by path.
    pub files: Vec<File>,
    /// What the checks said.
    pub checks: Vec<CheckResult>,
}

/// How far a call came that gave nothing.
const fn asked(error: &ModelError) -> &'static str {
    match error {
        ModelError::UnknownPrice { .. } | ModelError::NotConfigured { .. } | ModelError::NotCanonical { .. } => "no model was asked",
        _ => "the model did not answer",
    }
}

/// Why an attempt gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The model did not answer, or was not asked.
    #[error("{how}: {cause}", how = asked(.0), cause = .0)]
    Model(#[source] ModelError),
    /// Nothing it handed in passed the checks.
    #[error("what was handed in for {artifact} did not pass its checks after {CALLS_PER_ARTIFACT} tries: {}", failures.join(" "))]
    Checks {
        /// The artifact.
        artifact: String,
        /// What the checks found last.
        failures: Vec<String>,
    },
    /// What it works from cannot be read.
    #[error("what the stage works from cannot be read: {0}")]
    Material(#[source] crate::AppError),
    /// The prompt cannot be made.
    #[error("the prompt cannot be made: {0}")]
    Prompt(#[source] PromptError),
    /// The agent that worked on it gave nothing.
    #[error("{message}")]
    Agent {
        /// The stable code.
        code: &'static str,
        /// What happened and what to do next.
        message: String,
    },
    /// Nobody may work on it on this host, because no agent can be confined as strongly as is asked.
    #[error("no agent is started on this host: {0}")]
    Unconfined(String),
    /// The run may not spend what the call could cost.
    #[error("{0}")]
    Budget(String),
    /// The attempt is no longer wanted, or somebody else works on it.
    #[error("the attempt is no longer this worker's: {0}")]
    Lost(String),
    /// A fault of ours.
    #[error("{0}")]
    Internal(#[source] crate::AppError),
}

impl Failure {
    /// The stable code that the attempt's events carry.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Model(error) => error.code(),
            Self::Checks { .. } => "checks_failed",
            Self::Prompt(_) => "prompt_invalid",
            Self::Agent { code, .. } => code,
            Self::Unconfined(_) => "agent_unconfined",
            Self::Budget(_) => "budget_exhausted",
            Self::Lost(_) => "lost",
            Self::Material(error) | Self::Internal(error) => error.code,
        }
    }
}

impl From<PerformanceError> for Failure {
    fn from(error: PerformanceError) -> Self {
        match error {
            PerformanceError::Checks { artifact, failures } => Self::Checks { artifact, failures },
            PerformanceError::Prompt(error) => Self::Prompt(error),
        }
    }
}

impl From<Made> for Product {
    fn from(made: Made) -> Self {
        Self { name: made.artifact, media_type: made.kind.media_type(), files: made.files, checks: made.checks }
    }
}

/// Does the work of one attempt with the calls of `calls`, asked of `model`.
///
/// # Errors
/// [`Failure`].
pub async fn perform(work: Assignment, built_in: Prompts, model: &str, calls: &mut dyn CallPath) -> Result<Vec<Product>, Failure> {
    let mut performance = Performance::begin(work, built_in)?;
    loop {
        let call = match performance.step()? {
            Step::Done(made) => return Ok(made.into_iter().map(Product::from).collect()),
            Step::Call(call) => call,
        };
        let number = call.number;
        let reply = calls.call(number, &request(model, call)).await?;
        if let Judged::Refused { artifact, faults } = performance.answer(&told(reply)) {
            calls.refused(number, &artifact, faults);
        }
    }
}

fn request(model: &str, call: Call) -> ModelRequest {
    ModelRequest::new(model, call.system, call.user, call.max_output_tokens)
}

/// What the machine is told of a reply.
fn told(reply: ModelReply) -> Reply {
    let end = match reply.stop_reason {
        StopReason::MaxOutputTokens => ReplyEnd::CutOff,
        StopReason::Refusal => ReplyEnd::Refusal,
        StopReason::ToolCalls => ReplyEnd::WantsTools,
        StopReason::End | StopReason::StopText | StopReason::Other(_) => ReplyEnd::Whole,
    };
    Reply { text: reply.text, end }
}
