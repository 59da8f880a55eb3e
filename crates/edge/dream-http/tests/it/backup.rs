//! Backups over the wire, and what the server says of its blobs and its room.

use crate::house::{House, text};
use dream_sql::{Db, Sql};
use dream_testkit::TestDb;
use http::Method;
use serde_json::json;
use std::time::Duration;

/// Every blob of the artifact that a run has handed in.
async fn blobs(house: &House) -> Vec<dream_ledger::Digest> {
    let run = house.run().await;
    let artifacts = house.get(&format!("runs/{}/artifacts", text(&run, "id"))).await.expect(200);
    artifacts["items"][0]["files"].as_array().unwrap().iter().map(|file| text(file, "digest").parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_names_what_is_damaged_and_holds_the_rest() {
    let house = House::open(TestDb::sqlite()).await;
    let lost = blobs(&house).await[0];
    let whole = house.get("backup").await;
    assert_eq!((whole.status.as_u16(), whole.header("dreamos-damaged-count"), whole.header("dreamos-damaged-blobs")), (200, "0", ""));
    let hex = lost.hex();
    let folder = house.app.app.scratch.parent().unwrap().join("blobs").join(house.app.org.to_string());
    let path = folder.join(&hex[..2]).join(&hex[2..]);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "other bytes").unwrap();
    let partly = house.get("backup").await;
    assert_eq!((partly.status.as_u16(), partly.header("dreamos-damaged-count")), (200, "1"));
    assert_eq!(partly.header("dreamos-damaged-blobs"), lost.to_string());
    assert!(partly.bytes.len() > 1_000, "the database and the other blobs are in it");
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, bytes).unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_blobs_are_gone_is_not_ready() {
    for gone in [false, true] {
        let house = House::open(TestDb::sqlite()).await;
        let mark = house.app.app.scratch.parent().unwrap().join("blobs").join(dream_blobs::MARK);
        let before = std::fs::read(&mark).unwrap();
        if gone {
            std::fs::remove_file(&mark).unwrap();
        }
        let answer = house.call(Method::GET, "/readyz", None, None).await;
        assert_eq!((answer.status.as_u16(), answer.json()["ready"].as_bool()), (if gone { 503 } else { 200 }, Some(!gone)));
        let check = answer.json()["checks"].as_array().unwrap().iter().find(|check| check["name"] == "blobs").cloned().unwrap();
        assert_eq!(check["ok"], !gone);
        std::fs::write(&mark, before).unwrap();
        let again = house.call(Method::GET, "/readyz", None, None).await;
        assert_eq!(again.status, answer.status, "the answer is kept for some seconds");
        house.close().await;
    }
}

/// Gives the database so many pages.
async fn allow(db: &Db, pages: u32) {
    let mut tx = db.begin().await.unwrap();
    tx.query(&Sql::owned(format!("PRAGMA max_page_count = {pages}")), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_refused_a_write_for_want_of_space_is_not_ready_until_it_has_room() {
    let house = House::open(TestDb::sqlite()).await;
    let db = house.app.app.store.db().clone();
    let room = async || {
        let answer = house.call(Method::GET, "/readyz", None, None).await;
        let check = answer.json()["checks"].as_array().unwrap().iter().find(|check| check["name"] == "room").cloned().unwrap();
        (answer.status.as_u16(), check["detail"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(room().await, (200, String::new()));
    allow(&db, 1).await;
    let mut number = 0;
    loop {
        number += 1;
        assert!(number < 1_000, "the database is never full");
        let body = json!({ "name": format!("project {number}"), "template": "planning-only",
            "brief": format!("# Big\n\n{}", "Words. ".repeat(10_000)) });
        if house.post("projects", &body).await.status == 507 {
            break;
        }
    }
    for after in ["at first", "when asked again"] {
        let (status, detail) = room().await;
        assert!(status == 503 && detail.contains("full") && detail.contains("free some space"), "{after}: {status} {detail}");
    }
    allow(&db, 100_000).await;
    assert_eq!(room().await.0, 503, "nothing is tried again for some seconds, however many ask");
    house.app.clock.advance(Duration::from_secs(5));
    assert_eq!(room().await, (200, String::new()), "without a write of anybody else's");
    drop(db);
    house.close().await;
}
