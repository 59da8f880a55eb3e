//! Messages over the wire: every method of the client is understood, long polls end with the server, streams resume.

use crate::contract::served;
use crate::house::{House, served_on_both_engines};
use dream_api::*;
use dream_client::{ChannelName, Client, ClientError, ConsumerName, HistoryFilter, PageOf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

served_on_both_engines!(
    the_client_walks_from_sending_to_dead_letters,
    a_batch_is_answered_item_by_item,
    a_channel_is_followed_and_resumed,
    a_long_poll_ends_when_the_server_drains,
);

/// Longer than any test may wait.
const PATIENCE: Duration = Duration::from_secs(20);

fn message(channel: &str, body: &str) -> SendMessage {
    serde_json::from_value(serde_json::json!({ "channel": channel, "body": body })).unwrap()
}

fn consumer(name: &str) -> ConsumerName {
    ConsumerName { name: name.to_owned(), project: None }
}

fn channel(name: &str) -> ChannelName {
    ChannelName { name: name.to_owned(), project: None }
}

async fn reader(client: &Client) -> ConsumerName {
    let body = CreateConsumer { name: "reader".into(), project: None, pattern: "topic/*".into(), settings: ConsumerSettings::default() };
    assert_eq!(client.create_consumer(&body).await.unwrap().settings, ConsumerSettings::default());
    consumer("reader")
}

async fn fetched(client: &Client, from: &ConsumerName) -> Vec<Delivery> {
    client.fetch_messages(from, &FetchMessages::default()).await.unwrap().items
}

async fn settled(client: &Client, from: &ConsumerName, delivery: &Delivery, outcome: Outcome) -> Settled {
    let answers = vec![Settle { receipt: delivery.receipt.clone(), outcome, delay: None, reason: Some("because".into()) }];
    client.settle_messages(from, &SettleMessages { answers }).await.unwrap()
}

async fn the_client_walks_from_sending_to_dead_letters(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let (page, from) = (PageOf::default(), reader(&client).await);
    let settings = ChannelSettings { max_messages: Some(10), ..ChannelSettings::default() };
    let put = PutChannel { name: "topic/news".into(), project: None, settings: Some(settings.clone()) };
    assert_eq!(client.put_channel(&put).await.unwrap().settings, settings);
    let sent = client.send_message(&message("topic/news", "hello world")).await.unwrap();
    assert_eq!((sent.status, sent.sequence), (MessageStatus::Stored, 1));
    assert_eq!(client.message(sent.id).await.unwrap(), sent);
    let history = client.history(&HistoryFilter { search: Some("WORLD".into()), ..HistoryFilter::default() }, &page).await.unwrap();
    assert_eq!((history.items, history.index.behind), (vec![sent.clone()], 0));
    let receipts = client.receipts(sent.id, Some(MessageStatus::Acknowledged), Some(Span::of_millis(1))).await.unwrap();
    assert_eq!((receipts.status, receipts.reached), (MessageStatus::Stored, Some(false)));

    let delivery = fetched(&client, &from).await.remove(0);
    assert_eq!((delivery.attempt, delivery.message.body.as_deref()), (1, Some("hello world")));
    assert_eq!(settled(&client, &from, &delivery, Outcome::InProgress).await.refused, 0);
    assert_eq!(settled(&client, &from, &delivery, Outcome::Rejected).await.refused, 0);
    let late = settled(&client, &from, &delivery, Outcome::Acknowledged).await;
    assert_eq!((late.refused, late.items[0].error.as_ref().unwrap().code.as_str()), (1, "not_in_flight"));
    let letter = client.dead_letters(None, None, &page).await.unwrap().items.remove(0);
    assert_eq!((letter.reason, letter.detail.as_deref()), (DeadReason::Rejected, Some("because")));
    assert_eq!(client.dead_letter(&from, sent.id).await.unwrap(), letter);
    assert!(client.edit_dead_letter(&from, sent.id, &EditDeadLetter { body: "again".into() }).await.unwrap().edited);
    let these = ChooseDeadLetters { messages: Some(vec![sent.id]) };
    assert_eq!(client.replay_dead_letters(&from, &these).await.unwrap().count, 1);
    assert_eq!(client.drop_dead_letters(&from, &ChooseDeadLetters::default()).await.unwrap().count, 0);
    let again = fetched(&client, &from).await.remove(0);
    assert_eq!(again.message.body.as_deref(), Some("again"));
    settled(&client, &from, &again, Outcome::Acknowledged).await;
    let receipts = client.receipts(sent.id, Some(MessageStatus::Acknowledged), None).await.unwrap();
    assert_eq!((receipts.status, receipts.reached), (MessageStatus::Acknowledged, Some(true)));

    assert_eq!(client.erase_message(sent.id, &EraseMessage { reason: "r".into() }).await.unwrap().body, None);
    assert_eq!(client.verify_history(&channel("topic/news")).await.unwrap().result, HistoryResult::Empty);
    assert_eq!(client.channels(None, &page).await.unwrap().items, [client.channel(&channel("topic/news")).await.unwrap()]);
    assert_eq!(client.consumers(None, &page).await.unwrap().items, [client.consumer(&from).await.unwrap()]);
    client.remove_consumer(&from, &RemoveConsumer { reason: "r".into() }).await.unwrap();
    let refused = client.fetch_messages(&from, &FetchMessages::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some("no_such_consumer"));
    let void = RequestReply { message: message("topic/void", "?"), timeout: Some(Span::of_millis(1)) };
    let unanswered = client.request_reply(&void).await.unwrap_err();
    assert!(matches!(&unanswered, ClientError::Problem { problem, .. } if problem.status == 410 && problem.code == "no_reply"));
    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn a_batch_is_answered_item_by_item(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let messages = vec![message("topic/news", "1"), message("agent/nobody", "2"), message("Nowhere", "3"), message("topic/news", "4")];
    let sent = client.send_messages(&SendMessages { messages }).await.unwrap();
    let codes: Vec<_> = sent.items.iter().map(|item| item.error.as_ref().map(|error| error.code.as_str())).collect();
    assert_eq!((sent.refused, codes), (2, vec![None, Some("no_such_channel"), Some("bad_channel"), None]));
    assert_eq!((sent.items[0].sequence, sent.items[3].sequence), (Some(1), Some(2)));
    let large = vec![message("topic/large", &"x".repeat(200_000)); 30];
    assert_eq!(client.send_messages(&SendMessages { messages: large }).await.unwrap().refused, 0, "more than a usual body may have");
    let empty = client.send_messages(&SendMessages { messages: Vec::new() }).await.unwrap_err();
    assert_eq!(empty.code(), Some("batch_size"));
    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn a_channel_is_followed_and_resumed(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    client.send_message(&message("topic/news", "before")).await.unwrap();
    let mut live = client.tail(&channel("topic/news"), None);
    live.connect().await.unwrap();
    let mut all = client.tail(&channel("topic/news"), Some(0));
    client.send_message(&message("topic/news", "after")).await.unwrap();
    let next = tokio::time::timeout(PATIENCE, live.next()).await.unwrap().unwrap();
    assert_eq!((next.body.as_deref(), next.sequence), (Some("after"), 2));
    for expected in ["before", "after"] {
        let next = tokio::time::timeout(PATIENCE, all.next()).await.unwrap().unwrap();
        assert_eq!(next.body.as_deref(), Some(expected));
    }
    let refused = client.tail(&channel("agent/nobody"), None).connect().await.unwrap_err();
    assert_eq!(refused.code(), Some("no_such_channel"));
    drop((client, live, all));
    stop.send(()).unwrap();
    server.await.unwrap();
}

/// How many requests are being answered, as the metrics say.
async fn in_flight(client: &Client) -> u32 {
    let mut stream = tokio::net::TcpStream::connect(client.url().trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("dreamos_http_requests_in_flight ")).unwrap();
    line.trim().parse().unwrap()
}

async fn a_long_poll_ends_when_the_server_drains(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let from = reader(&client).await;
    let wait = FetchMessages { max: None, wait: Some(Span::of_millis(60_000)) };
    let began = std::time::Instant::now();
    // What is sent while it waits ends the wait at once.
    let (woken, _) =
        tokio::join!(client.fetch_messages(&from, &wait), async { client.send_message(&message("topic/news", "hello")).await.unwrap() });
    assert_eq!(woken.unwrap().items.len(), 1);
    let (drained, ()) = tokio::join!(client.fetch_messages(&from, &wait), async {
        // The one that asks, and the one that waits.
        while in_flight(&client).await < 2 {}
        stop.send(()).unwrap();
    });
    assert!(drained.unwrap().items.is_empty() && began.elapsed() < PATIENCE);
    drop(client);
    server.await.unwrap();
}
