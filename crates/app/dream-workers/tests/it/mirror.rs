//! The mirror of messages: a valid array at every moment, of what is there and nothing else.

use dream_app::messages::{self, Outgoing, send};
use dream_app::{App, Op, channels, history};
use dream_messages::{ChannelSettings, Headers};
use dream_testkit::{TestApp, TestDb};
use dream_workers::{Mirror, Reconciler};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

struct Place {
    app: TestApp,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        Self { app: TestApp::start(TestDb::sqlite()).await, folder: tempfile::tempdir().unwrap() }
    }

    fn mirror(&self) -> Mirror {
        let core: App = self.app.app.clone();
        Mirror::new(core, self.app.org, self.folder.path().to_path_buf())
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("message_history.json")
    }

    async fn sent(&self, channel: &str, body: &str) -> dream_id::MessageId {
        let message = Outgoing {
            channel: channel.to_owned(),
            project: None,
            body: body.to_owned(),
            headers: Headers::new(),
            key: None,
            expires_in: None,
            reply_to: None,
            correlation: None,
        };
        send(&self.app.owner(), message).await.unwrap().message.id
    }

    fn archives(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut found: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains("message_history-")).collect();
        found.sort();
        found
    }
}

fn read(path: &Path) -> Vec<Value> {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn bodies(path: &Path) -> Vec<String> {
    read(path).iter().map(|message| message["body"].as_str().unwrap_or("(none)").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_messages_of_the_organisation_are_in_the_file_and_no_others() {
    let place = Place::new().await;
    let mirror = place.mirror();
    mirror.reconcile().await.unwrap();
    assert!(read(&place.file()).is_empty(), "an array even before the first message");
    let id = place.sent("topic/news", "one").await;
    place.sent("captain", "two").await;
    let stranger = dream_testkit::found(&place.app.app, "second").await.owner;
    let theirs = Outgoing { body: "theirs".to_owned(), ..outgoing() };
    send(&stranger, theirs).await.unwrap();
    mirror.reconcile().await.unwrap();
    let mut found = bodies(&place.file());
    found.sort();
    assert_eq!(found, ["one", "two"]);
    let first = read(&place.file()).into_iter().find(|message| message["body"] == "one").unwrap();
    assert_eq!((first["id"].as_str(), first["channel"].as_str()), (Some(id.to_string().as_str()), Some("topic/news")));
    assert_eq!((first["sender"].as_str().map(|sender| &sender[..4]), first["status"].as_str()), (Some("per_"), Some("stored")));
    assert!(first["sent_at"].is_string());
    drop(mirror);
    place.app.finish().await;
}

fn outgoing() -> Outgoing {
    Outgoing {
        channel: "topic/news".to_owned(),
        project: None,
        body: String::new(),
        headers: Headers::new(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_one_is_kept_and_none_is_larger_than_four_mebibytes() {
    let place = Place::new().await;
    let mirror = place.mirror();
    let mut first = None;
    for n in 0..40 {
        let id = place.sent("topic/news", &format!("{n} {}", "x".repeat(250_000))).await;
        first.get_or_insert(id);
    }
    mirror.reconcile().await.unwrap();
    let archives = place.archives();
    assert_eq!(archives.len(), 2);
    assert!(archives[0].ends_with(format!("message_history-{}.json", first.unwrap())));
    let all: Vec<String> = archives.iter().chain([&place.file()]).flat_map(|path| bodies(path)).collect();
    assert_eq!(all.len(), 40, "nothing is lost and nothing twice");
    for path in archives.iter().chain([&place.file()]) {
        assert!(fs::metadata(path).unwrap().len() <= 4 << 20, "{}", path.display());
    }
    drop(mirror);
    place.app.finish().await;
}

/// More comes in a moment than one look takes: nothing of it is passed over, and a quiet channel does not wait for a busy one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_is_caught_up_with_and_holds_no_other_channel_up() {
    let place = Place::new().await;
    let mirror = place.mirror();
    place.sent("topic/busy", "the first").await;
    mirror.reconcile().await.unwrap();
    for part in 0..6 {
        let one = |n| Outgoing { channel: "topic/busy".to_owned(), body: format!("{}", part * 500 + n), ..outgoing() };
        let sent = messages::send_batch(&place.app.owner(), (0..500).map(one).collect()).await.unwrap();
        assert!(sent.iter().all(Result::is_ok));
        place.app.clock.advance(std::time::Duration::from_secs(1));
    }
    place.sent("topic/quiet", "a quiet word").await;
    mirror.reconcile().await.unwrap();
    let first = bodies(&place.file());
    assert!(first.contains(&"a quiet word".to_owned()) && first.len() < 3_002, "{}", first.len());
    mirror.reconcile().await.unwrap();
    let sent: Vec<String> = std::iter::once("the first".to_owned()).chain((0..3_000).map(|n| n.to_string())).collect();
    let found = bodies(&place.file());
    assert_eq!(found[..sent.len()], sent, "in the order in which they were sent");
    assert_eq!(found[sent.len()..], ["a quiet word"]);
    drop(mirror);
    place.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_corrupt_or_cut_off_is_written_anew_from_the_database() {
    let place = Place::new().await;
    place.sent("topic/news", "one").await;
    place.sent("topic/news", "two").await;
    place.mirror().reconcile().await.unwrap();
    let whole = fs::read(place.file()).unwrap();
    let forged = String::from_utf8(whole.clone()).unwrap().replace("one", "eno").into_bytes();
    for broken in [Vec::new(), b"{}".to_vec(), whole[..whole.len() / 2].to_vec(), forged, b"[{\"id\":1}]".to_vec()] {
        fs::write(place.file(), &broken).unwrap();
        place.mirror().reconcile().await.unwrap();
        assert_eq!(bodies(&place.file()), ["one", "two"], "after {:?}", String::from_utf8_lossy(&broken));
    }
    place.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_or_removed_goes_from_the_mirror_and_its_archives() {
    let place = Place::new().await;
    let owner = place.app.owner();
    let mirror = place.mirror();
    let large = "x".repeat(200_000);
    let secret = place.sent("topic/news", &format!("plum {large}")).await;
    for _ in 0..25 {
        place.sent("topic/news", &large).await;
    }
    let late = place.sent("topic/news", "plum").await;
    mirror.reconcile().await.unwrap();
    let archive = place.archives().remove(0);
    assert!(bodies(&archive)[0].starts_with("plum") && bodies(&place.file()).contains(&"plum".to_owned()));
    for id in [secret, late] {
        messages::erase(&owner, id, "a secret".to_owned()).await.unwrap();
    }
    mirror.reconcile().await.unwrap();
    assert_eq!(bodies(&archive)[0], "(none)");
    assert_eq!(bodies(&place.file()).last().unwrap(), "(none)");

    let settings = ChannelSettings { max_messages: Some(3), ..ChannelSettings::default() };
    channels::put(&owner, "topic/news", None, Some(settings)).await.unwrap();
    let worker = Op::of_worker(place.app.app.clone(), "channel-keeper");
    while history::upkeep(&worker).await.unwrap() {}
    place.sent("captain", "later").await;
    mirror.reconcile().await.unwrap();
    assert!(place.archives().is_empty(), "an archive of which nothing is left is removed");
    assert_eq!(bodies(&place.file()).len(), 4);
    drop((mirror, worker));
    place.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_written_holds_nothing_up_and_is_tried_again() {
    let place = Place::new().await;
    let mirror = place.mirror();
    mirror.reconcile().await.unwrap();
    let in_the_way = place.folder.path().join("message_history.json.new");
    fs::create_dir(&in_the_way).unwrap();
    place.sent("topic/news", "one").await;
    assert_eq!(mirror.reconcile().await.unwrap_err().code, "mirror_not_written");
    assert!(read(&place.file()).is_empty(), "what was there stays whole");
    place.sent("topic/news", "two").await;
    fs::remove_dir(&in_the_way).unwrap();
    mirror.reconcile().await.unwrap();
    assert_eq!(bodies(&place.file()), ["one", "two"]);
    drop(mirror);
    place.app.finish().await;
}
