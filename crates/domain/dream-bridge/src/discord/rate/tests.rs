//! Limits learnt, kept, stored and obeyed.

use super::*;

const MESSAGES: &str = "/channels/1/messages";

fn at(millis: i64) -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000 + millis * 1_000)
}

fn answer(status: u16, limit: u32, remaining: u32, reset_after_ms: u64) -> Answer {
    let reset_after = Some(Duration::from_millis(reset_after_ms));
    Answer { status, bucket: Some("b1".to_owned()), limit: Some(limit), remaining: Some(remaining), reset_after, ..Answer::default() }
}

#[test]
fn routes_are_told_apart_by_what_limits_are_counted_on() {
    let cases = [
        ("POST", "/api/v10/channels/123/messages?x=1", "POST /channels/:id/messages", "123"),
        ("PATCH", "/channels/123/messages/456", "PATCH /channels/:id/messages/:id", "123"),
        ("PUT", "/channels/1/messages/2/reactions/%F0%9F%91%8D/@me", "PUT /channels/:id/messages/:id/reactions", "1"),
        ("GET", "/gateway/bot", "GET /gateway/bot", ""),
    ];
    for (method, path, name, major) in cases {
        let route = Route::of(method, path);
        assert_eq!((route.name.as_str(), route.major.as_str()), (name, major), "{path}");
    }
    let (one, other) = (Route::of("POST", "/webhooks/9/tokenA"), Route::of("POST", "/webhooks/9/tokenB"));
    assert_eq!(one.name, "POST /webhooks/:id/:id");
    assert_ne!(one.major, other.major);
    assert!(!format!("{one:?}").contains("token"), "a webhook's token is a secret: {one:?}");
    assert!(Route::of("POST", "/interactions/1/abc/callback").exempt);
}

#[test]
fn one_request_learns_the_limit_and_the_rest_keeps_to_it() {
    let (mut rate, route) = (Rate::default(), Route::of("POST", MESSAGES));
    assert_eq!(rate.ask(&route, at(0)), Grant::Go);
    assert_eq!(rate.ask(&route, at(1)), Grant::AfterAnswer, "nothing is known yet");
    rate.answered(&route, &answer(200, 5, 4, 2_000), at(50));
    for _ in 0..4 {
        assert_eq!(rate.ask(&route, at(60)), Grant::Go);
    }
    assert_eq!(rate.ask(&route, at(60)), Grant::Wait(at(2_050)));
    for remaining in [3, 2, 1, 0] {
        rate.answered(&route, &answer(200, 5, remaining, 1_950), at(100));
    }
    assert_eq!(rate.ask(&route, at(2_049)), Grant::Wait(at(2_050)));
    for _ in 0..5 {
        assert_eq!(rate.ask(&route, at(2_050)), Grant::Go);
    }
    assert!(!matches!(rate.ask(&route, at(2_050)), Grant::Go));
    assert_eq!(rate.ask(&Route::of("POST", "/channels/2/messages"), at(2_050)), Grant::Go, "another channel has its own count");
}

#[test]
fn the_servers_word_outranks_what_is_left() {
    let (mut rate, route) = (Rate::default(), Route::of("POST", MESSAGES));
    assert_eq!(rate.ask(&route, at(0)), Grant::Go);
    let refused = Answer { retry_after: Some(Duration::from_secs(1_337)), shared: true, ..answer(429, 10, 9, 1_000) };
    rate.answered(&route, &refused, at(10));
    assert_eq!(rate.ask(&route, at(5_000)), Grant::Wait(at(1_337_010)));
    assert_eq!(rate.refused(at(10)), 0, "a shared limit is nobody's fault");
    let elsewhere = Route::of("POST", "/channels/2/messages");
    assert_eq!(rate.ask(&elsewhere, at(5_000)), Grant::Go);
    rate.answered(
        &elsewhere,
        &Answer { status: 429, global: true, retry_after: Some(Duration::from_secs(3)), ..Answer::default() },
        at(5_000),
    );
    assert_eq!(rate.ask(&Route::of("GET", "/channels/3"), at(5_001)), Grant::Wait(at(8_000)), "a global limit is everybody's");
}

