//! The id of a request: in the answer, in the log line, in problems, and, as the trace, in the events that it led to.

use dream_clock::Rng;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::Arc;

/// The header that carries it, both ways.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestId(Arc<str>);

/// The id of the trace that a request is part of: the caller's (W3C Trace Context), else the request's own id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trace(pub(crate) String);

impl RequestId {
    /// The caller's own, if it is a plain word of up to 64 characters, else a fresh one.
    pub(crate) fn of(headers: &HeaderMap, rng: &dyn Rng) -> Self {
        let plain = |text: &&str| {
            (1..=64).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_'))
        };
        match headers.get(HEADER).and_then(|value| value.to_str().ok()).filter(plain) {
            Some(given) => Self(given.into()),
            None => {
                let mut bits = [0; 16];
                rng.fill(&mut bits);
                Self(format!("{:032x}", u128::from_be_bytes(bits)).into())
            }
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// As a header; plain ASCII always is one.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }

    /// The trace of a request with these headers.
    pub(crate) fn trace(&self, headers: &HeaderMap) -> Trace {
        let parent = headers.get("traceparent").and_then(|value| value.to_str().ok());
        let id = parent.and_then(|parent| parent.split('-').nth(1));
        let hexadecimal = |id: &&str| {
            id.len() == 32 && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) && id.bytes().any(|digit| digit != b'0')
        };
        Trace(id.filter(hexadecimal).unwrap_or(self.as_str()).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Seeded;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn plain_ids_are_kept_and_others_are_replaced() {
        for (given, kept) in [("abc-1_2", true), ("", false), ("a b", false), ("<script>", false), (&"x".repeat(65), false)] {
            let id = RequestId::of(&headers("x-request-id", given), &Seeded::new(1));
            assert_eq!(id.as_str() == given, kept, "{given}");
            assert!(id.header().is_some());
        }
        assert_eq!(RequestId::of(&HeaderMap::new(), &Seeded::new(1)).as_str().len(), 32);
    }

    #[test]
    fn a_trace_is_the_callers_or_the_request() {
        let id = RequestId("r1".into());
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(id.trace(&headers("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))).0, trace);
        for broken in ["", "00-xyz-1-1", &format!("00-{}-1-1", "0".repeat(32))] {
            assert_eq!(id.trace(&headers("traceparent", broken)).0, "r1", "{broken}");
        }
    }
}
