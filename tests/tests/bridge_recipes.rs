//! The walks of docs/bridge carry an event to Discord as they are printed there: every line is run, in order, by a shell, and then the message
//! stands in the channel as the page says.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dream_discord_fake::{ChannelKind, Fake, Options};
use dream_tests::{Cli, Failure, Outcome, Place, Server, list, pasted, text};
use serde_json::Value;

/// As long as a message may take on the slowest machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// The colour of what is over.
const GREEN: u64 = 0x2E_CC71;
/// The title of the message that `dreamos bridge destination test` sends.
const TEST: &str = "This is a test";

#[tokio::test(flavor = "multi_thread")]
async fn a_github_event_reaches_discord_as_the_page_says() -> Outcome {
    let walked = Walked::along("github.md").await?;
    assert_eq!(walked.answers(), ["202", "200", "401", "202"], "taken, repeated, forged, taken");
    let message = walked.message("build on main: success")?;
    assert_eq!(text(&message, "/embeds/0/description")?, "Cache the timetable, by amy");
    assert_eq!(text(&message, "/embeds/0/url")?, "https://github.com/night-bus/timetable/actions/runs/7002");
    assert_eq!(message.pointer("/embeds/0/color").and_then(Value::as_u64), Some(GREEN));
    assert_eq!(walked.titles(), [TEST, "build on main: success"], "one for the workflow");
    walked.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grafana_alert_reaches_discord_as_the_page_says() -> Outcome {
    let walked = Walked::along("grafana.md").await?;
    assert_eq!(walked.answers(), ["202", "200", "202"], "taken, repeated, taken");
    let message = walked.message("DiskFull: resolved")?;
    assert_eq!(text(&message, "/embeds/0/description")?, "Old backups were removed.");
    assert_eq!(text(&message, "/embeds/0/fields/0/value")?, "db1");
    assert_eq!(message.pointer("/embeds/0/color").and_then(Value::as_u64), Some(GREEN));
    let mut titles = walked.titles();
    titles.sort_unstable();
    assert_eq!(titles, ["DiskFull: resolved", "SlowQueries: firing", TEST], "one for each alert");
    walked.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_any_shape_reaches_discord_as_the_page_says() -> Outcome {
    let walked = Walked::along("generic.md").await?;
    assert_eq!(walked.answers(), ["202", "200", "202", "202"], "taken, repeated, and two others");
    let message = walked.message("Backup failed on db1")?;
    assert!(text(&message, "/embeds/0/description")?.contains("dump: connection refused"), "{message}");
    assert_eq!(text(&message, "/embeds/0/footer/text")?, "exit code 3");
    assert_eq!(walked.fake.called(), Vec::<String>::new(), "what came from outside calls nobody");
    let cli = Cli::of(&walked.place);
    let decided = Walked::decided(&cli, "backups", 3)?;
    assert_eq!(decided, ["planned", "duplicate", "collected"], "told, told before, and for tomorrow's message");
    assert_eq!(walked.titles(), [TEST, "Backup failed on db1"], "one for the failure");
    walked.end()
}

/// A page, walked to its end against a server of its own and a fake Discord.
struct Walked {
    fake: Fake,
    channel: String,
    place: Place,
    server: Server,
    folder: tempfile::TempDir,
}

impl Walked {
    async fn along(page: &str) -> Outcome<Self> {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bridge");
        let read = fs::read_to_string(pages.join(page)).map_err(Failure::system("reading the page"))?;
        let lines = pasted::lines(&read, "## Five minutes");
        assert!(lines.len() >= 20, "{page} has its lines: {lines:?}");

        let fake = Fake::start(Options::default()).await.map_err(Failure::system("starting the fake Discord"))?;
        let channel = fake.add_channel("operations", ChannelKind::Text);
        let (id, token) = fake.add_webhook(&channel, "operations").map_err(|error| Failure::broken(format!("{error:?}")))?;
        let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
        // What a reader copied from Discord.
        let copied =
            [("webhook.txt", format!("{}/webhooks/{id}/{token}\n", fake.rest_url())), ("token.txt", format!("{}\n", fake.token()))];
        for (name, copied) in copied {
            fs::write(folder.path().join(name), copied).map_err(Failure::system("writing what was copied"))?;
        }
        let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?;
        let place = place.with_setting("DREAMOS_DISCORD_API", fake.rest_url());
        let (server, _, _) = place.start()?;
        let output = pasted::shell(&place, folder.path(), &lines.join("\n"), &[("CHANNEL", Path::new(&channel))])?;
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}");
        Ok(Self { fake, channel, place, server, folder })
    }

    /// The statuses that the server answered with.
    fn answers(&self) -> Vec<String> {
        let answers = fs::read_to_string(self.folder.path().join("answers.txt")).unwrap_or_default();
        answers.lines().filter_map(|line| Some(line.rsplit_once(' ')?.1.to_owned())).collect()
    }

    /// The titles of the boxes in the channel, the oldest first; empty for a message without one.
    fn titles(&self) -> Vec<String> {
        self.fake.messages(&self.channel).iter().map(title).collect()
    }

    /// Waits for the message with this title.
    fn message(&self, wanted: &str) -> Outcome<Value> {
        let found = || self.fake.messages(&self.channel).into_iter().find(|message| title(message) == wanted);
        until(wanted, found).map_err(|failure| Failure::broken(format!("{failure}: {:?}; {}", self.titles(), self.place.tail_of_log())))
    }

    /// Waits until the rules were asked about so many events of a source: what the first rule that wanted each decided, the oldest first.
    fn decided(cli: &Cli, source: &str, count: usize) -> Outcome<Vec<String>> {
        let asked = || {
            let received = cli.json(["bridge", "received", "list", "--source", source]).ok()?;
            let items = list(&received, "/items").ok()?;
            let planned = items.iter().filter(|item| text(item, "/planned_at").is_ok());
            let ids: Vec<String> = planned.filter_map(|item| text(item, "/id").ok().map(str::to_owned)).collect();
            (ids.len() == count).then_some(ids)
        };
        let ids = until("the rules", asked)?;
        ids.iter().rev().map(|id| Ok(text(&cli.json(["bridge", "received", "show", id])?, "/trace/0/decided")?.to_owned())).collect()
    }

    fn end(self) -> Outcome {
        assert!(self.server.stop()?.success());
        Ok(())
    }
}

fn title(message: &Value) -> String {
    message.pointer("/embeds/0/title").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Waits until `found` finds something.
fn until<T>(what: &str, found: impl Fn() -> Option<T>) -> Outcome<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(found) = found() {
            return Ok(found);
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Err(Failure::broken(format!("waited for {what}")))
}
