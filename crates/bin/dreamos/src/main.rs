//! The one binary: reads the command line, runs one command, and ends with its exit code.
#![forbid(unsafe_code)]

mod away;
mod cli;
mod commands;
mod config;
mod connect;
mod context;
mod duration;
mod error;
mod exit;
mod printer;
mod private;
mod restore;
mod run_file;
mod up;
mod version_ref;
mod wiring;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A confined command's launcher is this program again: it must come before everything else.
    dream_sandbox::enter_if_asked();
    // An agent's way to its tools, kept small: it needs nothing of what follows.
    match commands::mcp_connect::run_if_asked(std::env::args_os()) {
        Some(Ok(())) => return Exit::Done.into(),
        Some(Err(error)) => return Printer::plain().error(&error).into(),
        None => {}
    }
    match commands::agent_run_llm::run_if_asked(std::env::args_os()) {
        Some(Ok(())) => return Exit::Done.into(),
        Some(Err(error)) => return Printer::plain().error(&error).into(),
        None => {}
    }
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return Printer::of_raw(std::env::args_os()).usage(&error).into(),
    };
    let printer = Printer::new(cli.global.json);
    let outcome = prepare().and_then(|runtime| runtime.block_on(run(cli, printer.clone())));
    let exit = match outcome {
        Ok(exit) => exit,
        Err(error) => printer.error(&error),
    };
    exit.into()
}

fn prepare() -> Result<tokio::runtime::Runtime, CliError> {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .map_err(|_| CliError::Failed { what: "the TLS provider could not be set up".to_owned(), hint: None })?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| CliError::Io { doing: "starting the runtime".to_owned(), source })
}

async fn run(cli: cli::Cli, printer: Printer) -> Result<Exit, CliError> {
    let context = Context::new(cli.global, printer);
    let drains_itself = cli.command.handles_signals();
    tokio::select! {
        result = commands::run(cli.command, &context) => result,
        interrupted = interrupt(), if !drains_itself => interrupted,
    }
}

async fn interrupt() -> Result<Exit, CliError> {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Ok(Exit::Interrupted),
        Err(source) => Err(CliError::Io { doing: "waiting for Ctrl-C".to_owned(), source }),
    }
}
