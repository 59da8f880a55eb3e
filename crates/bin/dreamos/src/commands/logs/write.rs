//! Writing lines: one that is given, or those of stdin.

use super::filter::level;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use clap::Args;
use dream_api::{AppendLogs, AppendedLogs, LogLevel, NewLogLine};
use dream_client::Client;
use serde_json::{Map, Value};
use std::io::{BufRead as _, BufReader};

/// How many lines are sent at once.
const TOGETHER: usize = 500;
/// How many bytes of messages are sent at once; JSON may make six of one.
const MOST_BYTES: usize = 128 << 10;

#[derive(Debug, Args)]
pub(crate) struct WriteArgs {
    /// The log: run/ID, task/ID or agent/NAME
    stream: String,
    /// What happened; every line of stdin without it
    message: Option<String>,
    /// How serious it is: trace, debug, info, warn or error
    #[arg(long, value_name = "LEVEL", value_parser = level, default_value = "info")]
    level: LogLevel,
    /// Which part of the writer says it
    #[arg(long, value_name = "NAME", default_value = "dreamos")]
    source: String,
    /// A fact beside the message, as NAME=VALUE; may be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = field)]
    field: Vec<(String, String)>,
}

fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(super) async fn run(context: &Context, args: WriteArgs) -> Result<Exit, CliError> {
    let client = context.client()?;
    let written = match &args.message {
        Some(message) => client.append_logs(&AppendLogs { lines: vec![args.line(message.clone())] }).await?.lines,
        None => write_stdin(&client, &args).await?,
    };
    context.printer.answer(&AppendedLogs { lines: written }, |_, written| match written.lines {
        1 => "1 line is on disk\n".to_owned(),
        lines => format!("{lines} lines are on disk\n"),
    })?;
    Ok(Exit::Done)
}

impl WriteArgs {
    fn line(&self, message: String) -> NewLogLine {
        let fields: Map<String, Value> = self.field.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        NewLogLine { stream: self.stream.clone(), level: self.level, source: self.source.clone(), message, fields }
    }
}

/// Sends what stdin holds, some lines at a time; empty ones say nothing.
async fn write_stdin(client: &Client, args: &WriteArgs) -> Result<u64, CliError> {
    let reading = |source| CliError::Io { doing: "reading log lines from stdin".to_owned(), source };
    let (mut written, mut waiting, mut bytes) = (0, AppendLogs::default(), 0);
    for message in BufReader::new(std::io::stdin()).split(b'\n') {
        let message = String::from_utf8_lossy(&message.map_err(reading)?).into_owned();
        if message.trim().is_empty() {
            continue;
        }
        bytes += message.len();
        waiting.lines.push(args.line(message));
        if waiting.lines.len() >= TOGETHER || bytes >= MOST_BYTES {
            written += client.append_logs(&std::mem::take(&mut waiting)).await?.lines;
            bytes = 0;
        }
    }
    if !waiting.lines.is_empty() {
        written += client.append_logs(&waiting).await?.lines;
    }
    Ok(written)
}