#[test]
fn fifty_a_second_over_all_routes_and_interactions_beside_them() {
    let mut rate = Rate::default();
    for n in 0..50 {
        assert_eq!(rate.ask(&Route::of("POST", &format!("/channels/{n}/messages")), at(n)), Grant::Go);
    }
    assert_eq!(rate.ask(&Route::of("POST", "/channels/77/messages"), at(60)), Grant::Wait(at(1_000)));
    assert_eq!(rate.ask(&Route::of("POST", "/interactions/1/abc/callback"), at(60)), Grant::Go);
    assert_eq!(rate.ask(&Route::of("POST", "/channels/77/messages"), at(1_000)), Grant::Go);
}

/// Trap 44: rate-limit memory lost on restart, then the platform bans the bot.
#[test]
fn what_was_learnt_survives_a_restart() {
    let (mut rate, route) = (Rate::default(), Route::of("POST", MESSAGES));
    rate.ask(&route, at(0));
    rate.answered(&route, &answer(200, 1, 0, 60_000), at(10));
    for _ in 0..3 {
        rate.answered(&route, &Answer { status: 403, ..Answer::default() }, at(20));
    }
    let stored = serde_json::to_string(&rate).unwrap();
    let mut next = serde_json::from_str::<Rate>(&stored).unwrap().restored();
    assert_eq!(next.ask(&route, at(30)), Grant::Wait(at(60_010)));
    assert_eq!(next.refused(at(30)), 3);
    assert_eq!(next.ask(&route, at(60_010)), Grant::Go);
    // What was on its way when the process ended does not hold the next one back.
    let again = serde_json::from_str::<Rate>(&serde_json::to_string(&next).unwrap()).unwrap();
    assert_eq!(again.restored().ask(&route, at(130_000)), Grant::Go);
}

/// Trap 44: 10,000 refused requests within ten minutes ban the address.
#[test]
fn too_many_refusals_stop_us_before_discord_does() {
    let mut rate = Rate::default();
    let mut sent = 0;
    let mut now = 0;
    // A revoked token: everything is refused, on ever new routes, for an hour.
    while now < 3_600_000 {
        let route = Route::of("POST", &format!("/channels/{sent}/messages"));
        match rate.ask(&route, at(now)) {
            Grant::Go => {
                sent += 1;
                rate.answered(&route, &Answer { status: 401, ..Answer::default() }, at(now));
                now += 5;
                assert!(rate.refused(at(now)) <= 5_000);
            }
            Grant::Wait(until) | Grant::Guarded(until) => now = ((until.micros() - at(0).micros()) / 1_000).max(now + 1),
            Grant::AfterAnswer => panic!("nothing is on its way"),
        }
    }
    assert!(sent > 5_000 && sent <= 6 * 5_000 + 5_000, "{sent}");
}

#[test]
fn a_route_without_a_limit_is_held_by_the_global_one_alone() {
    let (mut rate, route) = (Rate::default(), Route::of("GET", "/gateway/bot"));
    rate.ask(&route, at(0));
    rate.answered(&route, &Answer { status: 200, ..Answer::default() }, at(1));
    assert_eq!(rate.ask(&route, at(2)), Grant::Go);
    assert_eq!(rate.ask(&route, at(2)), Grant::Go);
}

#[test]
fn a_request_that_got_no_answer_does_not_hold_up_a_route_for_ever() {
    let (mut rate, route) = (Rate::default(), Route::of("POST", MESSAGES));
    assert_eq!(rate.ask(&route, at(0)), Grant::Go);
    assert_eq!(rate.ask(&route, at(0)), Grant::AfterAnswer);
    rate.lost(&route);
    assert_eq!(rate.ask(&route, at(30_000)), Grant::Go);
}
