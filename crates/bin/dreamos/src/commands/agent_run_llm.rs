//! `dreamos agent run-llm`: the built-in agent, as the server starts it in a sandbox. It speaks the agent client protocol on its input and
//! output, and needs no configuration, no network and no key.

use crate::error::CliError;
use std::ffi::{OsStr, OsString};

/// The words of the command, which no help lists.
const WORDS: [&str; 2] = ["agent", "run-llm"];

/// Runs the command if it is this one that the process was started with.
pub(crate) fn run_if_asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Result<(), CliError>> {
    let arguments: Vec<OsString> = arguments.into_iter().skip(1).collect();
    (arguments.iter().map(OsString::as_os_str).eq(WORDS.map(OsStr::new))).then(run)
}

fn run() -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|source| CliError::Io { doing: "starting the runtime".to_owned(), source })?;
    let ran = runtime.block_on(dream_agents::llm::agent().run_stdio());
    // A thread that still reads the input must not hold the process up.
    runtime.shutdown_background();
    ran.map_err(|error| CliError::Failed { what: format!("the built-in agent broke off: {error}"), hint: None })
}
