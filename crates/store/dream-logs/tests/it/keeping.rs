//! Rotating, packing, archiving, removing.

use crate::support::{House, START, of, org, small};
use dream_clock::Clock as _;
use dream_logs::{Filter, Hold, Kept, Options, SetName};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn segments_are_closed_by_size_and_by_age_and_then_packed() {
    let house = House::new(small());
    house.write(0..30).await;
    let by_size = house.keep().await.packed;
    assert!(by_size >= 3, "{by_size}");
    house.write(30..31).await;
    assert_eq!(house.keep().await.packed, 0, "it is neither full nor old");
    house.clock.advance(Duration::from_hours(1));
    assert_eq!(house.keep().await.packed, 1);
    assert!(house.files(".jsonl").is_empty());
    assert_eq!(house.all().await, ((0..31).collect(), vec![]));
}

#[tokio::test]
async fn a_packed_segment_is_plain_zstd() {
    let house = House::new(small());
    house.write(0..10).await;
    house.keep().await;
    let packed = std::fs::read(&house.files(".jsonl.zst")[0]).unwrap();
    let text = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    assert!(text.starts_with("{\"at\":\"2026-01-01T00:00:00.000000Z\",\"level\":\"trace\"") && text.ends_with('\n'), "{text}");
}

#[tokio::test]
async fn old_segments_go_to_the_blob_store_and_are_found_there_after_a_restart() {
    let house = House::new(small());
    house.write(0..20).await;
    let blobs = house.blobs().await;
    house.keep().await;
    house.clock.advance(DAY * 2);
    house.write(20..30).await;
    assert!(house.keep().await.archived > 0);
    assert!(!blobs.list(org()).await.unwrap().is_empty());
    let house = house.restarted().await;
    house.blobs().await;
    assert_eq!(house.all().await, ((0..30).collect(), vec![]));
}

#[tokio::test]
async fn a_folder_with_the_manifests_alone_finds_the_archived_lines() {
    let house = House::new(small());
    house.write(0..20).await;
    house.blobs().await;
    house.keep().await;
    house.clock.advance(DAY * 2);
    house.write(20..30).await;
    assert!(house.keep().await.archived > 0);
    let manifests = house.logs.archived_manifests().await.unwrap();
    let archived = house.files(".archived.json");
    assert_eq!(manifests.len(), archived.len());
    assert!(manifests.iter().all(|manifest| manifest.file.starts_with("server/")));
    for path in house.files("") {
        std::fs::remove_file(path).unwrap();
    }
    for manifest in &manifests {
        std::fs::write(house.folder.path().join("logs").join(&manifest.file), &manifest.bytes).unwrap();
    }
    let house = house.restarted().await;
    house.blobs().await;
    let (found, problems) = house.all().await;
    assert!(found.starts_with(&[0, 1, 2]) && found.len() < 30 && problems.is_empty(), "{found:?} {problems:?}");
}

#[tokio::test]
async fn what_is_too_old_or_too_much_goes_oldest_first_and_its_blobs_with_it() {
    let house = House::new(Options { keep_age: DAY * 10, ..small() });
    house.write(0..10).await;
    let blobs = house.blobs().await;
    for day in 1..=10 {
        house.clock.advance(DAY);
        house.write(day * 10..day * 10 + 10).await;
        house.clock.advance(Duration::from_secs(1));
        house.keep().await;
    }
    let (all, problems) = house.all().await;
    assert!((5..=10).contains(&all[0]), "{all:?}");
    assert_eq!((all.last(), problems.len()), (Some(&109), 0));
    let blobs_then = blobs.list(org()).await.unwrap().len();

    let house = House { options: Options { keep_bytes: 3_000, ..small() }, ..house }.restarted().await;
    house.blobs().await;
    assert!(house.keep().await.removed > 0);
    let (all, _) = house.all().await;
    assert!(all[0] > 10 && all.last() == Some(&109), "{all:?}");
    assert!(blobs.list(org()).await.unwrap().len() < blobs_then);
}

#[tokio::test]
async fn a_hold_keeps_what_it_covers_and_nothing_else() {
    let house = House::new(Options { keep_age: DAY, ..small() });
    for day in 0..4 {
        house.write(day * 10..day * 10 + 10).await;
        house.clock.advance(DAY);
        house.keep_under(&[hold(1, 2)]).await;
    }
    house.clock.advance(DAY * 30);
    house.keep_under(&[hold(1, 2)]).await;
    assert_eq!(house.all().await.0, (10..20).collect::<Vec<_>>());
    let other = Hold { set: SetName::Org(org()), from: None, until: None };
    assert!(house.keep_under(&[other]).await.removed > 0, "the hold was lifted, and one on other lines covers nothing here");
    assert!(house.search(&of(Filter::default())).await.lines.is_empty());
}

fn hold(from: u32, until: u32) -> Hold {
    Hold { set: SetName::Server, from: Some(START.plus(DAY * from)), until: Some(START.plus(DAY * until)) }
}

impl House {
    async fn keep_under(&self, holds: &[Hold]) -> Kept {
        let mut kept = Kept::default();
        // Once to close and pack, once more to see that it was enough.
        for _ in 0..2 {
            let more = self.logs.keep(self.clock.now(), holds.to_vec()).await.unwrap();
            kept =
                Kept { packed: kept.packed + more.packed, archived: kept.archived + more.archived, removed: kept.removed + more.removed };
        }
        kept
    }
}
