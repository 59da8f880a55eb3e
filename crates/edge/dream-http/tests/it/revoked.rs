//! A token that is revoked while a stream of messages is open with it.

use crate::contract::served;
use crate::house::{House, served_on_both_engines};
use dream_api::{MintToken, PublishedMessage, RevokeToken, SendMessage, StreamEvent, StreamRequest, TokenScope};
use dream_client::{Client, Options, StreamReceiver};
use dream_secret::Secret;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

served_on_both_engines!(an_open_stream_ends_when_its_token_is_revoked_and_others_go_on);

/// Far longer than a token that was good counts as good.
const PATIENCE: Duration = Duration::from_mins(2);

async fn heard(receiver: &mut StreamReceiver) -> Option<StreamEvent> {
    tokio::time::timeout(PATIENCE, receiver.next()).await.expect("the server says something").unwrap()
}

/// A client with the token that it was given.
fn with_token(client: &Client, text: String) -> Client {
    let number = AtomicU64::new(0);
    let keys = Arc::new(move || format!("other-{}", number.fetch_add(1, Ordering::Relaxed)));
    Client::new(Options::new(client.url(), Some(Secret::new(text)), keys)).unwrap()
}

fn publish(first: u64) -> StreamRequest {
    let message: SendMessage = serde_json::from_value(serde_json::json!({ "channel": "topic/news", "body": "news" })).unwrap();
    StreamRequest::Publish { first, messages: vec![message] }
}

fn numbers(event: Option<StreamEvent>) -> Vec<u64> {
    let Some(StreamEvent::Published { messages, refused }) = event else { panic!("{event:?}") };
    assert_eq!(refused, []);
    messages.into_iter().map(|PublishedMessage { number, .. }| number).collect()
}

async fn an_open_stream_ends_when_its_token_is_revoked_and_others_go_on(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let scopes = vec![TokenScope::Read, TokenScope::Write];
    let minted = client.mint_token(&MintToken { name: "stream".into(), scopes, expires_at: None, person: None }).await.unwrap();
    let other = with_token(&client, minted.text.clone());
    let (mut sender, mut receiver) = other.open_stream().await.unwrap();
    let (mut own, mut heard_by_owner) = client.open_stream().await.unwrap();
    sender.say(&publish(1)).await.unwrap();
    assert_eq!(numbers(heard(&mut receiver).await), [1]);
    client.revoke_token(minted.token.id, &RevokeToken::default()).await.unwrap();
    // Nothing has to be said on it: the server looks by itself whether the token is still good.
    let Some(StreamEvent::Ended { error }) = heard(&mut receiver).await else { panic!("it says why it ends") };
    assert_eq!(error.code, "token_revoked");
    assert_eq!(heard(&mut receiver).await, None, "and then it is closed");
    let refused = other.open_stream().await.err().unwrap();
    assert_eq!(refused.problem().unwrap().code, "token_revoked");
    own.say(&publish(1)).await.unwrap();
    assert_eq!(numbers(heard(&mut heard_by_owner).await), [1], "another token's stream goes on");
    drop((sender, receiver, own, heard_by_owner, other, client));
    stop.send(()).unwrap();
    server.await.unwrap();
}
