//! A cursor against a model that keeps every place by itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dream_clock::Timestamp;
use dream_messages::{ConsumerSettings, Cursor, SettleError, Settled, Status, Verdict, Want};
use proptest::prelude::*;
use std::{collections::BTreeMap, time::Duration};

/// What may happen to a cursor. Times are milliseconds.
#[derive(Debug, Clone)]
enum Step {
    Publish(u64),
    Take { most: u64, fresh: u64 },
    Settle { place: u64, stale: bool, verdict: u8 },
    Pass(u64),
    Back(u64),
    Over(u64),
    Replay { place: u64, before: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct One {
    attempt: u32,
    held: bool,
    until: i64,
    copy: bool,
    before: u32,
}

impl One {
    fn deliveries(self) -> u32 {
        self.attempt - self.before
    }
}

/// The model: one entry for each pending place.
#[derive(Debug, Default)]
struct Model {
    pending: BTreeMap<u64, One>,
    next: u64,
    dead: Vec<u64>,
}

const START: i64 = 1_000_000_000_000;

fn settings() -> ConsumerSettings {
    ConsumerSettings {
        ack_wait: Duration::from_millis(50),
        max_deliveries: 3,
        backoff_base: Duration::from_millis(10),
        backoff_max: Duration::from_millis(40),
        ..ConsumerSettings::default()
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..20_u64).prop_map(Step::Publish),
        (0..12_u64, 0..12_u64).prop_map(|(most, fresh)| Step::Take { most, fresh }),
        (0..40_u64, any::<bool>(), 0..4_u8).prop_map(|(place, stale, verdict)| Step::Settle { place, stale, verdict }),
        (0..60_u64).prop_map(Step::Pass),
        (0..60_u64).prop_map(Step::Back),
        (0..10_u64).prop_map(Step::Over),
        (0..40_u64, 0..9_u32).prop_map(|(place, before)| Step::Replay { place, before }),
    ]
}

impl Model {
    fn lapse(&mut self, now: i64) -> Vec<u64> {
        let settings = settings();
        let mut dead = Vec::new();
        self.pending.retain(|place, one| {
            if !one.held || one.until > now {
                return true;
            }
            if one.deliveries() >= settings.max_deliveries {
                dead.push(*place);
                return false;
            }
            one.held = false;
            one.until += i64::try_from(settings.backoff().wait(one.deliveries(), 7).as_micros()).unwrap();
            true
        });
        dead
    }

    fn take(&mut self, now: i64, most: u64, fresh: u64, head: u64) -> Vec<(u64, u32)> {
        let until = now + 50_000;
        let due = self.pending.iter_mut().filter(|(_, one)| !one.held && one.until <= now);
        let mut taken: Vec<(u64, u32)> = due
            .take(usize::try_from(most).unwrap())
            .map(|(place, one)| {
                *one = One { attempt: one.attempt + 1, held: true, until, ..*one };
                (*place, one.attempt)
            })
            .collect();
        let left = fresh.min(most - u64::try_from(taken.len()).unwrap());
        for place in (self.next..=head).take(usize::try_from(left).unwrap()) {
            self.pending.insert(place, One { attempt: 1, held: true, until, copy: false, before: 0 });
            self.next = place + 1;
            taken.push((place, 1));
        }
        taken
    }

