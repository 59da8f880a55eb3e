//! Rate limits: headers, 429s, the global limit, and the ban. Without a client: clients wait by themselves.

use crate::kit::started;
use dream_discord_fake::{Access, ChannelKind};
use std::time::Duration;

#[tokio::test]
async fn a_bucket_says_what_is_left_refuses_and_opens_again() {
    let kit = started(|_| {}).await;
    let (channel, other) = (kit.fake.add_channel("a", ChannelKind::Text), kit.fake.add_channel("b", ChannelKind::Text));
    for left in ["4", "3", "2", "1", "0"] {
        let passed = kit.raw(&channel).await;
        assert_eq!(
            (passed.status, passed.header("x-ratelimit-remaining"), passed.header("x-ratelimit-limit")),
            (200, Some(left), Some("5"))
        );
        assert_eq!(passed.header("x-ratelimit-reset-after"), Some("5.000"));
    }
    kit.clock.advance(Duration::from_millis(1_500));
    let refused = kit.raw(&channel).await;
    assert_eq!((refused.status, refused.header("retry-after"), refused.header("x-ratelimit-scope")), (429, Some("4"), Some("user")));
    let body: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!((&body["retry_after"], &body["global"]), (&serde_json::json!(3.5), &serde_json::json!(false)));
    assert_eq!(kit.raw(&other).await.status, 200, "another channel has its own count");
    kit.clock.advance(Duration::from_millis(3_500));
    assert_eq!(kit.raw(&channel).await.status, 200);
    assert_eq!(kit.fake.refused(), 1);
}

#[tokio::test]
async fn fifty_a_second_over_all_routes() {
    let kit = started(|_| {}).await;
    let channels: Vec<String> = (0..51).map(|n| kit.fake.add_channel(&format!("c{n}"), ChannelKind::Text)).collect();
    for channel in &channels[..50] {
        assert_eq!(kit.raw(channel).await.status, 200);
    }
    let refused = kit.raw(&channels[50]).await;
    assert_eq!(
        (refused.status, refused.header("x-ratelimit-global"), refused.header("x-ratelimit-scope")),
        (429, Some("true"), Some("global"))
    );
    kit.clock.advance(Duration::from_secs(1));
    assert_eq!(kit.raw(&channels[50]).await.status, 200);
}

/// Trap 44: who goes on after too many refusals is shut out without Discord's usual answer.
#[tokio::test]
async fn too_many_refusals_shut_the_address_out() {
    let kit = started(|options| options.invalid = 3).await;
    let channel = kit.fake.add_channel("a", ChannelKind::Text);
    kit.fake.set_access(&channel, Access::ReadOnly);
    for _ in 0..3 {
        assert_eq!(kit.raw(&channel).await.status, 403);
    }
    kit.fake.set_access(&channel, Access::Full);
    let shut_out = kit.raw(&channel).await;
    assert_eq!((shut_out.status, shut_out.header("content-type")), (429, Some("text/html")));
    kit.clock.advance(Duration::from_mins(10));
    assert_eq!(kit.raw(&channel).await.status, 200);
}
