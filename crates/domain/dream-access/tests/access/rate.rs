//! Rate limits: never more than the quota and what the time since brings, whatever the clock does.

use crate::support::time;
use dream_access::{Rate, RateDecision};
use dream_clock::Timestamp;
use proptest::prelude::*;
use std::time::Duration;

fn ten_a_second() -> Rate {
    Rate::new(10, Duration::from_secs(1))
}

/// Sends requests at these moments; which passed.
fn run(rate: Rate, moments: &[Timestamp]) -> Vec<bool> {
    let mut state = None;
    let mut pass = |now: Timestamp| match rate.check(state, now) {
        RateDecision::Allowed { next, .. } => {
            state = Some(next);
            true
        }
        RateDecision::Limited { .. } => false,
    };
    moments.iter().map(|now| pass(*now)).collect()
}

#[test]
fn the_quota_passes_at_once_and_then_no_more() {
    let passed = run(ten_a_second(), &[time(0); 12]);
    assert_eq!(passed.iter().filter(|passed| **passed).count(), 10);
    assert!(passed[..10].iter().all(|passed| *passed));
}

#[test]
fn the_numbers_tell_a_caller_how_to_go_on() {
    let rate = ten_a_second();
    let mut state = None;
    for left in (0..10).rev() {
        let RateDecision::Allowed { next, remaining, reset } = rate.check(state, time(0)) else { panic!("allowed") };
        assert_eq!((remaining, reset), (left, Duration::from_millis(100 * (10 - u64::from(left)))));
        state = Some(next);
    }
    let limited = RateDecision::Limited { retry_after: Duration::from_millis(100), reset: Duration::from_secs(1) };
    assert_eq!(rate.check(state, time(0)), limited);
    let later = time(0).plus(Duration::from_millis(100));
    assert!(matches!(rate.check(state, later), RateDecision::Allowed { remaining: 0, .. }), "after retry_after it passes");
    assert_eq!((rate.quota(), rate.window_secs()), (10, 1));
    assert_eq!(Rate::new(1, Duration::from_millis(1_500)).window_secs(), 2);
}

#[test]
fn a_clock_set_back_locks_nobody_out() {
    let rate = ten_a_second();
    let RateDecision::Allowed { next, .. } = rate.check(None, time(3_600)) else { panic!("allowed") };
    let RateDecision::Limited { retry_after, .. } = rate.check(Some(next), time(0)) else { panic!("taken as an exhausted quota") };
    assert_eq!(retry_after, Duration::from_millis(100));
    assert!(matches!(rate.check(Some(next), time(3_600)), RateDecision::Allowed { .. }));
}

#[test]
fn absurd_rates_neither_divide_by_zero_nor_overflow() {
    for rate in [Rate::new(0, Duration::ZERO), Rate::new(u32::MAX, Duration::ZERO), Rate::new(1, Duration::MAX)] {
        assert!(matches!(rate.check(None, time(0)), RateDecision::Allowed { .. }), "{rate:?}");
        let _ = rate.check(Some(Timestamp::from_micros(i64::MAX)), Timestamp::from_micros(i64::MIN));
        let _ = rate.check(Some(Timestamp::from_micros(i64::MIN)), Timestamp::from_micros(i64::MAX));
    }
}

proptest! {
    #[test]
    fn in_any_window_no_more_than_twice_the_quota_passes(gaps in proptest::collection::vec(0_u64..400_000, 1..200)) {
        let rate = ten_a_second();
        let mut now = time(0);
        let moments: Vec<Timestamp> = gaps.iter().map(|gap| { now = now.plus(Duration::from_micros(*gap)); now }).collect();
        let passed = run(rate, &moments);
        for (at, start) in moments.iter().enumerate() {
            let end = start.plus(Duration::from_secs(1));
            let within = moments.iter().zip(&passed).skip(at).filter(|(now, passed)| **passed && **now < end).count();
            prop_assert!(within <= 20, "{within} in the second from {start}");
        }
    }

    #[test]
    fn a_limited_caller_who_waits_as_told_passes_and_a_moment_sooner_does_not(
        quota in 1_u32..50, millis in 1_u64..5_000, ahead in 0_u64..20_000_000,
    ) {
        let rate = Rate::new(quota, Duration::from_millis(millis));
        let state = Some(time(0).plus(Duration::from_micros(ahead)));
        if let RateDecision::Limited { retry_after, reset } = rate.check(state, time(0)) {
            prop_assert!(retry_after > Duration::ZERO && retry_after <= reset);
            let clamped = Some(time(0).plus(reset));
            let passes = |after: Duration| matches!(rate.check(clamped, time(0).plus(after)), RateDecision::Allowed { .. });
            prop_assert!(passes(retry_after));
            prop_assert!(!passes(retry_after.saturating_sub(Duration::from_micros(1))));
        }
    }
}
