//! The work of a stage: the machine of `dream-roles` asks, the server answers, and what passed the checks is written to the folder.

use super::failure::LlmError;
use super::model;
use dream_agent_sdk::{Context, Failure, TurnEnd};
use dream_ports::builtin::{GivenUp, OUT, Refusal};
use dream_ports::{ModelReply, ModelRequest, StopReason};
use dream_roles::{Assignment, Call, Judged, Made, Performance, PerformanceError, Prompts, Reply, ReplyEnd, Step};
use std::path::Path;

/// Works the assignment whose JSON is `text`.
pub(super) async fn work(text: &str, context: &Context) -> Result<TurnEnd, Failure> {
    let assignment: Assignment = serde_json::from_str(text).map_err(|source| LlmError::Unreadable { what: "the assignment", source })?;
    let performed = match Prompts::built_in() {
        Ok(prompts) => perform(assignment, prompts, context).await?,
        Err(error) => Err(PerformanceError::Prompt(error)),
    };
    match performed {
        Ok(made) => {
            for made in made {
                write(context.folder(), &made).await?;
            }
            context.say("Every artifact is handed in.")?;
        }
        Err(error) => {
            let given_up = match error {
                PerformanceError::Checks { artifact, failures } => GivenUp::Checks { artifact, failures },
                PerformanceError::Prompt(_) => GivenUp::Other { message: error.to_string() },
            };
            model::give_up(context, &given_up).await?;
        }
    }
    Ok(TurnEnd::Finished)
}

async fn perform(assignment: Assignment, prompts: Prompts, context: &Context) -> Result<Result<Vec<Made>, PerformanceError>, LlmError> {
    let mut performance = match Performance::begin(assignment, prompts) {
        Ok(performance) => performance,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        let call = match performance.step() {
            Ok(Step::Done(made)) => return Ok(Ok(made)),
            Ok(Step::Call(call)) => call,
            Err(error) => return Ok(Err(error)),
        };
        let number = call.number;
        context.think(format!("Asking the model, call {number}.\n"))?;
        let reply = model::call(context, number, request(call)).await?;
        if let Judged::Refused { artifact, faults } = performance.answer(&told(reply)) {
            model::refused(context, &Refusal { number, artifact, faults }).await?;
        }
    }
}

/// The call as a request; which model answers it is the server's choice.
fn request(call: Call) -> ModelRequest {
    ModelRequest::new(String::new(), call.system, call.user, call.max_output_tokens)
}

fn told(reply: ModelReply) -> Reply {
    let end = match reply.stop_reason {
        StopReason::MaxOutputTokens => ReplyEnd::CutOff,
        StopReason::Refusal => ReplyEnd::Refusal,
        StopReason::ToolCalls => ReplyEnd::WantsTools,
        StopReason::End | StopReason::StopText | StopReason::Other(_) => ReplyEnd::Whole,
    };
    Reply { text: reply.text, end }
}

async fn write(folder: &Path, made: &Made) -> Result<(), LlmError> {
    for file in &made.files {
        let path = folder.join(OUT).join(&made.artifact).join(&file.path);
        let failed = |source| LlmError::Write { path: file.path.clone(), source };
        if let Some(parent) = path.parent() {
            tokio::fs::create_dir_all(parent).await.map_err(failed)?;
        }
        tokio::fs::write(&path, &file.bytes).await.map_err(failed)?;
    }
    Ok(())
}
