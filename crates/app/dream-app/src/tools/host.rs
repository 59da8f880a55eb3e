//! The inbound port of tools.

use super::answer::refused;
use super::counters::Outcome;
use super::places::Call;
use super::{allow, artifacts, catalogue, constraints, current, decision, logs, messages, people, split, tasks};
use crate::{App, AppError, Kind};
use async_trait::async_trait;
use dream_ledger::{Digest, jcs};
use dream_ports::{ToolAnswer, ToolCaller, ToolHost, ToolSpec, ToolVerdict};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument as _;

/// The tools of this server.
#[derive(Clone)]
pub struct SwarmTools {
    app: App,
    patience: Duration,
}

impl SwarmTools {
    /// The tools on `app`; a call that people are to decide about waits for them as long as `patience`.
    #[must_use]
    pub fn new(app: App, patience: Duration) -> Self {
        Self { app, patience }
    }

    async fn answer(&self, caller: &ToolCaller, tool: &str, arguments: Value) -> Result<ToolAnswer, AppError> {
        let call = Call::of(&self.app, caller).await?;
        if let Some(hand) = self.app.desk().find(&caller.agent, caller.work) {
            // Looking is a sign of life; getting on is what the work itself says.
            hand.activity().beat(self.app.now());
        }
        allow::ours(&call, tool, &arguments, self.patience).await?;
        match tool {
            "get_task" => current::get_task(&call, arguments).await,
            "list_tasks" => tasks::list(&call, arguments).await,
            "claim_task" => tasks::claim(&call, arguments).await,
            "heartbeat" => tasks::heartbeat(&call, arguments).await,
            "report_progress" => tasks::progress(&call, arguments).await,
            "split_task" => split::split(&call, arguments).await,
            "complete_task" => tasks::complete(&call, arguments).await,
            "fail_task" => tasks::fail(&call, arguments).await,
            "send_message" => messages::send(&call, arguments).await,
            "read_messages" => messages::read(&call, arguments).await,
            "acknowledge_message" => messages::acknowledge(&call, arguments).await,
            "list_artifacts" => artifacts::list(&call, arguments).await,
            "read_artifact" => artifacts::read(&call, arguments).await,
            "publish_artifact" => artifacts::publish(&call, arguments).await,
            "read_constraints" => constraints::read(&call, arguments).await,
            "ask_person" => people::ask(&call, arguments).await,
            "record_decision" => decision::record(&call, arguments).await,
            "write_log" => logs::write(&call, arguments).await,
            _ => {
                let shown: String = tool.chars().filter(|letter| !letter.is_control()).take(80).collect();
                Err(AppError::new(
                    Kind::NotFound,
                    "unknown_tool",
                    format!("there is no tool {shown}; list the tools to see which there are"),
                ))
            }
        }
    }

    /// At the highest level, so that every line of a call finds its run's and its task's log whatever is filtered.
    fn span(&self, caller: &ToolCaller, tool: &str) -> tracing::Span {
        let span = tracing::error_span!(
            "tool",
            org.id = %caller.agent.org,
            agent.name = caller.agent.name,
            tool.name = tool,
            task.id = tracing::field::Empty,
            attempt.id = tracing::field::Empty,
            run.id = tracing::field::Empty,
        );
        if let Some((task, _)) = caller.work.task {
            span.record("task.id", tracing::field::display(task));
        }
        if let Some(attempt) = caller.work.attempt {
            span.record("attempt.id", tracing::field::display(attempt));
        }
        if let Some(run) = Call::run_of_stage(&self.app, caller) {
            span.record("run.id", tracing::field::display(run));
        }
        span
    }
}

#[async_trait]
impl ToolHost for SwarmTools {
    async fn offered(&self, _caller: &ToolCaller) -> Vec<ToolSpec> {
        catalogue::tools()
    }

    async fn call(&self, caller: &ToolCaller, tool: &str, arguments: Value) -> ToolAnswer {
        let (digest, since) = (digest(&arguments), Instant::now());
        let calling = async {
            let answer = self.answer(caller, tool, arguments).await;
            let (outcome, code) = match &answer {
                Ok(_) => (Outcome::Done, None),
                Err(error) => (Outcome::Failed, Some(error.code)),
            };
            self.app.tool_counters().count(outcome);
            tracing::info!(
                arguments.digest = digest,
                duration.ms = millis(since.elapsed()),
                outcome = outcome.name(),
                error.code = code,
                "a tool was called"
            );
            answer
        };
        calling.instrument(self.span(caller, tool)).await.unwrap_or_else(|error| refused(&error))
    }

    async fn allow(&self, caller: &ToolCaller, tool: &str, arguments: &Value) -> ToolVerdict {
        let (digest, since) = (digest(arguments), Instant::now());
        let hand = self.app.desk().find(&caller.agent, caller.work);
        let asking = async {
            // Who waits for people is not stuck.
            let _waiting = hand.as_ref().map(|hand| hand.activity().wait_for_people());
            // What cannot be decided is not allowed.
            let verdict = allow::decide(&self.app, caller, tool, arguments, self.patience)
                .await
                .unwrap_or_else(|error| ToolVerdict::Denied(error.to_string()));
            let outcome = match verdict {
                ToolVerdict::Allowed => Outcome::Allowed,
                ToolVerdict::Denied(_) => Outcome::Denied,
                ToolVerdict::Waiting(_) => Outcome::Waiting,
            };
            self.app.tool_counters().count(outcome);
            tracing::info!(
                arguments.digest = digest,
                duration.ms = millis(since.elapsed()),
                outcome = outcome.name(),
                "a tool of another server was asked for"
            );
            verdict
        };
        asking.instrument(self.span(caller, tool)).await
    }

    fn called(&self, caller: &ToolCaller, tool: &str, took: Duration, failed: bool) {
        let outcome = if failed { Outcome::Failed } else { Outcome::Done };
        if let Some(hand) = self.app.desk().find(&caller.agent, caller.work) {
            hand.activity().progress(self.app.now());
        }
        self.app.tool_counters().count(outcome);
        self.span(caller, tool)
            .in_scope(|| tracing::info!(duration.ms = millis(took), outcome = outcome.name(), "a tool of another server was called"));
    }
}

/// The digest of the real arguments: what is decided about is what is logged.
fn digest(arguments: &Value) -> String {
    jcs::to_vec(arguments).map_or_else(|_| "none".to_owned(), |bytes| Digest::of(&bytes).to_string())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
