//! Log lines that callers write.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::paths::OrgPath;
use crate::state::Api;
use axum::Json;
use dream_api::{AppendLogs, AppendedLogs, NewLogLine};
use dream_app::logs::{self, Level, NewLine, StreamName};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(append_logs))
}

/// Writes lines to the logs of runs, tasks and agents, all or none of them. They are on disk when this answers; what is sent again after an
/// answer was lost may stand there twice. What looks like a secret is replaced.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/logs", tag = "logs", params(OrgPath), request_body = AppendLogs, responses((status = 200, body = AppendedLogs)))]
async fn append_logs(caller: Caller, _org: At<OrgPath>, Body(body): Body<AppendLogs>) -> Result<Json<AppendedLogs>, Failure> {
    let lines = body.lines.into_iter().enumerate().map(|(number, line)| read(number, line)).collect::<Result<_, _>>()?;
    Ok(Json(AppendedLogs { lines: logs::append(&caller.op, lines).await? }))
}

fn read(number: usize, line: NewLogLine) -> Result<NewLine, Failure> {
    let NewLogLine { stream, level, source, message, fields } = line;
    let refuse = |field: &str, why: String| Failure::invalid("log_lines_invalid", format!("the {field} of line {number} cannot be: {why}"));
    let stream = stream.parse::<StreamName>().map_err(|error| refuse("stream", error.to_string()))?;
    let level = level.as_str().parse::<Level>().map_err(|_| refuse("level", "use trace, debug, info, warn or error".to_owned()))?;
    Ok(NewLine { stream, level, source, message, fields })
}
