//! What the file holds: the newest messages, up to a size.

use super::entry::Entry;
use dream_app::history::Places;
use dream_id::MessageId;
use std::collections::VecDeque;

/// The largest file: 4 MiB.
const LARGEST: usize = 4 << 20;
/// What stands around the messages: two brackets and a line break.
const AROUND: usize = 4;
/// What stands between two of them: a comma and a line break.
const BETWEEN: usize = 2;

/// The newest messages, oldest first.
#[derive(Debug, Default)]
pub(super) struct Window {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl Window {
    /// Adds a message behind all that were not sent later: channels that are far behind are caught up with in turns. One that alone is too
    /// large for the file cannot be: a body has 256 KiB at most.
    pub(super) fn push(&mut self, entry: Entry) {
        self.bytes += entry.json.len() + BETWEEN;
        let index = self.entries.iter().rposition(|before| before.at <= entry.at).map_or(0, |before| before + 1);
        self.entries.insert(index, entry);
    }

    /// When it has more than the file may hold: the oldest messages that fill one, as a file, under the id of the first.
    pub(super) fn full(&self) -> Option<Full> {
        if self.bytes + AROUND <= LARGEST {
            return None;
        }
        let mut bytes = AROUND;
        let count = self.entries.iter().take_while(|entry| fits(&mut bytes, entry)).count();
        let entries = self.entries.iter().take(count);
        Some(Full { first: self.entries.front()?.id, count, json: array(entries) })
    }

    /// Forgets the oldest messages, once they are kept elsewhere.
    pub(super) fn forget(&mut self, count: usize) {
        let gone: usize = self.entries.drain(..count.min(self.entries.len())).map(|entry| entry.json.len() + BETWEEN).sum();
        self.bytes -= gone;
    }

    /// The newest messages that may come further, at most `most`.
    pub(super) fn unsettled(&self, most: usize) -> Vec<MessageId> {
        self.entries.iter().rev().take(most).filter(|entry| !entry.settled).map(Entry::id).collect()
    }

    /// Puts another version of a message in its place, or nothing. True when that changed anything.
    pub(super) fn replace(&mut self, id: MessageId, entry: Option<Entry>) -> bool {
        let Some(index) = self.entries.iter().rposition(|known| known.id() == id) else { return false };
        let before = self.entries.get(index).map_or(0, |known| known.json.len());
        match (entry, self.entries.get_mut(index)) {
            (Some(entry), Some(known)) => {
                let changed = *known != entry;
                self.bytes = self.bytes - before + entry.json.len();
                *known = entry;
                changed
            }
            _ => {
                self.entries.remove(index);
                self.bytes -= before + BETWEEN;
                true
            }
        }
    }

    /// Removes what channels have no longer: everything up to these places. True when there was some.
    pub(super) fn retain_after(&mut self, tails: &Places) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| tails.get(&entry.channel).is_none_or(|tail| entry.place > *tail));
        self.bytes = self.entries.iter().map(|entry| entry.json.len() + BETWEEN).sum();
        self.entries.len() != before
    }

    /// The array, a message a line: as many of the newest as the file may hold.
    pub(super) fn json(&self) -> Vec<u8> {
        let mut bytes = AROUND;
        let count = self.entries.iter().rev().take_while(|entry| fits(&mut bytes, entry)).count();
        array(self.entries.iter().skip(self.entries.len() - count))
    }
}

/// Messages that fill a file.
#[derive(Debug)]
pub(super) struct Full {
    /// The id of the first.
    pub(super) first: MessageId,
    /// How many they are.
    pub(super) count: usize,
    /// The file.
    pub(super) json: Vec<u8>,
}

/// Whether another message fits into a file that has so many bytes already.
fn fits(bytes: &mut usize, entry: &Entry) -> bool {
    *bytes += entry.json.len() + BETWEEN;
    *bytes <= LARGEST
}

fn array<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<u8> {
    let lines: Vec<&str> = entries.map(|entry| entry.json.as_str()).collect();
    format!("[\n{}\n]", lines.join(",\n")).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Timestamp;
    use dream_id::TypedId;

    fn entry(n: u8, bytes: usize) -> Entry {
        let json = format!("\"{}\"", "x".repeat(bytes));
        let (id, at) = (MessageId::from_parts(u64::from(n), [n; 10]), Timestamp::from_micros(n.into()));
        Entry { id, channel: 1, place: n.into(), at, settled: n.is_multiple_of(2), json }
    }

    fn items(json: &[u8]) -> usize {
        serde_json::from_slice::<Vec<String>>(json).unwrap().len()
    }

    #[test]
    fn it_is_an_array_at_every_moment_and_never_larger_than_the_file_may_be() {
        let mut window = Window::default();
        assert_eq!(items(&window.json()), 0);
        let (mut kept, mut sizes) = (0, Vec::new());
        (0..200).for_each(|n| window.push(entry(n, 100_000)));
        assert!(window.json().len() <= LARGEST, "even when nothing could be kept elsewhere");
        while let Some(full) = window.full() {
            kept += items(&full.json);
            sizes.push(full.json.len());
            window.forget(full.count);
        }
        assert_eq!(kept + items(&window.json()), 200);
        assert!(sizes.len() == 4 && sizes.iter().all(|size| (LARGEST - 100_100..=LARGEST).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_channel_that_comes_late_stands_where_its_messages_were_sent() {
        let mut window = Window::default();
        for place in [2, 5, 5, 3, 1, 9] {
            window.push(entry(place, usize::from(place)));
        }
        assert_eq!(window.entries.iter().map(|entry| entry.place).collect::<Vec<_>>(), [1, 2, 3, 5, 5, 9]);
    }

    #[test]
    fn messages_are_replaced_removed_and_watched() {
        let mut window = Window::default();
        (1..=4).for_each(|n| window.push(entry(n, 10)));
        let id = |n: u8| MessageId::from_parts(u64::from(n), [n; 10]);
        assert_eq!(window.unsettled(9), [id(3), id(1)]);
        assert_eq!(window.unsettled(2), [id(3)]);
        assert!(!window.replace(id(2), Some(entry(2, 10))) && window.replace(id(2), Some(Entry { id: id(2), ..entry(9, 20) })));
        assert!(window.replace(id(1), None) && !window.replace(id(1), None));
        assert!(window.retain_after(&Places::from([(1, 3)])) && !window.retain_after(&Places::from([(2, 9)])));
        assert_eq!((items(&window.json()), window.bytes), (2, entry(4, 10).json.len() + entry(9, 20).json.len() + 2 * BETWEEN));
    }
}
