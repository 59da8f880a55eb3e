//! A gate decided from Discord: refused to an account that nobody linked, decided by the one that a reviewer linked. The real binary speaks with
//! the fake Discord both ways: over its gateway, and by interactions that Discord signed.
#![forbid(unsafe_code)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::MakeConnection;
use dream_bridge::discord::interaction::{GateAct, Press};
use dream_bridge::message::GateRef;
use dream_client::Client;
use dream_discord_fake::{ChannelKind, Fake, Options, SignedRequest};
use dream_tests::{Cli, Failure, Outcome, Place, list, text};
use serde_json::{Value, json};

/// As long as an answer may take on the slowest machine.
const PATIENCE: Duration = Duration::from_mins(1);
const AMY: (&str, &str) = ("300000000000000005", "amy");

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_is_approved_from_a_button_by_a_linked_reviewer_and_refused_to_an_unlinked_account() -> Outcome {
    let fake = Fake::start(Options::default()).await.map_err(Failure::system("starting the fake Discord"))?;
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
    let (server, client, _) = place.start()?;
    let cli = Cli::of(&place);
    let connection = connected(&client, &fake).await?;
    let (review, gate) = waiting(&cli, folder.path())?;
    let desk = Desk { address: address(&place)?, connection, channel: fake.add_channel("gates", ChannelKind::Text), fake };

    let press = json!({"custom_id": Press { act: GateAct::Approve, gate }.custom_id(), "component_type": 2});
    let refused = desk.does(3, &press)?;
    assert!(text(&refused, "/data/content")?.contains("discord_not_linked"), "{refused}");
    assert_eq!(text(&cli.json(["review", "show", &review])?, "/status")?, "waiting");

    let shown = desk.does(2, &json!({"id": "600000000000000001", "name": "link", "type": 1}))?;
    let code = text(&shown, "/data/content")?.split('`').nth(1).unwrap_or_default().to_owned();
    let looked = cli.json(["bridge", "link", &code])?;
    assert_eq!((text(&looked, "/account")?, text(&looked, "/account_name")?), AMY);
    let linked = cli.json(["bridge", "link", &code, "--yes"])?;

    desk.until("the gateway", |fake| fake.begun() == ["identify"])?;
    desk.fake.interact_as(AMY, 3, &desk.channel, None, &press).map_err(|error| refused_by_discord(&error))?;
    desk.until("the answer", |fake| fake.messages(&desk.channel).iter().any(|message| message.to_string().contains("Approved")))?;
    let decided = cli.json(["review", "show", &review])?;
    assert_eq!((text(&decided, "/status")?, text(&decided, "/decided_by")?), ("approved", text(&linked, "/person")?), "{decided}");
    let log = cli.json(["audit", "log", "--limit", "200"])?;
    let vote = list(&log, "/items")?.iter().find(|entry| text(entry, "/kind").is_ok_and(|kind| kind == "review.voted"));
    let how = vote.and_then(|vote| vote.pointer("/actor/discord_link")).and_then(Value::as_str);
    assert_eq!(how, Some(text(&linked, "/id")?), "the ledger says how it was decided");

    cli.json(["bridge", "link", "end", text(&linked, "/id")?])?;
    let refused = desk.does(2, &json!({"id": "600000000000000002", "name": "stop-all", "type": 1}))?;
    assert!(text(&refused, "/data/content")?.contains("discord_not_linked"), "{refused}");
    assert!(server.stop()?.success());

    // A restart goes on with the session.
    let (server, _, _) = place.start()?;
    desk.until("the session to go on", |fake| fake.begun() == ["identify", "resume"])?;
    assert!(server.stop()?.success());
    Ok(())
}

/// Makes a connection to the fake: its id.
async fn connected(client: &Client, fake: &Fake) -> Outcome<String> {
    let new = MakeConnection { name: "discord".to_owned(), token: fake.token(), guilds: vec!["200000000000000001".to_owned()] };
    Ok(client.make_connection(&new).await?.connection.id.to_string())
}

fn refused_by_discord(error: &dream_discord_fake::ApiError) -> Failure {
    Failure::broken(format!("Discord refuses: {error:?}"))
}

/// Lets a run go to its first gate: the review, and what is under it.
fn waiting(cli: &Cli, folder: &Path) -> Outcome<(String, GateRef)> {
    let brief = folder.join("brief.md");
    fs::write(&brief, "# Night bus\n\nTimes of the night bus on one page.\n\n## Goals\n\n- Show the next three buses.\n\n## Users\n\n- People on their way home.\n")
        .map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "night-bus", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    let waited = cli.run(["run", "wait", text(&run, "/id")?, "--until", "review", "--timeout", "60s"])?;
    assert_eq!(waited.code, 0, "{}", waited.stderr);
    let found = cli.json(["review", "list"])?;
    let review = list(&found, "/items")?.first().ok_or_else(|| Failure::broken("no review waits"))?.clone();
    let parsed = |error: &dyn std::fmt::Display| Failure::broken(error.to_string());
    let gate = GateRef {
        review: text(&review, "/id")?.parse().map_err(|error| parsed(&error))?,
        digest: text(&review, "/digest")?.parse().map_err(|error| parsed(&error))?,
    };
    Ok((text(&review, "/id")?.to_owned(), gate))
}

/// Host and port of the running server.
fn address(place: &Place) -> Outcome<String> {
    let run = fs::read_to_string(place.data().join("run.json")).map_err(Failure::system("reading run.json"))?;
    let run: Value = serde_json::from_str(&run).map_err(|error| Failure::broken(error.to_string()))?;
    Ok(text(&run, "/url")?.trim_start_matches("http://").trim_end_matches('/').to_owned())
}

/// Discord, as the account sits before it.
struct Desk {
    fake: Fake,
    address: String,
    connection: String,
    channel: String,
}

impl Desk {
    /// The account does something; Discord sends it, and takes the first answer.
    fn does(&self, kind: u8, data: &Value) -> Outcome<Value> {
        let signed = self.fake.interact_over_http_as(AMY, kind, &self.channel, None, data).map_err(|error| refused_by_discord(&error))?;
        let answer = self.post(&signed)?;
        self.fake.endpoint_answered(&signed, &answer).map_err(|error| refused_by_discord(&error))?;
        Ok(answer)
    }

    fn post(&self, signed: &SignedRequest) -> Outcome<Value> {
        let SignedRequest { signature, timestamp, body } = signed;
        let request = format!(
            "POST /discord/{}/interactions HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nX-Signature-Ed25519: {signature}\r\n\
             X-Signature-Timestamp: {timestamp}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.connection,
            self.address,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).map_err(Failure::system("connecting"))?;
        stream.write_all(request.as_bytes()).map_err(Failure::system("sending an interaction"))?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(Failure::system("reading the answer"))?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(body).map_err(|error| Failure::broken(format!("{error}: {answer}")))
    }

    /// Waits for `what`.
    fn until(&self, what: &str, has: impl Fn(&Fake) -> bool) -> Outcome {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if has(&self.fake) {
                return Ok(());
            }
            std::thread::park_timeout(Duration::from_millis(10));
        }
        Err(Failure::broken(format!("waited for {what}: {:?} {:?}", self.fake.begun(), self.fake.messages(&self.channel))))
    }
}
