//! The streaming protocol of messages: order, answers by number, credit, giving back, and every way a stream is ended.

use crate::contract::served;
use crate::house::{House, served_on_both_engines};
use dream_api::*;
use dream_client::{Client, ConsumerName, Publisher, StreamReceiver, StreamSender};
use std::time::Duration;

served_on_both_engines!(
    messages_stand_in_the_order_in_which_they_were_said_and_each_has_its_answer,
    deliveries_come_as_far_as_there_is_credit,
    what_a_client_had_in_hand_goes_to_the_next_when_it_is_gone,
    whoever_breaks_the_protocol_is_told_why,
    a_stream_ends_when_the_server_drains,
    what_is_no_stream_is_refused,
);

const PATIENCE: Duration = Duration::from_secs(20);

fn message(channel: &str, body: &str) -> SendMessage {
    serde_json::from_value(serde_json::json!({ "channel": channel, "body": body })).unwrap()
}

fn reader() -> StreamConsumer {
    StreamConsumer { name: "reader".into(), project: None }
}

async fn make_reader(client: &Client) {
    let body = CreateConsumer { name: "reader".into(), project: None, pattern: "topic/*".into(), settings: ConsumerSettings::default() };
    client.create_consumer(&body).await.unwrap();
}

async fn heard(receiver: &mut StreamReceiver) -> StreamEvent {
    tokio::time::timeout(PATIENCE, receiver.next()).await.expect("the server says something").unwrap().expect("the stream goes on")
}

