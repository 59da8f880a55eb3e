//! Providers that are slow, endless or no longer wanted.

use crate::fake::{Answer, End, Fake};
use crate::setup::{BOTH, Provider, build_with, config, limits, model, request};
use dream_clock::Rng;
use dream_models::Limits;
use dream_ports::{Cancel, ModelError, ModelRegistry, TimeoutPhase};
use std::sync::Arc;

async fn fail(provider: Provider, answer: Answer, limits: Limits) -> (ModelError, Fake) {
    let fake = Fake::serve(vec![answer]).await;
    let error = model(provider, &fake.url, limits).complete(&request(), &Cancel::new()).await.unwrap_err();
    assert_eq!(fake.asked().len(), 1);
    (error, fake)
}

fn begun(provider: Provider, end: End) -> Answer {
    let whole_events = provider.hello().find("\n\n").unwrap() + 2;
    Answer::Stream { pieces: vec![provider.hello().get(..whole_events).unwrap().as_bytes().to_vec()], end }
}

fn phase(error: &ModelError) -> Option<TimeoutPhase> {
    match error {
        ModelError::Timeout { phase, .. } => Some(*phase),
        _ => None,
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up_in_each_phase_and_its_connection_closed() {
    for provider in BOTH {
        let (error, fake) = fail(provider, Answer::Silence, Limits { first_byte_ms: 80, ..limits() }).await;
        assert_eq!(phase(&error), Some(TimeoutPhase::FirstByte), "{error}");
        assert!(error.may_have_cost() && error.is_retryable());
        fake.closed_by_client().await;
        let (error, fake) = fail(provider, begun(provider, End::Silence), Limits { idle_ms: 80, ..limits() }).await;
        assert_eq!(phase(&error), Some(TimeoutPhase::Idle), "{error}");
        fake.closed_by_client().await;
        let (error, _fake) = fail(provider, begun(provider, End::Chatter), Limits { total_ms: 120, ..limits() }).await;
        assert_eq!(phase(&error), Some(TimeoutPhase::Total), "{error}");
    }
}

#[tokio::test]
async fn an_endless_answer_is_read_no_further_than_the_limit() {
    for provider in BOTH {
        let (error, _fake) = fail(provider, begun(provider, End::Chatter), Limits { max_reply_bytes: 2_000, ..limits() }).await;
        assert_eq!((error.code(), error.may_have_cost(), error.is_retryable()), ("model_reply_too_large", true, false));
    }
}

#[tokio::test]
async fn cancelling_in_the_middle_closes_the_connection_and_leaves_the_cost_unknown() {
    for provider in BOTH {
        let fake = Fake::serve(vec![begun(provider, End::Silence)]).await;
        let (model, cancel) = (model(provider, &fake.url, limits()), Cancel::new());
        let request = request();
        let (outcome, ()) = tokio::join!(model.complete(&request, &cancel), async {
            fake.streaming().await;
            cancel.cancel();
        });
        let error = outcome.unwrap_err();
        assert!(matches!(error, ModelError::Cancelled { sent: true, .. }) && error.may_have_cost(), "{error}");
        fake.closed_by_client().await;
    }
}

#[tokio::test]
async fn cancelling_before_anything_left_costs_nothing() {
    for provider in BOTH {
        let fake = Fake::serve(vec![provider.answers()]).await;
        let cancel = Cancel::new();
        cancel.cancel();
        let error = model(provider, &fake.url, limits()).complete(&request(), &cancel).await.unwrap_err();
        assert!(matches!(error, ModelError::Cancelled { sent: false, .. }) && !error.may_have_cost(), "{error}");
        assert!(fake.asked().is_empty());
    }
}

/// Randomness that tells when it is drawn: a provider draws once before each wait.
#[derive(Default)]
struct Drawn(tokio::sync::Notify);

impl Rng for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
        self.0.notify_one();
    }
}

#[tokio::test]
async fn cancelling_while_waiting_to_try_again_ends_the_wait() {
    let fake = Fake::serve(vec![Answer::status(429, "").with("retry-after", "1000")]).await;
    let patient = Limits { longest_wait_ms: 10_000_000, ..limits() };
    let (drawn, cancel, request) = (Arc::new(Drawn::default()), Cancel::new(), request());
    let providers = build_with(&config(Provider::OpenAi, &fake.url, patient), drawn.clone()).unwrap();
    let model = providers.choose(None).unwrap().provider;
    let (outcome, ()) = tokio::join!(model.complete(&request, &cancel), async {
        drawn.0.notified().await;
        cancel.cancel();
    });
    assert!(matches!(outcome, Err(ModelError::Cancelled { sent: false, .. })));
    assert_eq!(fake.asked().len(), 1);
}
