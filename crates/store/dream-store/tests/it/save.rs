//! Saving and loading streams.

use crate::fixture::Fixture;
use dream_access::{Org, Role, Team};
use dream_id::Scope;
use dream_ledger::{Actor, Stream};
use dream_sql::testing::TestDb;
use dream_store::{AuditResult, StoreError};
use std::sync::Arc;

fn is_conflict(result: Result<(), StoreError>) -> bool {
    matches!(result, Err(error @ StoreError::Conflict { .. }) if error.is_retryable())
}

async fn what_was_saved_is_loaded_again(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut stream = fixture.org().await;
    assert_eq!((stream.name.as_str(), stream.saved_version()), ("first", 1));
    Org::rename(&mut stream, &fixture.by(), "second").unwrap();
    Org::rename(&mut stream, &fixture.by(), "third").unwrap();
    assert_eq!(stream.pending().len(), 2);
    fixture.commit(&mut stream).await;
    assert_eq!((stream.saved_version(), stream.pending().len()), (3, 0));
    assert_eq!(fixture.org().await, stream);
}

async fn events_tell_who_when_and_why(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut tx = fixture.store.begin().await.unwrap().caused_by(Some("org.rename".to_owned()), Some("trace-1".to_owned()));
    let mut stream = tx.lock::<Org>(fixture.scope(), fixture.org).await.unwrap().unwrap();
    Org::rename(&mut stream, &fixture.by(), "second").unwrap();
    tx.save(&mut stream).await.unwrap();
    tx.commit().await.unwrap();
    fixture.sequence().await;
    let feed = fixture.store.read().await.unwrap().feed(fixture.scope(), 1, dream_id::Limit::default()).await.unwrap();
    let event = &feed[0].envelope;
    assert_eq!((event.kind.as_str(), event.version, event.stream.as_str()), ("org.renamed", 2, fixture.org.to_string().as_str()));
    assert_eq!((event.at, &event.actor), (fixture.by().at, &Actor::system("setup")));
    assert_eq!((event.cause.as_deref(), event.trace.as_deref()), (Some("org.rename"), Some("trace-1")));
    assert_eq!(event.data, serde_json::json!({ "name": "second" }));
}

async fn a_writer_that_decided_on_stale_state_cannot_save(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (mut one, mut other) = (fixture.org().await, fixture.org().await);
    Org::rename(&mut one, &fixture.by(), "one").unwrap();
    Org::rename(&mut other, &fixture.by(), "other").unwrap();
    fixture.commit(&mut one).await;
    let mut tx = fixture.store.begin().await.unwrap();
    assert!(is_conflict(tx.save(&mut other).await));
    drop(tx);
    assert_eq!(fixture.org().await.name, "one");
}

async fn the_same_id_is_created_once(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let id = fixture.team("writers").await;
    let mut again = Team::form(fixture.org, id, &fixture.by(), "others").unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    assert!(is_conflict(tx.save(&mut again).await));
}

async fn a_unit_happens_whole_or_not_at_all(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut stale = fixture.org().await;
    Org::rename(&mut stale, &fixture.by(), "stale").unwrap();
    fixture.rename(fixture.org, "fresh").await;
    fixture.sequence().await;
    let before = fixture.store.read().await.unwrap().feed_end().await.unwrap();

    let mut tx = fixture.store.begin().await.unwrap();
    let mut team = Team::form(fixture.org, fixture.store.new_id(), &fixture.by(), "writers").unwrap();
    tx.save(&mut team).await.unwrap();
    assert!(is_conflict(tx.save(&mut stale).await));
    drop(tx);
    let mut tx = fixture.store.begin().await.unwrap();
    let mut team = Team::form(fixture.org, team.id(), &fixture.by(), "writers").unwrap();
    tx.save(&mut team).await.unwrap();
    drop(tx);

    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    assert!(reader.find::<Team>(fixture.scope(), team.id()).await.unwrap().is_none());
    assert_eq!(reader.feed_end().await.unwrap(), before);
}

async fn what_records_nothing_saves_nothing(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut stream = fixture.org().await;
    Org::rename(&mut stream, &fixture.by(), "first").unwrap();
    fixture.commit(&mut stream).await;
    fixture.sequence().await;
    assert_eq!(fixture.store.read().await.unwrap().feed_end().await.unwrap(), 1);
}