async fn delivered(receiver: &mut StreamReceiver, count: usize) -> Vec<Delivery> {
    let mut all = Vec::new();
    while all.len() < count {
        match heard(receiver).await {
            StreamEvent::Delivered { items, .. } => all.extend(items),
            StreamEvent::Published { .. } | StreamEvent::Settled { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    all
}

async fn messages_stand_in_the_order_in_which_they_were_said_and_each_has_its_answer(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let (mut sender, mut receiver) = client.open_stream().await.unwrap();
    let mut first = 1;
    for frame in 0..20 {
        let messages: Vec<_> = (0..10).map(|number| message("topic/news", &format!("{frame}-{number}"))).collect();
        sender.say(&StreamRequest::Publish { first, messages }).await.unwrap();
        first += 10;
    }
    sender.say(&StreamRequest::Publish { first, messages: vec![message("agent/nobody", "x")] }).await.unwrap();
    let (mut published, mut refused) = (Vec::new(), Vec::new());
    while published.len() + refused.len() < 201 {
        let StreamEvent::Published { messages, refused: some } = heard(&mut receiver).await else { panic!("only answers are expected") };
        published.extend(messages.into_iter().map(|message| (message.number, message.sequence)));
        refused.extend(some.into_iter().map(|refused| (refused.number, refused.error.code)));
    }
    let expected: Vec<(u64, u64)> = (1..=200).map(|number| (number, number)).collect();
    assert_eq!((published, refused), (expected, vec![(201, "no_such_channel".to_owned())]));
    drop((sender, receiver, client));
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn deliveries_come_as_far_as_there_is_credit(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    make_reader(&client).await;
    let (sender, receiver) = client.open_stream().await.unwrap();
    let publisher = Publisher::new(sender, receiver, 16);
    let (mut sender, mut receiver) = client.open_stream().await.unwrap();
    sender.say(&StreamRequest::Consume { consumer: reader(), credit: 3 }).await.unwrap();
    for number in 0..5 {
        publisher.publish(message("topic/news", &number.to_string())).await.unwrap();
    }
    let three = delivered(&mut receiver, 3).await;
    assert_eq!(three.iter().filter_map(|item| item.message.body.as_deref()).collect::<Vec<_>>(), ["0", "1", "2"]);
    let settle =
        |delivery: &Delivery| Settle { receipt: delivery.receipt.clone(), outcome: Outcome::Acknowledged, delay: None, reason: None };
    let mut answers: Vec<_> = three.iter().map(settle).collect();
    answers.push(Settle { receipt: "nonsense".into(), outcome: Outcome::Acknowledged, delay: None, reason: None });
    sender.say(&StreamRequest::Settle { consumer: reader(), answers }).await.unwrap();
    let (mut accepted, mut refused) = (0, 0);
    while accepted + refused < 4 {
        let StreamEvent::Settled { accepted: some, refused: others, .. } = heard(&mut receiver).await else {
            panic!("without credit nothing is handed over");
        };
        accepted += some;
        refused += others.len() as u64;
    }
    assert_eq!((accepted, refused), (3, 1));
    sender.say(&StreamRequest::Credit { consumer: reader(), more: 10 }).await.unwrap();
    let rest = delivered(&mut receiver, 2).await;
    assert_eq!(rest.iter().map(|item| (item.attempt, item.message.sequence)).collect::<Vec<_>>(), [(1, 4), (1, 5)]);
    let receipts = client.receipts(three[0].message.id, Some(MessageStatus::Acknowledged), None).await.unwrap();
    assert_eq!(receipts.reached, Some(true));
    sender.say(&StreamRequest::Cease { consumer: reader() }).await.unwrap();
    assert_eq!(heard(&mut receiver).await, StreamEvent::Ceased { consumer: reader(), error: None });
    drop((publisher, sender, receiver, client));
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn what_a_client_had_in_hand_goes_to_the_next_when_it_is_gone(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    make_reader(&client).await;
    client.send_message(&message("topic/news", "once")).await.unwrap();
    let (mut sender, mut receiver) = client.open_stream().await.unwrap();
    sender.say(&StreamRequest::Consume { consumer: reader(), credit: 1 }).await.unwrap();
    assert_eq!(delivered(&mut receiver, 1).await[0].attempt, 1);
    drop((sender, receiver));
    let name = ConsumerName { name: "reader".into(), project: None };
    let wait = FetchMessages { max: None, wait: Some(Span::of_millis(15_000)) };
    let again = client.fetch_messages(&name, &wait).await.unwrap().items;
    assert_eq!(again.iter().map(|item| item.attempt).collect::<Vec<_>>(), [2], "long before its deadline");
    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn ended(open: (StreamSender, StreamReceiver), request: StreamRequest) -> String {
    let (mut sender, mut receiver) = open;
    sender.say(&request).await.unwrap();
    loop {
        match heard(&mut receiver).await {
            StreamEvent::Ended { error } => {
                assert_eq!(receiver.next().await.unwrap(), None, "and then it is closed");
                return error.code;
            }
            StreamEvent::Ceased { error: Some(error), .. } => return error.code,
            _ => {}
        }
    }
}

async fn whoever_breaks_the_protocol_is_told_why(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    make_reader(&client).await;
    let consume = |name: &str, credit| StreamRequest::Consume { consumer: StreamConsumer { name: name.into(), project: None }, credit };
    let cases = [
        (StreamRequest::Publish { first: 1, messages: Vec::new() }, "batch_size"),
        (StreamRequest::Publish { first: 1, messages: vec![message("topic/a", "b"); MAX_BATCH + 1] }, "batch_size"),
        (StreamRequest::Credit { consumer: reader(), more: 1 }, "consumer_not_open"),
        (StreamRequest::Settle { consumer: reader(), answers: Vec::new() }, "batch_size"),
        (consume("reader", 0), "credit_out_of_range"),
        (consume("reader", MAX_STREAM_CREDIT + 1), "credit_out_of_range"),
        (consume("nobody", 1), "no_such_consumer"),
    ];
    for (request, expected) in cases {
        let told = ended(client.open_stream().await.unwrap(), request.clone()).await;
        assert_eq!(told, expected, "{request:?}");
    }
    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn a_stream_ends_when_the_server_drains(house: &House) {
    let (client, stop, server) = served(house, PATIENCE).await;
    let (sender, mut receiver) = client.open_stream().await.unwrap();
    stop.send(()).unwrap();
    let StreamEvent::Ended { error } = heard(&mut receiver).await else { panic!("the server says that it ends") };
    assert_eq!(error.code, "draining");
    drop((sender, receiver, client));
    tokio::time::timeout(PATIENCE, server).await.expect("the server waits for nobody").unwrap();
}

async fn what_is_no_stream_is_refused(house: &House) {
    let check = async |headers: &[(&str, &str)], expected: (u16, &str)| {
        let mut request = http::Request::get(house.at("bus")).header("authorization", format!("Bearer {}", house.owner));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = house.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (expected.0, expected.1.to_owned()), "{headers:?}");
    };
    let greeting = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    check(&[], (426, "upgrade_required")).await;
    check(&greeting, (426, "upgrade_required")).await;
}
