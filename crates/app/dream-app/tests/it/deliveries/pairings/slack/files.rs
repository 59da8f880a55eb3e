//! Files from Discord stand in Slack beside the message that brought them: once, whichever answer is lost, and named where Slack does not take them.

use super::super::{carry, carry_as, origin, text, told};
use super::{Slack, joined, written};
use crate::deliveries::{restarted, rows};
use dream_discord_fake::Fake;
use dream_testkit::TestApp;
use serde_json::{Value, json};

/// Amy sends these files with words; what Discord tells of it.
async fn attached(app: &TestApp, (fake, channel): (&Fake, &str), words: &str, names: &[&str]) -> Value {
    let urls: Vec<String> = names.iter().map(|name| format!("https://cdn.example/{name}")).collect();
    let files: Vec<(&str, &str, u64)> = names.iter().zip(&urls).map(|(name, url)| (*name, url.as_str(), 7)).collect();
    let message = fake.person_attaches(channel, "amy", words, &files).unwrap();
    told(&app.app, &origin(app).await, "MESSAGE_CREATE", &message).await;
    message
}

fn said(slack: &Slack) -> Vec<String> {
    slack.asked("chat.postMessage").iter().map(|body| text(body, "text").to_owned()).collect()
}

/// Where the last delivery stands, and all that its record says.
async fn record(app: &TestApp) -> (&'static str, String) {
    let row = rows(app).await.pop().unwrap();
    let notes: Vec<String> = row.history.iter().map(|note| note.why.clone()).filter(|why| !why.is_empty()).collect();
    (row.delivery.state.name(), notes.join("; "))
}

async fn files_are_shown_behind_the_message_that_brought_them(app: &TestApp) {
    let (fake, channel, slack, source) = joined(app).await;
    let first = attached(app, (&fake, &channel), "look", &["a plan.png", "b.png"]).await;
    carry(app).await;
    assert_eq!(said(&slack), ["look"]);
    assert_eq!(slack.shown(), ["a plan.png picture - amy", "b.png picture - amy"]);
    let shared = slack.asked("files.completeUploadExternal");
    assert_eq!((shared.len(), text(&shared[0], "username")), (1, "amy"), "together, under the name of who brought them");
    // What Slack tells of our own files is not carried back (trap 45).
    let own = json!({"subtype": "file_share", "user": "U9", "files": [{"id": "F1", "name": "a.png", "size": 7, "url_private": "https://files.slack.com/a"}]});
    written(app, &source, "100.000009", "amy", &own).await;
    carry(app).await;
    assert_eq!(fake.messages(&channel).len(), 1);
    // In a thread they are in the thread; a message without words names them.
    written(app, &source, "101.5", "why?", &json!({"thread_ts": "100.000001"})).await;
    carry(app).await;
    let thread = text(&first, "id").to_owned();
    told(&app.app, &origin(app).await, "THREAD_CREATE", &json!({"id": thread, "parent_id": channel, "name": "why"})).await;
    attached(app, (&fake, &thread), "", &["c.png"]).await;
    carry(app).await;
    assert_eq!(said(&slack).last().map(String::as_str), Some("(file: c.png)"));
    assert_eq!(slack.shown().last().map(String::as_str), Some("c.png picture 100.000001 amy"));
    assert_eq!(record(app).await.0, "sent");
}

async fn files_follow_an_edit_and_go_with_their_message(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    let message = attached(app, (&fake, &channel), "look", &["a.png"]).await;
    carry(app).await;
    let edit = async |number: u32, words: &str, files: Value| {
        let mut edited = message.clone();
        (edited["content"], edited["attachments"]) = (json!(words), files);
        edited["edited_timestamp"] = json!(format!("2026-01-01T00:00:0{number}Z"));
        told(&app.app, &origin(app).await, "MESSAGE_UPDATE", &edited).await;
        carry(app).await;
    };
    edit(1, "look now", message["attachments"].clone()).await;
    assert_eq!(slack.shown(), ["a.png picture - amy"], "an edit that changes none leaves them");
    let other = json!([{"id": "99", "filename": "b.png", "url": "https://cdn.example/b", "size": 7}]);
    edit(2, "look now", other.clone()).await;
    assert_eq!(slack.shown(), ["b.png picture - amy"]);
    edit(3, "words alone", other).await;
    assert_eq!(slack.asked("chat.update").last().map(|body| text(body, "text").to_owned()).as_deref(), Some("words alone"));
    told(&app.app, &origin(app).await, "MESSAGE_DELETE", &json!({"id": message["id"], "channel_id": channel})).await;
    carry(app).await;
    assert_eq!((slack.asked("chat.delete").len(), slack.shown()), (1, Vec::new()));
}

