//! Kill -9 in the middle of a burst on the bridge: what was taken in is there afterwards, and each message that a bot was to send arrives once,
//! and in its order.
#![forbid(unsafe_code)]

use dream_api::{MadeSource, MakeConnection, MakeDestination, MakeDestinationKind, MakeSource, PublishEvents, SourceKind, WriteRules};
use dream_client::Client;
use dream_discord_fake::{ChannelKind, Fake, Options, RateClass, Window};
use dream_tests::{Failure, Outcome, Place, times};
use serde_json::json;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const RULES: &str = "[[rule]]\nname = \"all\"\nto = [\"ops\"]\nmessage = { content = \"{{ event.title }}\" }\n";
/// How many events one call publishes.
const BATCH: usize = 100;
/// How many send at once.
const SENDERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn each_message_of_a_burst_arrives_once_and_in_order_whatever_kills_the_server() -> Outcome {
    let (events, kills) = (times("DREAMOS_BURST", 400), times("DREAMOS_BURST_KILLS", 4));
    let fake = patient_fake().await?;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
    let (mut server, mut client, _) = place.start()?;
    set_up(&client, &fake, &channel, SourceKind::Publish).await?;
    let mut published = Vec::new();
    while published.len() < events {
        let batch: Vec<String> = (published.len()..published.len() + BATCH).map(|n| format!("event {n}")).collect();
        let body = PublishEvents { events: batch.iter().map(|title| json!({ "title": title })).collect() };
        client.publish_events("app", &body).await?;
        published.extend(batch);
    }
    for kill in 1..=kills {
        let enough = published.len() * kill / (kills + 1);
        until(&fake, &channel, enough)?;
        server.kill()?;
        (server, client, _) = place.start()?;
    }
    until(&fake, &channel, published.len())?;
    let texts: Vec<String> =
        fake.messages(&channel).iter().filter_map(|message| Some(message.get("content")?.as_str()?.to_owned())).collect();
    assert_eq!(texts, published, "each once, and in its order");
    let refused = fake.requests().iter().filter(|(_, status)| *status == 429).count();
    assert_eq!(refused, 0);
    let status = client.bridge().await?;
    println!("{} messages, {kills} kills: {:?}", published.len(), status.destinations);
    assert!(server.stop()?.success());
    Ok(())
}

/// A sender that gets no answer sends the same again, under the same key. Whatever kills the server, each event is told once.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_burst_of_requests_sent_is_taken_and_told_once_whatever_kills_the_server() -> Outcome {
    let (events, kills) = (times("DREAMOS_BURST", 400), times("DREAMOS_BURST_KILLS", 4));
    let each = events.div_ceil(SENDERS);
    let fake = patient_fake().await?;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
    let (mut server, mut client, _) = place.start()?;
    let source = set_up(&client, &fake, &channel, SourceKind::Generic).await?;
    let mut senders: Vec<Sender> = (0..SENDERS).map(|number| Sender { number, next: 0, unanswered: 0 }).collect();
    let taken = AtomicUsize::new(0);
    for kill in 1..=kills {
        let enough = each * SENDERS * kill / (kills + 1);
        let address = client.url().trim_start_matches("http://").to_owned();
        burst(&mut senders, &address, &source, each, &taken, || {
            until_taken(&taken, enough)?;
            server.kill()
        })?;
        (server, client, _) = place.start()?;
    }
    let address = client.url().trim_start_matches("http://").to_owned();
    burst(&mut senders, &address, &source, each, &taken, || Ok(()))?;
    let wanted = each * SENDERS;
    assert_eq!(taken.load(Ordering::Relaxed), wanted, "{senders:?}");
    until(&fake, &channel, wanted)?;
    let mut told: Vec<String> =
        fake.messages(&channel).iter().filter_map(|message| Some(message.get("content")?.as_str()?.to_owned())).collect();
    let mut sent: Vec<String> = (0..SENDERS).flat_map(|number| (0..each).map(move |event| title(number, event))).collect();
    told.sort_unstable();
    sent.sort_unstable();
    assert_eq!(told, sent, "each once");
    let unanswered: usize = senders.iter().map(|sender| sender.unanswered).sum();
    println!("{wanted} events, {kills} kills, {unanswered} sent again");
    assert!(server.stop()?.success());
    Ok(())
}

