//! discord.js, a client in another language by other people, against the fake. It is installed from the lock file beside its script.

use crate::kit::started;
use dream_discord_fake::ChannelKind;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/discordjs"))
}

/// Whether the script can run here; says aloud why not.
#[expect(clippy::print_stderr, reason = "a test that does not run says so")]
async fn installed() -> bool {
    if folder().join("node_modules/discord.js").is_dir() {
        return true;
    }
    let done = Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder()).output().await;
    let works = done.as_ref().is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("SKIPPED: discord.js cannot be installed here: {done:?}");
    }
    works
}

#[tokio::test]
async fn discord_js_signs_in_writes_edits_answers_and_comes_back_after_a_break() {
    if !installed().await {
        return;
    }
    let kit = started(|options| options.clock = Arc::new(dream_clock::SystemClock)).await;
    let channel = kit.fake.add_channel("general", ChannelKind::Text);
    let (hook, token) = kit.fake.add_webhook(&channel, "alerts").unwrap();
    let mut child = Command::new("node")
        .arg("drive.mjs")
        .current_dir(folder())
        .env("FAKE_REST", kit.fake.rest_url())
        .env("FAKE_TOKEN", kit.fake.token())
        .env("FAKE_CHANNEL", &channel)
        .env("FAKE_WEBHOOK_ID", &hook)
        .env("FAKE_WEBHOOK_TOKEN", &token)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let drive = async {
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            match line.as_str() {
                "ready" => drop(kit.fake.person_writes(&channel, "amy", "ping").unwrap()),
                "answered" => drop(
                    kit.fake
                        .interact(2, &channel, None, &serde_json::json!({"id": "500000000000000001", "name": "status", "type": 1}))
                        .unwrap(),
                ),
                "replied" => kit.fake.close_gateway(Some(4000)),
                "resumed" => drop(kit.fake.person_writes(&channel, "amy", "still there?").unwrap()),
                _ => {}
            }
            seen.push(line);
        }
        seen
    };
    let seen = tokio::time::timeout(Duration::from_mins(1), drive).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert!(output.status.success(), "{seen:?}\n{}\n{:#?}", String::from_utf8_lossy(&output.stderr), kit.fake.requests());
    let wanted =
        ["ready", "answered", "edited", "webhook", "thread", "form refused", "replied", "resumed", "still there", "limited 0", "done"];
    for step in wanted {
        assert!(seen.iter().any(|line| line == step), "{step} is missing: {seen:?}");
    }
    let refused: Vec<_> = kit.fake.requests().into_iter().filter(|(_, status)| *status == 429).collect();
    assert_eq!(refused, [], "discord.js learns the limits from the headers");
    assert_eq!(kit.fake.begun(), ["identify", "resume"]);
}
