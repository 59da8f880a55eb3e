//! Which log lines are asked for.

use crate::extract::Params;
use crate::failure::Failure;
use axum::extract::FromRequestParts;
use dream_api::{LogLevel, schema};
use dream_app::logs::{Filter, Level, Order, Pattern, Search, StreamName};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

/// Which lines.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LogFilter {
    /// Said then or later.
    #[param(value_type = Option<schema::Time>)]
    since: Option<Timestamp>,
    /// Said before.
    #[param(value_type = Option<schema::Time>)]
    until: Option<Timestamp>,
    /// At least so serious.
    level: Option<LogLevel>,
    /// Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`.
    stream: Option<String>,
    /// Whose source begins with this, such as `dream_http`.
    source: Option<String>,
    /// About this run.
    #[param(value_type = Option<schema::RunId>)]
    run: Option<RunId>,
    /// About this task.
    #[param(value_type = Option<String>)]
    task: Option<TaskId>,
    /// Of this agent.
    agent: Option<String>,
    /// With this text.
    text: Option<String>,
    /// With something that this regular expression matches, in the line's JSON.
    regex: Option<String>,
    /// The letters of `text` and `regex` may be large or small.
    ignore_case: Option<bool>,
    /// Whose field has this value: `name=value`; several are separated by commas.
    field: Option<String>,
}

/// What an operation asks besides which lines.
pub(super) trait Besides: DeserializeOwned {
    /// The names of its parameters.
    const NAMES: &'static [&'static str];
}

/// Nothing besides.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

impl Besides for Nothing {
    const NAMES: &'static [&'static str] = &[];
}

impl Besides for LogSearch {
    const NAMES: &'static [&'static str] = &["order", "before", "after", "cursor", "limit"];
}

/// The names of the parameters of [`LogFilter`].
const NAMES: [&str; 12] = ["since", "until", "level", "stream", "source", "run", "task", "agent", "text", "regex", "ignore_case", "field"];

/// Which lines are asked for, and what besides. Unknown parameters are refused.
pub(super) struct Asked<T> {
    pub(super) filter: Filter,
    pub(super) with: T,
}

impl<S: Send + Sync, T: Besides + Send> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Params(pairs) = Params::<Vec<(String, String)>>::from_request_parts(parts, state).await?;
        if let Some((name, _)) = pairs.iter().find(|(name, _)| !NAMES.contains(&name.as_str()) && !T::NAMES.contains(&name.as_str())) {
            let name: String = name.chars().take(64).collect();
            return Err(Failure::invalid("invalid_query", format!("the query cannot be read: there is no parameter `{name}`")));
        }
        let Params(filter) = Params::<LogFilter>::from_request_parts(parts, state).await?;
        let Params(with) = Params::<T>::from_request_parts(parts, state).await?;
        Ok(Self { filter: filter.read()?, with })
    }
}

/// Which comes first.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum LogOrder {
    /// The newest line.
    Newest,
    /// The oldest line.
    Oldest,
}

/// How a search is answered.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LogSearch {
    /// Which line comes first: `newest` unless told otherwise.
    #[param(inline)]
    order: Option<LogOrder>,
    /// How many lines before each match are given too.
    #[param(maximum = 50)]
    before: Option<u32>,
    /// How many lines after each match.
    #[param(maximum = 50)]
    after: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many matches at most: 100 unless told otherwise; with lines around them up to 200.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

impl LogFilter {
    fn read(self) -> Result<Filter, Failure> {
        let refuse = |field: &'static str, why: String| Failure::field("invalid_query", field, why);
        let stream = match (self.stream, self.agent) {
            (Some(_), Some(_)) => return Err(refuse("agent", "give a stream or an agent, not both".to_owned())),
            (Some(stream), None) => Some(stream.parse().map_err(|error| refuse("stream", format!("{error}")))?),
            (None, Some(agent)) => {
                Some(format!("agent/{agent}").parse::<StreamName>().map_err(|error| refuse("agent", error.to_string()))?)
            }
            (None, None) => None,
        };
        let pattern = match (self.text, self.regex) {
            (Some(_), Some(_)) => return Err(refuse("regex", "give a text or a regular expression, not both".to_owned())),
            (Some(text), None) => Some(Pattern::Text(text)),
            (None, Some(regex)) => Some(Pattern::Regex(regex)),
            (None, None) => None,
        };
        let level = match self.level {
            Some(LogLevel::Unknown) => return Err(refuse("level", "use trace, debug, info, warn or error".to_owned())),
            level => level.and_then(|level| level.as_str().parse::<Level>().ok()),
        };
        let fields = self.field.iter().flat_map(|fields| fields.split(',')).map(field).collect::<Option<Vec<_>>>();
        let fields = fields.ok_or_else(|| refuse("field", "write it like http.status=500".to_owned()))?;
        Ok(Filter {
            from: self.since,
            until: self.until,
            level,
            stream,
            source: self.source,
            run: self.run,
            task: self.task,
            pattern,
            ignore_case: self.ignore_case.unwrap_or(false),
            fields,
            visible: None,
        })
    }
}

fn field(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    (!name.is_empty()).then(|| (name.to_owned(), value.to_owned()))
}

impl LogSearch {
    pub(super) fn read(self, filter: Filter) -> Result<Search, Failure> {
        if self.cursor.as_ref().is_some_and(|cursor| cursor.is_empty() || cursor.len() > 256) {
            return Err(Failure::field("invalid_cursor", "cursor", "this cursor is of no page of this search; begin again without one"));
        }
        let order = match self.order {
            Some(LogOrder::Oldest) => Order::Oldest,
            Some(LogOrder::Newest) | None => Order::Newest,
        };
        let (before, after) = (self.before.unwrap_or(0), self.after.unwrap_or(0));
        Ok(Search { filter, order, before, after, limit: self.limit.unwrap_or(100), cursor: self.cursor })
    }
}
