//! What the server says about where it is: links that leave it lead to the public address, wherever it listens.
#![forbid(unsafe_code)]

use std::fs;
use std::time::{Duration, Instant};

use dream_api::{MakeConnection, MakeDestination, MakeDestinationKind, WriteRules};
use dream_discord_fake::{ChannelKind, Fake, Options};
use dream_tests::{Cli, Failure, Outcome, Place, list, text};
use serde_json::Value;

/// As long as a message may take on the slowest machine.
const PATIENCE: Duration = Duration::from_mins(1);
const PUBLIC: &str = "https://dream.example.org";
const RULES: &str = "[[rule]]\nname = \"own\"\nsources = [\"dreamos\"]\ntypes = [\"gate.waiting\", \"run.started\"]\nto = [\"gates\"]\n";
const BRIEF: &str = "# Night bus\n\nTimes of the night bus on one page.\n\n## Goals\n\n- Show the next three buses.\n\n## Users\n\n- People on their way home.\n";

#[tokio::test(flavor = "multi_thread")]
async fn links_that_leave_the_server_lead_to_its_public_address() -> Outcome {
    let fake = Fake::start(Options::default()).await.map_err(Failure::system("starting the fake Discord"))?;
    let channel = fake.add_channel("gates", ChannelKind::Text);
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url()).with(["--public-url", "https://Dream.example.org/"]);
    let (server, client, _) = place.start()?;
    let cli = Cli::of(&place);

    for made in [
        cli.json(["member", "invite", "Amy", "--role", "reviewer"])?,
        cli.json(["bridge", "source", "create", "builds", "--kind", "github"])?,
        cli.json(["bridge", "source", "rotate", "builds"])?,
    ] {
        assert!(text(&made, "/url")?.starts_with(&format!("{PUBLIC}/")), "{made}");
    }

    // It signs in on this machine alone, and never by way of another.
    let link = cli.json(["link"])?;
    assert!(text(&link, "/url")?.starts_with(client.url()), "{link}");

    client.make_connection(&MakeConnection { name: "bot".to_owned(), token: fake.token(), guilds: Vec::new() }).await?;
    let to = MakeDestinationKind::DiscordChannel { connection: "bot".to_owned(), channel: channel.clone() };
    client.make_destination(&MakeDestination { name: "gates".to_owned(), to, fallback: None }).await?;
    client.write_rules(&WriteRules { text: RULES.to_owned() }, 0).await?;
    let brief = folder.path().join("brief.md");
    fs::write(&brief, BRIEF).map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "night-bus", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    let (project, run) = (text(&project, "/id")?, text(&run, "/id")?);
    assert_eq!(cli.run(["run", "wait", run, "--until", "review", "--timeout", "60s"])?.code, 0);
    let waiting = cli.json(["review", "list"])?;
    let review = list(&waiting, "/items")?.first().map(|review| text(review, "/id")).transpose()?.unwrap_or_default().to_owned();

    let org = text(&cli.json(["whoami"])?, "/org")?.to_owned();
    let wanted =
        [format!("{PUBLIC}/a/{review}"), format!("{PUBLIC}/o/{org}/inbox/{review}"), format!("{PUBLIC}/o/{org}/p/{project}/runs/{run}")];
    until(&fake, &channel, &wanted)?;
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn an_address_that_would_give_secrets_away_is_refused() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (code, said) = place.with_setting("DREAMOS_PUBLIC_URL", "http://dream.example.org").spawn()?.end()?;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("DREAMOS_PUBLIC_URL") && said.contains("not encrypted"), "{said}");
    Ok(())
}

/// Waits until the boxes of the channel's messages lead to all these places.
fn until(fake: &Fake, channel: &str, wanted: &[String]) -> Outcome {
    let began = Instant::now();
    let mut found = Vec::new();
    while began.elapsed() < PATIENCE {
        let messages = fake.messages(channel);
        let boxes = messages.iter().filter_map(|message| message.get("embeds")?.as_array()).flatten();
        found = boxes.filter_map(|shown| shown.get("url").and_then(Value::as_str).map(str::to_owned)).collect();
        if wanted.iter().all(|place| found.contains(place)) {
            return Ok(());
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Err(Failure::broken(format!("waited for {wanted:?}, found {found:?}")))
}
