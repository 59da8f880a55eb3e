//! Which lines are asked for.

use crate::duration;
use clap::Args;
use dream_api::LogLevel;
use dream_client::LogFilter;
use dream_clock::{Clock as _, SystemClock, Timestamp};
use dream_id::{RunId, TaskId};

#[derive(Debug, Clone, Args)]
pub(crate) struct FilterArgs {
    /// Lines of one run
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Lines of one task
    #[arg(long, value_name = "TASK")]
    task: Option<TaskId>,
    /// Lines of one agent
    #[arg(long, value_name = "NAME", conflicts_with = "server")]
    agent: Option<String>,
    /// Lines of the server itself
    #[arg(long)]
    server: bool,
    /// Lines at least so serious: trace, debug, info, warn or error
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<LogLevel>,
    /// Lines of one part of the program, such as `dream_http`
    #[arg(long, value_name = "PREFIX")]
    source: Option<String>,
    /// Lines whose field has a value, such as http.status=500; several are separated by commas
    #[arg(long, value_name = "NAME=VALUE")]
    field: Option<String>,
    /// Lines of this time on: a time such as 2026-11-21T14:00:00Z, or how long ago, such as 1h
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
    /// Lines before this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<Timestamp>,
}

impl FilterArgs {
    pub(super) fn read(self) -> LogFilter {
        LogFilter {
            since: self.since,
            until: self.until,
            level: self.level,
            stream: self.server.then(|| "server".to_owned()),
            source: self.source,
            run: self.run,
            task: self.task,
            agent: self.agent,
            field: self.field,
            ..LogFilter::default()
        }
    }
}

pub(super) fn level(word: &str) -> Result<LogLevel, String> {
    LogLevel::from_word(word).ok_or_else(|| format!("`{word}` is not a level: use trace, debug, info, warn or error"))
}

/// A time, or how long ago it was.
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let ago =
        duration::parse(text).map_err(|_| format!("`{text}` is neither a time such as 2026-11-21T14:00:00Z nor a span such as 1h"))?;
    let ago = i64::try_from(ago.as_micros()).map_err(|_| format!("`{text}` is too long ago"))?;
    Ok(Timestamp::from_micros(SystemClock.now().micros().saturating_sub(ago)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_times_or_how_long_ago_they_were() {
        assert_eq!(moment("2026-11-21T14:00:00Z").unwrap().to_string(), "2026-11-21T14:00:00.000000Z");
        let hour = SystemClock.now().since(moment("1h").unwrap());
        assert!((3_599..3_700).contains(&hour.as_secs()), "{hour:?}");
        assert!(moment("yesterday").is_err() && level("loud").is_err());
    }
}
