//! The built-in agent: a role, a model and tools. It is an agent like any other, in a process and a sandbox of its own, without network and
//! without keys: it asks the server for every call to a model, and hands in files in its folder.

mod failure;
mod model;
mod stage;
mod task;
mod window;

use dream_agent_sdk::{Agent, Context, Failure, Prompt, ReadyAgent, TurnEnd};
use dream_ports::builtin::{ASSIGNMENT, BRIEFING};
use std::io;
use std::path::Path;
use std::sync::Arc;
use task::Conversations;

/// The largest file that is read whole: the material of a stage.
const LARGEST: u64 = 256 << 20;

/// The built-in agent, ready to run on its input and output.
#[must_use]
pub fn agent() -> ReadyAgent {
    let conversations = Arc::new(Conversations::default());
    Agent::new("dreamos").on_prompt(move |prompt, context| {
        let conversations = Arc::clone(&conversations);
        async move { answer(prompt, context, &conversations).await }
    })
}

async fn answer(prompt: Prompt, context: Context, conversations: &Conversations) -> Result<TurnEnd, Failure> {
    if let Some(text) = read(context.folder(), ASSIGNMENT).await? {
        return stage::work(&text, &context).await;
    }
    let briefing = read(context.folder(), BRIEFING).await?;
    task::work(briefing.as_deref(), prompt.text, &context, conversations).await
}

/// The text of a file in the agent's folder; `None` when it is not there.
async fn read(folder: &Path, name: &str) -> io::Result<Option<String>> {
    let path = folder.join(name);
    match tokio::fs::metadata(&path).await {
        Ok(found) if found.len() > LARGEST => Err(io::Error::other(format!("{name} is larger than {LARGEST} bytes"))),
        Ok(_) => tokio::fs::read_to_string(&path).await.map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
