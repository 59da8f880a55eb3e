//! Messages over the wire: published on one stream with many in flight, and published, handed over and acknowledged.

use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::{
    ConsumerSettings, CreateConsumer, Delivery, Outcome as Verdict, PublishedMessage, SendMessage, SendMessages, Settle, StreamConsumer,
    StreamEvent, StreamRequest,
};
use dream_client::{Client, ClientError, Publisher, StreamReceiver, StreamSender};
use tokio::task::JoinSet;

use super::memory::{mega, resident};
use super::sample::rate;
use super::{Figure, Sample, Target};
use crate::patience::is_limited;
use crate::{Failure, Outcome, Place};

const SECONDS: Duration = Duration::from_secs(5);
/// The length of a message, in bytes.
pub(super) const LENGTH: usize = 1_024;
/// How many messages are handed over before any is acknowledged, at most.
const CREDIT: u32 = 2_000;
/// How many messages one call over HTTP sends.
const BATCH: usize = 100;

/// Everything that is measured of messages over the wire.
pub(crate) async fn over_the_wire(folder: &Path) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("messages"), folder.join("messages.log"))?;
    let (server, client, _) = place.start()?;
    let mut figures = Vec::new();
    for (in_flight, target) in [(64, ("≥ 65,000 /s", 65_000.0)), (256, ("≥ 100,000 /s", 100_000.0))] {
        figures.extend(published(&client, in_flight, "", Some(target), SECONDS).await?);
    }
    figures.extend(acknowledged(&client).await?);
    figures.push(one_by_one(&client).await?);
    figures.push(batches(&client).await?);
    let after = resident(&server)?;
    server.stop()?;
    let shown = format!("{:.1} MB", mega(after));
    figures.push(Figure::new("memory of the server after all that", shown, "≤ 200 MB", Some(after <= 200_000_000)));
    Ok(figures)
}

