//! What becomes of deliveries when answers come, are late, are lost, or a process dies.

use super::*;
use crate::delivery::{Waiting, ready};
use std::time::Duration;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000).plus(Duration::from_secs(seconds))
}

fn name(state: &State) -> &'static str {
    match state {
        State::Queued { .. } => "queued",
        State::Sending { .. } => "sending",
        State::Sent { .. } => "sent",
        State::Edited { .. } => "edited",
        State::Failed { .. } => "failed",
        State::Unknown { look: true, .. } => "unknown, look",
        State::Unknown { .. } => "unknown",
        State::Dead { .. } => "dead",
        State::Cancelled { .. } => "cancelled",
    }
}

fn sending(way: Way) -> Delivery {
    Delivery::queued(way, false, at(0)).sending(at(0))
}

#[test]
fn every_outcome_has_its_next_state() {
    let sent = || Outcome::Sent { message: "1".to_owned() };
    let not_sent = || Outcome::NotSent { why: "refused connection".to_owned() };
    let cases = [
        (Way::Bot, sent(), "sent"),
        (Way::Bot, Outcome::Edited { message: "1".to_owned() }, "edited"),
        (Way::Bot, Outcome::Limited { until: at(9) }, "queued"),
        (Way::Bot, not_sent(), "queued"),
        (Way::Bot, Outcome::Lost, "queued"),
        (Way::Webhook, not_sent(), "queued"),
        (Way::Webhook, Outcome::Lost, "unknown"),
        (Way::Outgoing, Outcome::Lost, "queued"),
        (Way::Webhook, Outcome::Refused { why: "50035".to_owned() }, "failed"),
        (Way::Bot, Outcome::NotFound, "queued"),
    ];
    for (way, outcome, wanted) in cases {
        let shown = format!("{way:?} {outcome:?}");
        assert_eq!(name(&sending(way).ended(outcome, at(1), 0).state), wanted, "{shown}");
    }
}

/// Trap 41: duplicate posts after a retry whose first try had succeeded.
#[test]
fn trap_41_a_lost_answer_never_doubles_a_message() {
    // Within the window the same nonce is used, and Discord gives back the message that is there.
    let bot = sending(Way::Bot).recovered(at(5), 0);
    assert_eq!((name(&bot.state), bot.generation), ("queued", 0));
    assert_eq!(bot.effect(at(60)), Effect::Send);
    // Past it the channel is read first: also when it had been queued again and nobody came to send it.
    assert_eq!(bot.effect(at(120)), Effect::Look);
    let late = sending(Way::Bot).recovered(at(600), 0);
    assert_eq!((name(&late.state), late.effect(at(600))), ("unknown, look", Effect::Look));
    assert_eq!(name(&late.clone().ended(Outcome::Sent { message: "7".to_owned() }, at(601), 0).state), "sent");
    let again = late.ended(Outcome::NotFound, at(601), 0);
    assert_eq!((name(&again.state), again.generation, again.effect(at(601))), ("queued", 1, Effect::Send));
    // A webhook cannot know, and says so; unless its rule takes a doubled message for a lesser evil.
    let webhook = sending(Way::Webhook).recovered(at(1), 0);
    assert_eq!((name(&webhook.state), webhook.effect(at(9_999))), ("unknown", Effect::None));
    let repeating = Delivery::queued(Way::Webhook, true, at(0)).sending(at(0)).recovered(at(1), 0);
    assert_eq!(name(&repeating.state), "queued");
}

#[test]
fn a_late_answer_changes_no_end_and_settles_what_was_unknown() {
    let sent = sending(Way::Bot).ended(Outcome::Sent { message: "1".to_owned() }, at(1), 0);
    assert_eq!(sent.clone().ended(Outcome::Lost, at(2), 0), sent);
    let unknown = sending(Way::Webhook).ended(Outcome::Lost, at(1), 0);
    assert_eq!(name(&unknown.ended(Outcome::Sent { message: "1".to_owned() }, at(2), 0).state), "sent");
}

#[test]
fn an_outage_of_an_hour_loses_nothing_and_a_day_makes_a_dead_letter() {
    let (mut delivery, mut now, mut tries) = (Delivery::queued(Way::Webhook, false, at(0)), at(0), 0);
    while now < at(3_600) {
        match delivery.effect(now) {
            Effect::WaitUntil(until) => now = until,
            Effect::Send => {
                tries += 1;
                delivery = delivery.sending(now).ended(Outcome::NotSent { why: "connection refused".to_owned() }, now, 0);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(name(&delivery.state), "queued");
    assert!((10..30).contains(&tries), "{tries} tries in an hour");
    let over = delivery.clone().sending(at(86_400)).ended(Outcome::NotSent { why: "connection refused".to_owned() }, at(86_400), 0);
    assert_eq!(over.state, State::Dead { at: at(86_400), why: "connection refused".to_owned() });
    assert_eq!(name(&over.replayed(at(90_000)).state), "queued");
}

#[test]
fn what_was_held_back_for_long_is_tried_for_as_long_as_anything_else() {
    let month = 30 * 86_400;
    let held = Delivery::queued(Way::Bot, false, at(0)).sending(at(month));
    let limited = held.ended(Outcome::Limited { until: at(month + 5) }, at(month), 0);
    assert_eq!(limited.effect(at(month)), Effect::WaitUntil(at(month + 5)));
}

#[test]
fn rate_limits_do_not_use_up_tries() {
    let delivery = sending(Way::Bot).ended(Outcome::Limited { until: at(7) }, at(1), 0);
    assert_eq!((delivery.tries, delivery.effect(at(1))), (0, Effect::WaitUntil(at(7))));
}

#[test]
fn in_one_lane_nothing_overtakes() {
    let queued = Delivery::queued(Way::Bot, false, at(0));
    let waiting_long = Delivery { state: State::Queued { not_before: at(99) }, ..queued.clone() };
    let done = queued.clone().ended(Outcome::Sent { message: "1".to_owned() }, at(1), 0);
    let unknown = sending(Way::Webhook).ended(Outcome::Lost, at(1), 0);
    let on_its_way = sending(Way::Bot);
    let rows = [
        ("a", 5, &queued),
        ("a", 2, &waiting_long),
        ("a", 1, &done),
        ("b", 4, &queued),
        ("b", 3, &unknown),
        ("c", 7, &queued),
        ("c", 6, &on_its_way),
    ];
    let queue: Vec<Waiting<'_>> = rows.iter().map(|(lane, number, delivery)| Waiting { lane, number: *number, delivery }).collect();
    let heads: Vec<(&str, u64)> = ready(&queue).iter().map(|waiting| (waiting.lane, waiting.number)).collect();
    assert_eq!(heads, [("a", 2), ("b", 4), ("c", 6)]);
}
