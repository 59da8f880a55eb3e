//! Log lines that callers write.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use axum::Json;
use dream_api::{AppendLogs, AppendedLogs, NewLogLine};
use dream_app::logs::{self, Level, NewLine, StreamName};

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(append_logs))
}

/// Writes lines to the logs of runs, tasks and agents. They are on disk when this answers. Sent again under the same Idempotency-Key they stand
/// there once, whatever became of the first answer; after a kill in between a part may stand there until then. What looks like a secret is
/// replaced.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/logs", tag = "logs", params(OrgPath), request_body = AppendLogs, responses((status = 200, body = AppendedLogs)))]
async fn append_logs(caller: Caller, _org: At<OrgPath>, Body(body): Body<AppendLogs>) -> Result<Json<AppendedLogs>, Failure> {
    let lines = body.lines.into_iter().enumerate().map(|(number, line)| read(number, line)).collect::<Result<_, _>>()?;
    Ok(Json(AppendedLogs { lines: logs::append(&caller.op, lines).await? }))
}

fn read(number: usize, line: NewLogLine) -> Result<NewLine, Failure> {
    let NewLogLine { stream, level, source, message, fields } = line;
    let refuse =
        |field: &str, why: String| Failure::invalid("log_lines_invalid", format!("the {field} of line {} cannot be: {why}", number + 1));
    let stream = stream.parse::<StreamName>().map_err(|error| refuse("stream", error.to_string()))?;
    let level = level.as_str().parse::<Level>().map_err(|_| refuse("level", "use trace, debug, info, warn or error".to_owned()))?;
    Ok(NewLine { stream, level, source, message, fields })
}
