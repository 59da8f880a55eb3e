//! Kill -9 between a decision about the bus and its effect: after the restart the effect comes, though nobody asks again.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use dream_api::{ConsumerSettings, CreateConsumer, EraseMessage, RemoveConsumer, SendMessage};
use dream_client::{Client, ClientError, ConsumerName};
use dream_id::MessageId;
use dream_sql::{Db, Location, Options, Sql};
use dream_tests::{Dice, Failure, Outcome, Place, seed};
use tokio::task::JoinSet;

/// How many things of each kind there are to decide about.
const THINGS: usize = 40;
/// The longest time in which decisions are made before the kill.
const DECIDING: Duration = Duration::from_millis(150);
/// Kills until one came in between: each does, more often than not.
const MOST_KILLS: usize = 20;
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_about_the_bus_is_done_after_a_kill() -> Outcome {
    let (seed, folder) = (seed(), tempfile::tempdir().map_err(Failure::system("making a folder"))?);
    let dice = Dice::new(seed);
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    for kill in 0..MOST_KILLS {
        let (server, client, _) = place.start()?;
        let messages = prepare(&client, kill).await?;
        let deciding = decide(&client, kill, messages);
        std::thread::park_timeout(dice.less_than(DECIDING));
        server.kill()?;
        deciding.join_all().await;
        let left = left(&place).await?;
        if left.is_empty() {
            continue;
        }
        let (server, client, _) = place.start()?;
        for subject in &left {
            until_done(&client, subject).await.map_err(|failure| Failure::broken(format!("DREAMOS_SEED={seed}: {failure}")))?;
        }
        assert!(server.stop()?.success());
        println!("seed {seed}: kill {kill} left {} decisions without their effect, and the restart carried them out", left.len());
        return Ok(());
    }
    Err(Failure::broken(format!("{MOST_KILLS} kills never came between a decision and its effect: nothing was shown")))
}

fn consumer(kill: usize, number: usize) -> ConsumerName {
    ConsumerName { name: format!("reader-{kill}-{number}"), project: None }
}

async fn prepare(client: &Client, kill: usize) -> Outcome<Vec<MessageId>> {
    let mut messages = Vec::with_capacity(THINGS);
    for number in 0..THINGS {
        let (name, pattern) = (consumer(kill, number).name, "topic/*".to_owned());
        client.create_consumer(&CreateConsumer { name, project: None, pattern, settings: ConsumerSettings::default() }).await?;
        let message = SendMessage {
            channel: "topic/news".to_owned(),
            project: None,
            body: format!("message {number}"),
            headers: std::collections::BTreeMap::new(),
            key: None,
            expires_in: None,
            reply_to: None,
            correlation: None,
        };
        messages.push(client.send_message(&message).await?.id);
    }
    Ok(messages)
}

/// Decides about everything at once. Whatever answers come, come.
fn decide(client: &Client, kill: usize, messages: Vec<MessageId>) -> JoinSet<()> {
    let mut deciding = JoinSet::new();
    let client = Arc::new(client.clone());
    for (number, message) in messages.into_iter().enumerate() {
        let mine = Arc::clone(&client);
        deciding.spawn(async move {
            // The server is killed meanwhile: what it left in its database is looked at, and not what it said.
            let _ = mine.remove_consumer(&consumer(kill, number), &RemoveConsumer { reason: "a test".to_owned() }).await;
        });
        let mine = Arc::clone(&client);
        deciding.spawn(async move {
            let _ = mine.erase_message(message, &EraseMessage { reason: "a test".to_owned() }).await;
        });
    }
    deciding
}

/// What was decided and not done, as the dead server's database says.
async fn left(place: &Place) -> Outcome<Vec<String>> {
    let sql = |error| Failure::broken(format!("reading the database: {error}"));
    let db = Db::open(Options::at(Location::Sqlite { path: place.data().join("dream.db") })).await.map_err(sql)?;
    let rows = db.read().await.map_err(sql)?.query(&Sql::both("SELECT subject FROM bus_orders ORDER BY id"), &[]).await.map_err(sql)?;
    let subjects = rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<_, _>>().map_err(sql)?;
    db.close().await.map_err(sql)?;
    Ok(subjects)
}

async fn until_done(client: &Client, subject: &str) -> Outcome {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    while begun.elapsed() < PATIENCE {
        tick.tick().await;
        if is_done(client, subject).await? {
            return Ok(());
        }
    }
    Err(Failure::broken(format!("after {PATIENCE:?} the decision about `{subject}` still has no effect")))
}

async fn is_done(client: &Client, subject: &str) -> Outcome<bool> {
    let last = subject.rsplit(' ').next().unwrap_or_default();
    if subject.starts_with("consumer") {
        return match client.consumer(&ConsumerName { name: last.to_owned(), project: None }).await {
            Ok(_) => Ok(false),
            Err(ClientError::Problem { problem, .. }) if problem.status == 404 => Ok(true),
            Err(error) => Err(error.into()),
        };
    }
    let id: MessageId = last.parse().map_err(|_| Failure::broken(format!("`{subject}` names no message")))?;
    Ok(client.message(id).await?.body.is_none())
}
