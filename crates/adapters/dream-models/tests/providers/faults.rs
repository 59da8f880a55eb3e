//! Providers that answer badly: each fault has its code, says whether it may have cost something, and is repeated only when it cannot have.

use crate::fake::{Answer, End, Fake};
use crate::setup::{BOTH, KEY, Provider, ask, limits, model, request};
use dream_ports::{Cancel, ModelError};
use std::time::Duration;

struct Expected {
    code: &'static str,
    may_have_cost: bool,
    attempts: usize,
}

const fn once(code: &'static str, may_have_cost: bool) -> Expected {
    Expected { code, may_have_cost, attempts: 1 }
}

/// Repeats `answer` for as long as the provider asks.
async fn check(provider: Provider, answer: Answer, expected: Expected) -> ModelError {
    let (outcome, attempts) = ask(provider, vec![answer.clone(); 9], limits()).await;
    let error = outcome.expect_err("an error");
    let what = format!("{} {answer:?}: {error}", provider.name());
    assert_eq!((error.code(), error.may_have_cost(), attempts), (expected.code, expected.may_have_cost, expected.attempts), "{what}");
    assert_holds_no_key(&error);
    error
}

fn assert_holds_no_key(error: &ModelError) {
    let mut chain = format!("{error:?}");
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(link) = next {
        chain.extend([" ", &link.to_string()]);
        next = link.source();
    }
    assert!(!chain.contains(KEY), "{chain}");
}

fn cut(stream: &str, end: End) -> Answer {
    Answer::Stream { pieces: vec![stream.as_bytes().to_vec()], end }
}

#[tokio::test]
async fn garbage_is_refused() {
    for provider in BOTH {
        let garbage = [
            Answer::status(200, "<html>Welcome</html>").with("content-type", "text/html"),
            Answer::status(200, "{\"text\":\"hi\"}").with("content-type", "application/json"),
            Answer::stream("data: {not json\n\n"),
            Answer::Stream { pieces: vec![b"data: \xff\xfe\n\n".to_vec()], end: End::Clean },
        ];
        for answer in garbage {
            check(provider, answer, once("model_garbage", true)).await;
        }
    }
    let foreign = Answer::stream("data: {\"choices\":[{\"delta\":{\"content\":7}}]}\n\n");
    check(Provider::OpenAi, foreign, once("model_garbage", true)).await;
    let orphan =
        Answer::stream("data: {\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n");
    check(Provider::Anthropic, orphan, once("model_garbage", true)).await;
}

#[tokio::test]
async fn nothing_is_not_taken_for_an_answer() {
    for provider in BOTH {
        check(provider, Answer::Nothing, once("model_truncated", true)).await;
        check(provider, Answer::stream(""), once("model_truncated", true)).await;
        let empty = Answer::stream(&provider.hello().replace("Hel", "").replace("lo.", ""));
        check(provider, empty, once("model_empty", true)).await;
    }
}

/// Trap 24: half an answer is never handed on as a whole one, wherever it breaks off.
#[tokio::test]
async fn half_a_stream_is_never_a_reply() {
    for provider in BOTH {
        let lines: Vec<&str> = provider.hello().split_inclusive('\n').collect();
        // Chat completions are whole with their finish reason, messages with their last event.
        let whole = match provider {
            Provider::OpenAi => lines.iter().position(|line| line.contains("\"stop\"")).unwrap(),
            Provider::Anthropic => lines.len() - 1,
        };
        for kept in 1..=whole {
            for end in [End::Clean, End::Cut] {
                check(provider, cut(&lines[..kept].concat(), end), once("model_truncated", true)).await;
            }
        }
    }
}

