//! Files of messages: fetched through the real guard, carried over within a size, and given to nobody else.

use super::{Direction, bodies, carry, new, origin, paired, refusal, said, say, told};
use crate::deliveries::{destination, rows};
use dream_app::Kind;
use dream_app::destinations::To;
use dream_app::pairings::{self, headers};
use dream_bridge::outgoing::Allowance;
use dream_discord_fake::ChannelKind;
use dream_hooks::{Hooks, SystemResolver};
use dream_ledger::Digest;
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server of this machine that the guard lets through, and that answers every request with this; its address.
async fn serving(app: &TestApp, bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let allowance = Allowance { networks: vec![("127.0.0.1".parse().unwrap(), 32)], ports: vec![address.port()], plain_http: true };
    app.outside.put_hooks(Arc::new(Hooks::new(allowance, Arc::new(SystemResolver)).unwrap()));
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut asked = [0; 2_048];
            // Whatever was asked, the answer is the same.
            if connection.read(&mut asked).await.unwrap_or(0) == 0 {
                continue;
            }
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", bytes.len());
            let _ = connection.write_all(head.as_bytes()).await;
            let _ = connection.write_all(bytes).await;
        }
    });
    format!("http://{address}")
}

async fn files_are_carried_within_their_size_and_never_from_inside(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let there = fake.add_channel("there", ChannelKind::Text);
    destination(app, "there", To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() }, None).await;
    pairings::make(&app.owner(), new("rooms", "ops", "there", Direction::In)).await.unwrap();
    let at = serving(app, b"the plan").await;
    let files = [
        ("plan.txt", format!("{at}/plan"), 8),
        ("film.mkv", format!("{at}/film"), 40 * 1_048_576),
        ("secret.txt", "http://169.254.169.254/latest/meta-data".to_owned(), 8),
        ("inside.txt", "http://127.0.0.1:9/".to_owned(), 8),
    ];
    let files: Vec<(&str, &str, u64)> = files.iter().map(|(name, url, size)| (*name, url.as_str(), *size)).collect();
    let message = fake.person_attaches(&channel, "amy", "see", &files).unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    let said = said(app).await;
    let lines: Vec<&str> = said[0].body.lines().collect();
    let wanted = [
        "see",
        "(a file was too large to be carried over: film.mkv, 40.0 MiB)",
        "(a file could not be fetched: secret.txt)",
        "(a file could not be fetched: inside.txt)",
    ];
    assert_eq!(lines, wanted);
    assert!(!said[0].body.contains("http"), "no address that ends is passed on");
    let listed: Value = serde_json::from_str(&said[0].headers[headers::FILES]).unwrap();
    assert_eq!((listed[0]["name"].as_str(), listed[0]["size"].as_u64(), listed.as_array().unwrap().len()), (Some("plan.txt"), Some(8), 1));
    let arrived = &fake.messages(&there)[0];
    assert_eq!((arrived["attachments"][0]["filename"].as_str(), arrived["attachments"][0]["size"].as_u64()), (Some("plan.txt"), Some(8)));
    // Whoever may read the message is given the file, and nobody else anything.
    let digest: Digest = listed[0]["digest"].as_str().unwrap().parse().unwrap();
    let file = pairings::file(&app.owner(), "chat", digest).await.unwrap();
    assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("plan.txt", b"the plan".as_slice()));
    assert_eq!(refusal(pairings::file(&app.owner(), "chat", Digest::of(b"other")).await).0, Kind::NotFound);
    let stranger = dream_testkit::found(&app.app, "second").await.owner;
    assert_eq!(refusal(pairings::file(&stranger, "chat", digest).await).0, Kind::NotFound);
}

async fn a_file_that_cannot_be_reached_is_waited_for_and_then_named(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let allowance = Allowance { networks: vec![("127.0.0.1".parse().unwrap(), 32)], ports: vec![address.port()], plain_http: true };
    app.outside.put_hooks(Arc::new(Hooks::new(allowance, Arc::new(SystemResolver)).unwrap()));
    let url = format!("http://{address}/");
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_attaches(&channel, "amy", "one", &[("a.txt", &url, 3)]).unwrap()).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "two").unwrap()).await;
    carry(app).await;
    assert!(said(app).await.is_empty(), "what is behind it waits, so that the order is kept");
    for _ in 0..5 {
        app.clock.advance(std::time::Duration::from_mins(1));
        carry(app).await;
    }
    assert_eq!(bodies(&said(app).await), ["one\n(a file could not be fetched: a.txt)", "two"]);
}

async fn files_follow_an_edit_and_stay_where_it_changes_none(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let there = fake.add_channel("there", ChannelKind::Text);
    destination(app, "there", To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() }, None).await;
    pairings::make(&app.owner(), new("rooms", "ops", "there", Direction::In)).await.unwrap();
    let at = serving(app, b"the plan").await;
    let url = format!("{at}/plan");
    let mut message = fake.person_attaches(&channel, "amy", "see", &[("plan.txt", &url, 8)]).unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    let arrived = || -> Vec<String> {
        let files = fake.messages(&there)[0]["attachments"].as_array().unwrap().clone();
        files.iter().map(|file| file["filename"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(arrived(), ["plan.txt"]);
    let other = json!({"id": "99", "filename": "other.txt", "url": url, "size": 8});
    let edits = [
        ("see now", message["attachments"].clone(), vec!["plan.txt"], None),
        ("and now", json!([other]), vec!["other.txt"], Some(1)),
        ("and now", json!([]), vec![], Some(0)),
    ];
    for (number, (words, files, wanted, listed)) in edits.into_iter().enumerate() {
        message["content"] = json!(words);
        message["attachments"] = files;
        message["edited_timestamp"] = json!(format!("2026-01-01T00:00:0{number}Z"));
        told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
        carry(app).await;
        assert_eq!(arrived(), wanted, "{words}");
        let heard = said(app).await;
        let header = heard.last().unwrap().headers.get(headers::FILES);
        let count = header.map(|header| serde_json::from_str::<Vec<Value>>(header).unwrap().len());
        assert_eq!((heard.len(), heard.last().unwrap().body.as_str(), count), (number + 2, words, listed));
    }
}

/// A message of ours that names bytes of the organisation's takes none of them out.
async fn a_header_takes_no_other_file_out(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Both).await;
    let digest = app.app.blobs.put(app.org, b"an artifact".to_vec().into()).await.unwrap();
    let header = format!("[{{\"name\": \"a\", \"digest\": \"{digest}\", \"size\": 11}}]");
    say(&app.owner(), "look", &[(headers::FILES, &header)]).await;
    carry(app).await;
    assert!(fake.messages(&channel)[0]["attachments"].as_array().unwrap().is_empty());
    assert_eq!(rows(app).await.len(), 1);
    assert_eq!(origin(app).await.org, app.org);
}

dream_testkit::for_both_engines!(
    files_are_carried_within_their_size_and_never_from_inside,
    a_file_that_cannot_be_reached_is_waited_for_and_then_named,
    files_follow_an_edit_and_stay_where_it_changes_none,
    a_header_takes_no_other_file_out,
);