fn message(channel: &str, body: &str) -> SendMessage {
    SendMessage {
        channel: channel.to_owned(),
        project: None,
        body: body.to_owned(),
        headers: std::collections::BTreeMap::new(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    }
}

async fn publish(publisher: &Publisher, channel: &str, body: &str) -> Outcome<PublishedMessage> {
    let published = publisher.publish(message(channel, body)).await;
    published.map_err(|error| Failure::broken(format!("a message was refused: {}", error.detail)))
}

/// So many callers, each with one message in flight on the same stream.
async fn publish_until(publisher: &Publisher, channel: &'static str, callers: usize, until: Instant) -> Outcome<Sample> {
    let mut publishing = JoinSet::new();
    for _ in 0..callers {
        let publisher = publisher.clone();
        publishing.spawn(async move {
            let (body, mut times) = ("x".repeat(LENGTH), Vec::new());
            while Instant::now() < until {
                let begun = Instant::now();
                publish(&publisher, channel, &body).await?;
                times.push(begun.elapsed());
            }
            Ok::<_, Failure>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = publishing.join_next().await {
        times.extend(ended.map_err(|error| Failure::broken(format!("a caller broke down: {error}")))??);
    }
    Ok(Sample::new(times))
}

/// Messages on one stream with so many in flight, for so long; `way` says what is particular about it.
pub(super) async fn published(client: &Client, in_flight: usize, way: &str, target: Target, length: Duration) -> Outcome<Vec<Figure>> {
    let (sender, receiver) = client.open_stream().await?;
    let publisher = Publisher::new(sender, receiver, in_flight);
    let begun = Instant::now();
    let times = publish_until(&publisher, "topic/published", in_flight, begun + length).await?;
    let per_second = rate(times.len(), begun.elapsed());
    Ok(vec![
        Figure::of_rate(
            format!("durable publish on a stream{way}, {in_flight} in flight"),
            format!("{per_second:.0} /s"),
            per_second,
            target,
        ),
        Figure::new("  their time, p50 / p99", times.show(), "", None),
    ])
}

async fn acknowledged(client: &Client) -> Outcome<Vec<Figure>> {
    let consumer = consumer(client, "flow", "topic/flow").await?;
    let (mut sender, receiver) = client.open_stream().await?;
    sender.say(&StreamRequest::Consume { consumer: consumer.clone(), credit: CREDIT }).await?;
    let until = Instant::now() + SECONDS;
    let reading = tokio::spawn(acknowledge(sender, receiver, consumer, until));
    let (sender, receiver) = client.open_stream().await?;
    let publisher = Publisher::new(sender, receiver, 256);
    let begun = Instant::now();
    publish_until(&publisher, "topic/flow", 256, until).await?;
    let taken = reading.await.map_err(|error| Failure::broken(format!("the reader broke down: {error}")))??;
    let per_second = rate(taken, begun.elapsed());
    let what = "publish, hand over and acknowledge on streams";
    Ok(vec![Figure::new(what, format!("{per_second:.0} /s"), "≥ 45,000 /s", Some(per_second >= 45_000.0))])
}

/// Batches over plain HTTP, by a few callers at once, until the token's rate limit turns them away.
async fn batches(client: &Client) -> Outcome<Figure> {
    let begun = Instant::now();
    let mut sending = JoinSet::new();
    for _ in 0..8 {
        let client = client.clone();
        sending.spawn(async move {
            let body = SendMessages { messages: vec![message("topic/batches", &"x".repeat(LENGTH)); BATCH] };
            let mut sent = 0;
            while begun.elapsed() < SECONDS {
                match client.send_messages(&body).await {
                    Ok(_) => sent += BATCH,
                    Err(error) if is_limited(&error) => break,
                    Err(error) => return Err(error),
                }
            }
            Ok::<_, ClientError>(sent)
        });
    }
    let mut sent = 0;
    while let Some(ended) = sending.join_next().await {
        sent += ended.map_err(|error| Failure::broken(format!("a caller broke down: {error}")))??;
    }
    let per_second = rate(sent, begun.elapsed());
    let what = format!("messages over HTTP in batches of {BATCH}");
    Ok(Figure::new(what, format!("{per_second:.0} /s"), "≥ 100,000 /s", Some(per_second >= 100_000.0)))
}

async fn consumer(client: &Client, name: &str, pattern: &str) -> Outcome<StreamConsumer> {
    let settings = ConsumerSettings::default();
    client.create_consumer(&CreateConsumer { name: name.to_owned(), project: None, pattern: pattern.to_owned(), settings }).await?;
    Ok(StreamConsumer { name: name.to_owned(), project: None })
}

fn acknowledgements(items: Vec<Delivery>) -> Vec<Settle> {
    let settle = |receipt| Settle { receipt, outcome: Verdict::Acknowledged, delay: None, reason: None };
    items.into_iter().map(|item| settle(item.receipt)).collect()
}

/// Acknowledges whatever is handed over; how many acknowledgements counted by `until`.
async fn acknowledge(mut sender: StreamSender, mut receiver: StreamReceiver, consumer: StreamConsumer, until: Instant) -> Outcome<usize> {
    let mut taken = 0;
    while let Ok(event) = tokio::time::timeout(until.saturating_duration_since(Instant::now()), receiver.next()).await {
        match event? {
            Some(StreamEvent::Delivered { items, .. }) => {
                let more = u32::try_from(items.len()).unwrap_or(u32::MAX);
                sender.say(&StreamRequest::Settle { consumer: consumer.clone(), answers: acknowledgements(items) }).await?;
                sender.say(&StreamRequest::Credit { consumer: consumer.clone(), more }).await?;
            }
            Some(StreamEvent::Settled { accepted, .. }) => taken += usize::try_from(accepted).unwrap_or(usize::MAX),
            Some(other) => return Err(Failure::broken(format!("the server said {other:?}"))),
            None => return Err(Failure::broken("the stream ended".to_owned())),
        }
    }
    Ok(taken)
}

/// One message at a time, from its publication to the hands of a consumer, which acknowledges it before the next one is sent.
async fn one_by_one(client: &Client) -> Outcome<Figure> {
    let consumer = consumer(client, "single", "topic/single").await?;
    let (mut reader, mut heard) = client.open_stream().await?;
    reader.say(&StreamRequest::Consume { consumer: consumer.clone(), credit: 1_000 }).await?;
    let (sender, receiver) = client.open_stream().await?;
    let publisher = Publisher::new(sender, receiver, 1);
    let (body, mut times) = ("x".repeat(LENGTH), Vec::new());
    for _ in 0..500 {
        let begun = Instant::now();
        let (published, delivered) = tokio::join!(publish(&publisher, "topic/single", &body), heard.next());
        published?;
        let Some(StreamEvent::Delivered { items, .. }) = delivered? else { return Err(Failure::broken("the server said something else")) };
        times.push(begun.elapsed());
        reader.say(&StreamRequest::Settle { consumer: consumer.clone(), answers: acknowledgements(items) }).await?;
        let Some(StreamEvent::Settled { .. }) = heard.next().await? else { return Err(Failure::broken("a message was not settled")) };
    }
    let times = Sample::new(times);
    let met = times.at(50) <= Duration::from_micros(350);
    Ok(Figure::new("one message from publisher to consumer, p50 / p99", times.show(), "p50 ≤ 350 µs", Some(met)))
}
