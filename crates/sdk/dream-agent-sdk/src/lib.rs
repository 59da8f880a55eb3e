//! The SDK for writing an agent that Dream.OS runs.
//!
//! An agent is a program that speaks the Agent Client Protocol on its input and output. The server starts it in a sandbox, gives it
//! tasks as prompts, and offers it tools by the Model Context Protocol; this crate speaks both, so that what is left to write is the
//! work itself:
//!
//! ```no_run
//! use dream_agent_sdk::{Agent, Error};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Error> {
//!     let agent = Agent::new("counter").on_task(|task, context| async move {
//!         let words = task.body.split_whitespace().count();
//!         context.publish_text("count", "count.txt", &words.to_string()).await?;
//!         Ok(format!("The task has {words} words.").into())
//!     });
//!     agent.run_stdio().await
//! }
//! ```
//!
//! - [`Agent::on_task`] is for an agent that works on tasks: it is told of the whole task, and what it returns completes or fails it.
//! - [`Agent::on_prompt`] is the layer below: the text of each prompt and a [`Context`], nothing more.
//! - [`Context`] is what an agent can do meanwhile: say and think aloud, plan, ask for permission, send messages, read and publish
//!   artifacts, ask a person.
//! - [`testing`] runs an agent against a supervisor that stands in for the server, without a server.
//!
//! The output of the program belongs to the protocol: write what is for people to the error output, which the server keeps.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod agent;
mod artifacts;
mod context;
mod error;
mod failure;
mod logs;
mod messages;
mod people;
mod permission;
mod serve;
mod session;
mod task;
mod tasks;
pub mod testing;
mod tools;

pub use agent::{Agent, Prompt, ReadyAgent, TurnEnd};
pub use artifacts::{Artifact, ArtifactFile, Content, Finding, Published};
pub use context::{Context, Step, StepState, ToolState};
pub use error::Error;
pub use failure::Failure;
pub use logs::LogLevel;
pub use messages::ReceivedMessage;
pub use people::AskedPerson;
pub use permission::{Permission, PermissionOption, PermissionRequest};
pub use session::ToolServer;
pub use task::{Constraint, Done, Input, Product, Stage, Task};
pub use tasks::{Heartbeat, NewTask, TaskSummary};
pub use tools::{Tool, ToolOutcome, Tools};