    fn floor(&self) -> u64 {
        self.pending.iter().find(|(_, one)| !one.copy).map_or(self.next, |(place, _)| *place) - 1
    }
}

fn verdict(number: u8) -> Verdict {
    match number {
        0 => Verdict::Acknowledge,
        1 => Verdict::Fail { delay: Some(Duration::from_millis(5)) },
        2 => Verdict::Reject,
        _ => Verdict::InProgress,
    }
}

/// One settlement, on both; they must agree on the answer.
fn settle(cursor: &mut Cursor, model: &mut Model, place: u64, stale: bool, number: u8, now: i64) {
    let attempt = model.pending.get(&place).map_or(1, |one| one.attempt) + u32::from(stale);
    let answer = cursor.settle(place, attempt, verdict(number), Timestamp::from_micros(now), &settings(), 7);
    let Some(one) = model.pending.get(&place).copied() else {
        assert_eq!(answer, Err(SettleError::NotPending));
        return;
    };
    if stale {
        assert_eq!(answer, Err(SettleError::Stale { given: attempt, current: one.attempt }));
        return;
    }
    match verdict(number) {
        Verdict::Acknowledge => {
            assert_eq!(answer, Ok(Settled::Acknowledged { copy: one.copy }));
            model.pending.remove(&place);
        }
        Verdict::Reject => {
            assert!(matches!(answer, Ok(Settled::Dead(_))));
            model.pending.remove(&place);
            model.dead.push(place);
        }
        _ if !one.held => assert_eq!(answer, Err(SettleError::Lapsed)),
        Verdict::Fail { .. } if one.deliveries() >= 3 => {
            assert!(matches!(answer, Ok(Settled::Dead(_))));
            model.pending.remove(&place);
            model.dead.push(place);
        }
        Verdict::Fail { .. } => {
            assert!(matches!(answer, Ok(Settled::Again { .. })));
            model.pending.insert(place, One { held: false, until: now + 5_000, ..one });
        }
        Verdict::InProgress => {
            assert!(matches!(answer, Ok(Settled::Extended { .. })));
            model.pending.insert(place, One { until: now + 50_000, ..one });
        }
    }
}

fn agree(cursor: &Cursor, model: &Model) {
    assert_eq!((cursor.next(), cursor.floor()), (model.next, model.floor()));
    assert_eq!(cursor.pending(), u64::try_from(model.pending.len()).unwrap());
    assert_eq!(cursor.due().map(Timestamp::micros), model.pending.values().map(|one| one.until).min());
    for place in 1..=model.next + 1 {
        let wanted = match model.pending.get(&place) {
            Some(one) if one.held => Status::Delivered,
            Some(one) if one.deliveries() == 0 => Status::Stored,
            Some(_) => Status::Failed,
            None if place >= model.next => Status::Stored,
            None => Status::Acknowledged,
        };
        let position = cursor.position(place).unwrap();
        assert_eq!(position.status, wanted, "place {place}");
        if let Some(one) = model.pending.get(&place) {
            assert_eq!(position.attempt, one.attempt);
        }
    }
    let read = Cursor::decode(&cursor.encode()).unwrap();
    assert_eq!((read.next(), read.floor(), read.pending(), read.due()), (cursor.next(), cursor.floor(), cursor.pending(), cursor.due()));
    for place in 1..=model.next {
        assert_eq!(read.position(place), cursor.position(place), "place {place} as it reads back");
    }
}

/// Runs the steps on both.
fn run(steps: &[Step]) {
    let (mut cursor, mut model) = (Cursor::at(1), Model { next: 1, ..Model::default() });
    let (mut now, mut head, mut tail) = (START, 0, 0);
    for step in steps {
        match step {
            Step::Publish(count) => head += count,
            Step::Take { most, fresh } => {
                let dead = cursor.lapse(Timestamp::from_micros(now), &settings(), 7);
                let dead: Vec<u64> = dead.iter().flat_map(|places| places.first..=places.last).collect();
                assert_eq!(dead, model.lapse(now));
                model.dead.extend(dead);
                let want = Want { most: *most, fresh: *fresh, holder: "ann", ack_wait: settings().ack_wait };
                let taken = cursor.take(Timestamp::from_micros(now), want, tail, head);
                let taken: Vec<(u64, u32)> =
                    taken.iter().flat_map(|places| (places.first..=places.last).map(|place| (place, places.attempt))).collect();
                assert_eq!(taken, model.take(now, *most, *fresh, head));
            }
            Step::Settle { place, stale, verdict } => settle(&mut cursor, &mut model, *place, *stale, *verdict, now),
            Step::Pass(millis) => now += i64::try_from(millis * 1_000).unwrap(),
            Step::Back(millis) => {
                // What began in the future begins now: seen from then on, no time has passed for it.
                let since = |place: &u64| (*place, cursor.position(*place).unwrap().at);
                let before: Vec<(u64, Option<Timestamp>)> = model.pending.keys().map(since).collect();
                now -= i64::try_from(millis * 1_000).unwrap();
                cursor.tolerate(Timestamp::from_micros(now));
                for (place, since) in before {
                    let ahead = (since.unwrap().micros() - now).max(0);
                    model.pending.get_mut(&place).unwrap().until -= ahead;
                }
            }
            Step::Over(count) => {
                let through = (tail + count).min(head);
                let owed: u64 = cursor.pass_over(through).iter().map(dream_messages::Places::len).sum();
                let before = model.pending.len();
                model.pending.retain(|place, one| one.copy || *place > through);
                let fresh = (through + 1).saturating_sub(model.next);
                model.next = model.next.max(through + 1);
                assert_eq!(owed, u64::try_from(before - model.pending.len()).unwrap() + fresh);
                tail = through;
            }
            Step::Replay { place, before } => {
                let may = *place > 0 && *place < model.next && !model.pending.contains_key(place);
                if *place > 0 {
                    assert_eq!(cursor.replay(*place, *before, Timestamp::from_micros(now)), may);
                }
                if may {
                    model.pending.insert(*place, One { attempt: *before, held: false, until: now, copy: true, before: *before });
                }
            }
        }
        agree(&cursor, &model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cursor_is_what_a_row_for_each_delivery_would_be(steps in prop::collection::vec(step(), 1..60)) {
        run(&steps);
    }

    #[test]
    fn bytes_that_are_no_cursor_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(cursor) = Cursor::decode(&bytes) {
            // What reads is used without harm.
            let _ = (cursor.floor(), cursor.pending(), cursor.due());
        }
    }
}

#[test]
fn a_cursor_stays_small_however_many_messages_pass() {
    let mut cursor = Cursor::at(1);
    let now = Timestamp::from_micros(START);
    for batch in 1..=100_000_u64 {
        let want = Want { most: 10, fresh: 10, holder: "ann", ack_wait: settings().ack_wait };
        let taken = cursor.take(now, want, 0, batch * 10);
        for place in taken.iter().flat_map(dream_messages::Places::each) {
            cursor.settle(place, 1, Verdict::Acknowledge, now, &settings(), 0).unwrap();
        }
    }
    assert_eq!((cursor.floor(), cursor.pending()), (1_000_000, 0));
    assert!(cursor.encode().len() < 64, "{} bytes", cursor.encode().len());
}
