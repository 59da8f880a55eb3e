//! Our own tools, in both versions of the protocol.

use crate::kit::{Version, limits, serve, text};
use dream_tools::ToolLimits;
use serde_json::json;

#[tokio::test]
async fn both_versions_of_the_protocol_get_the_same_tools_and_answers() {
    let served = serve(limits()).await;
    for version in Version::BOTH {
        let agent = served.agent(version).await;
        assert_eq!(agent.version(), version.protocol());
        assert_eq!(agent.tools().await, ["repeat", "wait"], "{version:?}");
        let result = agent.call("repeat", json!({"n": 1})).await;
        assert_eq!(text(&result), ("writer says {\"n\":1}".to_owned(), false), "{version:?}");
        assert_eq!(result.structured_content, Some(json!({"said": {"n": 1}})), "{version:?}");
        assert_eq!(text(&agent.call("fly", json!({})).await), ("there is no tool fly".to_owned(), true), "{version:?}");
    }
}

#[tokio::test]
async fn a_call_that_waits_holds_up_no_other() {
    let served = serve(limits()).await;
    for version in Version::BOTH {
        let agent = served.agent(version).await;
        let waits = agent.call("wait", json!({}));
        tokio::pin!(waits);
        tokio::select! {
            _ = &mut waits => panic!("nobody let it go on"),
            () = served.host.waiting.notified() => {}
        }
        for n in 0..20 {
            assert!(!text(&agent.call("repeat", json!({"n": n})).await).1);
        }
        served.host.go_on.add_permits(1);
        assert_eq!(text(&waits.await), ("waited".to_owned(), false));
    }
}

#[tokio::test]
async fn a_conversation_ends_with_what_serves_it() {
    let mut served = serve(limits()).await;
    let agent = served.agent(Version::New).await;
    drop(served.tools.take());
    assert!(!served.socket().exists());
    agent.running.waiting().await.unwrap();
}

#[tokio::test]
async fn calls_are_held_to_their_limits() {
    let served = serve(ToolLimits { calls_per_minute: 2, ..limits() }).await;
    let (agent, other) = (served.agent(Version::New).await, served.agent(Version::Old).await);
    assert!(!text(&agent.call("repeat", json!({})).await).1);
    assert!(!text(&other.call("repeat", json!({})).await).1);
    // They are the conversation's, however many connections it has.
    let (why, failed) = text(&agent.call("repeat", json!({})).await);
    assert!(failed && why.contains("2 tool calls in a minute"), "{why}");
}
