//! Rows are a cache of the ledger: what differs is found, mended, and folded anew when its format is another.

use crate::fixture::{Fixture, key};
use dream_access::{Org, Team};
use dream_sql::{Sql, testing::TestDb};
use dream_store::{Difference, Filter};

async fn differences(fixture: &Fixture, keep: bool) -> Vec<Difference> {
    fixture.store.rebuild(key(), keep).await.unwrap()
}

async fn rows_that_nobody_touched_do_not_differ(db: TestDb) {
    let fixture = Fixture::on(db).await;
    fixture.rename(fixture.org, "second").await;
    fixture.team("writers").await;
    assert_eq!(differences(&fixture, false).await, []);
    assert_eq!(differences(&fixture, true).await, []);
    assert_eq!(fixture.org().await.name, "second");
    let counted = fixture.store.governed_rows(key()).await.unwrap();
    assert_eq!(counted.iter().find(|(table, _)| *table == "teams"), Some(&("teams", 1)));
}

async fn an_altered_row_is_found_and_mended_when_asked(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let team = fixture.team("writers").await;
    fixture.team("readers").await;
    let check = [
        ("UPDATE teams SET state = replace(state, 'writers', 'robbers') WHERE id = $1", true, true),
        ("UPDATE teams SET name = 'robbers' WHERE id = $1", true, true),
        ("UPDATE teams SET version = 7 WHERE id = $1", true, true),
        ("UPDATE teams SET org = 'org_x' WHERE id = $1", true, true),
        ("DELETE FROM teams WHERE id = $1", false, true),
    ];
    for (statement, row, ledger) in check {
        fixture.tamper(&Sql::both(statement), &[team.to_string().into()]).await;
        for keep in [false, true] {
            let found = differences(&fixture, keep).await;
            assert_eq!(found.len(), 1, "{statement}: {found:?}");
            assert_eq!((found[0].table, found[0].id.as_str()), ("teams", team.to_string().as_str()));
            assert_eq!((found[0].row.is_some(), found[0].ledger.is_some()), (row, ledger), "{statement}");
        }
        assert_eq!(differences(&fixture, false).await, [], "{statement} was not mended");
        let mended = fixture.store.read().await.unwrap().find::<Team>(fixture.scope(), team).await.unwrap().unwrap();
        assert_eq!((mended.name.as_str(), mended.saved_version()), ("writers", 1));
    }
}

async fn a_row_that_no_event_knows_is_found_and_removed(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let team = fixture.team("writers").await;
    let invented = fixture.store.new_id::<dream_id::TeamId>();
    let copy = Sql::both(
        "INSERT INTO teams (id, org, version, format, state, name) SELECT $1, org, version, format, state, name FROM teams WHERE id = $2",
    );
    fixture.tamper(&copy, &[invented.to_string().into(), team.to_string().into()]).await;
    let found = differences(&fixture, true).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id.as_str(), found[0].ledger.as_ref()), (invented.to_string().as_str(), None));
    assert!(fixture.store.read().await.unwrap().find::<Team>(fixture.scope(), invented).await.unwrap().is_none());
}

async fn a_row_of_another_format_is_folded_anew_when_it_is_read(db: TestDb) {
    let fixture = Fixture::on(db).await;
    fixture.rename(fixture.org, "second").await;
    let before = fixture.org().await;
    let old = Sql::both("UPDATE orgs SET format = 0, state = 'of another version' WHERE id = $1");
    fixture.tamper(&old, &[fixture.org.to_string().into()]).await;
    assert_eq!(fixture.org().await, before);
    let listed = fixture.store.read().await.unwrap().list::<Org>(fixture.scope(), &Filter::default()).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&before));
    // And the next save writes it in today's format.
    fixture.rename(fixture.org, "third").await;
    assert_eq!(differences(&fixture, false).await, []);
    assert_eq!(fixture.org().await.saved_version(), 3);
}

/// More events of one stream, and more streams, than one batch of the rebuild reads.
async fn long_streams_and_many_streams_are_folded_whole(db: TestDb) {
    const EVENTS: usize = 5_100;
    const UNIT: usize = 300;
    let fixture = Fixture::patient(db).await;
    for unit in 0..EVENTS / UNIT {
        let mut tx = fixture.store.begin().await.unwrap();
        let mut stream = tx.lock::<Org>(fixture.scope(), fixture.org).await.unwrap().unwrap();
        for number in 0..UNIT {
            Org::rename(&mut stream, &fixture.by(), &format!("{unit}-{number}")).unwrap();
        }
        tx.save(&mut stream).await.unwrap();
        tx.commit().await.unwrap();
    }
    fixture.found("another").await;
    assert_eq!(differences(&fixture, true).await, []);
    assert_eq!(fixture.org().await.saved_version(), 1 + u64::try_from(EVENTS).unwrap());
}

dream_sql::on_both_engines!(
    a_row_of_another_format_is_folded_anew_when_it_is_read,
    a_row_that_no_event_knows_is_found_and_removed,
    an_altered_row_is_found_and_mended_when_asked,
    long_streams_and_many_streams_are_folded_whole,
    rows_that_nobody_touched_do_not_differ,
);
