//! The work of one attempt: prompts, calls, checks, products. The same code runs live, resumed and replayed; only the
//! [`CallPath`] differs, so the same record gives the same bytes.

use super::Assignment;
use async_trait::async_trait;
use dream_ports::{ModelError, ModelReply, ModelRequest, StopReason};
use dream_roles::{CheckResult, Contract, Examined, File, PromptError, PromptInput, examine};

/// How often one artifact is asked for before the attempt fails: once, and again with what the checks found.
const CALLS_PER_ARTIFACT: u32 = 3;
/// The most tokens one reply may have, hidden reasoning included.
const MAX_OUTPUT_TOKENS: u32 = 32_000;

/// Who answers the calls of one attempt, in order.
#[async_trait]
pub(crate) trait CallPath: Send {
    /// Answers call `number`, counted from 1.
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure>;

    /// Told that what call `number` gave for `artifact` was not accepted, and how many faults it had. A replay has nothing to say to it.
    fn refused(&self, _number: u32, _artifact: &str, _faults: usize) {}
}

/// One artifact, as it was handed in and accepted by the checks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Product {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) files: Vec<File>,
    pub(crate) checks: Vec<CheckResult>,
}

/// Why an attempt gave nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The model did not answer.
    #[error("the model did not answer: {0}")]
    Model(#[source] ModelError),
    /// Nothing it handed in passed the checks.
    #[error("what was handed in for {artifact} did not pass its checks after {CALLS_PER_ARTIFACT} tries: {}", failures.join(" "))]
    Checks { artifact: String, failures: Vec<String> },
    /// What it works from cannot be read.
    #[error("what the stage works from cannot be read: {0}")]
    Material(#[source] crate::AppError),
    /// The prompt cannot be made.
    #[error("the prompt cannot be made: {0}")]
    Prompt(#[source] PromptError),
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
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Model(error) => error.code(),
            Self::Checks { .. } => "checks_failed",
            Self::Prompt(_) => "prompt_invalid",
            Self::Budget(_) => "budget_exhausted",
            Self::Lost(_) => "lost",
            Self::Material(error) | Self::Internal(error) => error.code,
        }
    }
}

/// Does the work of one attempt.
pub(crate) async fn perform(work: &Assignment, calls: &mut dyn CallPath) -> Result<Vec<Product>, Failure> {
    let mut number = 0;
    let mut products = Vec::with_capacity(work.contracts.len());
    for contract in &work.contracts {
        products.push(one(work, contract, calls, &mut number).await?);
    }
    Ok(products)
}

async fn one(work: &Assignment, contract: &Contract, calls: &mut dyn CallPath, number: &mut u32) -> Result<Product, Failure> {
    let mut failures = work.failures.clone();
    for _ in 0..CALLS_PER_ARTIFACT {
        *number += 1;
        let request = request(work, contract, &failures)?;
        let reply = calls.call(*number, &request).await?;
        if let Some(fault) = cut_short(&reply) {
            failures = vec![fault];
            calls.refused(*number, &contract.artifact, failures.len());
            continue;
        }
        let mut examined = examine(contract, &reply.text, &work.inputs);
        examined.output.extend(work.denied.check(&examined.files));
        if examined.is_acceptable() {
            return Ok(product(contract, examined));
        }
        failures = examined.failures();
        calls.refused(*number, &contract.artifact, failures.len());
    }
    Err(Failure::Checks { artifact: contract.artifact.clone(), failures })
}

/// What is wrong with a reply that did not come to its own end.
fn cut_short(reply: &ModelReply) -> Option<String> {
    match &reply.stop_reason {
        StopReason::MaxOutputTokens => Some("The reply was cut off because it was too long: hand in a shorter one, whole.".to_owned()),
        StopReason::Refusal => Some("The reply was a refusal: hand in the artifact, or as much of it as you can.".to_owned()),
        StopReason::ToolCalls => Some("The reply asked for tools, and there are none: hand in the artifact itself.".to_owned()),
        StopReason::End | StopReason::StopText | StopReason::Other(_) => None,
    }
}

fn request(work: &Assignment, contract: &Contract, failures: &[String]) -> Result<ModelRequest, Failure> {
    let input = PromptInput {
        contract: contract.clone(),
        stage: work.stage_title.clone(),
        brief: work.brief.clone(),
        inputs: work.inputs.clone(),
        constraints: work.constraints.clone(),
        feedback: work.feedback.clone(),
        previous: work.previous.iter().find(|previous| previous.name == contract.artifact).cloned(),
        failures: failures.to_vec(),
        variant: work.variant,
    };
    let prompt = work.prompts.render(&input).map_err(Failure::Prompt)?;
    Ok(ModelRequest::new(&work.model, prompt.system, prompt.user, MAX_OUTPUT_TOKENS))
}

fn product(contract: &Contract, examined: Examined) -> Product {
    let checks = examined.results();
    Product { name: contract.artifact.clone(), media_type: contract.kind.media_type(), files: examined.files, checks }
}