/// Each of the three calls loses its answer, done or not: the message and its file are there once.
async fn a_lost_answer_doubles_no_file(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    let cases = [
        ("files.getUploadURLExternal", true),
        ("upload", true),
        ("upload", false),
        ("files.completeUploadExternal", true),
        ("files.completeUploadExternal", false),
    ];
    for (number, (call, done)) in cases.into_iter().enumerate() {
        let name = format!("{number}.png");
        slack.loses(call, done);
        attached(app, (&fake, &channel), &name, &[&name]).await;
        carry(app).await;
        let times = slack.shown().iter().filter(|shown| shown.starts_with(&name)).count();
        assert_eq!((said(&slack).len(), times), (number + 1, 1), "{call} {done}");
        let (state, why) = record(app).await;
        assert!(state == "sent" && why.contains("the connection broke"), "{call}: {state} {why}");
    }
    assert!(record(app).await.1.contains("the connection broke"));
    // What was lost of the message itself is not repeated, and its file is not shown without it.
    slack.loses("chat.postMessage", true);
    attached(app, (&fake, &channel), "last", &["last.png"]).await;
    carry(app).await;
    assert_eq!(record(app).await, ("unknown", "no answer came".to_owned()));
    assert_eq!((said(&slack).len(), slack.shown().len()), (6, 5));
}

/// A process ends while its file is uploaded, or is shown: the next one says the message once, and shows the file once.
async fn a_restart_shows_the_files_once(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    for (number, call) in ["upload", "files.completeUploadExternal"].into_iter().enumerate() {
        attached(app, (&fake, &channel), call, &["a.png"]).await;
        let core = restarted(app);
        slack.ends(call, Box::pin(carry_as(app, &core))).await;
        carry(app).await;
        assert_eq!((said(&slack).len(), slack.shown()), (number + 1, vec!["a.png picture - amy".to_owned(); number + 1]), "{call}");
        assert_eq!(record(app).await.0, "sent");
    }
}

async fn what_slack_does_not_take_is_named_and_its_record_says_why(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    let scope = json!({"ok": false, "error": "missing_scope", "needed": "files:write"});
    slack.answers("files.getUploadURLExternal", 200, scope);
    attached(app, (&fake, &channel), "look", &["a.png", "b.png"]).await;
    carry(app).await;
    assert_eq!(said(&slack), ["look\n(file: a.png)"]);
    assert_eq!(slack.shown(), ["b.png picture - amy"]);
    let (state, why) = record(app).await;
    assert!(state == "sent" && why.contains("file 1 is named and not uploaded: Slack answered missing_scope"), "{state} {why}");
    assert!(!why.contains("a.png"), "the names of files are words of the message, and not of its record");
    // Refused only when it is to be shown: the message names it afterwards.
    slack.answers("files.completeUploadExternal", 200, json!({"ok": false, "error": "posting_to_channel_denied"}));
    attached(app, (&fake, &channel), "more", &["c.png"]).await;
    carry(app).await;
    let changed = slack.asked("chat.update").pop().unwrap();
    assert_eq!((text(&changed, "ts"), text(&changed, "text")), ("100.000002", "more\n(file: c.png)"));
    let (state, why) = record(app).await;
    assert!(state == "sent" && why.contains("posting_to_channel_denied"), "{state} {why}");
    // Neither disables the destination, and what passes is waited for.
    slack.answers("files.getUploadURLExternal", 429, json!({"ok": false, "error": "ratelimited"}));
    slack.answers("files.completeUploadExternal", 200, json!({"ok": false, "error": "file_update_failed"}));
    attached(app, (&fake, &channel), "late", &["d.png"]).await;
    carry(app).await;
    assert_eq!(slack.shown().last().map(String::as_str), Some("d.png picture - amy"));
    assert!(slack.asked("files.info").is_empty(), "what Slack says it did not do needs no look");
}

/// Trap 48: the bytes go to no address but Slack's own.
async fn trap_48_a_file_goes_to_slacks_own_hosts_alone(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    for url in [
        "https://evil.example/upload",
        "http://files.slack.com/upload",
        "https://files.slack.com@evil.example/",
        "https://169.254.169.254/",
    ] {
        slack.answers("files.getUploadURLExternal", 200, json!({"ok": true, "upload_url": url, "file_id": "F1"}));
        attached(app, (&fake, &channel), "look", &["a.png"]).await;
        carry(app).await;
        assert_eq!(said(&slack).pop().as_deref(), Some("look\n(file: a.png)"), "{url}");
        assert!(record(app).await.1.contains("an address for it that is none of its own"));
    }
    assert!(slack.shown().is_empty());
}

dream_testkit::for_both_engines!(
    files_are_shown_behind_the_message_that_brought_them,
    files_follow_an_edit_and_go_with_their_message,
    a_lost_answer_doubles_no_file,
    a_restart_shows_the_files_once,
    what_slack_does_not_take_is_named_and_its_record_says_why,
    trap_48_a_file_goes_to_slacks_own_hosts_alone,
);
