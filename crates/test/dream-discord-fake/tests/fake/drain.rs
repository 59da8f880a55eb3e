//! A million queued deliveries, in simulated time, against limits that our side must learn from the headers.

use dream_bridge::discord::{Answer, Grant, Rate, Route};
use dream_clock::Timestamp;
use dream_discord_fake::{Limiter, RateClass, Ruling, Window};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

/// How long a request is on its way, each way.
const WAY: Duration = Duration::from_millis(15);
const LANES: usize = 12;

struct Lane {
    route: Route,
    left: u32,
}

struct Drain {
    rate: Rate,
    server: Limiter,
    lanes: Vec<Lane>,
    /// When something happens on a lane, and whether an answer is what happens.
    agenda: BinaryHeap<Reverse<(Timestamp, usize, bool)>>,
    answers: Vec<Answer>,
    refused: u32,
    sent: u32,
    idle: Vec<usize>,
}

impl Drain {
    fn of(deliveries: u32, limit: u32, per: Duration) -> Self {
        let limits = BTreeMap::from([(RateClass::CreateMessage, Window { limit, per })]);
        let start = Timestamp::from_micros(1_800_000_000_000_000);
        let each = deliveries / u32::try_from(LANES).unwrap();
        let lane = |n: usize| Lane { route: Route::of("POST", &format!("/channels/{n}/messages")), left: each };
        Self {
            rate: Rate::default(),
            server: Limiter::new(limits, 50, 10_000),
            lanes: (0..LANES).map(lane).collect(),
            agenda: (0..LANES).map(|lane| Reverse((start, lane, false))).collect(),
            answers: vec![Answer::default(); LANES],
            refused: 0,
            sent: 0,
            idle: Vec::new(),
        }
    }

    /// Drains everything; how long it took.
    fn run(&mut self) -> Duration {
        let start = self.agenda.peek().unwrap().0.0;
        let mut now = start;
        while let Some(Reverse((at, lane, answered))) = self.agenda.pop() {
            now = at;
            if answered {
                let answer = std::mem::take(&mut self.answers[lane]);
                self.rate.answered(&self.lanes[lane].route, &answer, now);
                if answer.status == 200 {
                    self.sent += 1;
                    self.lanes[lane].left -= 1;
                }
                for waiting in std::mem::take(&mut self.idle) {
                    self.agenda.push(Reverse((now, waiting, false)));
                }
            }
            if self.lanes[lane].left > 0 {
                self.send(lane, now);
            }
        }
        now.since(start)
    }

    fn send(&mut self, lane: usize, now: Timestamp) {
        match self.rate.ask(&self.lanes[lane].route, now) {
            Grant::Go => {
                let ruling = self.server.request(RateClass::CreateMessage, &lane.to_string(), now.plus(WAY));
                self.answers[lane] = self.answer(ruling);
                self.agenda.push(Reverse((now.plus(WAY * 2), lane, true)));
            }
            Grant::Wait(until) | Grant::Guarded(until) => self.agenda.push(Reverse((until, lane, false))),
            Grant::AfterAnswer => self.idle.push(lane),
        }
    }

    fn answer(&mut self, ruling: Ruling) -> Answer {
        let (status, counted, retry_after, global) = match ruling {
            Ruling::Pass(counted) => (200, counted, None, false),
            Ruling::Refuse { retry_after, global, counted } => (429, counted, Some(retry_after), global),
            Ruling::Banned => panic!("banned"),
        };
        self.refused += u32::from(status == 429);
        let counted = counted.as_ref();
        Answer {
            status,
            bucket: counted.map(|counted| counted.bucket.clone()),
            limit: counted.map(|counted| counted.limit),
            remaining: counted.map(|counted| counted.remaining),
            reset_after: counted.map(|counted| counted.reset_after),
            retry_after,
            global,
            shared: false,
        }
    }
}

/// With the limit over all routes the tighter one: fifty a second, whatever the buckets would allow.
#[test]
fn a_million_deliveries_drain_at_exactly_the_allowed_rate_without_a_refusal() {
    let mut drain = Drain::of(1_000_000, 50, Duration::from_secs(5));
    let took = drain.run();
    let all = (1_000_000 / 12) * 12;
    assert_eq!((drain.sent, drain.refused), (all, 0));
    let least = f64::from(all) / 50.0;
    assert!(took.as_secs_f64() >= least - 1.0 && took.as_secs_f64() < least * 1.02, "{took:?} for {all}, at best {least} s");
}

/// With the buckets the tighter ones: twelve channels of five in five seconds.
#[test]
fn deliveries_drain_at_their_buckets_rate_without_a_refusal() {
    let mut drain = Drain::of(12_000, 5, Duration::from_secs(5));
    let took = drain.run();
    assert_eq!((drain.sent, drain.refused), (12_000, 0));
    let least = 1_000.0 / 5.0 * 5.0 - 5.0;
    assert!(took.as_secs_f64() >= least && took.as_secs_f64() < least * 1.02, "{took:?}, at best {least} s");
}
