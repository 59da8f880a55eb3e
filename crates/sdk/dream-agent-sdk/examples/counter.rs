//! The agent of the tutorial in docs/agents/rust.md: counts the words of its task.

use dream_agent_sdk::{Agent, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let agent = Agent::new("counter").on_task(|task, context| async move {
        let words = task.body.split_whitespace().count();
        context.report_progress(Some(50), "counted").await?;
        Ok(format!("The task has {words} words.").into())
    });
    agent.run_stdio().await
}
