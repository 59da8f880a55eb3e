//! Reading the plans of the bridge again when the process is told to (SIGHUP).

use crate::error::CliError;
use crate::wiring;
use dream_app::App;
use std::future::Future;
use tokio::signal::unix::{SignalKind, signal};

/// Ends when `stop` does. Until then, each SIGHUP has the file of plans read again, if there is one: a file with a mistake in it changes nothing,
/// and the log says where the mistake is. Without such a file the signal does what it does to every program.
pub(super) fn until(
    stop: impl Future<Output = ()> + Send + 'static,
    app: App,
    plans: Option<String>,
) -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    let hangups = match &plans {
        Some(_) => Some(signal(SignalKind::hangup()).map_err(|source| CliError::Io { doing: "listening to signals".to_owned(), source })?),
        None => None,
    };
    Ok(async move {
        let Some(mut hangups) = hangups else { return stop.await };
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                Some(()) = hangups.recv() => reload(&app, plans.as_deref()),
            }
        }
    })
}

fn reload(app: &App, file: Option<&str>) {
    match wiring::plans(file) {
        Ok(plans) => {
            app.publish_plans(plans);
            tracing::info!(plans.file = file, "the plans of the bridge were read again");
        }
        Err(error) => tracing::error!(plans.file = file, %error, "the plans of the bridge stay as they were"),
    }
}
