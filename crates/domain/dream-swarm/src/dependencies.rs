//! What depends on what, as far as it was loaded.

use dream_id::TaskId;
use std::collections::{BTreeMap, BTreeSet};

/// Tasks, each with the tasks it depends on.
#[derive(Debug, Clone, Default)]
pub struct Dependencies(BTreeMap<TaskId, BTreeSet<TaskId>>);

impl Dependencies {
    /// Notes that `task` depends on `on`.
    pub fn add(&mut self, task: TaskId, on: TaskId) {
        self.0.entry(task).or_default().insert(on);
    }

    /// How many tasks are known to depend on something.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known to depend on anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cycle that would come of `task` depending on `on`: from `task` along the dependencies back to `task`.
    #[must_use]
    pub fn cycle(&self, task: TaskId, on: TaskId) -> Option<Vec<TaskId>> {
        let mut came_from: BTreeMap<TaskId, TaskId> = BTreeMap::new();
        let mut seen = BTreeSet::from([on]);
        let mut open = vec![on];
        while let Some(at) = open.pop() {
            if at == task {
                return Some(Self::path(&came_from, task, on));
            }
            for next in self.0.get(&at).into_iter().flatten() {
                if seen.insert(*next) {
                    came_from.insert(*next, at);
                    open.push(*next);
                }
            }
        }
        None
    }

    fn path(came_from: &BTreeMap<TaskId, TaskId>, task: TaskId, on: TaskId) -> Vec<TaskId> {
        let mut path = vec![task];
        let mut at = task;
        while at != on {
            let Some(before) = came_from.get(&at) else { break };
            path.push(*before);
            at = *before;
        }
        path.push(task);
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId as _;

    fn task(number: u8) -> TaskId {
        TaskId::from_parts(0, [number; 10])
    }

    #[test]
    fn the_cycle_is_named_from_the_task_back_to_it() {
        let mut known = Dependencies::default();
        for (one, two) in [(1, 2), (2, 3), (3, 4), (2, 5), (5, 4)] {
            known.add(task(one), task(two));
        }
        assert_eq!(known.cycle(task(3), task(1)), Some(vec![task(3), task(1), task(2), task(3)]));
        assert_eq!(known.cycle(task(1), task(1)), Some(vec![task(1), task(1)]));
        assert_eq!(known.cycle(task(1), task(4)), None);
        assert_eq!(known.cycle(task(9), task(1)), None);
    }

    #[test]
    fn ten_thousand_in_a_row_are_no_trouble() {
        let id = |number: u64| TaskId::from_parts(number, [0; 10]);
        let mut known = Dependencies::default();
        (0..10_000).for_each(|number| known.add(id(number), id(number + 1)));
        assert_eq!(known.cycle(id(10_000), id(0)).map(|cycle| cycle.len()), Some(10_002));
    }
}
