//! The server's own log, on stderr.

use crate::config::Format;
use crate::error::CliError;
use tracing_subscriber::EnvFilter;

/// Starts logging.
pub(super) fn start(filter: &str, format: Format) -> Result<(), CliError> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        CliError::usage(format!("the log filter `{filter}` is wrong: {error}"), "write a level such as info, or target=level")
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        Format::Json => builder.json().flatten_event(true).try_init(),
        Format::Text => builder.with_ansi(false).try_init(),
    };
    started.map_err(|error| CliError::Failed { what: format!("the log could not be started: {error}"), hint: None })
}
