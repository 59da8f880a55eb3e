//! An agent that summarises what its task works from: the first sentence of every paragraph.
//!
//! Register it with a manifest whose command is this program, and give it tasks of its role.

use dream_agent_sdk::{Agent, Done, Error, ReadyAgent};

#[tokio::main]
async fn main() -> Result<(), Error> {
    agent().run_stdio().await
}

/// The agent itself: `main` runs it on the program's input and output, the tests against a supervisor in memory.
pub(crate) fn agent() -> ReadyAgent {
    Agent::new("summariser").on_task(|task, context| async move {
        let mut summary = format!("# Summary of {}\n", task.title);
        for input in &task.inputs {
            context.say(format!("Reading {}. ", input.name))?;
            summary.push_str(&format!("\n## {}\n\n{}", input.name, first_sentences(&context.read_text(&input.name).await?)));
        }
        let produced = task.stage.as_ref().and_then(|stage| stage.produces.first());
        let name = produced.map_or("summary", |product| product.name.as_str());
        context.publish_text(name, "summary.md", &summary).await?;
        Ok(Done::new(format!("Summarised {} artifacts.", task.inputs.len())).artifact(name))
    })
}

fn first_sentences(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty() && !paragraph.starts_with('#'));
    paragraphs.map(|paragraph| format!("- {}\n", paragraph.split_inclusive(". ").next().unwrap_or_default().trim())).collect()
}