#[tokio::test]
async fn an_error_in_the_middle_of_a_stream_is_told_with_the_providers_words() {
    for (provider, event) in [
        (Provider::OpenAi, "data: {\"error\":{\"type\":\"server_error\",\"message\":\"The server had an error\"}}\n\n"),
        (
            Provider::Anthropic,
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"The server had an error\"}}\n\n",
        ),
    ] {
        let (begun, _) = provider.hello().split_once("lo.").unwrap();
        let (begun, _) = begun.rsplit_once("\n\n").unwrap();
        let error = check(provider, Answer::stream(&format!("{begun}\n\n{event}")), once("model_interrupted", true)).await;
        assert!(error.to_string().contains("The server had an error"), "{error}");
    }
    let at_once = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    check(Provider::Anthropic, Answer::stream(at_once), Expected { code: "model_overloaded", may_have_cost: false, attempts: 3 }).await;
}

#[tokio::test]
async fn refusals_are_told_apart_and_not_repeated() {
    for provider in BOTH {
        for (status, body, code) in [
            (400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}", "model_bad_request"),
            (
                400,
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 300000 tokens > 200000 maximum\"}}",
                "model_context_too_long",
            ),
            (
                401,
                "{\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid key sk-test-0123456789\"}}",
                "model_unauthenticated",
            ),
            (404, "{\"error\":{\"type\":\"not_found_error\",\"message\":\"model: m\"}}", "model_unknown"),
            (429, "{\"error\":{\"type\":\"insufficient_quota\",\"message\":\"pay first\"}}", "model_quota_exhausted"),
        ] {
            check(provider, Answer::status(status, body), once(code, false)).await;
        }
        let huge = Answer::status(400, &"é".repeat(2_000_000));
        let error = check(provider, huge, once("model_bad_request", false)).await;
        assert!(error.to_string().len() < 1_000);
    }
}

#[tokio::test]
async fn what_cannot_have_cost_is_repeated_a_bounded_number_of_times() {
    for provider in BOTH {
        for (status, code) in [(429, "model_rate_limited"), (500, "model_unavailable"), (529, "model_overloaded")] {
            let (outcome, asked) = ask(provider, vec![Answer::status(status, ""), provider.answers()], limits()).await;
            assert_eq!((outcome.unwrap().text.as_str(), asked), ("Hello.", 2), "{status}");
            check(provider, Answer::status(status, ""), Expected { code, may_have_cost: false, attempts: 3 }).await;
        }
        check(provider, Answer::status(504, ""), once("model_unavailable", true)).await;
    }
}

#[tokio::test]
async fn a_wait_that_the_provider_asks_for_is_kept_or_handed_to_the_caller() {
    for provider in BOTH {
        let begun = tokio::time::Instant::now();
        let (outcome, asked) =
            ask(provider, vec![Answer::status(429, "").with("retry-after-ms", "300"), provider.answers()], limits()).await;
        assert_eq!((outcome.is_ok(), asked), (true, 2));
        assert!(begun.elapsed() >= Duration::from_millis(300));
        for value in ["3600", "Sat, 21 Nov 2026 15:00:00 GMT"] {
            let error =
                check(provider, Answer::status(429, "slow down").with("retry-after", value), once("model_rate_limited", false)).await;
            assert_eq!(error.retry_after(), Some(Duration::from_hours(1)));
            assert!(error.to_string().contains("3600 s"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_redirect_is_refused_and_carries_nothing_away() {
    for provider in BOTH {
        let elsewhere = Fake::serve(vec![provider.answers()]).await;
        for status in [301, 302, 307, 308] {
            check(provider, Answer::status(status, "").with("location", elsewhere.url.clone()), once("model_redirected", false)).await;
        }
        assert!(elsewhere.asked().is_empty());
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said_to_be_unreachable() {
    for provider in BOTH {
        let url = Fake::serve(Vec::new()).await.url.clone();
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(!url.ends_with(&gone.port().to_string()));
        let error = model(provider, &format!("http://{gone}"), limits()).complete(&request(), &Cancel::new()).await.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), error.may_have_cost()), ("model_unreachable", true, false));
        assert_holds_no_key(&error);
    }
}
