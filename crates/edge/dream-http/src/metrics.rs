//! What is counted, in the Prometheus text format.

mod agents;
mod bridge;
mod permissions;
mod tasks;
mod tools;

use dream_app::messages::Counters;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info};
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The content type of the text that [`Metrics::text`] gives.
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The upper ends of the duration buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The process's metrics.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram>,
    in_flight: Gauge,
    streams: Gauge,
    ledger_position: Gauge,
    resident: Gauge,
    clock_ahead: Gauge<f64, AtomicU64>,
    log_written: Counter,
    log_dropped: Counter,
    messages: Messages,
    pub(crate) bridge: bridge::Bridge,
    pub(crate) permissions: permissions::Permissions,
    pub(crate) tasks: tasks::Tasks,
    pub(crate) agents: agents::Agents,
    pub(crate) tools: tools::Tools,
}

/// What the message bus of this process did.
struct Messages {
    counts: Family<What, Counter>,
    backlog: Gauge,
}

/// One thing that happens to messages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct What {
    what: &'static str,
}

impl Messages {
    fn registered(registry: &mut Registry) -> Self {
        let messages = Self { counts: Family::default(), backlog: Gauge::default() };
        registry.register("messages", "What happened to messages", Family::clone(&messages.counts));
        registry.register("message_backlog", "Messages that consumers were not handed yet", messages.backlog.clone());
        messages
    }

    fn set(&self, counters: Counters, backlog: u64) {
        let counts = [
            ("published", counters.published),
            ("repeated", counters.repeated),
            ("refused", counters.refused),
            ("delivered", counters.delivered),
            ("redelivered", counters.redelivered),
            ("acknowledged", counters.acknowledged),
            ("failed", counters.failed),
            ("dead", counters.dead),
            ("expired", counters.expired),
            ("removed", counters.removed),
        ];
        for (what, count) in counts {
            self.counts.get_or_create(&What { what }).inner().store(count, Ordering::Relaxed);
        }
        self.backlog.set(i64::try_from(backlog).unwrap_or(i64::MAX));
    }
}

/// One kind of answered request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// One kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
}

/// Counts something for as long as it lives.
pub(crate) struct Held(Gauge);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("dreamos");
        let requests = Family::default();
        let durations = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let (in_flight, streams, ledger_position, resident) = (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("http_requests", "Requests that were answered", Family::clone(&requests));
        registry.register_with_unit("http_request_duration", "Time until the answer began", Unit::Seconds, Family::clone(&durations));
        registry.register("http_requests_in_flight", "Requests that are being answered", in_flight.clone());
        registry.register("event_streams", "Live views that follow the events", streams.clone());
        registry.register("ledger_position", "The position of the newest event of the feed", ledger_position.clone());
        registry.register_with_unit("process_resident_memory", "Memory of the process that is resident", Unit::Bytes, resident.clone());
        let clock_ahead = Gauge::default();
        let help = "How far this machine's clock is ahead of the database's, as last compared";
        registry.register_with_unit("clock_ahead", help, Unit::Seconds, clock_ahead.clone());
        registry.register("build", "What is running", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let (log_written, log_dropped) = (Counter::default(), Counter::default());
        registry.register("log_lines_written", "Log lines that were written", log_written.clone());
        registry.register("log_lines_dropped", "Log lines that were dropped because they could not be written", log_dropped.clone());
        let messages = Messages::registered(&mut registry);
        let bridge = bridge::Bridge::registered(&mut registry);
        let permissions = permissions::Permissions::registered(&mut registry);
        let tasks = tasks::Tasks::registered(&mut registry);
        let agents = agents::Agents::registered(&mut registry);
        let tools = tools::Tools::registered(&mut registry);
        Self {
            registry,
            requests,
            durations,
            in_flight,
            streams,
            ledger_position,
            resident,
            clock_ahead,
            log_written,
            log_dropped,
            messages,
            bridge,
            permissions,
            tasks,
            agents,
            tools,
        }
    }

    /// A request begins.
    pub(crate) fn begin(&self) -> Held {
        self.in_flight.inc();
        Held(self.in_flight.clone())
    }

    /// A live view begins.
    pub(crate) fn stream(&self) -> Held {
        self.streams.inc();
        Held(self.streams.clone())
    }

    /// A request was answered. `route` is the pattern that it matched, so that there are few.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        // Anybody may send any word as a method; only those that are served get a line of their own.
        let method = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("OTHER");
        let (method, route) = (method.to_owned(), route.to_owned());
        self.durations.get_or_create(&Route { method: method.clone(), route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Answered { method, route, status }).inc();
    }

    /// So far is this machine's clock ahead of the database's.
    #[expect(clippy::cast_precision_loss, reason = "differences that matter are far below 2^52 microseconds")]
    pub(crate) fn set_clock_ahead(&self, micros: i64) {
        self.clock_ahead.set(micros as f64 / 1e6);
    }

    /// So many log lines were written and dropped since the start.
    pub(crate) fn set_log_lines(&self, (written, dropped): (u64, u64)) {
        self.log_written.inner().store(written, Ordering::Relaxed);
        self.log_dropped.inner().store(dropped, Ordering::Relaxed);
    }

    /// The text; `ledger_position` is where the feed ends, `counters` what the bus did, `backlog` what consumers were not handed yet.
    pub(crate) fn text(&self, ledger_position: u64, counters: Counters, backlog: u64) -> Result<String, std::fmt::Error> {
        self.messages.set(counters, backlog);
        self.ledger_position.set(i64::try_from(ledger_position).unwrap_or(i64::MAX));
        self.resident.set(resident_bytes().unwrap_or(0));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// How much memory of this process is resident; `None` where the system does not say.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_what_is_held_is_let_go() {
        let metrics = Metrics::new();
        let held = metrics.begin();
        metrics.answered("GET", "/api/v1/whoami", 200, Duration::from_millis(2));
        metrics.set_log_lines((9, 2));
        metrics.set_clock_ahead(-1_500_000);
        let counters = Counters { published: 3, ..Counters::default() };
        let text = metrics.text(7, counters, 2).unwrap();
        for line in [
            "dreamos_http_requests_total{method=\"GET\",route=\"/api/v1/whoami\",status=\"200\"} 1",
            "dreamos_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/whoami\"} 1",
            "dreamos_http_requests_in_flight 1",
            "dreamos_ledger_position 7",
            "dreamos_clock_ahead_seconds -1.5",
            "dreamos_log_lines_dropped_total 2",
            "dreamos_messages_total{what=\"published\"} 3",
            "dreamos_message_backlog 2",
            concat!("dreamos_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
        ] {
            assert!(text.lines().any(|found| found == line), "no `{line}` in:\n{text}");
        }
        drop(held);
        assert!(metrics.text(7, counters, 2).unwrap().contains("dreamos_http_requests_in_flight 0"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_memory_of_this_process_is_known() {
        assert!(resident_bytes().unwrap() > 1 << 20);
    }
}
