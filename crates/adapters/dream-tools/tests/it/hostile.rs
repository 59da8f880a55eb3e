//! An agent that means no good.

use crate::kit::{Version, limits, serve, text};
use dream_tools::ToolLimits;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

#[tokio::test]
async fn arguments_that_are_too_large_are_refused_and_the_rest_goes_on() {
    let served = serve(ToolLimits { argument_bytes: 1_000, ..limits() }).await;
    let agent = served.agent(Version::New).await;
    let (why, failed) = text(&agent.call("repeat", json!({"text": "x".repeat(1_000)})).await);
    assert!(failed && why.contains("1000 are the most"), "{why}");
    assert!(!text(&agent.call("repeat", json!({"text": "x".repeat(900)})).await).1);
}

#[tokio::test]
async fn a_message_without_end_ends_the_connection_alone() {
    let served = serve(ToolLimits { message_bytes: 100_000, ..limits() }).await;
    let other = served.agent(Version::New).await;
    let agent = served.agent(Version::New).await;
    agent.try_call("repeat", json!({"text": "x".repeat(200_000)})).await.unwrap_err();
    assert!(!text(&other.call("repeat", json!({})).await).1);
    assert!(!text(&served.agent(Version::Old).await.call("repeat", json!({})).await).1);
}

#[tokio::test]
async fn garbage_is_no_hindrance() {
    let served = serve(limits()).await;
    let deep = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":{}\n", "[".repeat(50_000));
    for garbage in ["hello\n", "\0\0\0\n", "[]\n", "{}\n", "{\"jsonrpc\":\"1.0\"}\n", "null\n", &deep] {
        let mut stream = UnixStream::connect(served.socket()).await.unwrap();
        // Refused when the connection is ended in the middle of it.
        let _ = stream.write_all(garbage.as_bytes()).await;
        let _ = stream.shutdown().await;
        // Answered with an error or not at all, but ended.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert!(!text(&served.agent(Version::New).await.call("repeat", json!({})).await).1);
}

#[tokio::test]
async fn more_connections_than_allowed_are_not_taken() {
    let served = serve(ToolLimits { connections: 2, ..limits() }).await;
    let (_first, second) = (served.agent(Version::New).await, served.agent(Version::New).await);
    let mut third = UnixStream::connect(served.socket()).await.unwrap();
    assert_eq!(third.read(&mut [0]).await.unwrap(), 0);
    assert!(!text(&second.call("repeat", json!({})).await).1);
}
