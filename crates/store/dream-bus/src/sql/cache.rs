//! Numbers of channels and consumers by name. What is remembered is a hint: whoever uses it locks the row, and asks anew where it is gone.

use dream_messages::Space;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many names are remembered before all are forgotten.
const MOST: usize = 100_000;

/// Numbers by name.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    channels: HashMap<Space, HashMap<String, u32>>,
    consumers: HashMap<Space, HashMap<String, i64>>,
    count: usize,
}

impl Cache {
    pub(crate) fn channel(&self, space: Space, name: &str) -> Option<u32> {
        self.channels.get(&space)?.get(name).copied()
    }

    pub(crate) fn remember_channel(&mut self, space: Space, name: &str, number: u32) {
        self.make_room();
        self.channels.entry(space).or_default().insert(name.to_owned(), number);
    }

    pub(crate) fn forget_channel(&mut self, space: Space, name: &str) {
        if let Some(names) = self.channels.get_mut(&space) {
            names.remove(name);
        }
    }

    pub(crate) fn consumer(&self, space: Space, name: &str) -> Option<i64> {
        self.consumers.get(&space)?.get(name).copied()
    }

    pub(crate) fn remember_consumer(&mut self, space: Space, name: &str, id: i64) {
        self.make_room();
        self.consumers.entry(space).or_default().insert(name.to_owned(), id);
    }

    pub(crate) fn forget_consumer(&mut self, space: Space, name: &str) {
        if let Some(names) = self.consumers.get_mut(&space) {
            names.remove(name);
        }
    }

    fn make_room(&mut self) {
        self.count += 1;
        if self.count > MOST {
            *self = Self::default();
        }
    }
}

/// The cache, for a moment.
pub(crate) fn locked(cache: &Mutex<Cache>) -> MutexGuard<'_, Cache> {
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}
