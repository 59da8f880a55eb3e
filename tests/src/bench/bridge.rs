//! Events on their way in, over HTTP: proved, stored and planned; and how soon one has reached Discord.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::{MadeSource, MakeConnection, MakeDestination, MakeDestinationKind, MakeSource, SourceKind, WriteRules};
use dream_client::Client;
use dream_discord_fake::{ChannelKind, Fake, Options, RateClass, Window};

use super::sample::rate;
use super::{Figure, Sample};
use crate::patience::patiently;
use crate::{Failure, Outcome, Place};

const RULES: &str = "[[rule]]\nname = \"many\"\ntypes = [\"many\"]\nto = [\"here\"]\nmessage = { content = \"{{ event.title }}\" }\n\n\
                     [[rule]]\nname = \"one\"\ntypes = [\"one\"]\nto = [\"discord\"]\nmessage = { content = \"{{ event.title }}\" }\n";
const SENDERS: usize = 32;
const SECONDS: Duration = Duration::from_secs(5);
/// How many events go to Discord one by one, and how long after one another: below what Discord allows.
const SINGLE: usize = 200;
const PAUSE: Duration = Duration::from_millis(40);
const PATIENCE: Duration = Duration::from_mins(2);

/// Everything that is measured of the bridge.
pub(crate) async fn over_http(folder: &Path) -> Outcome<Vec<Figure>> {
    let wide = Window { limit: 1_000, per: Duration::from_secs(1) };
    let mut options = Options { global: 1_000, ..Options::default() };
    options.limits.insert(RateClass::CreateMessage, wide);
    let fake = Fake::start(options).await.map_err(Failure::system("starting the fake Discord"))?;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let place = Place::embedded(folder.join("bridge"), folder.join("bridge.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
    let (server, client, _) = place.start()?;
    let source = set_up(&client, &fake, &channel).await?;
    let mut figures = reached(&client, &fake, &channel, &source)?;
    figures.extend(taken_in(&client, &source).await?);
    server.stop()?;
    Ok(figures)
}

async fn set_up(client: &Client, fake: &Fake, channel: &str) -> Outcome<MadeSource> {
    client.make_connection(&MakeConnection { name: "bot".to_owned(), token: fake.token(), guilds: Vec::new() }).await?;
    let discord = MakeDestinationKind::DiscordChannel { connection: "bot".to_owned(), channel: channel.to_owned() };
    let here = MakeDestinationKind::Channel { channel: "topic/events".to_owned() };
    for (name, to) in [("discord", discord), ("here", here)] {
        client.make_destination(&MakeDestination { name: name.to_owned(), to, fallback: None }).await?;
    }
    let made = MakeSource {
        name: "app".to_owned(),
        kind: SourceKind::Generic,
        proof: None,
        project: None,
        per_minute: Some(1_000_000),
        secret: None,
    };
    let made = client.make_source(&made).await?;
    client.write_rules(&WriteRules { text: RULES.to_owned() }, 0).await?;
    Ok(made)
}

/// From the first byte of an event's request to its message in Discord.
fn reached(client: &Client, fake: &Fake, channel: &str, source: &MadeSource) -> Outcome<Vec<Figure>> {
    let mut line = Line::open(client)?;
    let mut times = Vec::with_capacity(SINGLE);
    for event in 1..=SINGLE {
        let begun = Instant::now();
        line.post(source, "one", &format!("one {event}"))?;
        while fake.messages(channel).len() < event {
            if begun.elapsed() > PATIENCE {
                return Err(Failure::broken(format!("event {event} did not reach Discord within {PATIENCE:?}")));
            }
            std::thread::park_timeout(Duration::from_micros(200));
        }
        times.push(begun.elapsed());
        std::thread::park_timeout(PAUSE.saturating_sub(begun.elapsed()));
    }
    let times = Sample::new(times);
    let met = times.at(99) <= Duration::from_millis(50);
    Ok(vec![Figure::new("an event from its request to Discord, p50 / p99", times.show(), "p99 ≤ 50 ms", Some(met))])
}

/// How many a second are taken in, and how many a second, all in all, are planned as well.
async fn taken_in(client: &Client, source: &MadeSource) -> Outcome<Vec<Figure>> {
    let begun = Instant::now();
    let until = begun + SECONDS;
    let sending = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS).map(|number| scope.spawn(move || send(client, source, number, until))).collect();
        senders.into_iter().map(|sender| sender.join().map_err(|_| Failure::broken("a sender broke down"))?).collect::<Outcome<Vec<_>>>()
    })?;
    let took = begun.elapsed();
    let times = Sample::new(sending.into_iter().flatten().collect());
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    while patiently(async || client.bridge().await).await?.sources.iter().any(|source| source.backlog > 0) {
        tick.tick().await;
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("events still wait for the rules after {PATIENCE:?}")));
        }
    }
    let (answered, planned) = (rate(times.len(), took), rate(times.len(), begun.elapsed()));
    Ok(vec![
        Figure::new(format!("events taken in, {SENDERS} senders"), format!("{answered:.0} /s over {}", times.len()), "", None),
        Figure::new("  their time, p50 / p99", times.show(), "", None),
        Figure::new("  taken in and planned", format!("{planned:.0} /s"), "≥ 2,000 /s", Some(planned >= 2_000.0)),
    ])
}

fn send(client: &Client, source: &MadeSource, number: usize, until: Instant) -> Outcome<Vec<Duration>> {
    let mut line = Line::open(client)?;
    let mut times = Vec::new();
    for turn in 0_usize.. {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        line.post(source, "many", &format!("event {turn} of {number}"))?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

/// A connection that is kept.
struct Line {
    address: String,
    stream: BufReader<TcpStream>,
}

impl Line {
    fn open(client: &Client) -> Outcome<Self> {
        let address = client.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let connecting = Failure::system("connecting");
        let stream = TcpStream::connect(&address).and_then(|stream| stream.set_nodelay(true).map(|()| stream)).map_err(connecting)?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    /// Sends one event and reads the answer, which must say that it was taken.
    fn post(&mut self, source: &MadeSource, kind: &str, title: &str) -> Outcome {
        let body = serde_json::json!({ "type": kind, "title": title }).to_string();
        let (path, secret) = (&source.path, source.secret.as_deref().unwrap_or_default());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {secret}\r\nIdempotency-Key: {title}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let status = self.ask(&request).map_err(Failure::system("sending an event"))?;
        if status.contains(" 202 ") { Ok(()) } else { Err(Failure::broken(format!("an event was answered with {status}"))) }
    }

    /// The first line of the answer.
    fn ask(&mut self, request: &str) -> std::io::Result<String> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status)?;
        loop {
            let mut header = String::new();
            if self.stream.read_line(&mut header)? <= 2 {
                break;
            }
            if let Some(("content-length", value)) = header.to_ascii_lowercase().split_once(':') {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        self.stream.read_exact(&mut vec![0; length])?;
        Ok(status)
    }
}