async fn nothing_is_lost_among_writers_of_one_stream(db: TestDb) {
    const WRITERS: usize = 6;
    const EACH: usize = 10;
    let fixture = Fixture::on(db).await;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let (store, org, by) = (fixture.store.clone(), fixture.org, fixture.by());
        writers.push(tokio::spawn(async move {
            for number in 0..EACH {
                let mut tx = store.begin().await.unwrap();
                let mut stream = tx.lock::<Org>(Scope::Org(org), org).await.unwrap().unwrap();
                Org::rename(&mut stream, &by, &format!("{writer}-{number}")).unwrap();
                tx.save(&mut stream).await.unwrap();
                tx.commit().await.unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(fixture.org().await.saved_version(), 1 + u64::try_from(WRITERS * EACH).unwrap());
}

async fn lists_are_filtered_by_columns_and_cut_into_pages(db: TestDb) {
    let fixture = Fixture::on(db).await;
    for name in ["a", "b", "c", "d", "e"] {
        fixture.team(name).await;
        fixture.clock.advance(std::time::Duration::from_millis(1));
    }
    let mut reader = fixture.store.read().await.unwrap();
    let named = dream_store::Filter::default().eq("name", "c");
    let found: Vec<Stream<Team>> = reader.list(fixture.scope(), &named).await.unwrap();
    assert_eq!(found.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["c"]);
    let (mut names, mut cursor) = (Vec::new(), None);
    loop {
        let page = reader.page::<Team>(fixture.scope(), dream_store::Filter::default(), cursor, dream_id::Limit::new(2)).await.unwrap();
        names.push(page.items.iter().map(|team| team.name.clone()).collect::<String>());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["ed", "cb", "a"], "newest first, two by two");
}

async fn a_row_keeps_what_its_events_say(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let id = fixture.team("writers").await;
    let project = fixture.store.new_id();
    let mut tx = fixture.store.begin().await.unwrap();
    let mut team = tx.lock::<Team>(fixture.scope(), id).await.unwrap().unwrap();
    Team::grant_project_role(&mut team, &fixture.by(), &fixture.owner(), project, Role::Reviewer).unwrap();
    tx.save(&mut team).await.unwrap();
    tx.commit().await.unwrap();
    let found = fixture.store.read().await.unwrap().find::<Team>(fixture.scope(), id).await.unwrap().unwrap();
    assert_eq!(found.projects.get(&project), Some(&Role::Reviewer));
}

/// Units that share a commit extend their organisations' trees together: every event of each is in its tree, in the order of the feed.
async fn units_side_by_side_extend_the_trees_of_their_organisations(db: TestDb) {
    const UNITS: usize = 40;
    let fixture = Arc::new(Fixture::patient(db).await);
    let orgs = [fixture.org, fixture.found("second").await];
    let units = (0..UNITS).map(|number| {
        let fixture = Arc::clone(&fixture);
        tokio::spawn(async move {
            let mut tx = fixture.store.begin().await.unwrap();
            let name = format!("team {number}");
            tx.save(&mut Team::form(orgs[number % 2], fixture.store.new_id(), &fixture.by(), &name).unwrap()).await.unwrap();
            // Each fifth is given up.
            if number % 5 > 0 {
                tx.commit().await.unwrap();
            }
        })
    });
    for unit in units.collect::<Vec<_>>() {
        unit.await.unwrap();
    }
    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    for org in orgs {
        let report = reader.verify(org).await.unwrap();
        assert_eq!((report.result, report.events), (AuditResult::Intact, 17), "{report:?}");
    }
}

dream_sql::on_both_engines!(
    a_row_keeps_what_its_events_say,
    a_unit_happens_whole_or_not_at_all,
    a_writer_that_decided_on_stale_state_cannot_save,
    events_tell_who_when_and_why,
    lists_are_filtered_by_columns_and_cut_into_pages,
    nothing_is_lost_among_writers_of_one_stream,
    the_same_id_is_created_once,
    units_side_by_side_extend_the_trees_of_their_organisations,
    what_records_nothing_saves_nothing,
    what_was_saved_is_loaded_again,
);
