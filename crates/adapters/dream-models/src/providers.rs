//! The registry: the providers that the operator selected, and how a model's name finds one of them.

use crate::anthropic::Anthropic;
use crate::http::{HttpModel, Wire};
use crate::offline::Offline;
use crate::openai::OpenAi;
use crate::prices::Prices;
use crate::{ConfigError, EndpointConfig, ModelsConfig};
use dream_clock::{Clock, Rng};
use dream_ports::{Chosen, Model, ModelError, ModelRegistry};
use std::collections::BTreeMap;
use std::sync::Arc;

const OFFLINE: &str = "offline";
const KNOWN: &[&str] = &[OFFLINE, OpenAi::NAME, Anthropic::NAME];

/// The models that may be called.
pub struct Providers {
    entries: BTreeMap<&'static str, Entry>,
    selected: &'static str,
}

struct Entry {
    model: Arc<dyn Model>,
    /// What is called when nobody says a model's name.
    usual: String,
}

/// What providers are built with.
struct Builder<'a> {
    config: &'a ModelsConfig,
    prices: Arc<Prices>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    selected: &'static str,
}

impl Providers {
    /// Builds `offline` and those providers that `config` selects. A provider that is merely configured is not built, so a key alone
    /// never spends.
    ///
    /// # Errors
    /// [`ConfigError`] for the first thing in `config` that cannot work.
    pub fn new(config: &ModelsConfig, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Result<Self, ConfigError> {
        let selected = known(config.provider.as_deref().unwrap_or(OFFLINE))?;
        let builder = Builder { config, prices: Arc::new(Prices::new(&config.prices)?), clock, rng, selected };
        let mut entries = BTreeMap::from([(OFFLINE, Entry { model: Arc::new(Offline), usual: builder.usual(OFFLINE, OFFLINE) })]);
        for name in std::iter::once(Ok(selected)).chain(config.also.iter().map(|name| known(name))) {
            match name? {
                OpenAi::NAME => entries.insert(OpenAi::NAME, builder.entry::<OpenAi>(&config.openai)?),
                Anthropic::NAME => entries.insert(Anthropic::NAME, builder.entry::<Anthropic>(&config.anthropic)?),
                _ => None,
            };
        }
        Ok(Self { entries, selected })
    }

    /// The name of the provider that works the stages.
    pub fn selected(&self) -> &'static str {
        self.selected
    }
}

impl Builder<'_> {
    fn entry<W: Wire>(&self, options: &EndpointConfig) -> Result<Entry, ConfigError> {
        let model = HttpModel::<W>::new(options, Arc::clone(&self.prices), Arc::clone(&self.clock), Arc::clone(&self.rng))?;
        Ok(Entry { model: Arc::new(model), usual: self.usual(W::NAME, W::USUAL_MODEL) })
    }

    fn usual(&self, provider: &str, otherwise: &str) -> String {
        let chosen = self.config.model.clone().filter(|_| provider == self.selected);
        chosen.unwrap_or_else(|| otherwise.to_owned())
    }
}

impl ModelRegistry for Providers {
    fn choose(&self, name: Option<&str>) -> Result<Chosen, ModelError> {
        let (provider, model) = match name {
            None => (self.selected, None),
            Some(name) => match name.split_once('/') {
                // A server's own names may hold slashes, so only a known provider's name before one is meant as such.
                Some((provider, model)) if KNOWN.contains(&provider) => (provider, Some(model)),
                _ if KNOWN.contains(&name) => (name, None),
                _ => (self.selected, Some(name)),
            },
        };
        let entry = self.entries.get(provider).ok_or_else(|| ModelError::NotConfigured {
            provider: provider.to_owned(),
            configured: self.entries.keys().map(|name| (*name).to_owned()).collect(),
        })?;
        let model = model.unwrap_or(&entry.usual).to_owned();
        match entry.model.price(&model) {
            Some(price) => Ok(Chosen { provider: Arc::clone(&entry.model), model, price }),
            None => Err(ModelError::UnknownPrice { provider: provider.to_owned(), model }),
        }
    }
}

fn known(name: &str) -> Result<&'static str, ConfigError> {
    let found = KNOWN.iter().find(|known| **known == name).copied();
    found.ok_or_else(|| ConfigError::UnknownProvider { name: name.chars().take(80).collect(), known: KNOWN })
}
