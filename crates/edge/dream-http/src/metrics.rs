//! What is counted, for Prometheus. Labels name routes, never what was asked for: their number is bounded.

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Upper bounds in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
}

/// The counters of one process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    feeds: Gauge,
}

/// One more of something, for as long as it lives.
pub(crate) struct Counted(Gauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn new(version: &'static str) -> Self {
        let mut registry = Registry::with_prefix("dreamos");
        let (requests, in_flight, feeds) = (Family::default(), Gauge::default(), Gauge::default());
        let durations = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        let build = prometheus_client::metrics::info::Info::new([("version", version)]);
        registry.register("build", "The version that runs", build);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_duration_seconds", "Time until the head of the answer", durations.clone());
        registry.register("http_requests_in_flight", "Requests being answered", in_flight.clone());
        registry.register("event_feeds", "Live feeds that are open", feeds.clone());
        Self { registry, requests, durations, in_flight, feeds }
    }

    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.durations.get_or_create(&Route { method: method.clone(), route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Request { method, route, status }).inc();
    }

    pub(crate) fn request(&self) -> Counted {
        self.in_flight.inc();
        Counted(self.in_flight.clone())
    }

    pub(crate) fn feed(&self) -> Counted {
        self.feeds.inc();
        Counted(self.feeds.clone())
    }

    /// Everything in the text format.
    pub(crate) fn render(&self) -> String {
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}