/// One that sends one event after the other.
#[derive(Debug)]
struct Sender {
    number: usize,
    /// The event that was not answered yet.
    next: usize,
    /// How many requests had no answer.
    unanswered: usize,
}

impl Sender {
    /// Sends until all are sent, or nobody answers any more.
    fn send(&mut self, address: &str, source: &MadeSource, all: usize, taken: &AtomicUsize) -> Outcome {
        while self.next < all {
            match self.post(address, source) {
                Ok(200 | 202) => {
                    self.next += 1;
                    taken.fetch_add(1, Ordering::Relaxed);
                }
                Ok(status) => return Err(Failure::broken(format!("{} was answered with {status}", title(self.number, self.next)))),
                Err(_) => {
                    self.unanswered += 1;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The status of the answer.
    fn post(&self, address: &str, source: &MadeSource) -> io::Result<u16> {
        let title = title(self.number, self.next);
        let body = json!({ "title": title }).to_string();
        let (path, secret) = (&source.path, source.secret.as_deref().unwrap_or_default());
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\nIdempotency-Key: {title}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.ok_or_else(|| io::Error::other("no status came"))
    }
}

/// All send at once, until each has sent everything or nobody answers; `meanwhile` happens beside it.
fn burst(
    senders: &mut [Sender],
    address: &str,
    source: &MadeSource,
    each: usize,
    taken: &AtomicUsize,
    meanwhile: impl FnOnce() -> Outcome,
) -> Outcome {
    std::thread::scope(|scope| {
        let sending: Vec<_> = senders.iter_mut().map(|sender| scope.spawn(move || sender.send(address, source, each, taken))).collect();
        meanwhile()?;
        sending.into_iter().try_for_each(|one| one.join().map_err(|_| Failure::broken("a sender panicked"))?)
    })
}

fn title(sender: usize, event: usize) -> String {
    format!("event {event} of {sender}")
}

/// A Discord whose limits only the one over all routes is below: what is tested is not the waiting.
async fn patient_fake() -> Outcome<Fake> {
    let wide = Window { limit: 1_000, per: Duration::from_secs(1) };
    let mut options = Options { global: 1_000, ..Options::default() };
    options.limits.insert(RateClass::CreateMessage, wide);
    Fake::start(options).await.map_err(Failure::system("starting the fake Discord"))
}

async fn set_up(client: &Client, fake: &Fake, channel: &str, kind: SourceKind) -> Outcome<MadeSource> {
    let connection = MakeConnection { name: "bot".to_owned(), token: fake.token(), guilds: Vec::new() };
    client.make_connection(&connection).await?;
    let to = MakeDestinationKind::DiscordChannel { connection: "bot".to_owned(), channel: channel.to_owned() };
    client.make_destination(&MakeDestination { name: "ops".to_owned(), to, fallback: None }).await?;
    let source = MakeSource { name: "app".to_owned(), kind, proof: None, project: None, per_minute: Some(1_000_000), secret: None };
    let made = client.make_source(&source).await?;
    client.write_rules(&WriteRules { text: RULES.to_owned() }, 0).await?;
    Ok(made)
}

/// Waits until so many events were answered.
fn until_taken(taken: &AtomicUsize, count: usize) -> Outcome {
    let began = Instant::now();
    while taken.load(Ordering::Relaxed) < count {
        if began.elapsed() > Duration::from_mins(1) {
            return Err(Failure::broken(format!("{} of {count} events were answered", taken.load(Ordering::Relaxed))));
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    Ok(())
}

/// Waits until so many messages are there.
fn until(fake: &Fake, channel: &str, count: usize) -> Outcome {
    let (began, patience) = (Instant::now(), Duration::from_secs(60 + u64::try_from(count).unwrap_or(0) / 10));
    while fake.messages(channel).len() < count {
        if began.elapsed() > patience {
            return Err(Failure::broken(format!("{} of {count} messages came", fake.messages(channel).len())));
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    Ok(())
}
