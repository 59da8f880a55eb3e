//! Messages as a team uses them from a terminal: sent, found again, followed to whoever did or could not do them.
#![forbid(unsafe_code)]

use std::fs;

use dream_tests::{Cli, Failure, Outcome, Place, list, text};
use serde_json::{Value, json};
use tempfile::TempDir;

fn place() -> Outcome<(TempDir, Place)> {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    Ok((folder, place))
}

fn bodies(answer: &Value) -> Outcome<Vec<String>> {
    list(answer, "/items")?.iter().map(|message| text(message, "/body").map(str::to_owned)).collect()
}

#[test]
fn a_message_is_sent_received_answered_and_found_again() -> Outcome {
    let (_folder, place) = place()?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    cli.json(["message", "consumers", "create", "reader", "--on", "topic/*"])?;
    let sent = cli.json(["message", "send", "--to", "topic/news", "The build failed", "--key", "k1", "--expires", "1h"])?;
    for field in ["/id", "/channel", "/sender", "/body", "/sent_at", "/status"] {
        text(&sent, field)?;
    }
    let id = text(&sent, "/id")?;
    assert_eq!((text(&sent, "/channel")?, text(&sent, "/status")?), ("topic/news", "stored"));
    let again = cli.json(["message", "send", "--to", "topic/news", "The build failed", "--key", "k1", "--expires", "1h"])?;
    assert_eq!(text(&again, "/id")?, id, "the same key is the same message");
    let pending = cli.run(["message", "receipts", id, "--wait", "acknowledged", "--timeout", "10ms"])?;
    assert_eq!(pending.code, 8, "{}", pending.stderr);

    let received = cli.json(["message", "receive", "--consumer", "reader", "--acknowledge"])?;
    assert_eq!(text(&received, "/items/0/message/body")?, "The build failed");
    let receipts = cli.json(["message", "receipts", id, "--wait", "acknowledged"])?;
    assert_eq!((text(&receipts, "/status")?, text(&receipts, "/items/0/consumer")?), ("acknowledged", "reader"));
    for field in ["/items/0/message", "/items/0/status", "/items/0/at"] {
        text(&receipts, field)?;
    }
    let waited = cli.run(["message", "receive", "--consumer", "reader", "--wait", "1ms"])?;
    assert_eq!(waited.code, 8, "nothing is left: {}", waited.stderr);

    cli.json(["message", "send", "--to", "captain", "all is well"])?;
    let history = |arguments: &[&str]| bodies(&cli.json(["message", "history"].iter().chain(arguments))?);
    assert_eq!(history(&[])?, ["all is well", "The build failed"]);
    assert_eq!(history(&["--search", "FAILED build"])?, ["The build failed"]);
    assert_eq!(history(&["--channel", "captain", "--since", "1h"])?, ["all is well"]);
    assert_eq!(history(&["--limit", "1"])?, ["all is well"]);
    cli.json(["message", "send", "--to", "topic/poem", "roses\nviolets\n"])?;
    let tailed = cli.run(["message", "tail", "--channel", "topic/poem", "--after", "0", "--count", "1"])?;
    let line = String::from_utf8_lossy(&tailed.stdout).into_owned();
    assert!(line.lines().count() == 1 && line.ends_with("  roses⏎violets\n"), "a message is a line: {line:?}");
    let document = cli.run(["message", "tail", "--channel", "topic/poem", "--after", "0", "--count", "1", "--json"])?;
    assert!(String::from_utf8_lossy(&document.stdout).contains(r"roses\nviolets\n"), "with all of it in the document");
    let tailed = cli.run(["message", "tail", "--channel", "captain", "--after", "0", "--count", "1"])?;
    assert!(tailed.code == 0 && String::from_utf8_lossy(&tailed.stdout).contains("all is well"), "{}", tailed.stderr);
    let erased = cli.json(["message", "erase", id, "--reason", "a name was in it"])?;
    assert_eq!(erased["body"], json!(null));
    for (arguments, code) in [
        (vec!["message", "show", "msg_01jd3k5v8wf2t9q0r1s2t3v4w5"], 3),
        (vec!["message", "show", "msg_1"], 2),
        (vec!["message", "send", "--to", "agent/nobody", "x"], 3),
        (vec!["message", "channels", "create", "agent/nobody"], 3),
        (vec!["message", "send", "--to", "Nowhere", "x"], 2),
        (vec!["message", "request", "--to", "topic/void", "?", "--timeout", "10ms"], 7),
    ] {
        let ended = cli.run(&arguments)?;
        assert_eq!(ended.code, code, "{arguments:?}: {}", ended.stderr);
    }
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn a_poison_message_is_a_dead_letter_until_somebody_decides() -> Outcome {
    let (folder, place) = place()?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    cli.json(["message", "channels", "create", "topic/ada", "--max-messages", "100"])?;
    let kept = cli.json(["message", "channels", "set", "topic/ada", "--max-age", "7d"])?;
    assert_eq!((kept["settings"]["max_messages"].as_u64(), text(&kept, "/settings/max_age")?), (Some(100), "7d"));
    cli.json(["message", "consumers", "create", "ada", "--on", "topic/ada"])?;
    let sent = cli.json(["message", "send", "--to", "topic/ada", "poison"])?;
    let id = text(&sent, "/id")?;
    let received = cli.json(["message", "receive", "--consumer", "ada"])?;
    let receipt = text(&received, "/items/0/receipt")?;
    cli.json(["message", "settle", receipt, "--consumer", "ada", "--outcome", "rejected", "--reason", "unreadable"])?;
    let late = cli.run(["message", "settle", receipt, "--consumer", "ada"])?;
    assert_eq!(late.code, 6, "an answer that comes too late does not count: {}", late.stderr);
    let letters = cli.json(["message", "dead-letters", "list"])?;
    assert_eq!((text(&letters, "/items/0/message/id")?, text(&letters, "/items/0/detail")?), (id, "unreadable"));
    cli.json(["message", "dead-letters", "edit", id, "--consumer", "ada", "--body", "medicine"])?;
    let replayed = cli.json(["message", "replay", id, "--consumer", "ada"])?;
    assert_eq!(replayed["count"], json!(1));
    let received = cli.json(["message", "receive", "--consumer", "ada", "--acknowledge"])?;
    assert_eq!(text(&received, "/items/0/message/body")?, "medicine");
    assert_eq!(text(&cli.json(["message", "show", id])?, "/body")?, "poison", "what was sent stays as it was");

    let batch = folder.path().join("batch.jsonl");
    fs::write(&batch, "{\"channel\": \"topic/ada\", \"body\": \"1\"}\n{\"channel\": \"agent/nobody\", \"body\": \"2\"}\n")
        .map_err(Failure::system("writing a batch"))?;
    let part = cli.run(["message", "send", "--batch", &batch.to_string_lossy()])?;
    assert_eq!(part.code, 10, "part of a batch failed: {}", part.stderr);
    let removed = cli.run(["message", "consumers", "remove", "ada", "--reason", "retired"])?;
    assert_eq!(removed.code, 0, "{}", removed.stderr);
    let verified = cli.json(["message", "history", "--channel", "topic/ada", "--verify"])?;
    assert_eq!(text(&verified, "/result")?, "empty", "nothing is sealed so soon");
    assert_eq!(text(&cli.json(["audit", "verify"])?, "/result")?, "intact");
    assert!(server.stop()?.success());
    Ok(())
}

/// What was answered is there after a kill, and the mirror is a valid array whenever it is read.
#[test]
fn the_mirror_is_whole_whenever_the_server_dies() -> Outcome {
    let (_folder, place) = place()?;
    let cli = Cli::of(&place);
    let mirror = place.data().join("data/message_history.json");
    let mut sent = Vec::new();
    for round in 0..3 {
        let (server, _, _) = place.start()?;
        for n in 0..5 {
            let message = cli.json(["message", "send", "--to", "topic/news", &format!("{round}.{n} {}", "x".repeat(50_000))])?;
            sent.push(text(&message, "/id")?.to_owned());
            if let Ok(bytes) = fs::read(&mirror) {
                let read: Result<Vec<Value>, _> = serde_json::from_slice(&bytes);
                assert!(read.is_ok(), "a reader sees a valid array at every moment");
            }
        }
        server.kill()?;
        if let Ok(bytes) = fs::read(&mirror) {
            let read: Result<Vec<Value>, _> = serde_json::from_slice(&bytes);
            assert!(read.is_ok(), "the mirror is whole after a kill");
        }
    }
    let (server, _, _) = place.start()?;
    let history = cli.json(["message", "history"])?;
    let mut found = list(&history, "/items")?.iter().map(|message| text(message, "/id").map(str::to_owned)).collect::<Outcome<Vec<_>>>()?;
    found.reverse();
    assert_eq!(found, sent, "every message that was answered is there, once and in order");
    assert!(server.stop()?.success());
    Ok(())
}
