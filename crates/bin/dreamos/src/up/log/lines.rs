//! From what the program traces to log lines: what an event says and what the spans around it say become one line, and the ids among
//! the facts (`org.id`, `run.id`, `task.id`, `agent.name`) decide whose line it is.

use dream_app::logs::{Level, Line, Logs, SetName, StreamName};
use dream_clock::{Clock as _, SystemClock};
use dream_id::{OrgId, RunId, TaskId};
use serde_json::{Map, Value};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, OnceLock};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// What the log says about itself it writes itself: kept lines about failures to keep lines would have no end.
const OURS: &str = "dream_logs";

/// The layer.
pub(super) struct Lines(Arc<OnceLock<Logs>>);

impl Lines {
    pub(super) fn new(logs: Arc<OnceLock<Logs>>) -> Self {
        Self(logs)
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut facts = Facts::default();
        attributes.record(&mut facts);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(facts);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(facts) = span.extensions_mut().get_mut::<Facts>()
        {
            values.record(facts);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let target = event.metadata().target();
        let Some(logs) = self.0.get().filter(|_| !target.starts_with(OURS)) else { return };
        let mut facts = Facts::default();
        if let Some(spans) = context.event_scope(event) {
            for span in spans.from_root() {
                if let Some(around) = span.extensions().get::<Facts>() {
                    facts.0.extend(around.0.clone());
                }
            }
        }
        event.record(&mut facts);
        let (set, line) = facts.line(level(*event.metadata().level()), target);
        // What is dropped is counted by the log, which says so itself.
        let _ = logs.append(set, line);
    }
}

fn level(level: tracing::Level) -> Level {
    match level {
        tracing::Level::TRACE => Level::Trace,
        tracing::Level::DEBUG => Level::Debug,
        tracing::Level::INFO => Level::Info,
        tracing::Level::WARN => Level::Warn,
        tracing::Level::ERROR => Level::Error,
    }
}

/// Facts by name.
#[derive(Default)]
struct Facts(Map<String, Value>);

impl Facts {
    fn id<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.0.get(name)?.as_str()?.parse().ok()
    }

    /// The line, and whose it is. What names an organisation and a run, a task or an agent is the organisation's; all else is the server's.
    fn line(mut self, level: Level, source: &str) -> (SetName, Line) {
        let (org, run, task): (Option<OrgId>, Option<RunId>, Option<TaskId>) = (self.id("org.id"), self.id("run.id"), self.id("task.id"));
        let agent = self.0.get("agent.name").and_then(Value::as_str).and_then(|name| format!("agent/{name}").parse().ok());
        let stream = agent.or(task.map(StreamName::Task)).or(run.map(StreamName::Run));
        let (set, stream) = match (org, stream) {
            (Some(org), Some(stream)) => (SetName::Org(org), stream),
            _ => (SetName::Server, StreamName::Server),
        };
        let message = match self.0.remove("message") {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let said: &[&str] = if set == SetName::Server { &["run.id", "task.id"] } else { &["org.id", "run.id", "task.id", "agent.name"] };
        for name in said {
            self.0.remove(*name);
        }
        let line = Line::new(SystemClock.now(), level, stream, source, message);
        (set, Line { run, task, fields: self.0, ..line })
    }
}

impl Visit for Facts {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        self.0.insert(field.name().to_owned(), text.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_app::logs::{Options, Search};
    use tracing_subscriber::layer::SubscriberExt as _;

    const ORG: &str = "org_01jd3kz5e8f0vs1m7q2w9x4t6b";
    const RUN: &str = "run_01jd3kz5e8f0vs1m7q2w9x4t6b";

    #[tokio::test]
    async fn facts_of_spans_and_events_become_one_line_of_whoever_they_concern() {
        let folder = tempfile::tempdir().unwrap();
        let logs = Logs::open(folder.path(), Options::default(), Arc::new(SystemClock)).unwrap();
        let subscriber = tracing_subscriber::registry().with(Lines::new(Arc::new(OnceLock::from(logs.clone()))));
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::error_span!("attempt", org.id = ORG, run.id = %RUN, attempt.number = 2);
            span.in_scope(|| tracing::warn!(error.code = "checks_failed", "an attempt failed"));
            tracing::info!(org.id = ORG, http.status = 200_u64, "request answered");
            tracing::info!(run.id = RUN, "of no organisation that is known");
            tracing::error!(target: "dream_logs::set", "about the log itself");
        });
        logs.close().await;
        let logs = Logs::open(folder.path(), Options::default(), Arc::new(SystemClock)).unwrap();
        let all = Search { limit: 10, ..Search::default() };
        let of_org = logs.search(&[SetName::Org(ORG.parse().unwrap())], &all).await.unwrap().unwrap().lines;
        assert_eq!(of_org.len(), 1);
        let line = &of_org[0].line;
        assert_eq!((line.level, line.stream.to_string(), line.message.as_str()), (Level::Warn, format!("run/{RUN}"), "an attempt failed"));
        assert_eq!(serde_json::to_value(&line.fields).unwrap(), serde_json::json!({ "attempt.number": 2, "error.code": "checks_failed" }));
        let of_server = logs.search(&[SetName::Server], &all).await.unwrap().unwrap().lines;
        let said: Vec<_> = of_server.iter().map(|found| (found.line.message.as_str(), found.line.run.is_some())).collect();
        assert_eq!(said, [("of no organisation that is known", true), ("request answered", false)]);
        assert_eq!(of_server[1].line.fields["org.id"], ORG);
        logs.close().await;
    }
}
