//! Which of the consumers that are being read cover a channel.

use dream_messages::{Channel, Pattern, Space};
use std::collections::HashMap;

/// Consumers by what they read.
#[derive(Default)]
pub(super) struct Listeners {
    exact: HashMap<Space, HashMap<Channel, Vec<i64>>>,
    wide: HashMap<Space, Vec<(Pattern, i64)>>,
}

impl Listeners {
    pub(super) fn add(&mut self, space: Space, pattern: &Pattern, consumer: i64) {
        let Some(channel) = pattern.channel() else {
            self.wide.entry(space).or_default().push((pattern.clone(), consumer));
            return;
        };
        let exact = self.exact.entry(space).or_default();
        exact.entry(channel.clone()).or_default().push(consumer);
        if let Channel::Agent(name) = channel {
            exact.entry(Channel::Orders(name.clone())).or_default().push(consumer);
        }
    }

    pub(super) fn of(&self, space: Space, channel: &Channel) -> Vec<i64> {
        let exact = self.exact.get(&space).and_then(|channels| channels.get(channel));
        let wide = self.wide.get(&space).into_iter().flatten();
        let covering = wide.filter(|(pattern, _)| pattern.covers(channel)).map(|(_, consumer)| *consumer);
        exact.into_iter().flatten().copied().chain(covering).collect()
    }

    /// Forgets every consumer that `keep` does not name.
    pub(super) fn retain(&mut self, keep: impl Fn(i64) -> bool) {
        for channels in self.exact.values_mut() {
            channels.retain(|_, consumers| {
                consumers.retain(|consumer| keep(*consumer));
                !consumers.is_empty()
            });
        }
        self.exact.retain(|_, channels| !channels.is_empty());
        self.wide.retain(|_, patterns| {
            patterns.retain(|(_, consumer)| keep(*consumer));
            !patterns.is_empty()
        });
    }
}
