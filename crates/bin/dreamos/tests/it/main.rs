//! The command line as scripts see it: real processes against a server double.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bytes;
mod choices;
mod constraints;
mod exits;
mod local;
mod messages;
mod reviews;
mod server;
mod tasks;
mod wait;

use std::process::{Command, Output};

/// The binary, with an environment of its own.
fn dreamos(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dreamos"));
    for (name, _) in std::env::vars() {
        if name.starts_with("DREAMOS_") || name.ends_with("_API_KEY") {
            command.env_remove(name);
        }
    }
    command.args(arguments).env("NO_COLOR", "1");
    command
}

async fn output(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
