//! An agent that goes through its messages: it thanks for what is finished, and asks a person about what it cannot judge.

use dream_agent_sdk::{Agent, Context, Error, ReadyAgent, ReceivedMessage};

#[tokio::main]
async fn main() -> Result<(), Error> {
    agent().run_stdio().await
}

/// The agent itself: `main` runs it on the program's input and output, the tests against a supervisor in memory.
pub(crate) fn agent() -> ReadyAgent {
    Agent::new("reviewer").on_task(|_, context| async move {
        let messages = context.read_messages(None, Some(20)).await?;
        for message in &messages {
            review(&context, message).await?;
            // Only now: a message that was not dealt with comes again.
            context.acknowledge(message).await?;
        }
        Ok(format!("Reviewed {} messages.", messages.len()).into())
    })
}

async fn review(context: &Context, message: &ReceivedMessage) -> Result<(), Error> {
    if message.text.to_lowercase().contains("done") {
        context.reply(message, "Thank you, noted.").await?;
        return context.record_decision(&format!("Took {} as done", message.message), "Its sender says so.").await;
    }
    let question = format!("{} writes: “{}”. Is that finished?", message.sender, message.text);
    context.ask_person(&question, &["yes", "no"], false).await.map(drop)
}
