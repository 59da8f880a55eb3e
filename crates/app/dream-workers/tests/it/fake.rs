//! A provider with a price: it answers as the offline one would unless it is told otherwise, and remembers every request.

use async_trait::async_trait;
use dream_models::offline::Offline;
use dream_ports::{Cancel, Chosen, Model, ModelError, ModelRegistry, ModelReply, ModelRequest, Price, Usage};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// What one call gives. Calls that nobody told anything are answered.
pub(crate) enum Next {
    /// The offline provider's answer.
    Answer,
    /// The offline provider's answer, at this usage.
    Used(Usage),
    /// These words.
    Text(&'static str),
    /// This failure.
    Fail(ModelError),
    /// Nothing, until the caller gives up.
    Hang,
    /// Nothing until a permit is there; then the offline provider's answer.
    Wait(Arc<Semaphore>),
}

/// The provider, and the registry that holds it alone. Clones share everything.
#[derive(Clone)]
pub(crate) struct Fake(Arc<Inner>);

struct Inner {
    next: Mutex<VecDeque<Next>>,
    /// Given when the list is empty.
    otherwise: Mutex<Option<&'static str>>,
    calls: Mutex<Vec<ModelRequest>>,
    model: Mutex<String>,
    called: Semaphore,
}

impl Default for Fake {
    fn default() -> Self {
        let inner = Inner {
            next: Mutex::default(),
            otherwise: Mutex::default(),
            calls: Mutex::default(),
            model: Mutex::new("one".to_owned()),
            called: Semaphore::new(0),
        };
        Self(Arc::new(inner))
    }
}

impl Fake {
    /// Says what the next calls give.
    pub(crate) fn tell(&self, next: impl IntoIterator<Item = Next>) {
        self.0.next.lock().unwrap().extend(next);
    }

    /// Says what every call gives that nobody told anything; `None` is the offline provider's answer.
    pub(crate) fn always(&self, text: Option<&'static str>) {
        *self.0.otherwise.lock().unwrap() = text;
    }

    /// Makes another model the one that is called when nobody names one.
    pub(crate) fn select(&self, model: &str) {
        model.clone_into(&mut self.0.model.lock().unwrap());
    }

    /// Every request so far.
    pub(crate) fn calls(&self) -> Vec<ModelRequest> {
        self.0.calls.lock().unwrap().clone()
    }

    /// How many calls were made so far.
    pub(crate) fn count(&self) -> usize {
        self.0.calls.lock().unwrap().len()
    }

    /// Waits until `calls` more calls have arrived.
    pub(crate) async fn called(&self, calls: u32) {
        self.0.called.acquire_many(calls).await.unwrap().forget();
    }

    /// The most that the call `number`, from 0, can have cost.
    pub(crate) fn worst_case(&self, number: usize) -> u64 {
        price().worst_case_micros(&self.calls()[number])
    }

    fn told(&self) -> Next {
        let told = self.0.next.lock().unwrap().pop_front();
        told.unwrap_or_else(|| self.0.otherwise.lock().unwrap().map_or(Next::Answer, Next::Text))
    }
}

/// Three dollars for a million tokens in, fifteen for a million out.
pub(crate) fn price() -> Price {
    Price {
        input_micros_per_mtok: 3_000_000,
        cached_input_micros_per_mtok: 300_000,
        cache_write_micros_per_mtok: 3_750_000,
        output_micros_per_mtok: 15_000_000,
        long_context: None,
        as_of: "2026-01-01".to_owned(),
    }
}

async fn answer(request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError> {
    let request = ModelRequest { model: "offline".to_owned(), ..request.clone() };
    Offline.complete(&request, cancel).await
}

#[async_trait]
impl Model for Fake {
    fn name(&self) -> &'static str {
        "fake"
    }

    async fn complete(&self, request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError> {
        self.0.calls.lock().unwrap().push(request.clone());
        let told = self.told();
        self.0.called.add_permits(1);
        match told {
            Next::Answer => answer(request, cancel).await,
            Next::Used(usage) => Ok(ModelReply { usage: Some(usage), ..answer(request, cancel).await? }),
            Next::Text(text) => Ok(ModelReply::text("one", text, Usage { input_tokens: 10, output_tokens: 10, ..Usage::default() })),
            Next::Fail(error) => Err(error),
            Next::Hang => {
                cancel.cancelled().await;
                Err(ModelError::Cancelled { provider: "fake".to_owned(), sent: true })
            }
            Next::Wait(permits) => {
                permits.acquire().await.unwrap().forget();
                answer(request, cancel).await
            }
        }
    }

    fn price(&self, model: &str) -> Option<Price> {
        (model != "unpriced").then(price)
    }

    fn is_offline(&self) -> bool {
        false
    }
}

impl ModelRegistry for Fake {
    fn choose(&self, name: Option<&str>) -> Result<Chosen, ModelError> {
        let model = name.map_or_else(|| self.0.model.lock().unwrap().clone(), str::to_owned);
        match self.price(&model) {
            Some(price) => Ok(Chosen { provider: Arc::new(self.clone()), model, price }),
            None => Err(ModelError::UnknownPrice { provider: "fake".to_owned(), model }),
        }
    }
}
