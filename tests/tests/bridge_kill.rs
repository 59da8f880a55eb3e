//! Kill -9 in the middle of a burst on the bridge: each message that a bot was to send arrives once, and in its order.
#![forbid(unsafe_code)]

use dream_api::{MakeConnection, MakeDestination, MakeDestinationKind, MakeSource, PublishEvents, SourceKind, WriteRules};
use dream_client::Client;
use dream_discord_fake::{ChannelKind, Fake, Options, RateClass, Window};
use dream_tests::{Failure, Outcome, Place, times};
use serde_json::json;
use std::time::{Duration, Instant};

const RULES: &str = "[[rule]]\nname = \"all\"\nto = [\"ops\"]\nmessage = { content = \"{{ event.title }}\" }\n";
/// How many events one call publishes.
const BATCH: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn each_message_of_a_burst_arrives_once_and_in_order_whatever_kills_the_server() -> Outcome {
    let (events, kills) = (times("DREAMOS_BURST", 400), times("DREAMOS_BURST_KILLS", 4));
    // Limits that only the one over all routes is below: what is tested is not the waiting.
    let wide = Window { limit: 1_000, per: Duration::from_secs(1) };
    let mut options = Options { global: 1_000, ..Options::default() };
    options.limits.insert(RateClass::CreateMessage, wide);
    let fake = Fake::start(options).await.map_err(Failure::system("starting the fake Discord"))?;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
    let (mut server, mut client, _) = place.start()?;
    set_up(&client, &fake, &channel).await?;
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

async fn set_up(client: &Client, fake: &Fake, channel: &str) -> Outcome {
    let connection = MakeConnection { name: "bot".to_owned(), token: fake.token(), guilds: Vec::new() };
    client.make_connection(&connection).await?;
    let to = MakeDestinationKind::DiscordChannel { connection: "bot".to_owned(), channel: channel.to_owned() };
    client.make_destination(&MakeDestination { name: "ops".to_owned(), to, fallback: None }).await?;
    let source = MakeSource {
        name: "app".to_owned(),
        kind: SourceKind::Publish,
        proof: None,
        project: None,
        per_minute: Some(1_000_000),
        secret: None,
    };
    client.make_source(&source).await?;
    client.write_rules(&WriteRules { text: RULES.to_owned() }, 0).await?;
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
